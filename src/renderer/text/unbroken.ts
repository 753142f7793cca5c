import type { MathPiece, TexPiece, TextPiece } from '#core/text/tex'

/** Pieces between which no line ends: a formula with the characters that touch it. */
export interface UnbrokenPieces {
  readonly kind: 'unbroken'
  readonly pieces: readonly (MathPiece | TextPiece)[]
}

export type ShownPiece = TexPiece | UnbrokenPieces

/** Longer formulas, in UTF-16 code units of TeX, may need their own places to end a line at: they hold on to nothing. */
const longest = 30
/** Pieces held together: a list of many formulas, with nothing but commas between, has to fit too. */
const most = 5
/**
 * The character that must not be parted from a formula; the rest of its word holds on to it anyway. None where a line
 * may end: at a space, a dash, a slash, and in scripts that are written without spaces.
 */
const inWord =
  /[^\s\-–—/\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.source
const atEnd = new RegExp(`${inWord}$`, 'u')
const atStart = new RegExp(`^(?:${inWord}|[-–—])`, 'u')

/**
 * Browsers end a line on either side of a formula, even before a comma: `$L_0$, 10$^{15}$` would be torn apart. Puts
 * together what must not be; takes time linear in the text.
 */
export function unbroken(pieces: readonly TexPiece[]): readonly ShownPiece[] {
  if (!pieces.some(isHeld)) return pieces
  const shown: ShownPiece[] = []
  let together: (MathPiece | TextPiece)[] = []
  const end = (): void => {
    const [first] = together
    if (together.length === 1 && first !== undefined) shown.push(first)
    else if (together.length > 0) shown.push({ kind: 'unbroken', pieces: together })
    together = []
  }
  pieces.forEach((piece, index) => {
    if (isHeld(piece)) {
      if (together.length >= most) end()
      together.push(piece)
      return
    }
    if (piece.kind !== 'text') {
      end()
      shown.push(piece)
      return
    }
    let { text } = piece
    const after = together.length > 0 ? (atStart.exec(text)?.[0] ?? '') : ''
    if (after !== '') together.push({ kind: 'text', text: after })
    text = text.slice(after.length)
    const next = pieces[index + 1]
    const joins = next !== undefined && isHeld(next)
    // One character between two formulas holds on to both.
    if (text === '' && joins) return
    end()
    const before = joins ? (atEnd.exec(text.slice(-2))?.[0] ?? '') : ''
    const rest = text.slice(0, text.length - before.length)
    if (rest !== '') shown.push({ kind: 'text', text: rest })
    if (before !== '') together.push({ kind: 'text', text: before })
  })
  end()
  return shown
}

function isHeld(piece: TexPiece): piece is MathPiece {
  return piece.kind === 'math' && !piece.display && piece.tex.length <= longest
}
