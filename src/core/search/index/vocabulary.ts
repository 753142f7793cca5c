import type { Segment } from '#core/search/index/segment'
import { codesOf } from '#core/search/index/word-codes'

/*
 * What is asked of the words themselves. Numbers of documents are sums over segments: one that came anew may count
 * twice, and a word may be left over of which all documents are gone.
 */

/** In how many documents a word is. */
export function documentsOf(segments: readonly Segment[], word: string): number {
  const codes = codesOf(word)
  let sum = 0
  for (const segment of segments) {
    const at = segment.find(codes)
    if (at >= 0) sum += segment.documentsOf(at)
  }
  return sum
}

/** The words that begin so and are in most documents, the most frequent first. */
export function wordsBeginning(segments: readonly Segment[], prefix: string, most: number): string[] {
  const codes = codesOf(prefix)
  return mostFrequent(segments, most, (segment) => {
    const [from, to] = segment.range(codes)
    const found: number[] = []
    for (let at = Math.max(from, segment.firstWord); at < to; at++) found.push(at)
    return found
  })
}

/** The words that hold a part anywhere within them and are in most documents, the most frequent first. */
export function wordsContaining(segments: readonly Segment[], part: string, most: number): string[] {
  if (part === '') return []
  const codes = codesOf(part)
  return mostFrequent(segments, most, (segment) => containing(segment, codes))
}

/** Of words of segments those in most documents. Only for the few that may be among them a string is made. */
function mostFrequent(
  segments: readonly Segment[],
  most: number,
  wordsOf: (segment: Segment) => readonly number[]
): string[] {
  const found = new Map<string, number>()
  for (const segment of segments)
    for (const at of topOf(wordsOf(segment), most, (word) => segment.documentsOf(word))) {
      const word = segment.word(at)
      if (!found.has(word)) found.set(word, documentsOf(segments, word))
    }
  return topOf([...found.keys()], most, (word) => found.get(word) ?? 0)
}

/** The items with the greatest worth, the greatest first; equal ones as they came. */
export function topOf<T>(items: Iterable<T>, most: number, worthOf: (item: T) => number): T[] {
  const top: T[] = []
  const worths: number[] = []
  for (const item of items) {
    const worth = worthOf(item)
    let at = top.length
    if (at >= most && worth <= (worths[at - 1] ?? Infinity)) continue
    while (at > 0 && (worths[at - 1] ?? 0) < worth) at--
    top.splice(at, 0, item)
    worths.splice(at, 0, worth)
    if (top.length > most) {
      top.pop()
      worths.pop()
    }
  }
  return top
}

/**
 * The words of a segment that hold a part. All words stand in one array, which is looked through in leaps: where a code
 * is not in the part, none of the places that it is in can be (Horspool).
 */
function containing(segment: Segment, part: Uint8Array): number[] {
  const { codes, codesAt } = segment.arrays
  const last = part.length - 1
  const leaps = new Uint8Array(128).fill(Math.min(part.length, 255))
  for (let at = 0; at < last; at++) leaps[(part[at] ?? 0) & 127] = Math.min(last - at, 255)
  const wanted = part[last] ?? 0
  const found: number[] = []
  let word = segment.firstWord
  for (let at = (codesAt[word] ?? 0) + last; at < codes.length;) {
    const code = codes[at] ?? 0
    if (code !== wanted || !endsAt(codes, at, part)) {
      at += leaps[code & 127] ?? 1
      continue
    }
    const start = at - last
    word = wordAt(codesAt, word, start)
    const end = codesAt[word + 1] ?? codes.length
    if (at < end) found.push(word)
    // Also where it goes over the end of the word: so would all others before that.
    at = end + last
  }
  return found
}

function endsAt(codes: Uint8Array, end: number, part: Uint8Array): boolean {
  const start = end - part.length + 1
  for (let at = 0; at < part.length; at++) if (codes[start + at] !== part[at]) return false
  return true
}

/** The word that a place in the codes belongs to, not before another one. */
function wordAt(codesAt: Uint32Array, from: number, place: number): number {
  let low = from
  let high = codesAt.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((codesAt[middle] ?? 0) <= place) low = middle
    else high = middle
  }
  return low
}
