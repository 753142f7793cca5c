import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { createReadStream } from 'node:fs'
import { digestIdentity, type Digest } from '#core/domain/digest'
import type { DigestPlace } from '#core/domain/decision'
import type { DigestState } from '#core/domain/marks'
import { Failure } from '#core/failure'
import { readFailure, type ToldFailure } from '#main/library/backup/backup-failure'
import type { LibraryLocation } from '#main/library/open-library'
import { seenFrom, type Damage } from '#main/storage/damage'
import { knownDevice } from '#main/storage/device-identity'
import { canonicalIn, digestOf, entryOf } from '#main/storage/entry-records'
import { linesOf } from '#main/storage/file-lines'
import { loadJournals } from '#main/storage/journal'
import { deviceFolders } from '#main/storage/journal-lines'
import { findReadableLibrary, isDocumentWhole } from '#main/storage/library-folder'
import { decodeLine } from '#main/storage/line-codec'
import { logFiles } from '#main/storage/line-log'
import { digestRange, segmentPrefix, Segments } from '#main/storage/segments'
import { hashBytes } from '#main/storage/staged-import'
import { readStoredSource } from '#main/storage/stored-source'

/** What a check of a library found. */
export interface LibraryCheck {
  readonly devices: number
  readonly decisions: number
  /** In the library now. */
  readonly digests: number
  readonly entries: number
  readonly papers: number
  readonly damages: readonly Damage[]
  /** Why the last daily backup failed; null where it did not. */
  readonly backup: ToldFailure | null
}

/**
 * Reads every record of a library, whether or not anything still needs it, and computes each Digest's key again from
 * its Entries. Changes nothing and needs no lock.
 */
export async function checkLibrary({ folder, directories }: LibraryLocation): Promise<LibraryCheck> {
  const path = resolve(folder)
  const document = await findReadableLibrary(path)
  if (document === null) throw new Failure('noLibrary', { folder: path })
  const { marks, decisions, damages: journalDamages } = await loadJournals(path)
  const damages: Damage[] = [...journalDamages]
  if (!(await isDocumentWhole(path))) damages.push({ file: 'library.json', line: 0, reason: 'checksum' })
  const devices = await deviceFolders(path)
  for (const device of devices) damages.push(...(await checkSegments(path, device)))

  const segments = new Segments(path)
  const papers = new Set<string>()
  let digests = 0
  let entries = 0
  try {
    for (const state of marks.digests()) {
      if (!state.present) continue
      digests++
      const found = await checkDigest(segments, state)
      entries += found.ids.length
      for (const id of found.ids) papers.add(id)
      // A damaged line has been told already, by its number; a torn one says nothing of what a Decision names.
      const told = damages.some(({ file, reason }) => file === found.file && reason !== 'torn')
      if (found.reason !== null && !told) damages.push({ file: found.file, line: 0, reason: found.reason })
    }
  } finally {
    await segments.close()
  }
  const device = (await knownDevice(directories.userData)) ?? ''
  const seen = seenFrom(device, damages)
  const backup = await readFailure(join(directories.cache, document.id))
  return { devices: devices.length, decisions, digests, entries, papers: papers.size, damages: seen, backup }
}

interface CheckedDigest {
  readonly file: string
  /** Of the Entries that can be read. */
  readonly ids: readonly string[]
  /** Null where everything is as it was imported. */
  readonly reason: Damage['reason'] | null
}

/** Checks a Digest at each of its places, until it is found whole; otherwise tells of the place that has most of it. */
async function checkDigest(segments: Segments, state: DigestState): Promise<CheckedDigest> {
  let best: CheckedDigest = { file: 'devices', ids: [], reason: 'missing' }
  for (const place of state.places) {
    const checked = await checkPlace(segments, state, place)
    if (checked.reason === null) return checked
    if (best.file === 'devices' || checked.ids.length > best.ids.length) best = checked
  }
  return best
}

/** Computes a Digest's key again from its Entries as they stand on disk, fields of later releases included. */
async function checkPlace(
  segments: Segments,
  state: DigestState,
  place: DigestPlace
): Promise<CheckedDigest> {
  const file = `devices/${place.device}/${place.file}`
  const bytes = await segments.read(digestRange(place))
  if (bytes === null) return { file, ids: [], reason: 'missing' }
  const canonical: string[] = []
  const ids: string[] = []
  let digest: Digest | null = null
  for (const line of linesOf(bytes)) {
    const decoded = decodeLine(line.bytes)
    if (!decoded.ok) continue
    digest ??= digestOf(decoded.record)
    const stored = entryOf(decoded.record)
    if (stored === null) continue
    canonical.push(canonicalIn(line.bytes))
    ids.push(stored.entry.id)
  }
  if (bytes.length < place.length) return { file, ids, reason: 'missing' }
  const hash = createHash('sha256')
  const { category = null, date = null } = digest ?? {}
  for (const piece of digestIdentity({ category, date, entries: canonical }, (text) => text))
    hash.update(piece)
  const whole = hash.digest('hex') === state.key && (await isSource(segments, place, digest?.bytes ?? ''))
  return { file, ids, reason: whole ? null : 'mismatch' }
}

/** Whether the imported bytes are kept as they came. */
async function isSource(segments: Segments, place: DigestPlace, hash: string): Promise<boolean> {
  const source = await readStoredSource(segments, place)
  return source !== null && (source.bytes === null || hashBytes(source.bytes) === hash)
}

async function checkSegments(folder: string, device: string): Promise<Damage[]> {
  const damages: Damage[] = []
  const deviceFolder = join(folder, 'devices', device)
  for (const name of await logFiles(deviceFolder, segmentPrefix)) {
    const file = `devices/${device}/${name}`
    const check = (bytes: Buffer, whole: boolean, before: number): number => {
      let lines = 0
      for (const line of linesOf(bytes)) {
        const decoded = whole && line.whole ? decodeLine(line.bytes) : null
        lines++
        if (decoded?.ok === true) continue
        damages.push({ file, line: before + line.number, reason: decoded === null ? 'torn' : decoded.reason })
      }
      return lines
    }
    // A segment is up to 64 MB and one import more: it is read piece by piece.
    let rest = Buffer.alloc(0)
    let lines = 0
    for await (const chunk of createReadStream(join(deviceFolder, name), {
      highWaterMark: 4 * 1024 * 1024
    })) {
      const bytes = Buffer.concat([rest, chunk as Buffer])
      const end = bytes.lastIndexOf(0x0a) + 1
      lines += check(bytes.subarray(0, end), true, lines)
      rest = bytes.subarray(end)
    }
    check(rest, false, lines)
  }
  return damages
}
