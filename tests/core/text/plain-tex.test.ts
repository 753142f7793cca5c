import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainTex } from '#core/text/plain-tex'
import { quickest } from '../../support/quickest'

describe('plainTex', () => {
  test.each([
    ['Plain title', 'Plain title'],
    ['$\\ell_1$-norm and $x^2$', 'ℓ1-norm and x2'],
    ['$\\alpha$-stable, $\\varepsilon \\leq \\infty$', 'α-stable, ε≤∞'],
    ['$\\alpha$ decay in $\\Lambda$CDM', 'α decay in ΛCDM'],
    ['$\\mathbb{R}^n$ and $\\mathcal{O}(n)$', 'Rn and O(n)'],
    ['Poincar\\\'e, M\\"{u}ller, {\\aa}', 'Poincaré, Müller, å'],
    ['\\textbf{bold} \\emph{italic} \\url{https://x.org}', 'bold italic https://x.org'],
    ['{\\bf bold} text', 'bold text'],
    ["``quoted'' and `word'", `"quoted" and 'word'`],
    ['1--2 and a---b', '1–2 and a—b'],
    ['50\\% of A\\&B, \\#1, x\\_y', '50% of A&B, #1, x_y'],
    ['costs \\$5', 'costs $5'],
    ['costs \\$5 or $x$', 'costs $5 or x'],
    ['Fuzhang~Han', 'Fuzhang Han'],
    ['a\\,b\\;c\\ d', 'a b c d'],
    ['\\unknown{x} \\constructor', 'unknownx constructor'],
    ['$unbalanced', '$unbalanced'],
    ['A {$L$}ong', 'A Long']
  ])('reads %j as %j', (tex, text) => {
    expect(plainTex(tex)).toBe(text)
  })

  test('changes no text that holds nothing of TeX', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 ,.:;()-]*$/), (text) => {
        fc.pre(!text.includes('--'))
        expect(plainTex(text)).toBe(text)
      })
    )
  })

  test('leaves no braces and no doubled or outer spaces behind', () => {
    const pieces = fc.constantFrom(
      '\\',
      '{',
      '}',
      '$',
      ' ',
      '~',
      'a',
      'alpha',
      '^',
      '_',
      '`',
      "'",
      '-',
      '%',
      'é'
    )
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1 }), (list) => {
        const tex = `${list.join('')}{}`
        const text = plainTex(tex)
        expect(text).not.toMatch(/[{}]|\s\s|^\s|\s$/)
      }),
      { numRuns: 1000 }
    )
  })

  test('takes no longer than the text for floods of commands, dollars and braces', () => {
    const time = quickest(4000, () => {
      for (const piece of ['\\', '$', '{', '\\text', '\\alpha ', '$x', '--', '`', '\\left', '~'])
        plainTex(piece.repeat(50_000))
      plainTex(`$${'x'.repeat(500_000)}`)
      plainTex(`\\alpha${' '.repeat(500_000)}`)
    })
    expect(time).toBeLessThanOrEqual(4000)
  })
})
