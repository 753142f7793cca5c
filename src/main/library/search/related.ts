import type { NamedCount, Related, RelatedPaper } from '#core/contract'
import { namedAuthors } from '#core/domain/authors'
import type { Paper } from '#core/domain/paper'
import { nameKey } from '#core/search/index/add-documents'
import { has } from '#core/search/index/bit-set'
import { anyField, paperFields } from '#core/search/index/fields'
import { lengthOf } from '#core/search/index/lengths'
import { weigh } from '#core/search/index/postings'
import { codesOf } from '#core/search/index/word-codes'
import type { WordIndex } from '#core/search/index/word-index'
import { formsOf } from '#core/search/query/forms'
import { searchedText, Tokenizer } from '#core/search/tokens'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'
import type { LibraryReader } from '#main/library/library-reader'
import { listRow } from '#main/library/list-row'

/** Words of the paper that others are found by. */
const mostWords = 25
const mostPapers = 10
const mostAuthors = 8
/** That are said of a related paper. */
const mostSaid = 3
/** Papers are near that share two words or more. */
const leastShared = 2
/** Candidates that are looked at closely. */
const closely = 40

interface Weighed {
  readonly word: string
  /** As the paper writes it. */
  readonly written: string
  readonly weight: number
  readonly idf: number
}

/**
 * Papers that share with one what few others have: by tf·idf of the words of title and abstract (Salton and Buckley,
 * “Term-weighting approaches in automatic text retrieval”, 1988).
 */
export function relatedTo(library: LibraryReader, row: number, paper: Paper): Related {
  const { papers } = library.search.searched()
  const words = characteristicWords(paper, papers)
  return {
    papers: nearest(library, row, words, papers),
    authors: authorsOf(library, row, paper, papers)
  }
}

function characteristicWords({ title, abstract }: Paper, index: WordIndex): Weighed[] {
  const found = new Map<string, { often: number; written: string }>()
  const read = (text: string, worth: number): void => {
    new Tokenizer({
      word: (codes, start, end, _position, from, to) => {
        if (end - start < 3) return
        const word = String.fromCharCode(...codes.subarray(start, end))
        const known = found.get(word)
        if (known === undefined) found.set(word, { often: worth, written: text.slice(from, to) })
        else known.often += worth
      },
      compound: () => undefined
    }).read(text)
  }
  read(searchedText(title ?? ''), 2)
  read(searchedText(abstract ?? ''), 1)
  const { size } = index
  const weighed = [...found].flatMap(([word, { often, written }]): Weighed[] => {
    const documents = index.documentsOf(word)
    // What every tenth paper has, or no other one, says nothing of what is near.
    if (documents < 2 || documents > Math.max(size / 10, 20) || /^[\d.]+$/.test(word)) return []
    const idf = Math.log(size / documents)
    return [{ word, written, idf, weight: (1 + Math.log(often)) * idf }]
  })
  return distinct(weighed.sort((a, b) => b.weight - a.weight)).slice(0, mostWords)
}

/** Of a word and its plural the one that weighs more. */
function distinct(words: readonly Weighed[]): Weighed[] {
  const taken = new Set<string>()
  return words.filter(({ word }) => {
    if (taken.has(word)) return false
    for (const form of formsOf(word)) taken.add(form)
    return true
  })
}

function nearest(
  library: LibraryReader,
  row: number,
  words: readonly Weighed[],
  index: WordIndex
): RelatedPaper[] {
  const { catalog } = library
  const weights = new Float32Array(catalog.columns.rows)
  for (const { word, weight, idf } of words) {
    const worth = Float32Array.from({ length: 256 }, (_, info) => {
      const often = (info >>> 4) + ((info & paperFields.title.flag) !== 0 ? 1 : 0)
      return often === 0 ? 0 : weight * idf * (1 + Math.log(often))
    })
    for (const segment of index.segments) {
      const at = segment.find(codesOf(word))
      if (at >= 0) weigh(segment, at, at + 1, worth, weights)
    }
  }
  const candidates: number[] = []
  for (let other = 0; other < weights.length; other++) {
    if ((weights[other] ?? 0) > 0 && other !== row && catalog.isHeld(other)) candidates.push(other)
  }
  const heaviest = heaviestOf(candidates, weights)
  return heaviest
    .map((other) => {
      const said = words.filter(({ word }) => has(index.exact([word], anyField), other))
      // Long abstracts have more of any words.
      const length = Math.sqrt(Math.max(lengthOf(index.segments, other) ?? 1, 60))
      return { other, said, near: (weights[other] ?? 0) / length }
    })
    .filter(({ said }) => said.length >= leastShared)
    .sort((a, b) => b.near - a.near)
    .slice(0, mostPapers)
    .map(({ other, said }) => ({
      row: listRow(library, other),
      words: said.slice(0, mostSaid).map(({ written }) => written)
    }))
}

function heaviestOf(rows: readonly number[], weights: Float32Array): number[] {
  let least = 0
  if (rows.length > closely) {
    const all = Float32Array.from(rows, (row) => weights[row] ?? 0).sort()
    least = all[all.length - closely] ?? 0
  }
  return rows.filter((row) => (weights[row] ?? 0) >= least)
}

/** Authors who have other papers in the library. */
function authorsOf(library: LibraryReader, row: number, { authors }: Paper, index: WordIndex): NamedCount[] {
  const { catalog } = library
  const names = [...new Set(namedAuthors(authors ?? []).map(plainTex))]
  const found: NamedCount[] = []
  for (const name of names) {
    const rows = new Set<number>()
    index.eachKey(`${nameKey}${fold(name)}\u0000`, (_written, segment, at) => {
      const set = index.exact([segment.word(at)])
      for (let place = 0; place < set.length; place++) {
        for (let bits = set[place] ?? 0; bits !== 0; bits &= bits - 1)
          rows.add(place * 32 + 31 - Math.clz32(bits & -bits))
      }
    })
    rows.add(row)
    const papers = [...rows].filter((each) => catalog.isHeld(each)).length
    if (papers > 1) found.push({ name, papers })
    if (found.length === mostAuthors) break
  }
  return found
}
