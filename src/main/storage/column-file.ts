import { open, unlink, type FileHandle } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { removeLeftovers } from '#main/storage/leftovers'
import { replaceFile } from '#main/storage/replace-file'
import { makeFolder } from '#main/storage/sync-folder'

const constructors = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array }
type ColumnType = keyof typeof constructors

/** One column of numbers, or the bytes of a heap of strings. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

export type Columns = Readonly<Record<string, Column>>

/** Of several arrays of bytes, one after the other, one column is made. */
type WrittenColumns = Readonly<Record<string, Column | readonly Uint8Array[]>>

interface SectionHead {
  readonly name: string
  readonly type: ColumnType
  readonly offset: number
  /** Items, not bytes. */
  readonly length: number
  readonly crc: number
}

interface FileHead {
  readonly meta: unknown
  readonly sections: readonly SectionHead[]
}

/** What the file begins with; the digits are its layout's version. */
const magic = Buffer.from('PTCOLS01', 'latin1')
/** Bytes that are checked at a time: some milliseconds. */
const part = 4_000_000
/** Magic, length of the head in bytes, CRC-32 of the head. */
const prefixLength = magic.length + 8

/**
 * Writes typed arrays and a JSON value into one file, each array aligned so that it is read as it is. For derived
 * data only: it appears whole or not at all, but it is not synced.
 */
export async function writeColumnFile(path: string, meta: unknown, columns: WrittenColumns): Promise<void> {
  const { head, bodies } = await layOut(meta, columns)
  await makeFolder(dirname(path))
  await removeLeftovers(path)
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(temporary, 'wx')
    try {
      const parts = [head, ...bodies]
      const { bytesWritten } = await file.writev(parts)
      // A disk that becomes full takes a part, and tells no error before the next call.
      if (bytesWritten < parts.reduce((sum, { length }) => sum + length, 0))
        throw Object.assign(new Error('not all was written'), { code: 'ENOSPC' })
    } finally {
      await file.close()
    }
    await replaceFile(temporary, path)
  } catch (cause) {
    await unlink(temporary).catch(() => undefined)
    throw cause
  }
}

/** A column that was left in its file. */
export interface LazyColumn {
  /** To be closed by whoever asked for it. */
  readonly file: FileHandle
  /** Bytes. */
  readonly offset: number
  readonly length: number
  readonly crc: number
}

export interface ReadColumns {
  readonly meta: unknown
  readonly columns: Columns
  /** The column that was asked to be left. */
  readonly lazy: LazyColumn | null
}

export interface Reading {
  /** A column that is not read and not checked: the last one of the file. */
  readonly lazy?: string
  /** What is read is not checked either: {@link isAsWritten} does, while it is used already. */
  readonly unchecked?: boolean
  /** Called once other threads read columns: what is done then holds nothing up. */
  readonly began?: () => void
}

/**
 * Reads such a file back.
 *
 * @returns null where it is missing, damaged, of another layout or not to be read: it can be made anew.
 */
export async function readColumnFile(path: string, reading: Reading = {}): Promise<ReadColumns | null> {
  let file
  try {
    file = await open(path, 'r')
  } catch {
    // Whatever the reason is: nobody may be kept from their library by a cache.
    return null
  }
  let kept = false
  try {
    const head = await readHead(file)
    const read = head === null ? null : await readColumns(file, head, reading)
    kept = read?.lazy != null
    return read
  } catch {
    return null
  } finally {
    if (!kept) await file.close()
  }
}

async function readHead(file: FileHandle): Promise<FileHead | null> {
  const prefix = await readAligned(file, 0, prefixLength)
  if (!prefix?.subarray(0, magic.length).equals(magic)) return null
  const length = prefix.readUInt32LE(magic.length)
  if (length > (await file.stat()).size) return null
  const head = await readAligned(file, prefixLength, length)
  if (crc32(head ?? '') !== prefix.readUInt32LE(magic.length + 4) || head === null) return null
  const parsed = JSON.parse(head.toString('utf8')) as FileHead
  return parsed.sections.every(({ type }) => Object.hasOwn(constructors, type)) ? parsed : null
}

async function readColumns(
  file: FileHandle,
  { meta, sections }: FileHead,
  { lazy, unchecked = false, began }: Reading
): Promise<ReadColumns | null> {
  const { size } = await file.stat()
  if (Math.max(...sections.map(endOf)) > size) return null
  const read = sections.filter(({ name }) => name !== lazy)
  // Each in memory of its own, which is given back where the column is replaced by a longer one.
  const reading = read.map((section) => readAligned(file, section.offset, endOf(section) - section.offset))
  began?.()
  const bodies = await Promise.all(reading)
  const columns: Record<string, Column> = {}
  for (const [index, { name, type, length, crc }] of read.entries()) {
    const bytes = bodies[index]
    if (bytes == null || (!unchecked && (await checksum(bytes)) !== crc)) return null
    columns[name] = new constructors[type](bytes.buffer as ArrayBuffer, bytes.byteOffset, length)
  }
  const left = sections.find(({ name }) => name === lazy)
  if (left === undefined) return { meta, columns, lazy: null }
  const { offset, length, crc } = left
  return { meta, columns, lazy: { file, offset, length, crc } }
}

