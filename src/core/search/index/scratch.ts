import { grown } from '#core/domain/id-table'

type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/**
 * Numbers that a query needs while it is answered, whose memory is used again by the next one: each would leave some
 * megabytes behind, which are given back late. Nobody may hold them until the same is asked for again.
 */
export class Scratch<T extends Numbers> {
  #numbers: T

  constructor(empty: T) {
    this.#numbers = empty
  }

  /** So many, whatever they are. */
  take(size: number): T {
    this.#numbers = grown(this.#numbers, size)
    return this.#numbers.subarray(0, size) as T
  }

  /** The same, all of them 0. */
  cleared(size: number): T {
    return this.take(size).fill(0) as T
  }
}
