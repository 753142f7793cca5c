import fc from 'fast-check'
import { mkdir, open, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isAsWritten, readColumnFile, writeColumnFile, type Columns } from '#main/storage/column-file'
import { temporaryFolder } from '../support/temporary.ts'
import { smallDisk } from './support/small-disk.ts'

const lengths = { maxLength: 20 }
const column = fc.oneof(
  fc.uint8Array(lengths),
  fc.uint16Array(lengths),
  fc.uint32Array(lengths),
  fc.int32Array(lengths),
  fc.float64Array(lengths)
)
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).map((text) => `column ${text}`)
const anyColumns = fc.dictionary(name, column, { maxKeys: 6, noNullPrototype: true })
const anyMeta = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)))

const small: Columns = {
  bytes: Uint8Array.of(1, 2, 3),
  none: new Uint16Array(0),
  numbers: Float64Array.of(Math.PI, -0, Number.POSITIVE_INFINITY),
  signed: Int32Array.of(-1)
}

async function newFile(columns: Columns = small, meta: unknown = { n: 1 }): Promise<string> {
  const path = join(await temporaryFolder(), 'cache', 'some.columns')
  await writeColumnFile(path, meta, columns)
  return path
}

test('columns of every type and length are read as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(anyMeta, anyColumns, async (meta, columns) => {
      const read = await readColumnFile(await newFile(columns, meta))
      expect(read).toEqual({ meta, columns, lazy: null })
      for (const [of, { constructor }] of Object.entries(columns))
        expect(read?.columns[of]?.constructor).toBe(constructor)
    }),
    { numRuns: 50 }
  )
})

test('columns that are parts of larger arrays are written alone', async () => {
  const large = Uint32Array.from({ length: 100 }, (_, n) => n)
  const read = await readColumnFile(await newFile({ part: large.subarray(3, 7), buffer: Buffer.from('abc') }))
  expect(read?.columns).toEqual({
    part: Uint32Array.of(3, 4, 5, 6),
    buffer: Uint8Array.from(Buffer.from('abc'))
  })
})

test('every column begins at a multiple of eight bytes, so that it is read as it is', async () => {
  const path = await newFile({ a: Uint8Array.of(1), b: Uint8Array.of(2, 3), c: Float64Array.of(4) })
  const bytes = await readFile(path)
  const head = bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(8))
  const { sections } = JSON.parse(head) as { sections: { offset: number }[] }
  expect(sections.map(({ offset }) => offset % 8)).toEqual([0, 0, 0])
  const read = await readColumnFile(path)
  for (const { byteOffset, BYTES_PER_ELEMENT } of Object.values(read?.columns ?? {}))
    expect(byteOffset % BYTES_PER_ELEMENT).toBe(0)
})

test('a column can be left in the file, to be read by whoever needs it', async () => {
  const text = Buffer.from('the text of all rows')
  const path = await newFile({ ...small, text })
  const read = await readColumnFile(path, { lazy: 'text' })
  expect(read?.columns).toEqual(small)
  const { file, offset, length } = read?.lazy ?? { file: null, offset: 0, length: 0 }
  const bytes = Buffer.alloc(length)
  await file?.read(bytes, 0, length, offset)
  expect(bytes).toEqual(text)
  await file?.close()
})

test('with any byte damaged in any way nothing wrong is read', async () => {
  const path = await newFile()
  const whole = await readFile(path)
  let refused = 0
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 8)), at)
    await writeFile(path, damaged)
    const read = await readColumnFile(path)
    if (read === null) refused++
    // Only the bytes between the columns mean nothing.
    else expect(read).toEqual({ meta: { n: 1 }, columns: small, lazy: null })
  }
  const padding = 5 + 4
  const head = whole.readUInt32LE(8)
  expect(refused).toBe(16 + head + 3 + 24 + 4)
  expect(whole.length - refused).toBeGreaterThanOrEqual(padding)
})

test('what is used before it is checked is told to be damaged, whichever byte is', async () => {
  const path = await newFile()
  const whole = await readFile(path)
  const isWhole = async (): Promise<boolean> => {
    const file = await open(path, 'r')
    const answer = await isAsWritten(file)
    await file.close()
    return answer
  }
  expect(await isWhole()).toBe(true)
  let told = 0
  for (let at = 0; at < whole.length; at++) {
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 8)), at)
    await writeFile(path, damaged)
    const read = await readColumnFile(path, { unchecked: true })
    if (!(await isWhole())) told++
    else expect(read).toEqual({ meta: { n: 1 }, columns: small, lazy: null })
  }
  expect(told).toBe(16 + whole.readUInt32LE(8) + 3 + 24 + 4)
})

test('several arrays of bytes make one column', async () => {
  const parts = [Uint8Array.of(1, 2, 3), new Uint8Array(0), Uint8Array.of(4)]
  const path = join(await temporaryFolder(), 'several.columns')
  await writeColumnFile(path, null, { first: Uint32Array.of(7), parts, none: [], last: Uint16Array.of(9) })
  expect((await readColumnFile(path))?.columns).toEqual({
    first: Uint32Array.of(7),
    parts: Uint8Array.of(1, 2, 3, 4),
    none: new Uint8Array(0),
    last: Uint16Array.of(9)
  })
})

test.each([undefined, 'signed'])('a file cut at any byte is not read; left in the file: %s', async (lazy) => {
  const path = await newFile()
  const whole = await readFile(path)
  // What fills up the last column means nothing.
  for (let length = whole.length - 5; length >= 0; length--) {
    await truncate(path, length)
    expect(await readColumnFile(path, lazy === undefined ? {} : { lazy })).toBeNull()
  }
})

test('what is missing, or is no file at all, is not read', async () => {
  const path = await newFile()
  expect(await readColumnFile(`${path} not there`)).toBeNull()
  expect(await readColumnFile(join(path, 'below a file'))).toBeNull()
  expect(await readColumnFile(join(path, '..'))).toBeNull()
})

test.each(['', 'PTCOLS02', 'PTCOLS01', 'SQLite format 3\0'])(
  'a file that begins with %j is not read',
  async (start) => {
    const path = await newFile()
    const bytes = await readFile(path)
    await writeFile(
      path,
      start === 'PTCOLS01' ? start : Buffer.concat([Buffer.from(start), bytes.subarray(start.length || 1)])
    )
    expect(await readColumnFile(path)).toBeNull()
  }
)

test('a file takes the place of the one before as a whole, and leaves nothing else behind', async () => {
  const path = await newFile()
  await writeColumnFile(path, 'second', {})
  expect(await readColumnFile(path)).toEqual({ meta: 'second', columns: {}, lazy: null })
  expect(await readdir(join(path, '..'))).toEqual(['some.columns'])
})

test('on a full disk a file is not written in part: the one before stays', async () => {
  const { folder, isSmall } = await smallDisk(64 * 1024)
  const path = join(folder, 'some.columns')
  await writeColumnFile(path, 'first', small)
  if (isSmall) {
    const large = { large: new Uint8Array(100_000).fill(7) }
    await expect(writeColumnFile(path, 'second', large)).rejects.toMatchObject({ code: 'ENOSPC' })
  } else {
    await mkdir(join(folder, 'in the way'))
    await expect(writeColumnFile(join(folder, 'in the way'), 'second', small)).rejects.toThrow()
  }
  expect(await readColumnFile(path)).toEqual({ meta: 'first', columns: small, lazy: null })
  expect((await readdir(folder)).filter((each) => each !== 'in the way')).toEqual(['some.columns'])
})
