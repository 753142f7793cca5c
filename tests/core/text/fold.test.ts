import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold } from '#core/text/fold'

test.each([
  ['Erdős', 'erdos'],
  ['Erdo\u030bs', 'erdos'],
  ['ÅNGSTRÖM', 'angstrom'],
  ['Łódź Øre Đorđe', 'lodz ore dorde'],
  ['Straße', 'strasse'],
  ['STRASSE', 'strasse'],
  ['Œuvre Æther', 'oeuvre aether'],
  ['İstanbul ısı', 'istanbul isi'],
  ['ﬁne', 'fine'],
  ['ℝ 𝐀 𝒟 ℌ', 'r a d h'],
  ['Ｗｉｄｅ', 'wide'],
  ['Ангара', 'ангара'],
  ['ΔΑ', 'δα'],
  ['文字', '文字'],
  ['Plain ASCII', 'plain ascii']
])('folds %j to %j', (text, folded) => {
  expect(fold(text)).toBe(folded)
})

test('folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text))
    }),
    { numRuns: 2000, seed: 7 }
  )
})

test('composed and decomposed text are one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))
    }),
    { numRuns: 1000, seed: 7 }
  )
})

test('case makes no difference in Latin, Greek and Cyrillic', () => {
  const letters = fc.constantFrom(...Array.from('aäzéőłøœßñαβγωабвяё'))
  fc.assert(
    fc.property(fc.string({ unit: letters }), (text) => {
      expect(fold(text.toUpperCase())).toBe(fold(text))
    })
  )
})
