import fc from 'fast-check'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Segments, type SegmentRange } from '#main/storage/segments'
import { temporaryFolder } from '../support/temporary.ts'
import { device, otherDevice } from './support/decisions.ts'

const length = 3 * 1024 * 1024
/** Bytes that tell their place. */
const bytes = Buffer.from(
  Uint32Array.from({ length: length / 4 }, (_, n) => Math.imul(n, 2_654_435_761)).buffer
)
const files = [
  [device, 'entries-000001.jsonl'],
  [device, 'entries-000002.jsonl'],
  [otherDevice, 'entries-000001.jsonl']
] as const

let made: (folder: string) => Promise<Segments>
beforeAll(() => {
  made = async (folder) => {
    for (const [of, name] of files) {
      await mkdir(join(folder, 'devices', of), { recursive: true })
      await writeFile(join(folder, 'devices', of, name), bytes)
    }
    return new Segments(folder)
  }
})

// Near each other, around the widest gap, and over the longest read; beyond the end as well.
const offset = fc.oneof(
  fc.nat({ max: 5000 }),
  fc.nat({ max: 200 }).map((n) => 16 * 1024 - 100 + n),
  fc.nat({ max: 200_000 }),
  fc.nat({ max: length + 100 })
)
const range = fc.record({
  of: fc.constantFrom(...files),
  offset,
  length: fc.oneof(fc.nat({ max: 2000 }), fc.constantFrom(0, 100_000, 1024 * 1024, 1024 * 1024 + 1))
})

test('many ranges are handed over once each with their bytes, whatever lies between them', async () => {
  const segments = await made(await temporaryFolder())
  await fc.assert(
    fc.asyncProperty(fc.array(range, { maxLength: 40 }), async (some) => {
      const ranges = some.map(({ of, ...place }, number) => ({
        ...place,
        device: of[0],
        file: of[1],
        number
      }))
      const taken = new Set<number>()
      await segments.readAll(ranges, (each, read) => {
        expect(taken.has(each.number)).toBe(false)
        taken.add(each.number)
        expect(read.equals(bytes.subarray(each.offset, each.offset + each.length))).toBe(true)
      })
      expect(taken.size).toBe(ranges.length)
    }),
    { numRuns: 60 }
  )
  await segments.close()
})

test('ranges are handed over in the order of their places, whatever the order they are asked in', async () => {
  const segments = await made(await temporaryFolder())
  const places = [...files].flatMap(([of, file]) =>
    [0, 50, 40_000].map((at): SegmentRange => ({ device: of, file, offset: at, length: 10 }))
  )
  const taken: SegmentRange[] = []
  await segments.readAll([...places].reverse(), (each) => taken.push(each))
  expect(taken).toEqual(places)
  await segments.close()
})

test('one range is read alike at once and when waited for', async () => {
  const segments = await made(await temporaryFolder())
  for (const [from, count] of [
    [0, 0],
    [7, 100],
    [length - 5, 5],
    [length - 5, 50],
    [length + 9, 4]
  ] as const) {
    const place = { device, file: 'entries-000001.jsonl', offset: from, length: count }
    const expected = bytes.subarray(from, from + count)
    expect((await segments.read(place))?.equals(expected)).toBe(true)
    expect(segments.readNow(place).equals(expected)).toBe(true)
  }
  await segments.close()
})

test('of a missing file nothing is read, until it is there', async () => {
  const folder = await temporaryFolder()
  const segments = new Segments(folder)
  const place = { device, file: 'entries-000001.jsonl', offset: 4, length: 8 }
  expect(await segments.read(place)).toBeNull()
  expect(segments.readNow(place)).toHaveLength(0)
  const taken: number[] = []
  await segments.readAll([place, { ...place, offset: 9 }], (_, read) => taken.push(read.length))
  expect(taken).toEqual([0, 0])
  await mkdir(join(folder, 'devices', device), { recursive: true })
  await writeFile(join(folder, 'devices', device, 'entries-000001.jsonl'), bytes.subarray(0, 100))
  expect((await segments.read(place))?.equals(bytes.subarray(4, 12))).toBe(true)
  await segments.close()
})
