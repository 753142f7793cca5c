import type { ArxivId } from '#core/domain/arxiv-id'
import { grown } from '#core/domain/id-table'
import type { Moment } from '#core/domain/decision'

/** Papers that the user has had before them: with their abstracts, or only as rows of a list. */
export interface SeenRecord extends Moment {
  readonly kind: 'seen'
  readonly abstract: readonly ArxivId[]
  readonly row: readonly ArxivId[]
}

/** What was seen of a paper. */
export type Seen = 'abstract' | 'row' | null

/** One byte a paper: an abstract that was shown is more than a row. */
const seenRow = 1
export const seenAbstract = 2

/** What of each paper was ever shown, by the papers' numbers. Only ever grows. */
export class SeenLedger {
  #values: Uint8Array

  constructor(values: Uint8Array = new Uint8Array(64)) {
    this.#values = values
  }

  /** Of the first `size` papers: a view on them, not a copy. */
  values(size: number): Uint8Array {
    this.#values = grown(this.#values, size)
    return this.#values.subarray(0, size)
  }

  see(paper: number, what: 'abstract' | 'row'): void {
    this.#values = grown(this.#values, paper + 1)
    this.#values[paper] = Math.max(this.#values[paper] ?? 0, what === 'row' ? seenRow : seenAbstract)
  }

  get(paper: number): Seen {
    const value = this.#values[paper] ?? 0
    return value === seenAbstract ? 'abstract' : value === seenRow ? 'row' : null
  }
}
