import { randomBytes } from 'node:crypto'
import type { Argument, Facets, NamedCount, OpenedView, Row, View } from '#core/contract'
import { defaultOrder, searchOrder, type ListOrder, type Sort } from '#core/domain/list-order'
import type { Paper } from '#core/domain/paper'
import { hasWords } from '#core/search/query/query'
import { Failure } from '#core/failure'
import { groupRows } from '#main/library/list-groups'
import { mutedApart, type MutedApart } from '#main/library/muted-apart'
import type { LibraryReader } from '#main/library/library-reader'
import { listRow } from '#main/library/list-row'
import { tagCountsOf } from '#main/library/counts'
import { facetsOf } from '#main/library/search/facets'
import type { Asked } from '#main/library/search/library-search'
import { searchReply } from '#main/library/search/search-reply'
import { viewRows } from '#main/library/view-rows'

/** Rows that come with a list that is opened. */
const firstRows = 100

/** Lists as windows open them. */
export class OpenedViews {
  readonly #library: LibraryReader
  /** A row keeps its number while the library is open; another process numbers them its own way. */
  readonly #generation = randomBytes(6).readUIntBE(0, 6)

  constructor(library: LibraryReader) {
    this.#library = library
  }

  async open({ view, query, order: wanted }: Argument<'openView'>): Promise<OpenedView> {
    const asked = await this.#ask(query)
    const ordered = wanted ?? (asked !== null && hasWords(asked.query.node) ? searchOrder : defaultOrder)
    const all = await this.#rows(view, asked, ordered)
    const parts = asked === null ? mutedApart(this.#library, view, all) : { shown: all, muted: null }
    const { order, breaks, groups } = this.#inGroups(
      parts,
      asked === null ? ordered : { ...ordered, group: 'none' }
    )
    const rows = Array.from(order.subarray(0, firstRows), (row) => listRow(this.#library, row))
    const marks = this.marks(this.#generation, order)
    const muted = parts.muted === null ? null : { from: parts.shown.length, by: parts.muted.by }
    const search = asked === null ? null : searchReply(this.#library, query, asked, order.length)
    return { generation: this.#generation, order, breaks, groups, marks, muted, rows, search }
  }

  async facets({ view, query }: Argument<'facets'>): Promise<Facets> {
    return facetsOf(this.#library, await this.#rows(view, await this.#ask(query), defaultOrder))
  }

  /** @throws Failure `staleView` where the row numbers are of another opened library. */
  check(generation: number, rows: Uint32Array): void {
    const { rows: known } = this.#library.catalog.columns
    if (generation !== this.#generation || rows.some((row) => row >= known)) throw new Failure('staleView')
  }

  rows(generation: number, rows: Uint32Array): Row[] {
    this.check(generation, rows)
    return Array.from(rows, (row) => listRow(this.#library, row))
  }

  marks(generation: number, rows: Uint32Array): Uint8Array<ArrayBuffer> {
    this.check(generation, rows)
    const { bits } = this.#library.rowMarks
    const marks = new Uint8Array(rows.length)
    for (let at = 0; at < rows.length; at++) marks[at] = bits[rows[at] ?? 0] ?? 0
    return marks
  }

  papers(generation: number, rows: Uint32Array): Promise<Paper[]> {
    this.check(generation, rows)
    const { catalog } = this.#library
    return catalog.papers([...rows].filter((row) => catalog.isHeld(row)))
  }

  tags(generation: number, rows: Uint32Array): NamedCount[] {
    this.check(generation, rows)
    return tagCountsOf(this.#library, rows)
  }

  async #ask(query: string): Promise<Asked | null> {
    if (query.trim() === '') return null
    await this.#library.search.usable()
    return this.#library.search.ask(query)
  }

  async #rows(view: View, asked: Asked | null, { sort, reversed }: ListOrder): Promise<Uint32Array> {
    const ranks = sort === 'relevance' && asked !== null && hasWords(asked.query.node)
    const sorted = await this.#library.rowOrders.rows(sort === 'relevance' ? 'announced' : sort)
    const rows = viewRows(this.#library, view, asked?.rows ?? null, sorted)
    const ordered = ranks ? this.#library.search.ranked(asked.query.node, rows) : rows
    return reversed ? ordered.reverse() : ordered
  }

  /** Puts together what belongs together; what is muted comes last, and is one group of its own. */
  #inGroups(
    { shown, muted }: MutedApart,
    { sort, reversed, group }: ListOrder
  ): Pick<OpenedView, 'order' | 'breaks' | 'groups'> {
    const isByDate = sort === 'announced' || sort === 'updated'
    const grouped =
      group === 'none'
        ? { rows: shown, breaks: this.#digestBreaks(shown, sort), groups: [] }
        : groupRows(this.#library.catalog, shown, group, reversed && isByDate)
    if (muted === null) return { ...grouped, order: grouped.rows, breaks: Uint32Array.from(grouped.breaks) }
    const order = new Uint32Array(shown.length + muted.rows.length)
    order.set(grouped.rows)
    order.set(muted.rows, shown.length)
    const groups = group === 'none' ? [] : [...grouped.groups, '']
    return { order, breaks: Uint32Array.from([...grouped.breaks, shown.length]), groups }
  }

  /** Where the papers of another digest begin; sorted by anything but dates, digests are mixed. */
  #digestBreaks(order: Uint32Array, sort: Sort): number[] {
    if (sort !== 'announced') return order.length > 0 ? [0] : []
    const { columns } = this.#library.catalog
    const breaks: number[] = []
    let before = -1
    for (let at = 0; at < order.length; at++) {
      const digest = columns.announcedIn(order[at] ?? 0)
      if (digest !== before) breaks.push(at)
      before = digest
    }
    return breaks
  }
}
