import { grown } from '#core/domain/id-table'

/** FNV-1a, 32 bits. */
const hashStart = 0x811c9dc5
const hashStep = 0x01000193

/** Numbers words from 0 in the order in which they come: a Map of strings would take five times as long to fill. */
export class WordTable {
  #slots = new Int32Array(4096).fill(-1)
  #hashes = new Uint32Array(2048)
  #codes = new Uint16Array(16_384)
  #ends = new Uint32Array(2048)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The characters of all words one after the other. */
  get codes(): Uint16Array {
    return this.#codes
  }

  /** The number of the word that stands in `codes` from `start` to `end`. */
  add(codes: Uint16Array, start: number, end: number): number {
    let hash = hashStart
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (codes[at] ?? 0), hashStep)
    hash = (hash ^ (hash >>> 15)) >>> 0
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? -1
      if (number < 0) break
      if (this.#hashes[number] === hash && this.#is(number, codes, start, end)) return number
    }
    return this.#append(slot, hash, codes, start, end)
  }

  startOf(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] ?? 0)
  }

  endOf(number: number): number {
    return this.#ends[number] ?? 0
  }

  /** Order of their codes. */
  compare(first: number, second: number): number {
    const codes = this.#codes
    let [a, b] = [this.startOf(first), this.startOf(second)]
    const [endA, endB] = [this.endOf(first), this.endOf(second)]
    for (; a < endA && b < endB; a++, b++) {
      const difference = (codes[a] ?? 0) - (codes[b] ?? 0)
      if (difference !== 0) return difference
    }
    return endA - a - (endB - b)
  }

  #is(number: number, codes: Uint16Array, start: number, end: number): boolean {
    const from = this.startOf(number)
    if (this.endOf(number) - from !== end - start) return false
    for (let at = start; at < end; at++) if (this.#codes[from + at - start] !== codes[at]) return false
    return true
  }

  #append(slot: number, hash: number, codes: Uint16Array, start: number, end: number): number {
    const number = this.#size++
    const from = this.startOf(number)
    this.#codes = grown(this.#codes, from + end - start)
    this.#ends = grown(this.#ends, this.#size)
    this.#hashes = grown(this.#hashes, this.#size)
    for (let at = start; at < end; at++) this.#codes[from + at - start] = codes[at] ?? 0
    this.#ends[number] = from + end - start
    this.#hashes[number] = hash
    if (this.#size * 2 > this.#slots.length) this.#rehash()
    else this.#slots[slot] = number
    return number
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2).fill(-1)
    const mask = this.#slots.length - 1
    for (let number = 0; number < this.#size; number++) {
      let slot = (this.#hashes[number] ?? 0) & mask
      while ((this.#slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
      this.#slots[slot] = number
    }
  }
}
