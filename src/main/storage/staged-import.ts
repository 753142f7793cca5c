import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, deflateRaw } from 'node:zlib'
import type { DigestPlace } from '#core/domain/decision'
import { digestIdentity, parserVersion, type Digest, type ParsedDigest } from '#core/domain/digest'
import { canonicalEntry } from '#core/domain/entry'
import { encodeDigest, encodeEntry, encodeSource } from '#main/storage/entry-records'
import type { LinePlace } from '#main/storage/line-log'
import { Pace } from '#main/storage/pace'
import type { LocatedEntry } from '#main/storage/stored-digest'

/** A Digest ready to be written: its record and its Entries' as lines. */
export interface StagedDigest {
  readonly digest: Digest
  readonly lines: Buffer
  readonly entries: readonly LocatedEntry[]
}

/** What one file brings to the entry segments. */
export interface StagedImport {
  readonly device: string
  readonly source: Buffer
  readonly digests: readonly Pick<StagedDigest, 'lines'>[]
  /** Where each of the Digests stands, once they are on disk. */
  places: readonly DigestPlace[]
}

/** What is known of a file beside the Digests parsed from it. */
export interface ImportedFile {
  readonly name: string
  readonly bytesHash: string
  /** When: ISO 8601, UTC. */
  readonly imported: string
}

export function hashBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Makes a parsed Digest's key and its records. Each Entry is written as JSON once, for both.
 *
 * @param goOn Called after each pause: what it throws ends the work.
 */
export async function stageDigest(
  parsed: ParsedDigest,
  file: ImportedFile,
  part: number,
  parts: number,
  goOn: () => void = () => undefined
): Promise<StagedDigest> {
  const pace = new Pace()
  const hash = createHash('sha256')
  const lines: Buffer[] = []
  const lengths: number[] = []
  const encode = (entry: ParsedDigest['entries'][number]): string => {
    const canonical = canonicalEntry(entry)
    const line = encodeEntry(lines.length, entry, canonical)
    lines.push(line)
    lengths.push(line.length)
    return canonical
  }
  for (const piece of digestIdentity(parsed, encode)) {
    hash.update(piece)
    if (!pace.due) continue
    await pace.rest()
    goOn()
  }
  const { dialect, category, date, entries, problems } = parsed
  const digest: Digest = {
    key: hash.digest('hex'),
    bytes: file.bytesHash,
    part,
    parts,
    dialect,
    parser: parserVersion,
    category,
    date,
    source: file.name,
    imported: file.imported,
    entries: entries.length,
    papers: new Set(entries.map(({ id }) => id)).size,
    repaired: entries.reduce((sum, { repaired }) => sum + repaired, 0),
    problems
  }
  const record = encodeDigest(digest)
  let offset = record.length
  const located = entries.map((entry, position): LocatedEntry => {
    const length = lengths[position] ?? 0
    const place = { position, entry, offset, length: length - 1 }
    offset += length
    return place
  })
  return { digest, lines: Buffer.concat([record, ...lines]), entries: located }
}

const compress = promisify<Buffer | Uint8Array, { level: number }, Buffer>(deflateRaw)

/** The record of the imported bytes. Fast rather than small: it runs beside the parsing on another thread. */
export async function stageSource(bytes: Uint8Array, bytesHash: string): Promise<Buffer> {
  return encodeSource(bytesHash, await compress(bytes, { level: constants.Z_BEST_SPEED }))
}

/** All lines of an import, in the order in which {@link placesOf} expects them. */
export function encodeImport({ source, digests }: StagedImport): Buffer {
  return Buffer.concat([source, ...digests.map(({ lines }) => lines)])
}

/** Where the Digests of an import stand within the place of all its lines. */
export function placesOf(
  { device, source, digests }: StagedImport,
  { file, offset }: LinePlace
): DigestPlace[] {
  let at = offset + source.length
  return digests.map(({ lines }) => {
    const place: DigestPlace = {
      device,
      file,
      offset: at,
      length: lines.length,
      source: [offset, source.length]
    }
    at += lines.length
    return place
  })
}
