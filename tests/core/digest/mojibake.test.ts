import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repairMojibake } from '#core/digest/repair/mojibake'
import { misread, type Charset } from '../support/misread'

/** Letters from `first` to `last`. */
const letters = (first: string, last: string): fc.Arbitrary<string> =>
  fc.integer({ min: first.charCodeAt(0), max: last.charCodeAt(0) }).map((code) => String.fromCharCode(code))

const latin = fc.oneof(letters('a', 'z'), letters('A', 'Z'), letters('ß', 'ö'), letters('ø', 'ž'))
const scripts = [
  latin,
  letters('Α', 'Ρ'),
  letters('α', 'ω'),
  letters('А', 'я'),
  letters('一', '龥'),
  letters('ぁ', 'ん')
]

/** Text as people write it: words, each of one script, with plain punctuation between them. */
const words = fc
  .array(
    fc.tuple(
      fc.oneof(...scripts.map((script) => fc.string({ unit: script, minLength: 1, maxLength: 8 }))),
      fc.constantFrom(' ', ', ', '-', '. ')
    ),
    { minLength: 1, maxLength: 6 }
  )
  .map((list) => list.flat().join(''))
const charsets = fc.constantFrom<Charset>('windows-1252', 'latin-1', 'macintosh')

describe('repairMojibake', () => {
  test.each([
    ['MÃ¤rz', 'März'],
    ['M√§rz', 'März'],
    ['TƒÉiatu', 'Tăiatu'],
    ['Gir√≥-i-Nieto, Ver√≥nica, Marqu√©s', 'Giró-i-Nieto, Verónica, Marqués'],
    ['GuimarÃ£es', 'Guimarães'],
    ['Guimar√É¬£es', 'Guimarães'],
    ['donâ€™t â€œquoteâ€\u009d', 'don’t “quote”'],
    ['donâ\u0080\u0099t', 'don’t'],
    ['‚Äúquote‚Äù', '“quote”'],
    ['ŒîŒ±', 'Δα']
  ])('reads %j as %j', (text, repaired) => {
    expect(repairMojibake(text)).toBe(repaired)
  })

  test.each([
    ...[
      'März',
      'Erdős',
      'Größe „groß“',
      'naïve café',
      'Œuvre',
      'Ångström',
      'École',
      'ÄÖÜ',
      '文字',
      'Δα',
      'Дом'
    ],
    ...['l’étude d’état', '“Étude”', 'L’Hôpital', 'α–β', '3√2 ≈ 4', '½ × ¾', '§ 5 – é', '', 'plain text']
  ])('leaves %j, which is right, as it is', (text) => {
    expect(repairMojibake(text)).toBe(text)
  })

  test('gives back any text that was misread once', () => {
    fc.assert(
      fc.property(words, charsets, (text, charset) => {
        fc.pre(repairMojibake(text) === text)
        expect(repairMojibake(misread(charset, text))).toBe(text)
      }),
      { numRuns: 1500, seed: 20231218 }
    )
  })

  test('gives back any text that was misread twice', () => {
    fc.assert(
      fc.property(words, charsets, charsets, (text, first, second) => {
        fc.pre(repairMojibake(text) === text)
        expect(repairMojibake(misread(second, misread(first, text)))).toBe(text)
      }),
      { numRuns: 1500, seed: 20231218 }
    )
  })

  test('never changes text whose letters beyond ASCII stand alone', () => {
    // In UTF-8 every character beyond ASCII has at least two bytes, so a single one is never a misread one.
    const single = fc.tuple(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), fc.oneof(...scripts))
    fc.assert(
      fc.property(fc.array(single), (list) => {
        const text = list.flat().join('')
        expect(repairMojibake(text)).toBe(text)
      })
    )
  })

  test('never changes text with a character that neither character set has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), letters('一', '龥'), (text, character) => {
        expect(repairMojibake(`${text}${character}`)).toBe(`${text}${character}`)
      })
    )
  })

  test('never changes lower-case Western words, typographic quotation marks around them included', () => {
    const word = fc.string({
      unit: fc.oneof(letters('a', 'z'), letters('ß', 'ö')),
      minLength: 1,
      maxLength: 9
    })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (list) => {
        const text = list.map((each) => `“${each}”`).join(' ')
        expect(repairMojibake(text)).toBe(text)
      }),
      { numRuns: 500, seed: 20231218 }
    )
  })

  test('repairs what is left of a misread text’s plain part unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(repairMojibake(text)).toBe(text)
        expect(repairMojibake(`${text}√§`)).toBe(`${text}ä`)
      })
    )
  })
})
