import { grown } from '#core/domain/id-table'
import { has, type BitSet } from '#core/search/index/bit-set'
import { ByteStream } from '#core/search/index/byte-stream'
import { HeldBytes } from '#core/search/index/place-bytes'
import type { Paced } from '#core/search/index/paced'
import { trimmed } from '#core/search/index/trimmed'
import { Segment, type SegmentArrays } from '#core/search/index/segment'

/** Words, and documents of one word, between two moments at which the work may be interrupted. */
const steps = 64
const postingSteps = 2048

/**
 * Several segments as one, without the documents that are left out of them. A document may be in one of them only.
 * Documents that are left out while this is under way are in what it makes: they must be left out of that too.
 */
export function* mergeSegments(segments: readonly Segment[]): Paced<Segment> {
  const cursors: Cursor[] = []
  for (const segment of segments) cursors.push(new Cursor(segment, yield* segment.arrays.places.whole()))
  const written = new WrittenWords(yield* roomFor(segments))
  const { members, lengths } = yield* mergedMembers(cursors)
  for (let turn = 0; ; turn++) {
    const holding = smallest(cursors)
    const [first] = holding
    if (first === undefined) break
    if (holding.length === 1 && first.whole) written.copy(first)
    else yield* written.merge(holding)
    for (const cursor of holding) cursor.at++
    if (turn % steps === 0) yield
  }
  return new Segment(yield* written.arrays(members, lengths))
}

class Cursor {
  readonly segment: Segment
  /** The documents that counted when the work began: what it makes must hold together. */
  readonly live: BitSet
  readonly size: number
  readonly places: Uint8Array
  /** Whether those are all. */
  readonly whole: boolean
  at = 0

  constructor(segment: Segment, places: Uint8Array) {
    this.segment = segment
    this.places = places
    this.live = segment.live.slice()
    this.size = segment.size
    this.whole = segment.stale === 0
  }

  get ended(): boolean {
    return this.at >= this.segment.words
  }
}

/** Those whose current word comes before all others'. */
function smallest(cursors: readonly Cursor[]): Cursor[] {
  let found: Cursor[] = []
  for (const cursor of cursors) {
    if (cursor.ended) continue
    const [best] = found
    const order = best === undefined ? -1 : compare(cursor, best)
    if (order < 0) found = [cursor]
    else if (order === 0) found.push(cursor)
  }
  return found
}

function compare(first: Cursor, second: Cursor): number {
  const [a, b] = [first.segment.arrays, second.segment.arrays]
  let [left, right] = [a.codesAt[first.at] ?? 0, b.codesAt[second.at] ?? 0]
  const [endLeft, endRight] = [a.codesAt[first.at + 1] ?? 0, b.codesAt[second.at + 1] ?? 0]
  for (; left < endLeft && right < endRight; left++, right++) {
    const difference = (a.codes[left] ?? 0) - (b.codes[right] ?? 0)
    if (difference !== 0) return difference
  }
  return endLeft - left - (endRight - right)
}

/** What of one word one segment knows, document by document. */
interface Reader {
  readonly arrays: SegmentArrays
  readonly places: Uint8Array
  readonly live: BitSet
  readonly end: number
  doc: number
  docsAt: number
  info: number
  placesAt: number
}

/** Memory for what is written. */
interface Room {
  readonly codes: Uint8Array<ArrayBuffer>
  readonly codesAt: GrowingNumbers
  readonly docsAt: GrowingNumbers
  readonly infosAt: GrowingNumbers
  readonly placesAt: GrowingNumbers
  readonly docs: ByteStream
  readonly infos: ByteStream
  readonly places: ByteStream
}

/** For all that the segments have. To be given all of it at once takes longer than a window may wait. */
function* roomFor(segments: readonly Segment[]): Paced<Room> {
  const sum = (of: (arrays: SegmentArrays) => number): number =>
    segments.reduce((room, { arrays }) => room + of(arrays), 0)
  const words = sum(({ codesAt }) => codesAt.length)
  const codes = new Uint8Array(sum((arrays) => arrays.codes.length))
  yield
  const codesAt = new GrowingNumbers(words)
  yield
  const docsAt = new GrowingNumbers(words)
  yield
  const infosAt = new GrowingNumbers(words)
  yield
  const placesAt = new GrowingNumbers(words)
  yield
  const docs = new ByteStream(sum((arrays) => arrays.docs.length) + 5)
  yield
  const infos = new ByteStream(sum((arrays) => arrays.infos.length))
  yield
  const places = new ByteStream(sum((arrays) => arrays.places.length))
  yield
  return { codes, codesAt, docsAt, infosAt, placesAt, docs, infos, places }
}

