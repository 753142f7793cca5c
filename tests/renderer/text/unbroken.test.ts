import fc from 'fast-check'
import { expect, test } from 'vitest'
import { texPieces } from '#core/text/tex'
import { unbroken, type ShownPiece } from '../../../src/renderer/text/unbroken'

/** Pieces as text, with bars around what is held together. */
function drawn(pieces: readonly ShownPiece[]): string {
  return pieces
    .map((piece): string => {
      if (piece.kind === 'text') return piece.text
      if (piece.kind === 'math') return piece.source
      if (piece.kind === 'unbroken') return `|${drawn(piece.pieces)}|`
      return `<${drawn(piece.pieces)}>`
    })
    .join('')
}

const together = (text: string): string => drawn(unbroken(texPieces(text)))

test.each([
  ['no formula at all', 'no formula at all'],
  ['a $x$ alone', 'a $x$ alone'],
  ['the $L_0$, and', 'the |$L_0$,| and'],
  ['$R$etrieval and $R$eranking', '|$R$e|trieval and |$R$e|ranking'],
  ['about 10$^{15}$ eV', 'about 1|0$^{15}$| eV'],
  ['at (3$\\sigma$).', 'at (|3$\\sigma$)|.'],
  ['the $k$-means method', 'the |$k$-|means method'],
  ['state-of-the-art$^1$ one', 'state-of-the-ar|t$^1$| one'],
  ['$\\mathbb{VD}$-$\\mathbb{GR}$: Boosting', '|$\\mathbb{VD}$-$\\mathbb{GR}$:| Boosting'],
  ['$a$$b$', '|$a$$b$|'],
  ['$a$/$b$', '$a$/$b$'],
  ['for $x$是一个很长的句子 end', 'for $x$是一个很长的句子 end'],
  ['bold \\textbf{R}$^2$Former', 'bold <R>|$^2$F|ormer'],
  ['a $$x$$, then', 'a $$x$$, then'],
  [`a $${'x+'.repeat(20)}x$, then`, `a $${'x+'.repeat(20)}x$, then`],
  ['$a$,$b$,$c$,$d$,$e$', '|$a$,$b$,$c$,||$d$,$e$|'],
  ['astral 𝒳$x$𝒴', 'astral |𝒳$x$𝒴|']
])('%s', (text, expected) => {
  expect(together(text)).toBe(expected)
})

test('nothing is lost, and only formulas hold anything together', () => {
  const part = fc.constantFrom('$x$', '$$y$$', '\\textbf{z}', ' ', 'word', '-', ',', '漢字', '😀', '𝒳')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const pieces = texPieces(parts.join(''))
      const shown = unbroken(pieces)
      expect(drawn(shown).replaceAll('|', '')).toBe(drawn(pieces))
      for (const piece of shown)
        if (piece.kind === 'unbroken') expect(piece.pieces.some(({ kind }) => kind === 'math')).toBe(true)
    })
  )
})
