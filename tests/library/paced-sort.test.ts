import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pacedSort } from '#main/library/paced-sort'

test('sorts as a sort does, equal ones in their order, and leaves what it was given', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 0, max: 20_000 }),
      async (keys, length) => {
        const numbers = Uint32Array.from({ length }, (_, at) => (at * 7919) % Math.max(1, length))
        const before = numbers.slice()
        const compare = (a: number, b: number): number => (a % keys) - (b % keys)
        expect(await pacedSort(numbers, compare)).toEqual(Uint32Array.from([...numbers].sort(compare)))
        expect(numbers).toEqual(before)
      }
    ),
    { numRuns: 20 }
  )
})
