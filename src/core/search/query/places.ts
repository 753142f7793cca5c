import { grown } from '#core/domain/id-table'
import { intersect, type BitSet } from '#core/search/index/bit-set'
import { flagOf } from '#core/search/index/fields'
import { codesOf, type Segment } from '#core/search/index/segment'
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
    addPlaces(segment, from, to, liveOf(segment, documents), fields, shift, found)
  }
  const places = found.numbers
  return lists > 1 ? places.sort() : places
}

class PlaceList {
  #numbers = new Float64Array(1024)
  #size = 0

  get numbers(): Float64Array {
    return this.#numbers.subarray(0, this.#size)
  }

  add(number: number): void {
    if (this.#size === this.#numbers.length) this.#numbers = grown(this.#numbers, this.#size + 1)
    this.#numbers[this.#size++] = number
  }
}

/** One loop without calls: common words stand at a million places. */
function addPlaces(
  { arrays }: Segment,
  from: number,
  to: number,
  wanted: BitSet,
  fields: number,
  shift: number,
  found: PlaceList
): void {
  const { docs, docsAt, places, placesAt } = arrays
  for (let word = from; word < to; word++) {
    const end = docsAt[word + 1] ?? 0
    let placeAt = placesAt[word] ?? 0
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
        if (isWanted && (flagOf(place) & fields) !== 0) found.add(document * room + place - shift)
      }
    }
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
 */
export function followedBy(
  places: Float64Array,
  index: WordIndex,
  { word, open }: PlacedWord,
  documents: BitSet,
  shift: number
): Float64Array {
  const followed = new Uint8Array(places.length)
  for (const segment of index.segments) {
    const [from, to] = wordsIn(segment, word, open)
    const wanted = from === to ? documents : liveOf(segment, documents)
    for (let at = from; at < to; at++) markFollowed(places, followed, segment, at, wanted, shift)
  }
  return places.filter((_, at) => followed[at] === 1)
}

/** One loop without calls, as above. */
function markFollowed(
  found: Float64Array,
  followed: Uint8Array,
  { arrays }: Segment,
  word: number,
  wanted: BitSet,
  shift: number
): void {
  const { docs, docsAt, places, placesAt } = arrays
  const end = docsAt[word + 1] ?? 0
  let placeAt = placesAt[word] ?? 0
  let document = 0
  let next = 0
  for (let at = docsAt[word] ?? 0; at < end;) {
    let byte = docs[at++] ?? 0
    let gap = byte & 127
    for (let bits = 7; byte > 127; bits += 7) {
      byte = docs[at++] ?? 0
      gap |= (byte & 127) << bits
    }
    document += gap
    const isWanted = (((wanted[document >>> 5] ?? 0) >>> (document & 31)) & 1) === 1
    const start = document * room - shift
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
      next = firstFrom(found, next, start + place)
      for (let same = next; found[same] === start + place; same++) followed[same] = 1
    }
  }
}

/** The first place in ascending numbers, from one place on, whose number is not below another: by growing steps. */
function firstFrom(numbers: Float64Array, from: number, number: number): number {
  if ((numbers[from] ?? Infinity) >= number) return from
  let step = 1
  let below = from
  while ((numbers[below + step] ?? Infinity) < number) {
    below += step
    step *= 2
  }
  for (; step >= 1; step >>>= 1) if ((numbers[below + step] ?? Infinity) < number) below += step
  return below + 1
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
