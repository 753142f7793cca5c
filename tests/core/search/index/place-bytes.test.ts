import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runNow } from '#core/search/index/paced'
import { StoredBytes } from '#core/search/index/place-bytes'

/** Larger than what is read at a time. */
const size = 150_000
const file = Uint8Array.from({ length: size + 200 }, (_, at) => at * 7 + (at >>> 8))

function stored(): { readonly bytes: StoredBytes; readonly reads: () => number } {
  let reads = 0
  const all = new StoredBytes(file.length, (bytes, at) => {
    reads++
    bytes.set(file.subarray(at, at + bytes.length))
  })
  return { bytes: all.part(100, 100 + size), reads: () => reads }
}

/** Compared at once: one by one so many bytes take seconds. */
function expectPart(bytes: Uint8Array, from: number, to: number): void {
  expect(Buffer.compare(bytes, file.subarray(100 + from, 100 + to))).toBe(0)
}

test('Bytes of a file are what they are there, in whatever order they are asked for', () => {
  const ranges = fc.array(fc.tuple(fc.nat(size), fc.oneof(fc.nat(100), fc.nat(size))), { maxLength: 20 })
  fc.assert(
    fc.property(ranges, fc.nat(20), (ranges, turn) => {
      const { bytes } = stored()
      for (const [at, [from, length]] of ranges.entries()) {
        if (at === turn) expectPart(runNow(bytes.whole()), 0, size)
        const to = Math.min(from + length, size)
        expectPart(bytes.read(from, to), from, to)
      }
    }),
    { numRuns: 100 }
  )
})

test('What follows is read ahead, and what was read as a whole is not read again', () => {
  const { bytes, reads } = stored()
  for (let at = 0; at < 60_000; at += 1000) bytes.read(at, at + 1000)
  expect(reads()).toBe(1)
  runNow(bytes.whole())
  const before = reads()
  for (let at = 0; at < size; at += 1000) bytes.read(at, at + 1000)
  runNow(bytes.whole())
  expect(reads()).toBe(before)
})

test('Where reading fails, what was there before is not taken for it', () => {
  let fails = false
  const bytes = new StoredBytes(10, (into, at) => {
    if (fails) throw new Error('unreadable')
    into.set(Uint8Array.from(into, (_, place) => at + place))
  })
  const part = bytes.part(2, 10)
  expect([...part.read(6, 8)]).toEqual([8, 9])
  fails = true
  expect(() => part.read(0, 2)).toThrow('unreadable')
  fails = false
  expect([...part.read(6, 8)]).toEqual([8, 9])
})
