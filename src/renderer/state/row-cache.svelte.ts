import type { Row } from '#core/contract'

/** Rows kept: those that were asked for longest ago go first. */
const mostKept = 5000

/** Rows by their numbers. No state each, for there may be 300,000 of them: a counter says that some have changed. */
export class RowCache {
  readonly #rows = new Map<number, Row>()
  #changes = $state(0)

  get(number: number): Row | undefined {
    void this.#changes
    return this.#rows.get(number)
  }

  has(number: number): boolean {
    return this.#rows.has(number)
  }

  /** @param used Rows that must not go to make room. */
  add(rows: readonly Row[], used: () => readonly number[]): void {
    for (const row of rows) {
      this.#rows.delete(row.row)
      this.#rows.set(row.row, row)
    }
    if (this.#rows.size > mostKept) this.#forgetOldest(new Set(used()))
    this.#changes++
  }

  /** Rows as they are now, of those that are kept. */
  update(rows: readonly Row[]): void {
    for (const row of rows) if (this.#rows.has(row.row)) this.#rows.set(row.row, row)
    this.#changes++
  }

  /** Changes rows that are kept. @returns Those rows as they were. */
  patch(numbers: Iterable<number>, change: (row: Row) => Row): Row[] {
    const before: Row[] = []
    for (const number of numbers) {
      const row = this.#rows.get(number)
      if (row === undefined) continue
      before.push(row)
      this.#rows.set(number, change(row))
    }
    this.#changes++
    return before
  }

  /** Forgets all rows but some, which are shown until they have come anew. */
  keepOnly(numbers: readonly number[]): void {
    const kept = new Set(numbers)
    for (const number of this.#rows.keys()) if (!kept.has(number)) this.#rows.delete(number)
  }

  clear(): void {
    this.#rows.clear()
    this.#changes++
  }

  #forgetOldest(used: ReadonlySet<number>): void {
    for (const number of this.#rows.keys()) {
      if (this.#rows.size <= mostKept / 2) return
      if (!used.has(number)) this.#rows.delete(number)
    }
  }
}
