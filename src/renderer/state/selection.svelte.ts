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
  /** By row numbers. No state each, for there may be 300,000 of them: a counter says that they have changed. */
  readonly #rows = new Set<number>()
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
    return this.#rows.size
  }

  has(row: number): boolean {
    void this.#changes
    return this.#rows.has(row)
  }

  /** In the list's order: what is sent to the library. */
  get rows(): Uint32Array<ArrayBuffer> {
    void this.#changes
    return this.#list.order.filter((row) => this.#rows.has(row))
  }

  /** In the order in which they were selected. */
  [Symbol.iterator](): Iterator<number> {
    void this.#changes
    return this.#rows.values()
  }

  /** Selects the paper at a place, or does so no more. */
  toggle(place: number): void {
    this.renew()
    const row = this.#list.order[place]
    if (row === undefined) return
    if (!this.#rows.delete(row)) this.#rows.add(row)
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
    if (before >= 0) for (const row of between(order, from, before)) this.#rows.delete(row)
    for (const row of between(order, from, end)) this.#rows.add(row)
    this.#anchor = order[from] ?? -1
    this.#end = order[end] ?? -1
    this.#list.moveTo(end)
    this.#changed()
  }

  /** Selects every paper that one can go to in the list as it stands. */
  all(): void {
    this.renew()
    const { order, length } = this.#list
    for (const row of order.subarray(0, length)) this.#rows.add(row)
    this.#anchor = this.#end = -1
    this.#changed()
  }

  clear(): void {
    if (this.#rows.size === 0) return
    this.#rows.clear()
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
    const { size } = this.#rows
    const { length } = this.#list
    for (const row of this.#rows) {
      const place = this.#list.placeOf(row)
      if (place < 0 || place >= length) this.#rows.delete(row)
    }
    if (this.#rows.size < size) this.#changed()
  }

  /** Places of the last selected paper and of the first one behind it; each -1 where there is none. */
  get last(): { readonly selected: number; readonly behind: number } {
    const { order, length } = this.#list
    let selected = length - 1
    while (selected >= 0 && !this.#rows.has(order[selected] ?? -1)) selected--
    return { selected, behind: selected < 0 || selected + 1 >= length ? -1 : selected + 1 }
  }

  #changed(): void {
    // Whoever begins anew begins at the cursor.
    if (this.#rows.size === 0) this.#anchor = this.#end = -1
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
