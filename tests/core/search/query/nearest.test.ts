import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changesBetween, nearestOf } from '#core/search/query/nearest'

test.each([
  ['titel', 'title'],
  ['auhtor', 'author'],
  ['abstrct', 'abstract'],
  ['TITLE', 'title'],
  ['tags', 'tag'],
  ['xyz', null],
  ['ti', null],
  ['', null]
])('The nearest of %j is %j', (word, nearest) => {
  expect(nearestOf(word, ['title', 'author', 'abstract', 'tag'])).toBe(nearest)
})

/** The distance as a textbook has it. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)]
  const least = Math.min(
    plainDistance(restA, b) + 1,
    plainDistance(a, restB) + 1,
    plainDistance(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1)
  )
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  return swapped ? Math.min(least, plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1) : least
}

test('Changes are counted as a textbook counts them, as long as they are few', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 })
  fc.assert(
    fc.property(word, word, fc.nat(4), (a, b, most) => {
      const changes = plainDistance(a, b)
      if (changes <= most) expect(changesBetween(a, b, most)).toBe(changes)
      else expect(changesBetween(a, b, most)).toBeGreaterThan(most)
    }),
    { numRuns: 300 }
  )
})
