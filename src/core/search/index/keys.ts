import type { BitSet } from '#core/search/index/bit-set'
import { countIn } from '#core/search/index/postings'
import type { Segment } from '#core/search/index/segment'
import { topOf } from '#core/search/index/vocabulary'
import { codesOf } from '#core/search/index/word-codes'

/** Divides a key into what it is ordered and found by, and what people read. */
const divider = '\u0000'

/** What of a key people read: what stands after its divider, or else all but the character that makes it a key. */
function nameOf(key: string): string {
  return key.slice(Math.max(key.indexOf(divider, 1), 0) + 1)
}

/**
 * Tells the keys that begin so, by their names, and where they stand. One that several segments have is told each time.
 * For many keys {@link frequentKeys} is much faster.
 */
export function eachKey(
  segments: readonly Segment[],
  prefix: string,
  told: (name: string, segment: Segment, at: number) => void
): void {
  const codes = codesOf(prefix)
  for (const segment of segments) {
    const [from, to] = segment.range(codes)
    for (let at = from; at < to; at++) told(nameOf(segment.word(at)), segment, at)
  }
}

export interface CountedName {
  readonly name: string
  readonly documents: number
}

/**
 * Among the keys that begin so the names that most documents of a set have, the most frequent first. There may be
 * hundreds of thousands, so a string is made only for those that some segment alone has often enough.
 */
export function frequentKeys(
  segments: readonly Segment[],
  prefix: string,
  set: BitSet,
  most: number
): CountedName[] {
  const counted = segments.map((segment) => countsOf(segment, codesOf(prefix), set))
  const top = (least: number): [string, number][] =>
    topOf(totalsOf(counted, least), most, ([, documents]) => documents)
  // One key may be that often in each of the segments.
  const first = countReachedBy(counted, most * segments.length)
  const [, enough = 0] = top(first)[most - 1] ?? []
  // To have more documents than that, a key needs at least one segment's share of more.
  const least = Math.min(first, Math.floor(enough / segments.length) + 1)
  return top(least).map(([key, documents]) => ({ name: nameOf(key), documents }))
}

interface Counted {
  readonly segment: Segment
  /** The first key that is counted. */
  readonly from: number
  /** Of each key the documents in the set. */
  readonly counts: Uint32Array
}

function countsOf(segment: Segment, prefix: Uint8Array, set: BitSet): Counted {
  const [from, to] = segment.range(prefix)
  const counts = new Uint32Array(to - from)
  for (let at = from; at < to; at++) counts[at - from] = countIn(segment, at, set)
  return { segment, from, counts }
}

const highestLevel = 255

/** A count that so many keys have or surpass, or 1. */
function countReachedBy(counted: readonly Counted[], keys: number): number {
  const levels = new Uint32Array(highestLevel + 1)
  for (const { counts } of counted)
    for (const count of counts) {
      const level = Math.min(count, highestLevel)
      levels[level] = (levels[level] ?? 0) + 1
    }
  let level = highestLevel
  for (let reached = levels[level] ?? 0; reached < keys && level > 1; reached += levels[level] ?? 0) level--
  return level
}

/** The keys that one of the segments has at least so often, by all documents that have them. */
function totalsOf(counted: readonly Counted[], least: number): Map<string, number> {
  const totals = new Map<string, number>()
  for (const { segment, from, counts } of counted)
    for (let at = 0; at < counts.length; at++) {
      if ((counts[at] ?? 0) < least) continue
      const key = segment.word(from + at)
      if (!totals.has(key)) totals.set(key, totalOf(counted, segment.codesOf(from + at)))
    }
  return totals
}

function totalOf(counted: readonly Counted[], key: Uint8Array): number {
  let sum = 0
  for (const { segment, from, counts } of counted) sum += counts[segment.find(key) - from] ?? 0
  return sum
}

/**
 * Among the keys of a kind the names in which a word begins so, those that most documents have first. Looks through all
 * of them: milliseconds for a hundred thousand.
 *
 * @param begun Folded.
 */
export function namesHolding(
  segments: readonly Segment[],
  kind: string,
  begun: string,
  most: number
): CountedName[] {
  const [prefix, wanted] = [codesOf(kind), codesOf(begun)]
  const found = new Map<string, number>()
  for (const segment of segments) {
    const [from, to] = segment.range(prefix)
    for (let at = from; at < to; at++) {
      if (!holdsWord(segment, at, prefix.length, wanted)) continue
      const name = nameOf(segment.word(at))
      found.set(name, (found.get(name) ?? 0) + segment.documentsOf(at))
    }
  }
  return topOf(found, most, ([, documents]) => documents).map(([name, documents]) => ({ name, documents }))
}

/** Whether a word of the folded name begins so. @param start Where the name begins in its key. */
function holdsWord(
  { arrays: { codes, codesAt } }: Segment,
  at: number,
  start: number,
  wanted: Uint8Array
): boolean {
  const end = codesAt[at + 1] ?? 0
  const first = wanted[0] ?? 0
  let before = space
  for (let place = (codesAt[at] ?? 0) + start; place + wanted.length <= end; place++) {
    const code = codes[place] ?? 0
    if (code === 0) return false
    if (code === first && !isLetter(before)) {
      let same = 1
      while (same < wanted.length && codes[place + same] === wanted[same]) same++
      if (same === wanted.length) return true
    }
    before = code
  }
  return false
}

const space = 32

/** Of folded names: what is no letter is a space, a point, a hyphen or an apostrophe. */
function isLetter(code: number): boolean {
  return code >= 0x61 || (code >= 0x30 && code <= 0x39)
}
