import { parseArxivId, type ArxivId } from '#core/domain/arxiv-id'
import { takeStates } from '#core/search/states'
import { decodeAccents } from '#core/text/accents'
import { fold } from '#core/text/fold'

/** A query as it is understood. */
export interface Query {
  /** Folded words and quoted phrases: all of them must occur. */
  readonly words: readonly string[]
  /** The paper whose id or address the query is; null where it is neither. */
  readonly id: ArxivId | null
  /** Whether a paper's mark bits are as words like `is:unread` ask; null where there are none. */
  readonly fits: ((marks: number) => boolean) | null
}

/** Between the fields of a searched text: nobody can type it, so no word goes from one field into the next. */
const fieldMark = '\u001f'
const item = /["“”„]([^"“”„]*)(?:["“”„]|$)|[^\s"“”„]+/g

/** Reads a query as one types it: a quotation that is not closed yet goes on to the end. */
export function readQuery(text: string): Query {
  const words: string[] = []
  const { rest, fits } = takeStates(text)
  for (const [whole, phrase] of fold(letters(rest)).matchAll(item)) {
    const word = (phrase ?? whole).trim().replaceAll(/\s+/g, ' ')
    if (word !== '') words.push(word)
  }
  return { words, id: parseArxivId(rest)?.id ?? null, fits }
}

/** TeX's accents as letters, also within braces: `Erd{\\H o}s`. */
function letters(text: string): string {
  return decodeAccents(text).replace(/\{(\p{L})\}/gu, '$1')
}

/** Fields of a paper as one text in which words can be looked for. */
export function searchable(fields: readonly string[]): string {
  const text = fold(fields.join(fieldMark))
  return /[^\S ]| {2}/.test(text) ? text.replaceAll(/\s+/g, ' ') : text
}

/** @param text As {@link searchable} makes it; several may be put together by {@link together}. */
export function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}

/** Two searchable texts as one. */
export function together(first: string, second: string): string {
  return `${first}${fieldMark}${second}`
}
