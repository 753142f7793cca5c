import { intersect, type BitSet } from '#core/search/index/bit-set'
import { flagOf } from '#core/search/index/fields'
import { Scratch } from '#core/search/index/scratch'
import type { Segment } from '#core/search/index/segment'
import { codesOf } from '#core/search/index/word-codes'
import type { WordIndex } from '#core/search/index/word-index'

/** Places of a document fit below this. */
const room = 65_536

/** A word, or with `open` all those that begin so. */
export interface PlacedWord {
  readonly word: string
  readonly open: boolean
}

/**
 * Where a word stands in some documents, ascending: the document's number times 65,536, and the place in it less
 * `shift`.
 */
export function placesOf(
  index: WordIndex,
  { word, open }: PlacedWord,
  documents: BitSet,
  fields: number,
  shift: number
): Float64Array {
  const found = new PlaceList()
  let lists = 0
  for (const segment of index.segments) {
    const [from, to] = wordsIn(segment, word, open)
    if (from === to) continue
    lists += to - from
    const wanted = liveOf(segment, documents)
    for (let at = from; at < to; at++)
      if (isIn(segment, at, wanted, fields)) found.add(segment, at, wanted, fields, shift)
  }
  const places = found.taken()
  return lists > 1 ? places.sort() : places
}

/**
 * Whether a word is in one of some documents, in one of some fields. Of a million words that begin so most are in none:
 * where they stand, which is the most there is of them, need not be read.
 */
function isIn({ arrays }: Segment, word: number, wanted: BitSet, fields: number): boolean {
  const { docs, docsAt, infos, infosAt } = arrays
  const end = docsAt[word + 1] ?? 0
  let info = infosAt[word] ?? 0
  let document = 0
  for (let at = docsAt[word] ?? 0; at < end;) {
    let byte = docs[at++] ?? 0
    let gap = byte & 127
    for (let bits = 7; byte > 127; bits += 7) {
      byte = docs[at++] ?? 0
      gap |= (byte & 127) << bits
    }
    document += gap
    const flags = (infos[info++] ?? 0) & fields
    if (flags !== 0 && (((wanted[document >>> 5] ?? 0) >>> (document & 31)) & 1) === 1) return true
  }
  return false
}

const listScratch = new Scratch(new Float64Array(0))
const followedScratch = new Scratch(new Uint8Array(0))
const startsScratch = new Scratch(new Uint32Array(0))
const hintsScratch = new Scratch(new Uint32Array(0))

class PlaceList {
  #numbers = listScratch.take(1024)
  #size = 0

  taken(): Float64Array {
    return this.#numbers.slice(0, this.#size)
  }

  /** One loop without calls: common words stand at a million places. */
  add({ arrays }: Segment, word: number, wanted: BitSet, fields: number, shift: number): void {
    const { docs, docsAt, placesAt } = arrays
    const end = docsAt[word + 1] ?? 0
    const places = arrays.places.read(placesAt[word] ?? 0, placesAt[word + 1] ?? 0)
    let numbers = this.#numbers
    let size = this.#size
    let placeAt = 0
    let document = 0
    for (let at = docsAt[word] ?? 0; at < end;) {
      let byte = docs[at++] ?? 0
      let gap = byte & 127
      for (let bits = 7; byte > 127; bits += 7) {
        byte = docs[at++] ?? 0
        gap |= (byte & 127) << bits
      }
      document += gap
      const isWanted = (((wanted[document >>> 5] ?? 0) >>> (document & 31)) & 1) === 1
      let place = 0
      for (let more = 1; more === 1;) {
        let next = places[placeAt++] ?? 0
        more = next & 1
        let value = next & 127
        for (let bits = 7; next > 127; bits += 7) {
          next = places[placeAt++] ?? 0
          value |= (next & 127) << bits
        }
        place += value >>> 1
        if (!isWanted || (flagOf(place) & fields) === 0) continue
        if (size === numbers.length) numbers = listScratch.take(size * 2)
        numbers[size++] = document * room + place - shift
      }
    }
    this.#numbers = numbers
    this.#size = size
  }
}

/** The document of such a number. */
export function documentAt(place: number): number {
  return Math.floor(place / room)
}

/** Where in its document. */
export function placeIn(place: number): number {
  return place % room
}

/**
 * Those of some places, as {@link placesOf} gives them, at which a word stands `shift` places further on. Nothing is made
 * of the word's other places, of which there may be a million.
 *
 * @param documents Of the places.
 * @param fields Of the places.
 */
export function followedBy(
  places: Float64Array,
  index: WordIndex,
  { word, open }: PlacedWord,
  documents: BitSet,
  fields: number,
  shift: number
): Float64Array {
  const followed = followedScratch.cleared(places.length)
  const sought = new SoughtPlaces(places)
  for (const segment of index.segments) {
    const [from, to] = wordsIn(segment, word, open)
    const wanted = from === to ? documents : liveOf(segment, documents)
    for (let at = from; at < to; at++)
      if (isIn(segment, at, wanted, fields)) markFollowed(sought, followed, segment, at, wanted, shift)
  }
  return chosen(places, followed)
}

