import { emptySet, has, intersect, members, subtract, unite, type BitSet } from '#core/search/index/bit-set'
import { anyField } from '#core/search/index/fields'
import { eachKey, frequentKeys, namesHolding, type CountedName } from '#core/search/index/keys'
import { segmentsOf, type IndexColumns } from '#core/search/index/kept-segments'
import { mergeSegments } from '#core/search/index/merge-segments'
import { nearestWords } from '#core/search/index/nearest-words'
import type { Paced } from '#core/search/index/paced'
import type { StoredBytes } from '#core/search/index/place-bytes'
import { collect } from '#core/search/index/postings'
import type { Segment } from '#core/search/index/segment'
import { ShortBeginnings } from '#core/search/index/short-beginnings'
import { documentsOf, wordsBeginning, wordsContaining } from '#core/search/index/vocabulary'
import { codesOf } from '#core/search/index/word-codes'

/** So many segments of about one size become one: the more there are, the longer each query takes. */
const mostAlike = 6
/** Answers that are kept: those of a query that is being typed. */
const mostKept = 64

/**
 * Which documents hold which words: a few {@link Segment}s, the largest of which is years old and the smallest of which
 * came with the last digest.
 */
export class WordIndex {
  #segments: readonly Segment[] = []
  #capacity = 0
  #kept = new Map<string, BitSet>()
  /** Of parts of words all words that hold them. */
  #parts = new Map<string, readonly string[]>()
  #short: ShortBeginnings | null = null

  /** An index as `stateOf` gave it; null where the columns do not fit together. */
  static restored(columns: IndexColumns, places: StoredBytes): WordIndex | null {
    const segments = segmentsOf(columns, places)
    if (segments === null) return null
    const index = new WordIndex()
    for (const { arrays } of segments) index.capacity = (arrays.members[arrays.members.length - 1] ?? -1) + 1
    index.#replace(segments)
    return index
  }

  /** The largest first. */
  get segments(): readonly Segment[] {
    return this.#segments
  }

  /** One more than the highest number of a document. */
  get capacity(): number {
    return this.#capacity
  }

