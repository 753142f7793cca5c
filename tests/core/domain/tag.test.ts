import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseTag } from '#core/domain/tag'

test.each([
  ['later', 'later'],
  ['  to   read  ', 'to read'],
  ['vision / maps', 'vision/maps'],
  ['/vision//maps/', 'vision/maps'],
  ['a\tb\nc', 'a b c'],
  ['a\u0000b', 'a b'],
  ['Erdo\u030bs', 'Erdős'],
  ['x'.repeat(100), 'x'.repeat(100)]
])('keeps %j as %j', (text, tag) => {
  expect(normaliseTag(text)).toBe(tag)
})

test.each(['', '   ', '/', ' / / ', '\u0000', 'x'.repeat(101)])('finds nothing usable in %j', (text) => {
  expect(normaliseTag(text)).toBeNull()
})

test('a tag that is kept stays as it is', () => {
  const texts = fc.string({
    unit: fc.constantFrom('a', ' ', '/', '\t', '\u0301', 'é', '\u0085', '文', '\u00a0')
  })
  fc.assert(
    fc.property(texts, (text) => {
      const tag = normaliseTag(text)
      if (tag !== null) expect(normaliseTag(tag)).toBe(tag)
    })
  )
})
