/** Where each row of an order stands in it. */
export class Places {
  #places = new Int32Array()
  /** The highest row number of all orders so far. */
  #highest = -1

  get highest(): number {
    return this.#highest
  }

  take(order: Uint32Array): void {
    const highest = order.reduce((most, row) => (row > most ? row : most), -1)
    this.#places = new Int32Array(highest + 1).fill(-1)
    order.forEach((row, place) => (this.#places[row] = place))
    this.#highest = Math.max(this.#highest, highest)
  }

  /** -1 where the order does not hold the row. */
  of(row: number): number {
    return this.#places[row] ?? -1
  }

  /** Where the cursor goes from an earlier order: to the same row, else to the next that is still there, or the last before. */
  nearest(before: Uint32Array, place: number, length: number): number {
    if (length === 0) return -1
    for (let at = Math.max(0, place); at < before.length; at++) {
      const found = this.of(before[at] ?? -1)
      if (found >= 0) return found
    }
    for (let at = place; at >= 0; at--) {
      const found = this.of(before[at] ?? -1)
      if (found >= 0) return found
    }
    return 0
  }
}