class WrittenWords {
  readonly #room: Room
  #codes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(room: Room) {
    this.#room = room
    this.#codes = room.codes
  }

  /** A word that one segment alone has is written there as it is here. */
  copy({ segment, places, at }: Cursor): void {
    const { docs, docsAt, infos, infosAt, placesAt } = segment.arrays
    this.#room.docs.copy(docs, docsAt[at] ?? 0, docsAt[at + 1] ?? 0)
    this.#room.infos.copy(infos, infosAt[at] ?? 0, infosAt[at + 1] ?? 0)
    this.#room.places.copy(places, placesAt[at] ?? 0, placesAt[at + 1] ?? 0)
    this.#endWord(segment.arrays, at)
  }

  *merge(cursors: readonly Cursor[]): Paced<void> {
    const readers = cursors.flatMap(({ segment: { arrays }, places, live, at }) => {
      const reader: Reader = {
        arrays,
        places,
        live,
        end: arrays.docsAt[at + 1] ?? 0,
        doc: 0,
        docsAt: arrays.docsAt[at] ?? 0,
        info: (arrays.infosAt[at] ?? 0) - 1,
        placesAt: arrays.placesAt[at] ?? 0
      }
      return advance(reader) ? [reader] : []
    })
    let before = 0
    const start = this.#room.docs.length
    for (let turn = 1; readers.length > 0; turn++) {
      if (turn % postingSteps === 0) yield
      let first = 0
      for (let at = 1; at < readers.length; at++)
        if ((readers[at]?.doc ?? 0) < (readers[first]?.doc ?? 0)) first = at
      const reader = readers[first]
      if (reader === undefined) break
      this.#room.docs.number(reader.doc - before)
      before = reader.doc
      this.#room.infos.byte(reader.arrays.infos[reader.info] ?? 0)
      this.#room.places.copy(reader.places, reader.placesAt, endOfPlaces(reader))
      reader.placesAt = endOfPlaces(reader)
      if (!advance(reader)) readers.splice(first, 1)
    }
    const [cursor] = cursors
    if (cursor !== undefined && this.#room.docs.length > start)
      this.#endWord(cursor.segment.arrays, cursor.at)
  }

  *arrays(members: Uint32Array, lengths: Uint16Array): Paced<SegmentArrays> {
    return {
      codes: yield* trimmed(this.#codes, this.#length),
      codesAt: yield* this.#room.codesAt.taken(),
      docs: yield* this.#room.docs.taken(),
      docsAt: yield* this.#room.docsAt.taken(),
      infos: yield* this.#room.infos.taken(),
      infosAt: yield* this.#room.infosAt.taken(),
      places: new HeldBytes(yield* this.#room.places.taken()),
      placesAt: yield* this.#room.placesAt.taken(),
      members,
      lengths
    }
  }

  #endWord({ codes, codesAt }: SegmentArrays, at: number): void {
    const [start, end] = [codesAt[at] ?? 0, codesAt[at + 1] ?? 0]
    this.#codes = grown(this.#codes, this.#length + end - start)
    for (let place = start; place < end; place++) this.#codes[this.#length++] = codes[place] ?? 0
    this.#room.codesAt.push(this.#length)
    this.#room.docsAt.push(this.#room.docs.length)
    this.#room.infosAt.push(this.#room.infos.length)
    this.#room.placesAt.push(this.#room.places.length)
  }
}

/** To the next document that is not left out; its places are those at `placesAt`. */
function advance(reader: Reader): boolean {
  const { docs } = reader.arrays
  while (reader.docsAt < reader.end) {
    let [gap, shift] = [0, 0]
    for (;;) {
      const byte = docs[reader.docsAt++] ?? 0
      gap |= (byte & 127) << shift
      if (byte < 128) break
      shift += 7
    }
    reader.doc += gap
    reader.info++
    if (has(reader.live, reader.doc)) return true
    reader.placesAt = endOfPlaces(reader)
  }
  return false
}

/** Behind the places of the current document. */
function endOfPlaces({ places, placesAt }: Reader): number {
  let at = placesAt
  for (;;) {
    const more = (places[at] ?? 0) & 1
    while ((places[at] ?? 0) > 127) at++
    at++
    if (more === 0) return at
  }
}

function* mergedMembers(
  cursors: readonly Cursor[]
): Paced<{ readonly members: Uint32Array; readonly lengths: Uint16Array }> {
  const size = cursors.reduce((sum, cursor) => sum + cursor.size, 0)
  const members = new Uint32Array(size)
  const lengths = new Uint16Array(size)
  const at = cursors.map(() => 0)
  for (let place = 0; place < size; place++) {
    let best = -1
    let least = Infinity
    cursors.forEach(({ segment: { arrays }, live }, number) => {
      let next = at[number] ?? 0
      while (next < arrays.members.length && !has(live, arrays.members[next] ?? 0)) next++
      at[number] = next
      const document = arrays.members[next] ?? Infinity
      if (document < least) [best, least] = [number, document]
    })
    const next = at[best] ?? 0
    members[place] = least
    lengths[place] = cursors[best]?.segment.arrays.lengths[next] ?? 0
    at[best] = next + 1
    if (place % 1024 === 0) yield
  }
  return { members, lengths }
}

class GrowingNumbers {
  #numbers: Uint32Array<ArrayBuffer>
  #size = 1

  /** The first is 0. */
  constructor(room: number) {
    this.#numbers = new Uint32Array(Math.max(room, 1))
  }

  push(number: number): void {
    this.#numbers = grown(this.#numbers, this.#size + 1)
    this.#numbers[this.#size++] = number
  }

  taken(): Paced<Uint32Array<ArrayBuffer>> {
    return trimmed(this.#numbers, this.#size)
  }
}
