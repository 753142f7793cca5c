import { closeSync, openSync, readSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { DigestPlace } from '#core/domain/decision'
import { copiesOf } from '#main/storage/conflict-copies'
import { Pace } from '#main/storage/pace'

export const segmentPrefix = 'entries'
/** A segment of this many bytes is gone on with in the next one. */
export const segmentSealAt = 64 * 1024 * 1024

/** A range of bytes in one device's segment. */
export interface SegmentRange {
  readonly device: string
  readonly file: string
  readonly offset: number
  readonly length: number
}

/** Ranges no farther apart than this are read together: a gap read in vain costs less than another call. */
const widestGap = 16 * 1024
/** Longest read of several ranges together. */
const longestRead = 1024 * 1024

/** Reads parts of a library's segments by their offsets, and keeps the files it reads open. */
export class Segments {
  readonly #folder: string
  readonly #files = new Map<string, Promise<FileHandle>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The bytes of a range; fewer where the file ends before. Null where there is no such file. */
  async read({ device, file, offset, length }: SegmentRange): Promise<Buffer | null> {
    let handle
    try {
      handle = await this.#file(device, file)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw cause
    }
    // A place may claim any length: more than the file has is never asked for.
    const wanted =
      length <= longestRead ? length : Math.min(length, Math.max(0, (await handle.stat()).size - offset))
    const bytes = Buffer.allocUnsafe(wanted)
    const { bytesRead } = await handle.read(bytes, 0, wanted, offset)
    return bytes.subarray(0, bytesRead)
  }

  /** The same at once, for the rare row that cannot wait; empty where there is no such file. */
  readNow({ device, file, offset, length }: SegmentRange): Buffer {
    let descriptor
    try {
      descriptor = openSync(join(this.#folder, 'devices', device, file), 'r')
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
      throw cause
    }
    try {
      const bytes = Buffer.allocUnsafe(length)
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset))
    } finally {
      closeSync(descriptor)
    }
  }

  /** Reads many ranges with few calls, and hands each range's bytes over in the order of their places. */
  async readAll<R extends SegmentRange>(
    ranges: readonly R[],
    take: (range: R, bytes: Buffer) => void
  ): Promise<void> {
    const pace = new Pace()
    const ordered = [...ranges].sort(byPlace)
    for (let from = 0; from < ordered.length;) {
      const first = ordered[from]
      if (first === undefined) return
      let to = from
      let end = first.offset
      for (let next = ordered[to]; next !== undefined; next = ordered[++to]) {
        if (next.device !== first.device || next.file !== first.file || next.offset - end > widestGap) break
        if (to > from && next.offset + next.length - first.offset > longestRead) break
        end = Math.max(end, next.offset + next.length)
      }
      const bytes = await this.read({ ...first, length: end - first.offset })
      for (; from < to; from++) {
        const range = ordered[from]
        if (range === undefined) break
        const start = range.offset - first.offset
        take(range, bytes === null ? Buffer.alloc(0) : bytes.subarray(start, start + range.length))
        if (pace.due) await pace.rest()
      }
    }
  }

  /** The same place in the copies that a synchroniser made of its file. */
  async copies(place: DigestPlace): Promise<DigestPlace[]> {
    const copies = await copiesOf(this.#folder, place.device, place.file)
    return copies.map(({ device, file }) => ({ ...place, device, file }))
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()]
    this.#files.clear()
    for (const file of await Promise.allSettled(files))
      if (file.status === 'fulfilled') await file.value.close()
  }

  #file(device: string, name: string): Promise<FileHandle> {
    const key = `${device}/${name}`
    const known = this.#files.get(key)
    if (known !== undefined) return known
    const opened = open(join(this.#folder, 'devices', device, name), 'r')
    this.#files.set(key, opened)
    // A file that is not there yet may arrive: a failed attempt is not remembered.
    opened.catch(() => this.#files.delete(key))
    return opened
  }
}

/** The range of a Digest's own records. */
export function digestRange({ device, file, offset, length }: DigestPlace): SegmentRange {
  return { device, file, offset, length }
}

function byPlace(a: SegmentRange, b: SegmentRange): number {
  if (a.device !== b.device) return a.device < b.device ? -1 : 1
  if (a.file !== b.file) return a.file.length - b.file.length || (a.file < b.file ? -1 : 1)
  return a.offset - b.offset
}
