import fc from 'fast-check'
import { expect, test } from 'vitest'
import { codesOf, readUnits, unitsOf, wordOf } from '#core/search/index/word-codes'

/** Words of all kinds, halves of surrogate pairs among them. */
const word = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units))
)

test('words come back as they were, ASCII takes a byte a letter, and all others are UTF-8 where they can be', () => {
  fc.assert(
    fc.property(word, (text) => {
      const codes = codesOf(text)
      expect(wordOf(codes)).toBe(text)
      const units = new Uint16Array(codes.length)
      expect(units.subarray(0, readUnits(codes, 0, codes.length, units))).toEqual(unitsOf(text))
      if (!/[\ud800-\udfff]/.test(text)) expect(Buffer.from(codes).equals(Buffer.from(text))).toBe(true)
    })
  )
  expect(codesOf('network')).toHaveLength(7)
})

test('bytes have the order of words, and begin alike where these do', () => {
  const sign = (number: number): number => Math.sign(number)
  fc.assert(
    fc.property(word, word, (first, second) => {
      const [a, b] = [codesOf(first), codesOf(second)]
      expect(sign(Buffer.compare(a, b))).toBe(first < second ? -1 : first === second ? 0 : 1)
      expect(Buffer.from(a).subarray(0, b.length).equals(b)).toBe(first.startsWith(second))
      const both = codesOf(first + second)
      expect(Buffer.from(both).subarray(0, a.length).equals(a)).toBe(true)
    })
  )
})

test('what is damaged comes to an end', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      expect(wordOf(bytes).length).toBeLessThanOrEqual(bytes.length)
    })
  )
})
