import { exclude, has, include, type BitSet } from '#core/search/index/bit-set'
import type { PlaceBytes } from '#core/search/index/place-bytes'
import { longestUnit, wordOf } from '#core/search/index/word-codes'

/** All of a segment. */
export interface SegmentArrays {
  /** The words as `codesOf` has them, ascending, one after the other; those that are no words (see `key`) first. */
  readonly codes: Uint8Array
  /** Where each word begins in `codes`; one more than there are words. */
  readonly codesAt: Uint32Array
  /** Of each word: the documents that hold it, ascending, each as the difference to the one before. */
  readonly docs: Uint8Array
  readonly docsAt: Uint32Array
  /**
   * A byte for each document of each word: the fields it is in (low four bits, see `Field.flag`), and how often it stands
   * there, at most 15 (high four bits).
   */
  readonly infos: Uint8Array
  /** Where each word's begin in `infos`, which is also how many documents of words before there are. */
  readonly infosAt: Uint32Array
  /** The places of each word in each document: differences times two, and one more where another place follows. */
  readonly places: PlaceBytes
  readonly placesAt: Uint32Array
  /** The documents that the segment is about, ascending, and how many words each has. */
  readonly members: Uint32Array
  readonly lengths: Uint16Array
}

/** Keys that are longer are not kept, in UTF-16 code units. */
export const longestKey = 512
/** Bytes of a word or key, at most. */
export const mostCodes = longestKey * longestUnit

const space = Uint8Array.of(0x20)

/** Some documents and all words in them. What it holds never changes; documents can only be left out. */
export class Segment {
  readonly arrays: SegmentArrays
  /** How many words there are. */
  readonly words: number
  /** Documents that count, and how many do not, since they have come anew in another segment. */
  readonly live: BitSet
  #stale = 0

  constructor(arrays: SegmentArrays) {
    this.arrays = arrays
    this.words = arrays.codesAt.length - 1
    const { members } = arrays
    const last = members[members.length - 1] ?? 0
    this.live = new Uint32Array((last >>> 5) + 1)
    // An iterator takes ten times as long, and the first query waits for this.
    const { length } = members
    for (let at = 0; at < length; at++) include(this.live, members[at] ?? 0)
  }

  get stale(): number {
    return this.#stale
  }

  get size(): number {
    return this.arrays.members.length - this.#stale
  }

  leaveOut(doc: number): void {
    if (!has(this.live, doc)) return
    exclude(this.live, doc)
    this.#stale++
  }

  /** The first word that does not come before the one given as codes. */
  firstFrom(word: Uint8Array): number {
    let low = 0
    let high = this.words
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(middle, word) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The place of a word, or -1. */
  find(word: Uint8Array): number {
    const at = this.firstFrom(word)
    return at < this.words && this.#compare(at, word) === 0 ? at : -1
  }

  /** The first and the place after the last of the words that begin so. */
  range(prefix: Uint8Array): readonly [from: number, to: number] {
    const from = this.firstFrom(prefix)
    let low = from
    let high = this.words
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#beginsWith(middle, prefix)) low = middle + 1
      else high = middle
    }
    return [from, low]
  }

  /** The first that is a word: keys, which begin with a control character, come before it. */
  get firstWord(): number {
    return this.firstFrom(space)
  }

  word(at: number): string {
    return wordOf(this.codesOf(at))
  }

  /** What stands for a word in the array of all; not to be changed. */
  codesOf(at: number): Uint8Array {
    const { codes, codesAt } = this.arrays
    return codes.subarray(codesAt[at], codesAt[at + 1])
  }

  /** In how many documents a word is, those left out included. */
  documentsOf(at: number): number {
    return this.documentsIn(at, at + 1)
  }

  /** The sum of them for the words from one place up to another. */
  documentsIn(from: number, to: number): number {
    const { infosAt } = this.arrays
    return (infosAt[to] ?? 0) - (infosAt[from] ?? 0)
  }

  #compare(at: number, word: Uint8Array): number {
    const { codes, codesAt } = this.arrays
    const start = codesAt[at] ?? 0
    const length = (codesAt[at + 1] ?? 0) - start
    const shared = Math.min(length, word.length)
    for (let place = 0; place < shared; place++) {
      const difference = (codes[start + place] ?? 0) - (word[place] ?? 0)
      if (difference !== 0) return difference
    }
    return length - word.length
  }

  #beginsWith(at: number, prefix: Uint8Array): boolean {
    const { codes, codesAt } = this.arrays
    const start = codesAt[at] ?? 0
    if ((codesAt[at + 1] ?? 0) - start < prefix.length) return false
    for (let place = 0; place < prefix.length; place++)
      if (codes[start + place] !== prefix[place]) return false
    return true
  }
}
