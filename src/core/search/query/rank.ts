import { emptySet, include } from '#core/search/index/bit-set'
import { flagOf, paperFields } from '#core/search/index/fields'
import { lengthOf, meanLength } from '#core/search/index/lengths'
import { weigh } from '#core/search/index/postings'
import { Scratch } from '#core/search/index/scratch'
import { codesOf } from '#core/search/index/word-codes'
import type { WordIndex } from '#core/search/index/word-index'
import { fieldsOf, type Searched } from '#core/search/query/evaluate'
import { documentAt, placeIn, placesOf } from '#core/search/query/places'
import { wordsOf, type QueryNode, type TextNode } from '#core/search/query/query'
import { wantedOf } from '#core/search/query/wanted'

/**
 * BM25 (Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”, 2009) with its usual constants;
 * as in BM25F an occurrence in the title or among the authors counts as several.
 */
const saturation = 1.2
const lengthWeight = 0.5
const strongField = 4
/** Of words that only begin as it was typed. */
const completion = 0.5
/** So many papers are looked at closely. */
const closely = 200
/** Words that begin so stand in more documents than this: they say nothing of any, and would take long. */
const mostCompletions = 50_000
/** Values that weights are told apart by. */
const steps = 4096
/** Words in more than half of the papers stand near every other one: less than the logarithm of two. */
const leastTelling = 0.7
/** Words of a text further apart than this are not near. */
const reach = 8

/** A word of the query. */
interface Term {
  readonly forms: readonly string[]
  /** What its last form begins, too. */
  readonly open: boolean
  readonly fields: ReturnType<typeof fieldsOf>
  /** Of the inverse document frequency. */
  readonly idf: number
}

/**
 * Sorts rows in place by how well they match the words of a query, those that match alike as they were.
 * @param rows That the query finds.
 * @returns The same.
 */
export function rank(node: QueryNode | null, rows: Uint32Array, searched: Searched): Uint32Array {
  const terms = wordsOf(node).flatMap((text) => termsOf(text, searched))
  if (terms.length === 0 || rows.length < 2) return rows
  const weights = weightsScratch.cleared(searched.rows)
  for (const term of terms) addWeights(term, rows, weights, searched)
  sortBy(rows, weights)
  const first = rows.slice(0, closely)
  const close = closeWeights(terms, first, weights, searched)
  const order = Array.from(first.keys()).sort((a, b) => (close[b] ?? 0) - (close[a] ?? 0) || a - b)
  rows.set(Uint32Array.from(order, (place) => first[place] ?? 0))
  return rows
}

const weightsScratch = new Scratch(new Float32Array(0))
const oftenScratch = new Scratch(new Float32Array(0))
const rowsScratch = new Scratch(new Uint32Array(0))
const stepsScratch = new Scratch(new Uint16Array(0))

function termsOf(node: TextNode, { papers, own }: Searched): Term[] {
  const { words, open } = wantedOf(node)
  const fields = fieldsOf(node.field)
  return words.map((forms, place) => {
    const documents = forms.reduce((sum, word) => sum + papers.documentsOf(word) + own.documentsOf(word), 0)
    const size = Math.max(papers.size, documents)
    return {
      forms,
      open: open && place === words.length - 1,
      fields,
      idf: Math.log(1 + (size - documents + 0.5) / (documents + 0.5))
    }
  })
}

/** By how a term's documents have it: how often, in whatever form. */
function addWeights(
  { forms, open, fields, idf }: Term,
  rows: Uint32Array,
  weights: Float32Array,
  searched: Searched
): void {
  const often = oftenScratch.cleared(searched.rows)
  addOccurrences(searched.papers, forms, open, fields.papers, often)
  addOccurrences(searched.own, forms, open, fields.own, often)
  // Here and below: an iterator, or a call for each of a hundred thousand rows takes several times as long as the work itself.
  const { length } = rows
  for (let at = 0; at < length; at++) {
    const row = rows[at] ?? 0
    const times = often[row] ?? 0
    if (times > 0) weights[row] = (weights[row] ?? 0) + idf * saturated(times, 1)
  }
}

function addOccurrences(
  index: WordIndex,
  forms: readonly string[],
  open: boolean,
  fields: number,
  often: Float32Array
): void {
  if (fields === 0) return
  const whole = occurrencesIn(fields)
  const begun = whole.map((times) => times * completion)
  for (const segment of index.segments) {
    for (const form of forms) {
      const at = segment.find(codesOf(form))
      if (at >= 0) weigh(segment, at, at + 1, whole, often)
    }
    if (!open) continue
    const [from, to] = segment.range(codesOf(forms[0] ?? ''))
    if (segment.documentsIn(from, to) <= mostCompletions) weigh(segment, from, to, begun, often)
  }
}

