import { open, rename, unlink } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { makeFolder } from '#main/storage/sync-folder'

const constructors = { Uint8Array, Uint16Array, Uint32Array, Int32Array, Float64Array }
type ColumnType = keyof typeof constructors

/** One column of numbers, or the bytes of a heap of strings. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array

export type Columns = Readonly<Record<string, Column>>

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
/** Magic, length of the head in bytes, CRC-32 of the head. */
const prefixLength = magic.length + 8

/**
 * Writes typed arrays and a JSON value into one file, each array aligned so that it is read as it is. For derived
 * data only: it appears whole or not at all, but it is not synced.
 */
export async function writeColumnFile(path: string, meta: unknown, columns: Columns): Promise<void> {
  const { head, bodies } = layOut(meta, columns)
  await makeFolder(dirname(path))
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(temporary, 'wx')
    try {
      await file.writev([head, ...bodies])
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (cause) {
    await unlink(temporary).catch(() => undefined)
    throw cause
  }
}

/**
 * Reads such a file back.
 * @returns null where it is missing, damaged or of another layout: it is derived and can be made anew.
 */
export async function readColumnFile(path: string): Promise<{ meta: unknown; columns: Columns } | null> {
  const bytes = await readAligned(path)
  if (bytes === null || bytes.length < prefixLength || !bytes.subarray(0, magic.length).equals(magic))
    return null
  const headLength = bytes.readUInt32LE(magic.length)
  const head = bytes.subarray(prefixLength, prefixLength + headLength)
  if (head.length !== headLength || crc32(head) !== bytes.readUInt32LE(magic.length + 4)) return null
  const { meta, sections } = JSON.parse(head.toString('utf8')) as FileHead
  const columns: Record<string, Column> = {}
  for (const { name, type, offset, length, crc } of sections) {
    const constructor = constructors[type]
    const byteLength = length * constructor.BYTES_PER_ELEMENT
    if (offset + byteLength > bytes.length) return null
    if (crc32(bytes.subarray(offset, offset + byteLength)) !== crc) return null
    columns[name] = new constructor(bytes.buffer as ArrayBuffer, bytes.byteOffset + offset, length)
  }
  return { meta, columns }
}

function layOut(meta: unknown, columns: Columns): { head: Buffer; bodies: Buffer[] } {
  const entries = Object.entries(columns)
  const unplaced = entries.map(([name, column]) => ({
    name,
    type: column.constructor.name as ColumnType,
    length: column.length,
    crc: crc32(column)
  }))
  const describe = (offsets: readonly number[]): Buffer => {
    const sections = unplaced.map((section, index) => ({ ...section, offset: offsets[index] ?? 0 }))
    return Buffer.from(JSON.stringify({ meta, sections } satisfies FileHead))
  }
  // Offsets stand in the head, whose length depends on them: room is kept for the longest.
  const room = aligned(prefixLength + describe(entries.map(() => Number.MAX_SAFE_INTEGER)).length)
  const offsets: number[] = []
  let offset = room
  for (const [, column] of entries) {
    offsets.push(offset)
    offset += aligned(column.byteLength)
  }
  const json = describe(offsets)
  const head = Buffer.alloc(room)
  magic.copy(head)
  head.writeUInt32LE(json.length, magic.length)
  head.writeUInt32LE(crc32(json), magic.length + 4)
  json.copy(head, prefixLength)
  const bodies = entries.flatMap(([, column]) => {
    const body = Buffer.from(column.buffer, column.byteOffset, column.byteLength)
    return [body, Buffer.alloc(aligned(body.length) - body.length)]
  })
  return { head, bodies }
}

function aligned(length: number): number {
  return Math.ceil(length / 8) * 8
}

async function readAligned(path: string): Promise<Buffer | null> {
  let file
  try {
    file = await open(path, 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  try {
    const { size } = await file.stat()
    // A buffer of its own, for one from Node's pool may begin at any byte.
    const bytes = Buffer.from(new ArrayBuffer(size))
    const { bytesRead } = await file.read(bytes, 0, size, 0)
    return bytesRead === size ? bytes : null
  } finally {
    await file.close()
  }
}
