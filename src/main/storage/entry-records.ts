import { isArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import type { Entry, EntryFields } from '#core/domain/entry'
import type { EntryKind } from '#core/domain/paper'
import { encodeJsonLine, encodeLine, type LineRecord } from '#main/storage/line-codec'

/** An Entry as read from a segment, and its place among its Digest's. */
export interface StoredEntry {
  readonly position: number
  readonly entry: Entry
}

interface EntryRecord extends LineRecord {
  readonly n: number
  readonly lines: readonly [number, number]
  readonly repaired: number
  readonly id: string
  readonly version: number | null
  readonly announced: EntryKind
  readonly fields: EntryFields
}

/** @param canonical The Entry as `canonicalEntry` makes it: encoded once, for the Digest's key and for this. */
export function encodeEntry(position: number, entry: Entry, canonical: string): Buffer {
  const { lines, repaired } = entry
  const place = `{"kind":"entry","n":${position},"lines":[${lines[0]},${lines[1]}],"repaired":${repaired},`
  return encodeJsonLine(place + canonical.slice(1))
}

/** The Entry as {@link encodeEntry} was given it, from its line: with whatever a later release wrote in it. */
export function canonicalIn(line: Buffer): string {
  const text = line.toString('utf8')
  return `{${text.slice(text.indexOf('"id":'))}`
}

/** Null where the record is none, or one that this release cannot read. */
export function entryOf(record: LineRecord): StoredEntry | null {
  if (record.kind !== 'entry') return null
  const { n, lines, repaired, id, version, announced, fields } = record as EntryRecord
  if (!isArxivId(id) || typeof n !== 'number' || typeof fields !== 'object') return null
  return { position: n, entry: { id, version, kind: announced, lines, fields, repaired } }
}

export function encodeDigest(digest: Digest): Buffer {
  return encodeLine({ kind: 'digest', ...digest })
}

export function digestOf(record: LineRecord): Digest | null {
  if (record.kind !== 'digest') return null
  const { kind, ...digest } = record as LineRecord & Digest
  return kind === 'digest' && typeof digest.key === 'string' ? digest : null
}

/** @param data The imported bytes, compressed as `deflate-raw`. */
export function encodeSource(bytesHash: string, data: Buffer): Buffer {
  const head = `{"kind":"source","bytes":"${bytesHash}","encoding":"deflate-raw","data":"`
  return encodeJsonLine(`${head}${data.toString('base64')}"}`)
}
