import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differences } from '../../../src/renderer/components/reader/differences'
import { quickest } from '../../support/quickest'

const marked = (before: string, now: string): string =>
  (differences(before, now) ?? [])
    .map(({ kind, space, text }) => {
      if (kind === 'same') return space + text
      return `${space}${kind === 'added' ? `{+${text}+}` : `{-${text}-}`}`
    })
    .join('')

describe('differences', () => {
  test.each([
    ['We show it.', 'We prove it.', 'We {-show-} {+prove+} it.'],
    ['by 80.1%.', 'by 81.3%.', 'by {-80.1%-} {+81.3%+}.'],
    ['of $\\ell_1$, and', 'of $\\ell_2$, and', 'of {-$\\ell_1$-} {+$\\ell_2$+}, and'],
    ['a  b\tc', 'a b c', 'a b c'],
    ['one\n two', 'one\ntwo three', 'one\ntwo {+three+}'],
    ['', 'all new', '{+all new+}'],
    ['all gone', '', '{-all gone-}'],
    ['', '', ''],
    ['...', '.', '.{-..-}']
  ])('%j and %j', (before, now, expected) => {
    expect(marked(before, now)).toBe(expected)
  })

  test('gives both texts back, but for their white space', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '.', '$', '\n', '字'), maxLength: 40 })
    const plain = (text: string): string => text.replaceAll(/\s+/g, '')
    fc.assert(
      fc.property(texts, texts, (before, now) => {
        const parts = differences(before, now) ?? []
        const without = (kind: string): string =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('')
        expect(plain(without('added'))).toBe(plain(before))
        expect(plain(without('removed'))).toBe(plain(now))
      })
    )
  })

  test.each([
    ['words', (place: number) => `w${place} `],
    ['full stops', () => '.'],
    ['spaces', () => ' '],
    ['single letters', (place: number) => `${String.fromCharCode(97 + (place % 26))} `]
  ])('gives up on long texts of %s before anybody waits', (_, unit) => {
    const text = (from: number): string => {
      let made = ''
      for (let place = 0; made.length < 50_000; place++) made += unit(from + place * (1 + from))
      return made
    }
    const [before, now] = [text(0), `x ${text(1000)}`]
    expect(quickest(500, () => differences(before, now))).toBeLessThanOrEqual(500)
    if (unit(0) === 'w0 ') expect(differences(before, now)).toBeNull()
  })
})
