import { expect, test } from 'vitest'
import { trimmed } from '#core/search/index/trimmed'

/** What comes of it, and how often the work could have been interrupted. */
function taken<T extends Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(
  array: T,
  length: number
): { readonly found: T; readonly pauses: number } {
  const work = trimmed(array, length)
  for (let pauses = 0; ; pauses++) {
    const step = work.next()
    if (step.done === true) return { found: step.value, pauses }
  }
}

test('an array that is nearly full keeps its memory', () => {
  const array = Uint32Array.from({ length: 80 }, (_, at) => at)
  const { found } = taken(array, 70)
  expect(found.buffer).toBe(array.buffer)
  expect(found).toEqual(array.slice(0, 70))
})

test('of one with much room, what is used is copied in parts', () => {
  const array = Uint32Array.from({ length: 1_600_000 }, (_, at) => at * 3)
  const { found, pauses } = taken(array, 1_200_001)
  expect(found.buffer.byteLength).toBe(1_200_001 * 4)
  expect(Buffer.from(found.buffer).equals(Buffer.from(array.buffer, 0, 1_200_001 * 4))).toBe(true)
  expect(pauses).toBeGreaterThan(3)
  expect(taken(new Uint8Array(100), 0).found).toHaveLength(0)
})