  set capacity(capacity: number) {
    if (capacity <= this.#capacity) return
    this.#capacity = capacity
    // Sets that were kept have no room for the new documents.
    this.#kept = new Map()
  }

  /** How many documents it holds. */
  get size(): number {
    return this.#segments.reduce((sum, { size }) => sum + size, 0)
  }

  holds(document: number): boolean {
    return this.#segments.some(({ live }) => has(live, document))
  }

  /** Takes in documents; those known before are as they are here from now on. */
  add(segment: Segment): void {
    for (const document of segment.arrays.members) this.#leaveOut(document)
    const { members } = segment.arrays
    this.capacity = (members[members.length - 1] ?? -1) + 1
    this.#replace([...this.#segments, segment])
  }

  remove(documents: Iterable<number>): void {
    for (const document of documents) this.#leaveOut(document)
    this.#replace(this.#segments)
  }

  /**
   * Merges segments where there are too many, writes those anew of which most is left out, and makes what speeds up
   * queries. Documents may come and go while it is under way; it must have ended before it is begun again.
   */
  *tidy(): Paced<void> {
    for (let alike = this.#alike(); alike.length > 0; alike = this.#alike()) {
      const merged = yield* mergeSegments(alike)
      // Documents that came anew meanwhile: as sets, for there may be a hundred thousand and no moment between.
      const gone = merged.live.slice()
      for (const { live } of alike) subtract(gone, live)
      for (const document of members(gone)) merged.leaveOut(document)
      this.#replace([...this.#segments.filter((segment) => !alike.includes(segment)), merged])
    }
    yield* this.#makeShort()
  }

  /** The documents that hold a word, or one of several, in some fields. Not to be changed. */
  exact(words: readonly string[], fields = anyField): BitSet {
    return this.#keep(`=${fields} ${words.join(' ')}`, (set) => {
      for (const segment of this.#segments) {
        for (const word of words) {
          const at = segment.find(codesOf(word))
          if (at >= 0) this.#collect(segment, at, at + 1, fields, set)
        }
      }
    })
  }

  /** The documents that hold a word that begins so. Not to be changed. */
  beginning(prefix: string, fields = anyField): BitSet {
    return this.#keep(`^${fields} ${prefix}`, (set) => {
      const short = this.#short
      const isKnown =
        fields === anyField && short?.isCurrent(this.#segments) === true && short.addTo(set, prefix)
      const known = isKnown ? short.segments : []
      const codes = codesOf(prefix)
      for (const segment of this.#segments)
        if (!known.includes(segment)) this.#collect(segment, ...segment.range(codes), fields, set)
    })
  }

  /** Adds the documents that hold some words of a segment and still count there. */
  #collect(segment: Segment, from: number, to: number, fields: number, set: BitSet): void {
    if (segment.stale === 0) {
      collect(segment, from, to, fields, set)
      return
    }
    const own = emptySet(this.#capacity)
    collect(segment, from, to, fields, own)
    intersect(own, segment.live)
    unite(set, own)
  }

  #keep(key: string, fill: (set: BitSet) => void): BitSet {
    const known = this.#kept.get(key)
    if (known !== undefined) {
      // The last one used is the last one to be given up.
      this.#kept.delete(key)
      this.#kept.set(key, known)
      return known
    }
    const set = emptySet(this.#capacity)
    fill(set)
    this.#kept.set(key, set)
    limit(this.#kept)
    return set
  }

  #leaveOut(document: number): void {
    for (const segment of this.#segments) segment.leaveOut(document)
  }

  #replace(segments: readonly Segment[]): void {
    this.#segments = segments.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size)
    this.#kept = new Map()
    this.#parts = new Map()
  }

  /** In how many documents a word is; those that came anew may count more than once. */
  documentsOf(word: string): number {
    return documentsOf(this.#segments, word)
  }

  /** The sum of that for all words that begin so. */
  documentsBeginning(prefix: string): number {
    const codes = codesOf(prefix)
    return this.#segments.reduce((sum, segment) => sum + segment.documentsIn(...segment.range(codes)), 0)
  }

  /** The words that begin so and are in most documents, the most frequent first. */
  wordsBeginning(prefix: string, most: number): string[] {
    return wordsBeginning(this.#segments, prefix, most)
  }

  /**
   * The same of words that hold a part anywhere within them. While a word is typed that no document has, each of its
   * beginnings is asked for: what holds one of them holds those before it, and is looked for among what those found.
   */
  wordsContaining(part: string, most: number): string[] {
    const known = [...this.#parts].find(([of]) => part.includes(of))
    if (known !== undefined) return known[1].filter((word) => word.includes(part)).slice(0, most)
    const found = wordsContaining(this.#segments, part, most)
    if (part !== '' && found.length < most) {
      this.#parts.set(part, found)
      limit(this.#parts)
    }
    return found
  }

  /** Other words that few changes make of this one: see {@link nearestWords}. */
  nearestWords(word: string, most: number): string[] {
    return nearestWords(this.#segments, word, most)
  }

  /** Tells the keys that begin so: see {@link eachKey}. */
  eachKey(prefix: string, told: (name: string, segment: Segment, at: number) => void): void {
    eachKey(this.#segments, prefix, told)
  }

  /** The names among keys that most documents of a set have: see {@link frequentKeys}. */
  frequentKeys(prefix: string, set: BitSet, most: number): CountedName[] {
    return frequentKeys(this.#segments, prefix, set, most)
  }

  /** The names among keys in which a word begins so: see {@link namesHolding}. */
  namesHolding(kind: string, begun: string, most: number): CountedName[] {
    return namesHolding(this.#segments, kind, begun, most)
  }

  /** Segments to be merged: those of about one size, where there are many, and whatever is smaller. */
  #alike(): readonly Segment[] {
    const tiers = new Map<number, Segment[]>()
    for (const segment of this.#segments) {
      const tier = Math.floor(Math.log(segment.size) / Math.log(mostAlike))
      tiers.set(tier, [...(tiers.get(tier) ?? []), segment])
    }
    const [full] = [...tiers].filter(([, of]) => of.length >= mostAlike).sort(([a], [b]) => b - a)
    if (full === undefined) return this.#segments.filter(({ size, stale }) => stale > size)
    return this.#segments.filter(({ size }) => Math.log(size) / Math.log(mostAlike) < full[0] + 1)
  }

  *#makeShort(): Paced<void> {
    if (!ShortBeginnings.areDue(this.#segments, this.#short)) return
    this.#short = yield* ShortBeginnings.of(ShortBeginnings.worthwhile(this.#segments), this.#capacity)
  }
}

/** Gives up what was put in first. */
function limit(kept: Map<string, unknown>): void {
  for (const old of kept.keys()) {
    if (kept.size <= mostKept) break
    kept.delete(old)
  }
}

/** All documents that are in each of some sets. */
export function inAll(sets: readonly BitSet[], capacity: number): BitSet {
  const [first, ...others] = sets
  if (first === undefined) return emptySet(capacity)
  const found = first.slice()
  for (const other of others) intersect(found, other)
  return found
}
