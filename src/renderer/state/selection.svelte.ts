import type { PaperList } from './paper-list.svelte'

type SelectedFrom = Pick<
  PaperList,
  'order' | 'length' | 'cursor' | 'opened' | 'generation' | 'placeOf' | 'moveTo'
>

/**
 * Which papers of the list are selected. Another list has none of them selected; what leaves the list is selected no
 * more.
 */
export class Selection {
  readonly #list: SelectedFrom
  /** By row numbers: 1 where selected. No state each, for there may be 300,000: a counter says that they have changed. */
  #marked = new Uint8Array()
  #size = 0
  #changes = $state(0)
  /** Where a range begins that is extended, and where it ended last: by rows, or -1. */
  #anchor = -1
  #end = -1
  #shown: Shown

  constructor(list: SelectedFrom) {
    this.#list = list
    this.#shown = shownBy(list)
  }

  get size(): number {
    void this.#changes
    return this.#size
  }

  has(row: number): boolean {
    void this.#changes
    return this.#marked[row] === 1
  }

  /** In the list's order: what is sent to the library. */
  get rows(): Uint32Array<ArrayBuffer> {
    void this.#changes
    return this.#list.order.filter((row) => this.#marked[row] === 1)
  }

  /** Selects the paper at a place, or does so no more. */
  toggle(place: number): void {
    this.renew()
    const row = this.#list.order[place]
    if (row === undefined) return
    this.#set(Uint32Array.of(row), this.has(row) ? 0 : 1)
    this.#anchor = this.#end = row
    this.#changed()
  }

  /**
   * Selects all papers up to a place, from the one that was selected last or from the current one. The same range is
   * taken back as far as it was extended further before. The cursor goes to its end.
   */
  extend(place: number): void {
    this.renew()
    const { order, length, cursor } = this.#list
    const end = Math.min(length - 1, Math.max(0, place))
    const anchor = this.#list.placeOf(this.#anchor)
    const from = anchor < 0 ? cursor : anchor
    const before = anchor < 0 ? -1 : this.#list.placeOf(this.#end)
    if (from < 0) return
    if (before >= 0) this.#set(between(order, from, before), 0)
    this.#set(between(order, from, end), 1)
    this.#anchor = order[from] ?? -1
    this.#end = order[end] ?? -1
    this.#list.moveTo(end)
    this.#changed()
  }

  /** Selects every paper that one can go to in the list as it stands. */
  all(): void {
    this.renew()
    const { order, length } = this.#list
    this.#set(order.subarray(0, length), 1)
    this.#anchor = this.#end = -1
    this.#changed()
  }

  clear(): void {
    if (this.#size === 0) return
    this.#marked.fill(0)
    this.#size = 0
    this.#changed()
  }

  /** To be called before keys and clicks: where the list is another one by now, they find nothing selected. */
  renew(): void {
    const { opened, generation } = shownBy(this.#list)
    if (opened !== this.#shown.opened || generation !== this.#shown.generation) this.clear()
    this.#shown = { opened, generation }
  }

  /** To be called when the list is another one, or holds other papers. */
  follow(): void {
    this.renew()
    if (this.#size === 0) return
    const { order, length } = this.#list
    const kept = order.subarray(0, length).filter((row) => this.#marked[row] === 1)
    if (kept.length === this.#size) return
    this.#marked.fill(0)
    this.#size = 0
    this.#set(kept, 1)
    this.#changed()
  }

  /** Places of the last selected paper and of the first one behind it; each -1 where there is none. */
  get last(): { readonly selected: number; readonly behind: number } {
    const { order, length } = this.#list
    let selected = length - 1
    while (selected >= 0 && this.#marked[order[selected] ?? -1] !== 1) selected--
    return { selected, behind: selected < 0 || selected + 1 >= length ? -1 : selected + 1 }
  }

  #set(rows: Uint32Array, to: 0 | 1): void {
    for (const row of rows) {
      // Rows that came since have higher numbers.
      if (row >= this.#marked.length) this.#marked = grown(this.#marked, row)
      if (this.#marked[row] !== to) this.#size += to === 1 ? 1 : -1
      this.#marked[row] = to
    }
  }

  #changed(): void {
    // Whoever begins anew begins at the cursor.
    if (this.#size === 0) this.#anchor = this.#end = -1
    this.#changes++
  }
}

/** What row numbers and the selection hold for. */
type Shown = Pick<PaperList, 'opened' | 'generation'>

function shownBy({ opened, generation }: SelectedFrom): Shown {
  return { opened, generation }
}

/** The rows from one place to another, both included, whichever comes first. */
function between(order: Uint32Array, one: number, other: number): Uint32Array {
  return order.subarray(Math.min(one, other), Math.max(one, other) + 1)
}

/** A copy with room for a row, and for as many again, so that this is seldom needed. */
function grown(marked: Uint8Array, row: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * (row + 1))
  larger.set(marked)
  return larger
}