/**
 * Whether columns of a file are what was written: reads all of them, in parts, and keeps none. What is in memory is not
 * looked at: it came from there.
 */
export async function isAsWritten(file: FileHandle): Promise<boolean> {
  try {
    const head = await readHead(file)
    if (head === null) return false
    const bytes = Buffer.alloc(part)
    for (const section of head.sections) {
      const length = endOf(section) - section.offset
      let sum = 0
      for (let at = 0; at < length; at += part) {
        const wanted = Math.min(part, length - at)
        const { bytesRead } = await file.read(bytes, 0, wanted, section.offset + at)
        if (bytesRead < wanted) return false
        sum = crc32(bytes.subarray(0, wanted), sum)
      }
      if (sum !== section.crc) return false
    }
    return true
  } catch {
    // Whatever the reason is, it can be made anew.
    return false
  }
}

/** The CRC-32 of many bytes, between parts of which the event loop is free. */
async function checksum(column: Column, before = 0): Promise<number> {
  const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength)
  let sum = before
  for (let at = 0; at < bytes.length; at += part) {
    if (at > 0) await setImmediate()
    sum = crc32(bytes.subarray(at, at + part), sum)
  }
  return sum
}

function endOf({ type, offset, length }: SectionHead): number {
  return offset + length * constructors[type].BYTES_PER_ELEMENT
}

async function layOut(meta: unknown, columns: WrittenColumns): Promise<{ head: Buffer; bodies: Buffer[] }> {
  const entries = Object.entries(columns).map(
    ([name, column]) => [name, isSeveral(column) ? column : [column]] as const
  )
  const unplaced: Omit<SectionHead, 'offset'>[] = []
  for (const [name, parts] of entries) {
    let crc = 0
    for (const column of parts) crc = await checksum(column, crc)
    const length = parts.reduce((sum, column) => sum + column.length, 0)
    unplaced.push({ name, type: typeOf(parts[0] ?? new Uint8Array(0)), length, crc })
  }
  const describe = (offsets: readonly number[]): Buffer => {
    const sections = unplaced.map((section, index) => ({ ...section, offset: offsets[index] ?? 0 }))
    return Buffer.from(JSON.stringify({ meta, sections } satisfies FileHead))
  }
  // Offsets stand in the head, whose length depends on them: room is kept for the longest.
  const room = aligned(prefixLength + describe(entries.map(() => Number.MAX_SAFE_INTEGER)).length)
  const offsets: number[] = []
  let offset = room
  for (const [, parts] of entries) {
    offsets.push(offset)
    offset += aligned(bytesOf(parts))
  }
  const json = describe(offsets)
  const head = Buffer.alloc(room)
  magic.copy(head)
  head.writeUInt32LE(json.length, magic.length)
  head.writeUInt32LE(crc32(json), magic.length + 4)
  json.copy(head, prefixLength)
  const bodies = entries.flatMap(([, parts]) => [
    ...parts.map((column) => Buffer.from(column.buffer, column.byteOffset, column.byteLength)),
    Buffer.alloc(aligned(bytesOf(parts)) - bytesOf(parts))
  ])
  return { head, bodies }
}

function isSeveral(column: Column | readonly Uint8Array[]): column is readonly Uint8Array[] {
  return Array.isArray(column)
}

function bytesOf(parts: readonly Column[]): number {
  return parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** A Buffer is a Uint8Array of another name. */
function typeOf(column: Column): ColumnType {
  const names = Object.keys(constructors) as ColumnType[]
  return names.find((name) => column instanceof constructors[name]) ?? 'Uint8Array'
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8
}

async function readAligned(file: FileHandle, offset: number, length: number): Promise<Buffer | null> {
  // A buffer of its own, for one from Node's pool may begin at any byte.
  const bytes = Buffer.from(new ArrayBuffer(length))
  // Two at a time: of a large file more goes into making memory for it than into reading it.
  const half = Math.ceil(length / 2)
  const [first, second] = await Promise.all([
    file.read(bytes, 0, half, offset),
    file.read(bytes, half, length - half, offset + half)
  ])
  return first.bytesRead + second.bytesRead === length ? bytes : null
}
