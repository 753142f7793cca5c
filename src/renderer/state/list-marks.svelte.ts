import type { Row } from '#core/contract'
import { bitSets, markBits } from '#core/domain/view'
import { GroupProgress, type Progress } from './group-progress'

type Bits = Pick<Row, 'read' | 'starred' | 'noted' | 'updated'>

/** What a list knows of all of its papers, also of those whose rows are not here: a counter says that some have changed. */
export class ListMarks {
  readonly #progress = new GroupProgress()
  #changes = $state(0)

  take(...taken: Parameters<GroupProgress['take']>): void {
    this.#progress.take(...taken)
    this.#changes++
  }

  grow(length: number): void {
    this.#progress.grow(length)
    this.#changes++
  }

  /** The `markBits` of a place as they are now. */
  at(place: number): number {
    void this.#changes
    return this.#progress.at(place)
  }

  /** What is left to read of a group. */
  of(group: number): Progress {
    void this.#changes
    return this.#progress.of(group)
  }

  /** The group that a place is in; -1 where there is none. */
  groupOf(place: number): number {
    return this.#progress.groupOf(place)
  }

  /** Takes the bits of places that `places` finds; -1 stands for what the list does not hold. */
  set(rows: Uint32Array, bits: Uint8Array, place: (row: number) => number): void {
    rows.forEach((row, index) => {
      this.#progress.set(place(row), bits[index] ?? 0)
    })
    this.#changes++
  }

  /** Takes what rows say, which know of everything but `unseen`: that ends with being read. */
  update(rows: readonly Row[], place: (row: number) => number): void {
    for (const row of rows) {
      const at = place(row.row)
      this.#progress.set(at, bitsOf(row) | (row.read ? this.#progress.at(at) & markBits.unseen : 0))
    }
    this.#changes++
  }

  /**
   * Changes papers as their rows would be, of which most are not here: there are few sets of bits, and each is changed once.
   *
   * @param like Any row: only its bits matter.
   */
  patch(rows: Iterable<number>, like: Row, change: (row: Row) => Row, place: (row: number) => number): void {
    const changed = Array.from({ length: bitSets }, (_, bits) => {
      const row = change({ ...like, ...rowOf(bits) })
      return bitsOf(row) | (row.read ? bits & markBits.unseen : 0)
    })
    for (const row of rows) {
      const at = place(row)
      this.#progress.set(at, changed[this.#progress.at(at)] ?? 0)
    }
    this.#changes++
  }
}

/** A row's part of `markBits`. */
export function bitsOf({ read, starred, noted, updated }: Bits): number {
  return (
    (read ? markBits.read : 0) |
    (starred ? markBits.starred : 0) |
    (noted ? markBits.noted : 0) |
    (updated ? markBits.updated : 0)
  )
}

function rowOf(bits: number): Bits {
  const has = (bit: number): boolean => (bits & bit) !== 0
  return {
    read: has(markBits.read),
    starred: has(markBits.starred),
    noted: has(markBits.noted),
    updated: has(markBits.updated)
  }
}
