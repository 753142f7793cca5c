import { grown } from '#core/domain/id-table'
import { ByteStream } from '#core/search/index/byte-stream'
import { flagOf, nearInName, type Field } from '#core/search/index/fields'
import { longestKey, Segment } from '#core/search/index/segment'
import { sortPaced, type Paced } from '#core/search/index/paced'
import { HeldBytes } from '#core/search/index/place-bytes'
import { trimmed } from '#core/search/index/trimmed'
import { longestUnit, unitsOf, writeUnit } from '#core/search/index/word-codes'
import { WordTable } from '#core/search/index/word-table'
import { Tokenizer, type TokenSink } from '#core/search/tokens'

/** Steps of work between two moments at which it may be interrupted: well below a millisecond. */
const steps = 4096
/** Set in a word's number where a compound stands for the second time: it counts once. */
const again = 0x8000_0000

/** Takes documents apart into words and puts those together again as a {@link Segment}. */
export class SegmentBuilder implements TokenSink {
  readonly #table = new WordTable()
  readonly #tokenizer = new Tokenizer(this)
  /** Of each word of each document: its number, and its place. */
  #words = new Uint32Array(16_384)
  #places = new Uint16Array(16_384)
  #size = 0
  readonly #documents: number[] = []
  /** Where the words of each document end. */
  readonly #ends: number[] = []
  readonly #lengths: number[] = []
  /** Of each document where it stands in these lists: the last time, where it came more than once. */
  readonly #latest = new Map<number, number>()
  #length = 0
  #field: Field = noField
  #from = 0

  /** How many documents there are. */
  get documents(): number {
    return this.#latest.size
  }

  /** Begins a document. Of one that was there before nothing is left. */
  begin(document: number): void {
    this.#latest.set(document, this.#documents.length)
    this.#documents.push(document)
    this.#ends.push(this.#size)
    this.#lengths.push(0)
    this.#length = 0
    this.#field = noField
  }

  /**
   * Adds a text to the document, as `searchedText` makes it. Fields come in the order of their places, each once.
   *
   * @throws RangeError where they do not.
   */
  text(field: Field, text: string): void {
    this.#read(field, [text], 1)
  }

  /** The same with several texts, whose words do not stand beside each other. */
  texts(field: Field, texts: readonly string[]): void {
    this.#read(field, texts, 1)
  }

  /** The same with names: words that are less than {@link nearInName} places apart belong to one of them. */
  names(field: Field, names: readonly string[]): void {
    this.#read(field, names, nearInName)
  }

  /**
   * Adds what is no word: it begins with a control character, so that no query can ask for it. Those longer than
   * {@link longestKey} are passed over.
   */
  key(key: string): void {
    if (key.length > longestKey) return
    const units = unitsOf(key)
    this.#add(this.#table.add(units, 0, units.length), 0)
    this.#ends[this.#ends.length - 1] = this.#size
  }

  word(codes: Uint16Array, start: number, end: number, position: number): void {
    this.#add(this.#table.add(codes, start, end), this.#placeOf(position))
  }

  /** Whoever writes `xray` finds `x-ray`, also beside the words before and after it. */
  compound(codes: Uint16Array, end: number, first: number, last: number): void {
    const number = this.#table.add(codes, 0, end)
    this.#add(number, this.#placeOf(first))
    this.#add((number | again) >>> 0, this.#placeOf(last))
  }

  #read(field: Field, texts: readonly string[], gap: number): void {
    if (field.first <= this.#field.first) throw new RangeError('fields come in the order of their places')
    this.#field = field
    this.#from = field.first
    for (const text of texts) {
      const words = this.#tokenizer.read(text)
      if (words > 0) this.#from += words + gap
      this.#length += words
    }
    this.#ends[this.#ends.length - 1] = this.#size
    this.#lengths[this.#lengths.length - 1] = Math.min(this.#length, 0xffff)
  }

  #placeOf(position: number): number {
    return Math.min(this.#from + position, this.#field.last)
  }

