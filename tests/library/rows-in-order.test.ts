import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, has, include } from '#core/search/index/bit-set'
import { rowsInOrder } from '#main/library/rows-in-order'

/** Pieces of some length that each count up by one, and rows one by one; each row once. */
const order = fc
  .tuple(
    fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 12 }),
    fc.boolean(),
    fc.infiniteStream(fc.nat())
  )
  .map(([lengths, inPieces, random]) => {
    let next = 0
    const pieces = lengths.map((length) => Array.from({ length }, () => next++))
    const parts = inPieces ? pieces : pieces.flat().map((row) => [row])
    const keys = parts.map(() => random.next().value as number)
    const sorted = [...parts.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
    return Uint32Array.from(sorted.flatMap((place) => parts[place] ?? []))
  })

test('Rows come in their order, and all that are in the set do', () => {
  fc.assert(
    fc.property(order, fc.array(fc.nat(1200)), fc.boolean(), (order, numbers, most) => {
      const set = emptySet(1201)
      if (most) set.fill(0xffffffff)
      for (const number of numbers) {
        const place = number >>> 5
        if (most) set[place] = (set[place] ?? 0) & ~(1 << (number & 31))
        else include(set, number)
      }
      const expected = [...order].filter((row) => has(set, row))
      // Asked twice, for what is known of an order is kept.
      expect([...rowsInOrder(order, set)]).toEqual(expected)
      expect([...rowsInOrder(order, set)]).toEqual(expected)
    }),
    { numRuns: 300 }
  )
})
