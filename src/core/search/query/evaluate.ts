import {
  emptySet,
  fullSet,
  include,
  intersect,
  subtract,
  unite,
  type BitSet
} from '#core/search/index/bit-set'
import { anyField, nearInName, ownFields, paperFields } from '#core/search/index/fields'
import type { Segment } from '#core/search/index/segment'
import { inAll, type WordIndex } from '#core/search/index/word-index'
import { documentAt, followedBy, nearPlaces, placesOf, type PlacedWord } from '#core/search/query/places'
import type { FilterNode, QueryNode, TextField, TextNode } from '#core/search/query/query'
import { KeptPhrases } from '#core/search/query/kept-phrases'
import { wantedOf, type Wanted } from '#core/search/query/wanted'

/** What a query is asked of. Papers are numbered by their rows. */
export interface Searched {
  /** One more than the highest row. */
  readonly rows: number
  /** What digests say: {@link paperFields}. */
  readonly papers: WordIndex
  /** What the user says: {@link ownFields}. */
  readonly own: WordIndex
  /** The rows that a filter lets through. The set is not changed. */
  readonly filter: (node: FilterNode) => BitSet
}

export interface Evaluation {
  readonly rows: BitSet
  /** Words that no paper has so: what is found has them within longer words. */
  readonly within: readonly string[]
}

/** Shorter parts of words are in almost every paper. */
const shortestPart = 3
/** Longer words that one part may be in. */
const mostWithin = 2000
const isLetter = /^[a-z]$/

/** The rows that a query finds; a query without anything to look for finds all. */
export function evaluate(node: QueryNode | null, searched: Searched): Evaluation {
  const within = new Set<string>()
  const rows = node === null ? fullSet(searched.rows) : new Evaluator(searched, within).setOf(node, false)
  return { rows, within: [...within] }
}

/** In which fields of which index a text is looked for. */
export function fieldsOf(field: TextField | null): { readonly papers: number; readonly own: number } {
  switch (field) {
    case null:
      return { papers: anyField, own: anyField }
    case 'note':
      return { papers: 0, own: ownFields.note.flag }
    default:
      return { papers: paperFields[field].flag, own: 0 }
  }
}

class Evaluator {
  readonly #searched: Searched
  readonly #within: Set<string>

  constructor(searched: Searched, within: Set<string>) {
    this.#searched = searched
    this.#within = within
  }

