import type { Paced } from '#core/search/index/paced'

/**
 * The bytes of a segment that tell where words stand. They are nearly half of an index, and are looked at for a few words
 * at a time: what is kept in a file may stay there.
 */
export interface PlaceBytes {
  readonly length: number
  /** Those from one place up to another, which hold until the next call. */
  read(from: number, to: number): Uint8Array
  /** All of them. Not to be changed. */
  whole(): Paced<Uint8Array>
}

/** In memory. */
export class HeldBytes implements PlaceBytes {
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get length(): number {
    return this.#bytes.length
  }

  read(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(from, to)
  }

  // eslint-disable-next-line require-yield -- It is there already.
  *whole(): Paced<Uint8Array> {
    return this.#bytes
  }
}

/** Fills memory with bytes of a file from some place on. */
export type ReadInto = (bytes: Uint8Array, at: number) => void

/** Words that follow each other are mostly read one after the other. */
const ahead = 65_536
/** Bytes that are read at a time where all are: some milliseconds. */
const part = 2_000_000

/** In a file. */
export class StoredBytes implements PlaceBytes {
  readonly length: number
  readonly #readInto: ReadInto
  readonly #start: number
  #bytes = new Uint8Array(0)
  /** Which of them are there. */
  #from = 0
  #to = 0

  constructor(length: number, readInto: ReadInto, start = 0) {
    this.length = length
    this.#readInto = readInto
    this.#start = start
  }

  read(from: number, to: number): Uint8Array {
    if (from < this.#from || to > this.#to) this.#fill(from, to)
    return this.#bytes.subarray(from - this.#from, to - this.#from)
  }

  /** They stay in memory from then on, so that the file may be closed. */
  *whole(): Paced<Uint8Array> {
    if (this.#to - this.#from === this.length) return this.#bytes.subarray(0, this.length)
    const all = new Uint8Array(this.length)
    for (let at = 0; at < all.length; at += part) {
      this.#readInto(all.subarray(at, at + part), this.#start + at)
      yield
    }
    ;[this.#bytes, this.#from, this.#to] = [all, 0, this.length]
    return all
  }

  /** A part of them as bytes of its own. */
  part(from: number, to: number): StoredBytes {
    return new StoredBytes(to - from, this.#readInto, this.#start + from)
  }

  #fill(from: number, to: number): void {
    const end = Math.min(Math.max(to, from + ahead), this.length)
    if (end - from > this.#bytes.length) this.#bytes = new Uint8Array(end - from)
    // Where reading fails, nothing is there.
    this.#to = this.#from
    this.#readInto(this.#bytes.subarray(0, end - from), this.#start + from)
    this.#from = from
    this.#to = end
  }
}
