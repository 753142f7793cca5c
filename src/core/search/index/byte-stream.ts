import type { Paced } from '#core/search/index/paced'
import { trimmed } from '#core/search/index/trimmed'

/** Bytes that are written one after the other. Numbers are written in groups of seven bits, the lowest first. */
export class ByteStream {
  #bytes: Uint8Array<ArrayBuffer>
  #length = 0

  constructor(room = 1024) {
    this.#bytes = new Uint8Array(room)
  }

  get length(): number {
    return this.#length
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1)
    this.#bytes[this.#length++] = value
  }

  number(value: number): void {
    if (this.#length + 5 > this.#bytes.length) this.#grow(5)
    let left = value
    for (; left > 127; left >>>= 7) this.#bytes[this.#length++] = (left & 127) | 128
    this.#bytes[this.#length++] = left
  }

  /** A part of other bytes. */
  copy(from: Uint8Array, start: number, end: number): void {
    if (this.#length + end - start > this.#bytes.length) this.#grow(end - start)
    if (end - start > 64) {
      this.#bytes.set(from.subarray(start, end), this.#length)
      this.#length += end - start
      return
    }
    // For a few bytes a call costs more than a loop.
    for (let at = start; at < end; at++) this.#bytes[this.#length++] = from[at] ?? 0
  }

  /** What was written. Nothing can be written any more. */
  taken(): Paced<Uint8Array<ArrayBuffer>> {
    return trimmed(this.#bytes, this.#length)
  }

  #grow(by: number): void {
    const larger = new Uint8Array(Math.max(this.#length + by, Math.ceil(this.#bytes.length * 1.5)))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