  /** A set of its own. @param negated What is meant is what it does not find. */
  setOf(node: QueryNode, negated: boolean): BitSet {
    switch (node.kind) {
      case 'text':
        return this.#text(node, negated)
      case 'every':
        return this.#every(node.of, negated)
      case 'any': {
        const set = emptySet(this.#searched.rows)
        for (const each of node.of) unite(set, this.setOf(each, negated))
        return set
      }
      case 'not': {
        const set = fullSet(this.#searched.rows)
        subtract(set, this.setOf(node.of, !negated))
        return set
      }
      default:
        return this.#copied(this.#searched.filter(node))
    }
  }

  #every(nodes: readonly QueryNode[], negated: boolean): BitSet {
    let set: BitSet | null = null
    for (const node of nodes) {
      if (node.kind === 'not') continue
      const own = this.setOf(node, negated)
      if (set === null) set = own
      else intersect(set, own)
    }
    set ??= fullSet(this.#searched.rows)
    for (const node of nodes) if (node.kind === 'not') subtract(set, this.setOf(node.of, !negated))
    return set
  }

  #text(node: TextNode, negated: boolean): BitSet {
    const { papers, own } = this.#searched
    const fields = fieldsOf(node.field)
    const wanted = wantedOf(node)
    const set = emptySet(this.#searched.rows)
    if (fields.papers !== 0) addFound(papers, wanted, fields.papers, set)
    if (fields.own !== 0) addFound(own, wanted, fields.own, set)
    const [[word = ''] = []] = wanted.words
    const isPart = wanted.words.length === 1 && word.length >= shortestPart && !node.quoted && !negated
    if (isPart && isEmpty(set)) this.#longer(word, fields, set)
    return set
  }

  /** Words that begin with one, or else have it within. */
  #longer(word: string, fields: ReturnType<typeof fieldsOf>, set: BitSet): void {
    const { papers, own } = this.#searched
    for (const find of [
      (index: WordIndex, field: number) => index.beginning(word, field),
      (index: WordIndex, field: number) => index.exact(index.wordsContaining(word, mostWithin), field)
    ]) {
      if (fields.papers !== 0) unite(set, find(papers, fields.papers))
      if (fields.own !== 0) unite(set, find(own, fields.own))
      if (isEmpty(set)) continue
      this.#within.add(word)
      return
    }
  }

  #copied(set: BitSet): BitSet {
    const own = emptySet(this.#searched.rows)
    unite(own, set)
    return own
  }
}

function isEmpty(set: BitSet): boolean {
  return set.every((bits) => bits === 0)
}

function addFound(index: WordIndex, wanted: Wanted, fields: number, set: BitSet): void {
  const { words, joined, open, isName } = wanted
  const [first] = words
  if (first === undefined) return
  if (words.length === 1) {
    const [form = '', ...others] = first
    // It begins with itself.
    unite(set, open ? index.exact(others, fields) : index.exact(first, fields))
    if (open) unite(set, index.beginning(form, fields))
    return
  }
  // Its last letter begins a million words: what follows it shows with the next one.
  const begins = open && !isName && isLetter.test(words.at(-1)?.[0] ?? '')
  if (!begins) unite(set, phrase(index, wanted, fields))
  else if (joined === null)
    unite(set, phrase(index, { ...wanted, words: words.slice(0, -1), open: false }, fields))
  if (joined !== null) unite(set, open ? index.beginning(joined, fields) : index.exact([joined], fields))
}

/** By the segments of an index, which are others whenever it holds something else. */
const phrases = new WeakMap<readonly Segment[], KeptPhrases>()

function phrase(index: WordIndex, wanted: Wanted, fields: number): BitSet {
  const [[first = ''] = []] = wanted.words
  if (wanted.words.length === 1 && !wanted.open) return index.exact([first], fields)
  let kept = phrases.get(index.segments)
  if (kept === undefined) phrases.set(index.segments, (kept = new KeptPhrases()))
  const known = kept.find(wanted, fields)
  if (known !== null) return known
  const { documents, places } = phraseFound(index, wanted, fields, kept.before(wanted, fields))
  kept.add(wanted, fields, documents, places)
  return documents
}

/**
 * Where a phrase stands, sorted as {@link placesOf} gives it.
 * @param before Where it stood with less of its last word, if that is known: it stands nowhere else.
 */
function phraseFound(
  index: WordIndex,
  { words, open, isName }: Wanted,
  fields: number,
  before: Float64Array | null
): { readonly documents: BitSet; readonly places: Float64Array } {
  const placed = words.map(([word = ''], at): PlacedWord & { readonly at: number } => {
    const goesOn = open && at === words.length - 1
    return { word, open: goesOn || (isName && word.length === 1), at }
  })
  const last = placed.at(-1)
  if (before !== null && last !== undefined) {
    const places = followedBy(before, index, last, documentsIn(before, index.capacity), fields, last.at)
    return { documents: documentsIn(places, index.capacity), places }
  }
  let documents = inAll(
    placed.map((each) => (each.open ? index.beginning(each.word, fields) : index.exact([each.word], fields))),
    index.capacity
  )
  // The rarest first: what it leaves is soon little.
  const cost = ({ word, open: begun }: PlacedWord): number =>
    begun ? index.documentsBeginning(word) : index.documentsOf(word)
  const [first, ...others] = placed.sort((a, b) => cost(a) - cost(b))
  if (first === undefined || isEmpty(documents)) return { documents, places: new Float64Array(0) }
  let places = placesOf(index, first, documents, fields, isName ? 0 : first.at)
  for (const word of others) {
    if (places.length === 0) break
    places = isName
      ? nearPlaces(places, placesOf(index, word, documents, fields, 0), nearInName)
      : followedBy(places, index, word, documents, fields, word.at)
    documents = documentsIn(places, index.capacity)
  }
  return { documents: documentsIn(places, index.capacity), places }
}

function documentsIn(places: Float64Array, capacity: number): BitSet {
  const set = emptySet(capacity)
  // As in all loops over places: an iterator takes several times as long.
  const { length } = places
  for (let at = 0; at < length; at++) include(set, documentAt(places[at] ?? 0))
  return set
}
