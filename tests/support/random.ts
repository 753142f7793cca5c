/** Numbers from 0 to 1 that are the same in every run: xorshift (Marsaglia, “Xorshift RNGs”, 2003). */
export class Random {
  #state: number

  /** @param seed Any whole number but 0. */
  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  next(): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state >>> 0
    return this.#state / 2 ** 32
  }

  /** A whole number from 0 to one less than the end. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  /** @throws RangeError where there is nothing to pick from. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }
}
