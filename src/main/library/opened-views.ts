import { randomBytes } from 'node:crypto'
import type { Argument, NamedCount, OpenedView, Row, SearchPart } from '#core/contract'
import { defaultOrder, type ListOrder, type Sort } from '#core/domain/list-order'
import type { Paper } from '#core/domain/paper'
import { readQuery, type Query } from '#core/search/words'
import { Failure } from '#core/failure'
import { groupRows } from '#main/library/list-groups'
import { mutedApart, type MutedApart } from '#main/library/muted-apart'
import type { LibraryReader } from '#main/library/library-reader'
import { listRow } from '#main/library/list-row'
import { tagCountsOf } from '#main/library/counts'
import { matchPapers, matchRows } from '#main/library/matching'
import { viewRows } from '#main/library/view-rows'

/** Rows that come with a list that is opened. */
const firstRows = 100
/** Searches that can be gone on with: one a window, and some that were given up. */
const mostSearches = 8
/** How long one call looks through abstracts, in milliseconds. */
const searchFor = 80

interface Search {
  readonly query: Query
  readonly rows: Uint32Array
  done: number
  /** Calls for one search work one after the other. */
  last: Promise<unknown>
}

/** Lists as windows open them, and searches that go on in abstracts. */
export class OpenedViews {
  readonly #library: LibraryReader
  /** A row keeps its number while the library is open; another process numbers them its own way. */
  readonly #generation = randomBytes(6).readUIntBE(0, 6)
  readonly #searches = new Map<number, Search>()
  #nextSearch = 1

  constructor(library: LibraryReader) {
    this.#library = library
  }

  async open({ view, query: text, order: wanted = defaultOrder }: Argument<'openView'>): Promise<OpenedView> {
    const query = readQuery(text)
    const sorted = await this.#library.rowOrders.rows(wanted.sort)
    const whole = wanted.reversed ? sorted.slice().reverse() : sorted
    const all = viewRows(this.#library, view, query.fits, whole)
    const searches = query.words.length > 0
    const { order: found, search } = searches ? await this.#find(query, all) : { order: all, search: null }
    const parts = searches ? { shown: found, muted: null } : mutedApart(this.#library, view, found)
    const { order, breaks, groups } = this.#inGroups(parts, searches ? { ...wanted, group: 'none' } : wanted)
    const rows = Array.from(order.subarray(0, firstRows), (row) => listRow(this.#library, row))
    const marks = this.marks(this.#generation, order)
    const muted = parts.muted === null ? null : { from: parts.shown.length, by: parts.muted.by }
    return { generation: this.#generation, order, breaks, groups, marks, muted, rows, search }
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

  /** @throws Failure `staleView` where the search has ended, or newer ones took its place. */
  continueSearch(number: number): Promise<SearchPart> {
    const search = this.#searches.get(number)
    if (search === undefined) return Promise.reject(new Failure('staleView'))
    const part = search.last.then(() => this.#continue(number, search))
    search.last = part.catch(() => undefined)
    return part
  }

  async #find(query: Query, all: Uint32Array): Promise<{ order: Uint32Array; search: number | null }> {
    const { matching, others } = await matchRows(this.#searched, query, all)
    if (others.length === 0) return { order: matching, search: null }
    const number = this.#nextSearch++
    this.#searches.set(number, { query, rows: others, done: 0, last: Promise.resolve() })
    for (const old of this.#searches.keys()) {
      if (this.#searches.size <= mostSearches) break
      this.#searches.delete(old)
    }
    return { order: matching, search: number }
  }

  async #continue(number: number, search: Search): Promise<SearchPart> {
    const { query, rows } = search
    const { matching, done } = await matchPapers(this.#searched, query, rows.subarray(search.done), searchFor)
    search.done += done
    if (search.done === rows.length) this.#searches.delete(number)
    return { found: Uint32Array.from(matching), done: search.done, total: rows.length }
  }

  get #searched(): Parameters<typeof matchRows>[0] {
    return { catalog: this.#library.catalog, texts: this.#library.rowTexts }
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
