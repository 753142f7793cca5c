import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineRange } from '#core/digest/line-range'

describe('lineRange', () => {
  test('is what splitting the text at its line feeds gives', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\u202e') }), { maxLength: 6 })
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 7 }), fc.nat(3), (lines, first, more) => {
        const expected = lines.slice(first - 1, first + more)
        const text = lines.join('\n')
        const found = lineRange(text, [first, first + more], 1000)
        // A file that ends with a line feed has no line after it.
        if (expected.length === 0 || (first === lines.length && expected[0] === '')) expect(found).toBeNull()
        else expect(found).toEqual({ text: expected.join('\n'), cut: false })
      })
    )
  })

  test.each([
    ['one\ntwo\nthree', [1, 2], 5, 'one\nt'],
    ['one\ntwo\nthree', [1, 3], 3, 'one'],
    ['ab😀cd', [1, 1], 3, 'ab'],
    ['ab😀cd', [1, 1], 4, 'ab😀']
  ] as const)('%j cut from %j after %i holds whole characters', (text, lines, longest, cut) => {
    expect(lineRange(text, lines, longest)).toEqual({ text: cut, cut: true })
  })

  test.each([[[4, 4]], [[2, 1]]] as const)('lines %j that are not there are none', (lines) => {
    expect(lineRange('one\ntwo\nthree', lines, 100)).toBeNull()
  })

  test('looks at nothing beyond what it gives', () => {
    const text = 'x\n'.repeat(5_000_000)
    const start = performance.now()
    for (let round = 0; round < 100; round++) lineRange(text, [1, 5_000_000], 1000)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
