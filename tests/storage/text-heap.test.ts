import fc from 'fast-check'
import { open, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TextHeap } from '#main/storage/text-heap'
import { temporaryFolder } from '../support/temporary.ts'

interface Stored {
  readonly path: string
  readonly heap: TextHeap
}

/** A heap whose bytes so far stand in a file, at some offset. */
async function stored(before: TextHeap, offset = 24): Promise<Stored> {
  const { bytes, checksums } = before.whole() ?? { bytes: new Uint8Array(0), checksums: new Uint32Array(0) }
  const path = join(await temporaryFolder(), 'heap')
  await writeFile(path, Buffer.concat([Buffer.alloc(offset), bytes, Buffer.from('more')]))
  return {
    path,
    heap: new TextHeap({ file: await open(path, 'r'), offset, length: bytes.length, checksums })
  }
}

test('pieces are read as they were added, in memory, from a file, and added to what stands in a file', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 50 }),
    fc.constantFrom(1000, 65_536, 65_535, 140_000).map((length) => new Uint8Array(length).fill(length % 251))
  )
  const pieces = fc.array(piece, { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(pieces, pieces, async (first, second) => {
      const memory = new TextHeap()
      const places = first.map((bytes) => ({ bytes, start: memory.add(bytes) }))
      for (const { bytes, start } of places)
        expect(memory.read(start, bytes.length)?.equals(bytes)).toBe(true)
      const { heap } = await stored(memory)
      places.push(...second.map((bytes) => ({ bytes, start: heap.add(bytes) })))
      for (const { bytes, start } of places) expect(heap.read(start, bytes.length)?.equals(bytes)).toBe(true)
      expect(heap.length).toBe([...first, ...second].reduce((sum, { length }) => sum + length, 0))
      expect(Buffer.from(heap.whole()?.bytes ?? []).equals(Buffer.concat([...first, ...second]))).toBe(true)
      expect(heap.damaged).toBe(false)
      await heap.close()
    }),
    { numRuns: 40 }
  )
})

test('a damaged block is found when it is read, and only its pieces are lost', async () => {
  const before = new TextHeap()
  const pieces = Array.from({ length: 6 }, (_, n) => new Uint8Array(30_000).fill(n + 1))
  const starts = pieces.map((bytes) => before.add(bytes))
  const { path, heap } = await stored(before)
  const bytes = await readFile(path)
  bytes.writeUInt8(99, 24 + 70_000)
  await writeFile(path, bytes)
  expect(heap.damaged).toBe(false)
  // The pieces 2, 3 and 4 stand, in part, in the second block of 65,536 bytes.
  expect(starts.map((start) => heap.read(start, 30_000)?.[0] ?? null)).toEqual([1, 2, null, null, null, 6])
  expect(heap.damaged).toBe(true)
  expect(heap.whole()).toBeNull()
  await heap.close()
})

test('only the last blocks stay in memory, and pieces of all others are read from the file', async () => {
  const before = new TextHeap()
  const starts = Array.from({ length: 80 }, (_, n) => before.add(new Uint8Array(65_536).fill(n)))
  const { path, heap } = await stored(before)
  const first = (): (number | null)[] => starts.map((start) => heap.read(start + 9, 300)?.[299] ?? null)
  const all = starts.map((_, n) => n)
  expect(first()).toEqual(all)
  expect(first()).toEqual(all)
  expect(heap.damaged).toBe(false)
  await truncate(path)
  expect(first().filter((piece) => piece === null)).toHaveLength(16)
  expect(first().slice(16)).toEqual(all.slice(16))
  expect(heap.damaged).toBe(true)
  expect(heap.whole()).toBeNull()
  await heap.close()
})

test('a file that was cut holds no text where it was cut', async () => {
  const before = new TextHeap()
  const start = before.add(new Uint8Array(1000).fill(5))
  const { path, heap } = await stored(before)
  await writeFile(path, (await readFile(path)).subarray(0, 500))
  expect(heap.read(start, 10)).toBeNull()
  await heap.close()
})