  #add(word: number, place: number): void {
    if (this.#size === this.#words.length) {
      this.#words = grown(this.#words, this.#size + 1)
      this.#places = grown(this.#places, this.#size + 1)
    }
    this.#words[this.#size] = word
    this.#places[this.#size++] = place
  }

  /** Puts the segment together. Nothing can be added any more. */
  *finish(): Paced<Segment> {
    const table = this.#table
    const order = yield* sortPaced(countingUp(table.size), (a, b) => table.compare(a, b))
    const byDocument = yield* sortPaced(
      Uint32Array.from(this.#latest.values()),
      (a, b) => (this.#documents[a] ?? 0) - (this.#documents[b] ?? 0)
    )
    const postings = yield* this.#byWord(byDocument)
    return yield* this.#encode(order, byDocument, postings)
  }

  /** All words of all documents, those of one word together, by their documents and places. */
  *#byWord(byDocument: Uint32Array): Paced<Postings> {
    const starts = new Uint32Array(this.#table.size + 1)
    let done = 0
    for (const index of byDocument) {
      const [from, to] = this.#occurrencesOf(index)
      for (let at = from; at < to; at++) {
        const next = ((this.#words[at] ?? 0) & ~again) + 1
        starts[next] = (starts[next] ?? 0) + 1
      }
      done += to - from
      if (done >= steps) {
        done = 0
        yield
      }
    }
    for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
    yield
    const next = starts.slice()
    const size = starts[starts.length - 1] ?? 0
    const documents = new Uint32Array(size)
    const places = new Uint16Array(size)
    for (const index of byDocument) {
      const document = this.#documents[index] ?? 0
      const [from, end] = this.#occurrencesOf(index)
      for (let at = from; at < end; at++) {
        const word = this.#words[at] ?? 0
        const to = next[word & ~again] ?? 0
        documents[to] = document | (word & again)
        places[to] = this.#places[at] ?? 0
        next[word & ~again] = to + 1
      }
      yield
    }
    return { starts, documents, places }
  }

  #occurrencesOf(index: number): readonly [from: number, to: number] {
    return [index === 0 ? 0 : (this.#ends[index - 1] ?? 0), this.#ends[index] ?? 0]
  }

  *#encode(
    order: Uint32Array,
    byDocument: Uint32Array,
    { starts, documents, places }: Postings
  ): Paced<Segment> {
    const table = this.#table
    let codes = new Uint8Array(table.size === 0 ? 0 : table.endOf(table.size - 1))
    const codesAt = new Uint32Array(order.length + 1)
    const docsAt = new Uint32Array(order.length + 1)
    const infosAt = new Uint32Array(order.length + 1)
    const placesAt = new Uint32Array(order.length + 1)
    const [docStream, infoStream, placeStream] = [new ByteStream(), new ByteStream(), new ByteStream()]
    let words = 0
    let length = 0
    let done = 0
    for (const word of order) {
      const [start, end] = [starts[word] ?? 0, starts[word + 1] ?? 0]
      // Only in what came anew later.
      if (start === end) continue
      const unitsEnd = table.endOf(word)
      codes = grown(codes, length + (unitsEnd - table.startOf(word)) * longestUnit)
      for (let from = table.startOf(word); from < unitsEnd; from++)
        length = writeUnit(codes, length, table.codes[from] ?? 0)
      let before = 0
      for (let token = start; token < end;) {
        const document = (documents[token] ?? 0) & ~again
        docStream.number(document - before)
        before = document
        let [flags, often, last] = [0, 0, 0]
        for (let more = 1; more === 1; token++) {
          const place = places[token] ?? 0
          more = token + 1 < end && ((documents[token + 1] ?? 0) & ~again) === document ? 1 : 0
          placeStream.number(((place - last) << 1) | more)
          last = place
          flags |= flagOf(place)
          if (((documents[token] ?? 0) & again) === 0) often++
        }
        infoStream.byte(flags | (Math.min(often, 15) << 4))
      }
      words++
      codesAt[words] = length
      docsAt[words] = docStream.length
      infosAt[words] = infoStream.length
      placesAt[words] = placeStream.length
      done += end - start + 16
      if (done >= steps) {
        done = 0
        yield
      }
    }
    return new Segment({
      codes: yield* trimmed(codes, length),
      codesAt: yield* trimmed(codesAt, words + 1),
      docs: yield* docStream.taken(),
      docsAt: yield* trimmed(docsAt, words + 1),
      infos: yield* infoStream.taken(),
      infosAt: yield* trimmed(infosAt, words + 1),
      places: new HeldBytes(yield* placeStream.taken()),
      placesAt: yield* trimmed(placesAt, words + 1),
      members: byDocument.map((index) => this.#documents[index] ?? 0),
      lengths: Uint16Array.from(byDocument, (index) => this.#lengths[index] ?? 0)
    })
  }
}

interface Postings {
  /** Where each word's begin. */
  readonly starts: Uint32Array
  /** With `again` set as in the words. */
  readonly documents: Uint32Array
  readonly places: Uint16Array
}

const noField: Field = { flag: 0, first: -1, last: -1 }

function countingUp(size: number): Uint32Array<ArrayBuffer> {
  const numbers = new Uint32Array(size)
  for (let at = 0; at < size; at++) numbers[at] = at
  return numbers
}
