import { emptySet, include, type BitSet } from '#core/search/index/bit-set'
import type { IndexedPaper } from '#core/search/index/add-documents'
import type { QueryNode, TextField, TextNode } from '#core/search/query/query'
import { wantedOf } from '#core/search/query/wanted'
import { searchedText, Tokenizer } from '#core/search/tokens'

/** A paper with what the user says of it. */
export interface Scanned extends IndexedPaper {
  readonly tags: readonly string[]
  readonly note: string | null
}

interface Token {
  readonly word: string
  readonly place: number
}

/** Each text of a field by itself: no phrase goes from one into the next. */
type Texts = readonly (readonly Token[])[]
type Field = TextField | 'tags'

/** What a query finds, by looking through all papers: slow, and as plain as can be. */
export function scan(
  node: QueryNode | null,
  papers: readonly Scanned[],
  filter: (node: QueryNode, row: number) => boolean
): BitSet {
  const read = papers.map(readPaper)
  const found = (each: QueryNode, negated: boolean): Set<number> => {
    switch (each.kind) {
      case 'text':
        return findText(each, read, negated)
      case 'every':
        return each.of
          .map((part) => found(part, negated))
          .reduce((a, b) => new Set([...a].filter((row) => b.has(row))))
      case 'any':
        return new Set(each.of.flatMap((part) => [...found(part, negated)]))
      case 'not': {
        const without = found(each.of, !negated)
        return new Set([...papers.keys()].filter((row) => !without.has(row)))
      }
      default:
        return new Set([...papers.keys()].filter((row) => filter(each, row)))
    }
  }
  const set = emptySet(papers.length)
  for (const row of node === null ? papers.keys() : found(node, false)) include(set, row)
  return set
}

function readPaper({
  title,
  authors,
  abstract,
  comment,
  journal,
  doi,
  tags,
  note
}: Scanned): Record<Field, Texts> {
  const texts = (parts: readonly (string | null)[]): Texts =>
    parts.flatMap((part) => (part === null ? [] : [tokensOf(searchedText(part))]))
  return {
    title: texts([title]),
    authors: texts(authors ?? []),
    abstract: texts([abstract]),
    comment: texts([comment, journal, doi]),
    tags: tags.map(tokensOf),
    note: texts([note])
  }
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  const taken = (codes: Uint16Array, start: number, end: number): string =>
    String.fromCharCode(...codes.subarray(start, end))
  new Tokenizer({
    word: (codes, start, end, place) => tokens.push({ word: taken(codes, start, end), place }),
    compound: (codes, end, first, last) => {
      tokens.push({ word: taken(codes, 0, end), place: first }, { word: taken(codes, 0, end), place: last })
    }
  }).read(text)
  return tokens
}

function findText(node: TextNode, papers: readonly Record<Field, Texts>[], negated: boolean): Set<number> {
  const { words, joined, open, isName } = wantedOf(node)
  const inTexts = (test: (tokens: readonly Token[]) => boolean): Set<number> =>
    new Set([...papers.keys()].filter((row) => textsOf(papers[row], node.field).some(test)))
  const [[first = ''] = []] = words
  if (words.length === 1) {
    const found = inTexts((tokens) =>
      tokens.some(({ word }) => words[0]?.includes(word) === true || (open && word.startsWith(first)))
    )
    if (found.size > 0 || node.quoted || negated || first.length < 3) return found
    const begun = inTexts((tokens) => tokens.some(({ word }) => word.startsWith(first)))
    return begun.size > 0 ? begun : inTexts((tokens) => tokens.some(({ word }) => word.includes(first)))
  }
  const goesOn = (at: number): boolean => open && at === words.length - 1
  const fits = (token: Token, at: number): boolean => {
    const [word = ''] = words[at] ?? []
    const begins = goesOn(at) || (isName && word.length === 1)
    return begins ? token.word.startsWith(word) : token.word === word
  }
  if (isName) return inTexts((tokens) => words.every((_, at) => tokens.some((token) => fits(token, at))))
  // The letter that has just been typed waits for the next one.
  const waits = open && /^[a-z]$/.test(words.at(-1)?.[0] ?? '')
  const asked = waits ? words.slice(0, -1) : words
  const isWhole = (token: Token): boolean =>
    joined !== null && (open ? token.word.startsWith(joined) : token.word === joined)
  return inTexts(
    (tokens) =>
      tokens.some(isWhole) ||
      ((!waits || joined === null) &&
        tokens.some(({ place }) =>
          asked.every((_, at) => tokens.some((token) => token.place === place + at && fits(token, at)))
        ))
  )
}

function textsOf(paper: Record<Field, Texts> | undefined, field: TextField | null): Texts {
  if (paper === undefined) return []
  return field === null ? Object.values(paper).flat() : paper[field]
}