/** @param flags 1 where a place is chosen. */
function chosen(places: Float64Array, flags: Uint8Array): Float64Array {
  const { length } = places
  let size = 0
  for (let at = 0; at < length; at++) size += flags[at] ?? 0
  // One more: each is written, and is gone again where the next one takes its place.
  const found = new Float64Array(size + 1)
  for (let at = 0, next = 0; at < length; at++) {
    found[next] = places[at] ?? 0
    next += flags[at] ?? 0
  }
  return found.subarray(0, size)
}

const [documentFactor, placeFactor] = [0x9e3779b1, 0x85ebca6b]

/** Places, and what tells quickly whether one is among them: a search for each place of a word takes ten times as long. */
class SoughtPlaces {
  readonly numbers: Float64Array
  /** Of each document the first of its places; those after it follow, up to the next document's first. */
  readonly starts: Uint32Array
  /** Tell of most places at once that they are not among these: a Bloom filter of one hash. */
  readonly hints: Uint32Array
  /** What a hash is shifted by to the right to be the place of its bit. */
  readonly hintShift: number

  constructor(numbers: Float64Array) {
    this.numbers = numbers
    const documents = documentAt(numbers.at(-1) ?? 0) + 1
    this.starts = startsScratch.take(documents + 1)
    // Eight bits for each place, in a power of two; no more than a processor has at hand.
    const size = Math.min(Math.max(Math.ceil(Math.log2(numbers.length * 8 + 1)), 10), 22)
    this.hints = hintsScratch.cleared(1 << (size - 5))
    this.hintShift = 32 - size
    let next = 0
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] ?? 0
      const document = documentAt(number)
      while (next <= document) this.starts[next++] = at
      const hash = Math.imul(document, documentFactor) ^ Math.imul(number - document * room, placeFactor)
      const bit = hash >>> this.hintShift
      this.hints[bit >>> 5] = (this.hints[bit >>> 5] ?? 0) | (1 << (bit & 31))
    }
    this.starts[documents] = numbers.length
  }
}

/** One loop without calls, as above. */
function markFollowed(
  { numbers, starts, hints, hintShift }: SoughtPlaces,
  followed: Uint8Array,
  { arrays }: Segment,
  word: number,
  wanted: BitSet,
  shift: number
): void {
  const { docs, docsAt, placesAt } = arrays
  const end = docsAt[word + 1] ?? 0
  const places = arrays.places.read(placesAt[word] ?? 0, placesAt[word + 1] ?? 0)
  let placeAt = 0
  let document = 0
  for (let at = docsAt[word] ?? 0; at < end;) {
    let byte = docs[at++] ?? 0
    let gap = byte & 127
    for (let bits = 7; byte > 127; bits += 7) {
      byte = docs[at++] ?? 0
      gap |= (byte & 127) << bits
    }
    document += gap
    const isWanted = (((wanted[document >>> 5] ?? 0) >>> (document & 31)) & 1) === 1
    const hash = Math.imul(document, documentFactor)
    let place = 0
    for (let more = 1; more === 1;) {
      let read = places[placeAt++] ?? 0
      more = read & 1
      let value = read & 127
      for (let bits = 7; read > 127; bits += 7) {
        read = places[placeAt++] ?? 0
        value |= (read & 127) << bits
      }
      if (!isWanted) continue
      place += value >>> 1
      const hint = (hash ^ Math.imul(place - shift, placeFactor)) >>> hintShift
      if ((((hints[hint >>> 5] ?? 0) >>> (hint & 31)) & 1) === 0) continue
      const number = document * room + place - shift
      const last = starts[document + 1] ?? 0
      for (let same = starts[document] ?? 0; same < last; same++)
        if (numbers[same] === number) followed[same] = 1
    }
  }
}

/** Those of the first numbers that have one of the second less than `reach` away. */
export function nearPlaces(first: Float64Array, second: Float64Array, reach: number): Float64Array {
  let right = 0
  return first.filter((place) => {
    while (right < second.length && (second[right] ?? 0) <= place - reach) right++
    return (second[right] ?? Infinity) < place + reach
  })
}

function wordsIn(segment: Segment, word: string, open: boolean): readonly [from: number, to: number] {
  const codes = codesOf(word)
  if (open) return segment.range(codes)
  const at = segment.find(codes)
  return at < 0 ? [0, 0] : [at, at + 1]
}

function liveOf(segment: Segment, documents: BitSet): BitSet {
  if (segment.stale === 0) return documents
  const wanted = documents.slice()
  intersect(wanted, segment.live)
  return wanted
}
