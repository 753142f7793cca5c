import { emptySet, intersect, unite, type BitSet } from '#core/search/index/bit-set'
import { anyField } from '#core/search/index/fields'
import type { Paced } from '#core/search/index/paced'
import { collect } from '#core/search/index/postings'
import type { Segment } from '#core/search/index/segment'
import { codesOf } from '#core/search/index/word-codes'

/** Segments with fewer documents are looked through as quickly. */
const fewDocuments = 4096
/**
 * Beginnings of words that are in fewer documents, those counted once for each word, are collected as quickly; of three
 * letters there are many, of which only those are worth their memory that nearly every paper has.
 */
const fewPostings = 65_536
const fewOfThree = 100_000
/** Letters of the longest. */
const longest = 3
/** Words that are collected before the work may be interrupted. */
const steps = 64

/**
 * The documents with words that begin with one, two or three letters, which are nearly all: to collect them for each key that is
 * pressed would take longer than all the rest of a query.
 */
export class ShortBeginnings {
  /** What it was made of. */
  readonly segments: readonly Segment[]
  readonly #sets: ReadonlyMap<string, BitSet>

  private constructor(segments: readonly Segment[], sets: ReadonlyMap<string, BitSet>) {
    this.segments = segments
    this.#sets = sets
  }

  /**
   * Whether such sets are to be made, or made anew since segments are gone that they were made of, or since so much has
   * come that it takes long to look through.
   *
   * @param known Those that there are.
   */
  static areDue(segments: readonly Segment[], known: ShortBeginnings | null): boolean {
    const due = sizeOf(ShortBeginnings.worthwhile(segments))
    const covered = known?.isCurrent(segments) === true ? sizeOf(known.segments) : 0
    return due - covered > due / 4
  }

  /** Those of some segments that such sets are made for. */
  static worthwhile(segments: readonly Segment[]): readonly Segment[] {
    return segments.filter(({ size }) => size >= fewDocuments)
  }

  /** @param capacity One more than the highest number of a document. */
  static *of(segments: readonly Segment[], capacity: number): Paced<ShortBeginnings> {
    const sets = new Map<string, BitSet>()
    const prefixes = new Set<string>()
    for (const segment of segments) yield* addBeginnings(segment, prefixes)
    for (const prefix of prefixes) {
      yield
      const codes = codesOf(prefix)
      const postings = segments.reduce(
        (sum, segment) => sum + segment.documentsIn(...segment.range(codes)),
        0
      )
      if (postings < (prefix.length < 3 ? fewPostings : fewOfThree)) continue
      const set = emptySet(capacity)
      for (const segment of segments) yield* addBeginning(segment, codes, set)
      sets.set(prefix, set)
    }
    return new ShortBeginnings(segments, sets)
  }

  /** Whether all segments are still there that it was made of. */
  isCurrent(segments: readonly Segment[]): boolean {
    return this.segments.every((segment) => segments.includes(segment))
  }

  /**
   * Adds the documents that have such a word and still count in one of the segments.
   *
   * @returns Whether they are known.
   */
  addTo(set: BitSet, prefix: string): boolean {
    const known = this.#sets.get(prefix)
    if (known === undefined) return false
    if (this.segments.every(({ stale }) => stale === 0)) unite(set, known)
    else {
      // One that is left out of a segment counts in another one, or in none.
      const left = emptySet(set.length * 32)
      for (const { live } of this.segments) unite(left, live)
      intersect(left, known)
      unite(set, left)
    }
    return true
  }
}

/** The first letter, and the first two and three letters, of a segment's words. */
function* addBeginnings(segment: Segment, found: Set<string>): Paced<void> {
  for (let at = segment.firstWord; at < segment.words;) {
    const start = segment.word(at).slice(0, longest)
    for (let length = 1; length <= start.length; length++) found.add(start.slice(0, length))
    // After the word that is no longer come those that go on.
    at = start.length < longest ? at + 1 : Math.max(at + 1, segment.range(codesOf(start))[1])
    if (found.size % steps === 0) yield
  }
}

function sizeOf(segments: readonly Segment[]): number {
  return segments.reduce((sum, { size }) => sum + size, 0)
}

function* addBeginning(segment: Segment, prefix: Uint8Array, set: BitSet): Paced<void> {
  const [from, to] = segment.range(prefix)
  const own = segment.stale === 0 ? set : emptySet(set.length * 32)
  for (let at = from; at < to; at += steps) {
    collect(segment, at, Math.min(at + steps, to), anyField, own)
    yield
  }
  if (own === set) return
  intersect(own, segment.live)
  unite(set, own)
}
