import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { parse, safeParse } from 'valibot'
import type { Digest } from '#core/domain/digest'
import type { Entry } from '#core/domain/entry'
import { largestFile } from '#core/domain/file-report'
import { encodeJsonLine, encodeLine, type LineRecord } from '#main/storage/line-codec'
import { digestSchema, entrySchema, sourceSchema } from '#main/storage/record-schemas'

/** An Entry as read from a segment, and its place among its Digest's. */
export interface StoredEntry {
  readonly position: number
  readonly entry: Entry
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

/** Null where the record is none, or one that cannot be believed. */
export function entryOf(record: LineRecord): StoredEntry | null {
  if (record.kind !== 'entry') return null
  const { success, output } = safeParse(entrySchema, record)
  if (!success) return null
  const { n: position, announced: kind, ...entry } = output
  return { position, entry: { ...entry, kind } }
}

export function encodeDigest(digest: Digest): Buffer {
  return encodeLine({ kind: 'digest', ...digest })
}

/** Null where the record is none, or one that cannot be believed. */
export function digestOf(record: LineRecord): Digest | null {
  if (record.kind !== 'digest') return null
  const { success, output } = safeParse(digestSchema, record)
  return success ? output : null
}

/** @param data The imported bytes, compressed as `deflate-raw`. */
export function encodeSource(bytesHash: string, data: Buffer): Buffer {
  const head = `{"kind":"source","bytes":"${bytesHash}","encoding":"deflate-raw","data":"`
  return encodeJsonLine(`${head}${data.toString('base64')}"}`)
}

const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw)

/** A file as it was imported, and the hash that its record gives for it. */
export interface StoredSource {
  readonly hash: string
  /** Null where a later release wrote them in a way that this one does not know. */
  readonly bytes: Buffer | null
}

/** @throws Where the record is none, or its data do not inflate to what a file may be. */
export async function sourceOf(record: LineRecord): Promise<StoredSource> {
  const { bytes: hash, encoding, data } = parse(sourceSchema, record)
  if (encoding !== 'deflate-raw') return { hash, bytes: null }
  return { hash, bytes: await inflate(Buffer.from(data, 'base64'), { maxOutputLength: largestFile }) }
}
