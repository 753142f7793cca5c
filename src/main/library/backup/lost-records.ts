import { open } from 'node:fs/promises'
import type { DigestPlace } from '#core/domain/decision'
import type { DigestState, Marks } from '#core/domain/marks'
import type { BackupContents } from '#main/library/backup/contents'
import type { BackupFile } from '#main/storage/backup/manifest'
import { digestOf } from '#main/storage/entry-records'
import { linesOf } from '#main/storage/file-lines'
import { decodeLine } from '#main/storage/line-codec'
import { digestRange, Segments } from '#main/storage/segments'
import { readStoredDigest } from '#main/storage/stored-digest'
import { readStoredSource } from '#main/storage/stored-source'

/** A Digest whose records cannot be read whole in the library any more, and can in a backup. */
export interface LostDigest {
  readonly state: DigestState
  /** Where its records stood. */
  readonly place: DigestPlace
  /** In the backup: the same bytes. */
  readonly path: string
}

/** Finds records of Digests in a library, and in a backup of it. */
export class LostRecords {
  readonly #folder: string
  readonly #backup: BackupContents
  readonly #files: ReadonlyMap<string, BackupFile>
  readonly #missing: ReadonlySet<string>
  readonly #differing: ReadonlySet<string>

  /**
   * @param missing Files that will be copied back.
   * @param differing Paths of those of which something is lost.
   */
  constructor(
    folder: string,
    backup: BackupContents,
    missing: readonly BackupFile[],
    differing: ReadonlySet<string>
  ) {
    this.#folder = folder
    this.#backup = backup
    this.#files = new Map(backup.manifest.files.map((file) => [file.path, file]))
    this.#missing = new Set(missing.map(({ path }) => path))
    this.#differing = differing
  }

  /** Whether a place is in what will be copied back. */
  isMissing(place: DigestPlace): boolean {
    return this.#missing.has(pathOf(place)) && this.#pathInBackup(place) !== null
  }

  /**
   * The Digests that the library has nowhere whole and the backup has.
   * @param then What held in the backup: it may know places that were left since.
   */
  async lostAmong(states: readonly DigestState[], then: Marks): Promise<LostDigest[]> {
    const lost: LostDigest[] = []
    // Opened anew: the library's own may hold files open that are gone.
    const segments = new Segments(this.#folder)
    try {
      for (const state of states) {
        const isSuspect = state.places.some((place) => this.#isTouched(pathOf(place)))
        if (!isSuspect || (await this.#isWhole(state, segments))) continue
        const found = await this.#inBackup(state, [
          ...state.places,
          ...(then.digest(state.key)?.places ?? [])
        ])
        if (found !== null) lost.push(found)
      }
    } finally {
      await segments.close()
    }
    return lost
  }

  /** The bytes of a Digest's records, in the backup or else in the library; null where they are in neither. */
  async range(place: DigestPlace): Promise<Buffer | null> {
    const path = this.#pathInBackup(place)
    if (path !== null) return readRange(path, place.offset, place.length)
    const segments = new Segments(this.#folder)
    try {
      return await segments.read(digestRange(place))
    } finally {
      await segments.close()
    }
  }

  async #isWhole(state: DigestState, segments: Segments): Promise<boolean> {
    for (const place of state.places) {
      if (this.isMissing(place)) return true
      const found = await readStoredDigest(segments, state, place)
      if (found === null || found.damages.length > 0 || found.digest.bytes === '') continue
      if ((await readStoredSource(segments, place)) !== null) return true
    }
    return false
  }

  #isTouched(path: string): boolean {
    return this.#differing.has(path) || this.#missing.has(path)
  }

  async #inBackup(state: DigestState, places: readonly DigestPlace[]): Promise<LostDigest | null> {
    for (const place of places) {
      const path = this.#pathInBackup(place)
      const bytes = path === null ? null : await readRange(path, place.offset, place.length)
      if (path !== null && bytes !== null && isRangeOf(state.key, bytes)) return { state, place, path }
    }
    return null
  }

  #pathInBackup(place: DigestPlace): string | null {
    const file = this.#files.get(pathOf(place))
    const isThere = file !== undefined && place.offset + place.length <= file.length
    return isThere ? this.#backup.pathOf(file) : null
  }
}

function pathOf({ device, file }: DigestPlace): string {
  return `devices/${device}/${file}`
}

/** A part of a file; null where it has less. */
export async function readRange(path: string, offset: number, length: number): Promise<Buffer | null> {
  const file = await open(path, 'r')
  try {
    const bytes = Buffer.allocUnsafe(Math.min(length, Math.max(0, (await file.stat()).size - offset)))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset)
    return bytesRead === length ? bytes : null
  } finally {
    await file.close()
  }
}

/** Whether these are a Digest's own record and Entries, each line as it was written. */
function isRangeOf(key: string, bytes: Buffer): boolean {
  let own: string | null = null
  for (const line of linesOf(bytes)) {
    const decoded = line.whole ? decodeLine(line.bytes) : null
    if (decoded?.ok !== true) return false
    own ??= digestOf(decoded.record)?.key ?? null
  }
  return own === key
}

const idOpening = Buffer.from('"id":"')
/** The id stands in the first bytes of an Entry's line. */
const idWithin = 200

/** The ids of a Digest's Entries, without taking them apart: a preview needs to be no surer. */
export function* idsInRange(bytes: Buffer): Generator<string> {
  for (let start = 0; start < bytes.length;) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed < 0 ? bytes.length : feed
    const head = bytes.subarray(start, Math.min(end, start + idWithin))
    const at = head.indexOf(idOpening)
    const close = at < 0 ? -1 : head.indexOf(0x22, at + idOpening.length)
    if (close > 0 && head.includes('"kind":"entry"'))
      yield head.toString('latin1', at + idOpening.length, close)
    start = end + 1
  }
}
