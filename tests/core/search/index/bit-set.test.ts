import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  count,
  emptySet,
  exclude,
  fullSet,
  has,
  include,
  intersect,
  members,
  subtract,
  unite,
  type BitSet
} from '#core/search/index/bit-set'

const numbers = fc.uniqueArray(fc.nat(200), { maxLength: 60 })

function setOf(numbers: readonly number[], size = 201): BitSet {
  const set = emptySet(size)
  for (const number of numbers) include(set, number)
  return set
}

test('Bit sets are sets', () => {
  fc.assert(
    fc.property(numbers, numbers, (first, second) => {
      const [a, b] = [new Set(first), new Set(second)]
      const told = (operation: (set: BitSet, other: BitSet) => void): number[] => {
        const set = setOf(first)
        operation(set, setOf(second))
        return [...members(set)]
      }
      const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((x, y) => x - y)
      expect([...members(setOf(first))]).toEqual(sorted(a))
      expect(count(setOf(first))).toBe(a.size)
      expect(told(unite)).toEqual(sorted(new Set([...a, ...b])))
      expect(told(intersect)).toEqual(sorted(first.filter((number) => b.has(number))))
      expect(told(subtract)).toEqual(sorted(first.filter((number) => !b.has(number))))
      const set = setOf(first)
      for (const number of second) exclude(set, number)
      const left = Array.from({ length: 201 }, (_, number) => number).filter((number) => has(set, number))
      expect(left).toEqual(sorted(first.filter((number) => !b.has(number))))
    })
  )
})

test('A shorter set holds nothing beyond its end', () => {
  const [short, long] = [setOf([1, 31], 32), setOf([1, 40, 100])]
  expect(has(short, 100)).toBe(false)
  intersect(long, short)
  expect([...members(long)]).toEqual([1])
  const other = setOf([1, 100])
  unite(short, other)
  expect([...members(short)]).toEqual([1, 31])
  subtract(other, short)
  expect([...members(other)]).toEqual([100])
})

test.each([0, 1, 31, 32, 33, 64, 100])('A full set of %d holds all of them and no more', (size) => {
  expect([...members(fullSet(size))]).toEqual(Array.from({ length: size }, (_, at) => at))
  expect(count(fullSet(size))).toBe(size)
})
