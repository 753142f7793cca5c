import { texPieces, type TexPiece } from '#core/text/tex'
import { BoundedCache } from './bounded-cache'
import { unbroken, type ShownPiece } from './unbroken'

/** The pieces of one paragraph. */
export type Paragraph = readonly ShownPiece[]

const cache = new BoundedCache<readonly Paragraph[]>(4_000_000)

/**
 * The pieces of a text, kept for texts shown lately: one list for each paragraph where line feeds part them, or one
 * for the whole, in which a line feed is shown as a space.
 */
export function paragraphs(text: string, links: boolean, block: boolean): readonly Paragraph[] {
  const key = `${links ? 'L' : 'T'}${block ? 'B' : 'I'}${text}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const pieces = texPieces(text, { links })
  const split = (block ? splitParagraphs(pieces) : [pieces]).map(unbroken)
  cache.set(key, split, 2 * key.length + 100)
  return split
}

function splitParagraphs(pieces: readonly TexPiece[]): readonly (readonly TexPiece[])[] {
  const split: TexPiece[][] = [[]]
  for (const piece of pieces) {
    if (piece.kind !== 'text') {
      split.at(-1)?.push(piece)
      continue
    }
    piece.text.split('\n').forEach((text, index) => {
      if (index > 0) split.push([])
      if (text !== '') split.at(-1)?.push({ kind: 'text', text })
    })
  }
  return split.filter((paragraph) => paragraph.length > 0)
}