/** How many occurrences each byte of information of a posting stands for, in some fields. */
function occurrencesIn(fields: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, info) => {
    const flags = info & fields
    let often = flags === 0 ? 0 : info >>> 4
    if ((flags & paperFields.title.flag) !== 0) often += strongField - 1
    if ((flags & paperFields.authors.flag) !== 0) often += strongField - 1
    return often
  })
}

/**
 * An occurrence more counts the less, the more there are.
 * @param length Of the document, as a multiple of the usual one.
 */
function saturated(often: number, length: number): number {
  const norm = 1 - lengthWeight + lengthWeight * length
  return (often * (saturation + 1)) / (often + saturation * norm)
}

/** Those that weigh most first: a counting sort, a twentieth of the time of one that compares. */
function sortBy(rows: Uint32Array, weights: Float32Array): void {
  const { length } = rows
  let most = 0
  for (let at = 0; at < length; at++) most = Math.max(most, weights[rows[at] ?? 0] ?? 0)
  const scale = most === 0 ? 0 : (steps - 1) / most
  const starts = new Uint32Array(steps + 1)
  const stepsOf = stepsScratch.take(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const step = steps - 1 - Math.floor((weights[rows[at] ?? 0] ?? 0) * scale)
    stepsOf[at] = step
    starts[step + 1] = (starts[step + 1] ?? 0) + 1
  }
  for (let step = 1; step < starts.length; step++)
    starts[step] = (starts[step] ?? 0) + (starts[step - 1] ?? 0)
  const before = rowsScratch.take(rows.length)
  before.set(rows)
  for (let at = 0; at < before.length; at++) {
    const step = stepsOf[at] ?? 0
    const place = starts[step] ?? 0
    rows[place] = before[at] ?? 0
    starts[step] = place + 1
  }
}

/** Of the first papers more exactly: with their lengths, and with how near to each other the words stand. */
function closeWeights(
  all: readonly Term[],
  rows: Uint32Array,
  weights: Float32Array,
  searched: Searched
): Float64Array {
  const mean = meanLength(searched.papers.segments)
  const sums = Float64Array.from(rows, (row) => {
    const length = mean === 0 ? 1 : (lengthOf(searched.papers.segments, row) ?? mean) / mean
    return ((weights[row] ?? 0) * saturated(1, length)) / saturated(1, 1)
  })
  const terms = all.filter(({ idf }) => idf > leastTelling)
  if (terms.length < 2) return sums
  const wanted = emptySet(searched.rows)
  for (const row of rows) include(wanted, row)
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place] as const))
  let before: Standing | null = null
  for (const term of terms) {
    const standing = standingOf(term, wanted, placeOf, searched)
    if (before !== null) {
      const idf = Math.min(before.idf, term.idf)
      for (const [at, places] of standing.places.entries())
        sums[at] = (sums[at] ?? 0) + nearness(before.places[at] ?? [], places) * idf
    }
    before = standing
  }
  return sums
}

/** Where a word stands in each of some papers. */
interface Standing {
  readonly idf: number
  readonly places: readonly (readonly number[])[]
}

function standingOf(
  { forms, open, fields, idf }: Term,
  wanted: Uint32Array,
  placeOf: ReadonlyMap<number, number>,
  { papers }: Searched
): Standing {
  const places = Array.from(placeOf, (): number[] => [])
  const [first = ''] = forms
  const goesOn = open && papers.documentsBeginning(first) <= mostCompletions
  for (const word of forms) {
    for (const place of placesOf(papers, { word, open: goesOn && word === first }, wanted, fields.papers, 0))
      places[placeOf.get(documentAt(place)) ?? -1]?.push(placeIn(place))
  }
  return { idf, places }
}

/** From 0, where two words are not near each other, to 2, where the second follows the first in a title. */
function nearness(first: readonly number[], second: readonly number[]): number {
  let best = 0
  for (const place of first) {
    for (const other of second) {
      const apart = Math.abs(other - place)
      if (apart === 0 || apart > reach || flagOf(place) !== flagOf(other)) continue
      const isTitle = flagOf(place) === paperFields.title.flag
      // The wrong way round is as far as one word between them.
      best = Math.max(best, (isTitle ? 2 : 1) / (other > place ? apart : apart + 1))
    }
  }
  return best
}
