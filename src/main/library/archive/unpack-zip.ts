import { crc32 } from 'node:zlib'
import type { ProblemReason } from '#core/domain/problem'
import { inflateRaw, together, type Pieces, type Whole } from '#main/library/archive/inflate'
import { innerName, isHidden } from '#main/library/archive/inner-name'
import type { Limits } from '#main/library/archive/limits'
import type { Unpacked } from '#main/library/archive/unpacked'
import { deflate, stored, zipEntries, type ZipEntry } from '#main/library/archive/zip-entries'
import { Pace } from '#main/storage/pace'

/** The files of a zip by their names, as a folder is walked. */
export async function* unpackZip(bytes: Uint8Array, limits: Limits): AsyncGenerator<Unpacked, void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const { entries, damaged } = await zipEntries(buffer, limits.files)
  const taken = entries.slice(0, limits.files).sort(byName)
  const pace = new Pace()
  const of = taken.length
  let done = 0
  let unpacked = 0
  for (const entry of taken) {
    if (pace.due) await pace.rest()
    done = Math.min(buffer.length, done + entry.to - entry.header)
    const name = innerName(entry.name)
    if (entry.link || isHidden(entry.name)) {
      yield { kind: 'passedOver', name, done, of }
      continue
    }
    const left = limits.unpacked - unpacked
    const { bytes: content, reason } = await contentOf(buffer, entry, limits, left)
    if (reason === 'fileTooLarge' && left < limits.file) {
      yield { kind: 'problem', name: null, reason: 'archiveTooLarge', done, of }
      return
    }
    unpacked += content.length
    if (content.length > 0 || reason === null) yield { kind: 'file', name, bytes: content, done, of }
    if (reason !== null) yield { kind: 'problem', name, reason, done, of }
  }
  if (entries.length > taken.length) yield { kind: 'problem', name: null, reason: 'archiveTooMany', done, of }
  else if (damaged) yield { kind: 'problem', name: null, reason: 'archiveDamaged', done, of }
}

async function contentOf(buffer: Buffer, entry: ZipEntry, limits: Limits, left: number): Promise<Whole> {
  const none = (reason: ProblemReason): Whole => ({ bytes: new Uint8Array(), reason })
  if (entry.encrypted) return none('archiveEncrypted')
  if (entry.method !== stored && entry.method !== deflate) return none('archiveMethod')
  if (entry.broken) return none('archiveDamaged')
  const packed = buffer.subarray(entry.from, entry.to)
  const most = Math.min(limits.file, left)
  if (entry.method === stored && packed.length > most) return none('fileTooLarge')
  const pieces = entry.method === stored ? whole(packed) : inflateRaw(packed, limits).pieces
  const check = { crc32: 0 }
  const found = await together(checked(pieces, check), most)
  // What cannot be checked was either cut already, or has its checksum where no header says so.
  if (found.reason !== null || entry.crc32 === null || entry.crc32 === check.crc32) return found
  return { bytes: found.bytes, reason: entry.to > buffer.length ? 'archiveCut' : 'archiveDamaged' }
}

// eslint-disable-next-line @typescript-eslint/require-await -- as what is unpacked piece by piece
async function* whole(bytes: Uint8Array): Pieces {
  yield bytes
  return null
}

/** Computes the checksum of what passes. */
async function* checked(pieces: Pieces, check: { crc32: number }): Pieces {
  try {
    for (;;) {
      const step = await pieces.next()
      if (step.done === true) return step.value
      check.crc32 = crc32(step.value, check.crc32)
      yield step.value
    }
  } finally {
    await pieces.return(null)
  }
}

function byName(one: ZipEntry, other: ZipEntry): number {
  return one.name < other.name ? -1 : one.name > other.name ? 1 : 0
}
