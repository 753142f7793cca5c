import type { Row } from '#core/contract'
import { bitSets, markBits } from '#core/domain/view'

type Bits = Pick<Row, 'read' | 'starred' | 'noted' | 'updated'>

/** Finds where a row stands; -1 where the list does not hold it. */
type Places = (row: number) => number

/** The `markBits` of all papers of a list, also of those whose rows are not here: a counter says that some have changed. */
export class ListMarks {
  #bits = new Uint8Array()
  #changes = $state(0)

  /** @param bits Of each place; they are kept, and changed. */
  take(bits: Uint8Array<ArrayBuffer>): void {
    this.#bits = bits
    this.#changes++
  }

  /** As they are now; 0 beyond the list. */
  at(place: number): number {
    void this.#changes
    return this.#bits[place] ?? 0
  }

  /** How many papers from one place up to another are not read: a hundred thousand take a tenth of a millisecond. */
  unread(from: number, to: number): number {
    void this.#changes
    let unread = 0
    for (let place = from; place < to; place++) if (((this.#bits[place] ?? 0) & markBits.read) === 0) unread++
    return unread
  }

  set(rows: Uint32Array, bits: Uint8Array, placeOf: Places): void {
    rows.forEach((row, index) => {
      this.#bits[placeOf(row)] = bits[index] ?? 0
    })
    this.#changes++
  }

  /** Takes what rows say, which know of everything but `unseen`. */
  update(rows: readonly Row[], placeOf: Places): void {
    for (const row of rows) {
      const place = placeOf(row.row)
      this.#bits[place] = bitsOf(row, this.#bits[place])
    }
    this.#changes++
  }

  /**
   * Changes papers as their rows would be, of which most are not here: there are few sets of bits, each changed once.
   *
   * @param like Any row: only its bits matter.
   */
  patch(rows: Iterable<number>, like: Row, change: (row: Row) => Row, placeOf: Places): void {
    const changed = Array.from({ length: bitSets }, (_, bits) => bitsOf(change(rowLike(like, bits)), bits))
    for (const row of rows) {
      const place = placeOf(row)
      this.#bits[place] = changed[this.#bits[place] ?? 0] ?? 0
    }
    this.#changes++
  }
}

/** A row's `markBits`. @param before Those it had: `unseen` ends with being read. */
export function bitsOf({ read, starred, noted, updated }: Bits, before = 0): number {
  return (
    (read ? markBits.read | (before & markBits.unseen) : 0) |
    (starred ? markBits.starred : 0) |
    (noted ? markBits.noted : 0) |
    (updated ? markBits.updated : 0)
  )
}

function rowLike(row: Row, bits: number): Row {
  const has = (bit: number): boolean => (bits & bit) !== 0
  return {
    ...row,
    read: has(markBits.read),
    starred: has(markBits.starred),
    noted: has(markBits.noted),
    updated: has(markBits.updated)
  }
}
