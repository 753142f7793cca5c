import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareMoments, nextStamp, type Moment } from '#core/domain/decision'

const moments: fc.Arbitrary<Moment> = fc.record({
  stamp: fc.integer({ min: 0, max: 3 }),
  device: fc.constantFrom('a', 'b', 'c')
})

test('moments have one order: by stamp, ties by device', () => {
  expect(compareMoments({ stamp: 2, device: 'a' }, { stamp: 1, device: 'b' })).toBeGreaterThan(0)
  expect(compareMoments({ stamp: 1, device: 'a' }, { stamp: 1, device: 'b' })).toBeLessThan(0)
  fc.assert(
    fc.property(moments, moments, moments, (a, b, c) => {
      expect(Math.sign(compareMoments(a, b)) + Math.sign(compareMoments(b, a))).toBe(0)
      expect(compareMoments(a, b) === 0).toBe(a.stamp === b.stamp && a.device === b.device)
      if (compareMoments(a, b) <= 0 && compareMoments(b, c) <= 0)
        expect(compareMoments(a, c)).toBeLessThanOrEqual(0)
    })
  )
})

test('stamps grow with every decision, whatever the clock does', () => {
  const clocks = fc.array(fc.double({ min: 0, max: 1e13, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(clocks, (list) => {
      let last = 0
      for (const clock of list) {
        const stamp = nextStamp(clock, last)
        expect(stamp).toBeGreaterThan(last)
        expect(Number.isSafeInteger(stamp)).toBe(true)
        expect(stamp).toBe(clock >= last + 1 ? Math.floor(clock) : last + 1)
        last = stamp
      }
    })
  )
})
