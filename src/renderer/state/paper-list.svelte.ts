import type { MutedPapers, OpenedView, PapersChanged, Row, SearchReply, View } from '#core/contract'
import { defaultOrder, type ListOrder } from '#core/domain/list-order'
import { viewTest } from '#core/domain/view'
import { RequestFailed, type Client } from './client'
import { LeftPlaces, listKey, type Left } from './left-places'
import { bitsOf, ListMarks } from './list-marks.svelte'
import { Places } from './places'
import { RowCache } from './row-cache.svelte'

/** Rows asked for at a time. */
const page = 100
/** Milliseconds from papers' coming or leaving until the list is compared with what it would be now; and between two. */
const comparePause = 250
const compareEvery = 1000
/** Milliseconds until a list is searched anew while the index is being made. */
const indexPause = 1500

/** What a list needs to know of the rest of the window. */
interface Circumstances {
  /**
   * True while the list must not change under the user's hands, as while something about a paper is being written, and
   * where it is better filled in a moment.
   */
  readonly busy: () => boolean
  /** True while the library's older papers are still coming in. */
  readonly filling: () => boolean
  /** How lists of a kind of view are ordered, and what is found in them. */
  readonly order: (kind: View['kind'] | 'search') => ListOrder
}

/** What stands above papers of a list that belong together. */
export interface Group {
  /** A day (`YYYY-MM-DD`) or a category; undefined for the papers that rules have muted. */
  readonly name: string | undefined
  readonly papers: number
  readonly unread: number
}

/**
 * The list in the middle: a question and its answer as it stands. It keeps its order until it is opened anew; what
 * changes meanwhile is shown in place, and what arrives waits to be asked for.
 */
export class PaperList {
  readonly #client: Client
  readonly #circumstances: Circumstances
  #view = $state.raw<View>({ kind: 'inbox' })
  #query = $state('')
  #order = $state.raw<Uint32Array>(new Uint32Array())
  #breaks = $state.raw<Uint32Array>(new Uint32Array())
  /** Places before which a heading stands, and what the papers below it have in common. */
  #heads = $state.raw<Uint32Array>(new Uint32Array())
  #groups = $state.raw<readonly string[]>([])
  #muted = $state.raw<MutedPapers | null>(null)
  #unfolded = $state(false)
  #cursor = $state(-1)
  #ready = $state(false)
  #waiting = $state(false)
  #arrived = $state.raw({ papers: 0, isNew: false })
  #search = $state.raw<SearchReply | null>(null)
  /** Raised when another list is shown, so that it is scrolled to where it was. */
  #opened = $state(0)
  /** The last question, which may not be answered yet. */
  #asked = $state.raw<{ readonly view: View; readonly query: string }>({ view: { kind: 'inbox' }, query: '' })
  readonly #rows = new RowCache()
  readonly #places = new Places()
  readonly #marks = new ListMarks()
  /** How the list was asked for. */
  #ordered = defaultOrder
  /** Places that are in view. */
  #shown = { from: 0, to: 0 }
  readonly #requested = new Set<number>()
  #generation = 0
  /** Of the latest opening: answers to earlier ones come too late. */
  #turn = 0
  /** What is to be looked for, which may not be asked yet, and whether an answer to what was typed is awaited. */
  #wanted = ''
  #looking: Promise<void> | null = null
  /** Rows of the list have left the library. */
  #gone = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #indexTimer: ReturnType<typeof setTimeout> | undefined
  /** When the list was compared last, by the page's clock. */
  #compared = -compareEvery
  readonly left: LeftPlaces
  /** Kept by the component that shows the list, in CSS pixels; null where only the current paper is known. */
  top: number | null = 0
  /** Rows by which a page is turned; kept by the same component. */
  inView = 10

  constructor(client: Client, circumstances: Partial<Circumstances> = {}) {
    this.#client = client
    this.#circumstances = {
      busy: () => false,
      filling: () => false,
      order: () => defaultOrder,
      ...circumstances
    }
    this.left = new LeftPlaces(client, () => {
      this.#notePlace()
    })
    client.on('papersChanged', (change) => {
      this.#follow(change)
    })
    client.on('connectionChanged', ({ connected }) => {
      if (!connected) return
      this.#readAgain()
      this.#compareSoon()
    })
  }

  get view(): View {
    return this.#view
  }

  get query(): string {
    return this.#query
  }

  get order(): Uint32Array {
    return this.#order
  }

  /** How many papers one can go to: all but those that are folded away. */
  get length(): number {
    return this.#muted === null || this.#unfolded ? this.#order.length : this.#muted.from
  }

  /** Places before which a heading stands, ascending; that of the muted papers is the last. */
  get heads(): Uint32Array {
    return this.#heads
  }

  /** Papers that rules have muted; null where there are none. */
  get muted(): MutedPapers | null {
    return this.#muted
  }

  get mutedCount(): number {
    return this.#muted === null ? 0 : this.#order.length - this.#muted.from
  }

  /** How many of them are not read. */
  get mutedUnread(): number {
    return this.#marks.unread(this.#order.length - this.mutedCount, this.#order.length)
  }

  /** Whether muted papers are shown like others. */
  get unfolded(): boolean {
    return this.#unfolded
  }

  set unfolded(unfolded: boolean) {
    this.#unfolded = unfolded
    if (this.#cursor >= this.length) this.#cursor = this.length - 1
  }

  /** False until the first answer is there. */
  get ready(): boolean {
    return this.#ready
  }

  /** What was asked last; see {@link waiting}. */
  get asked(): { readonly view: View; readonly query: string } {
    return this.#asked
  }

  /** The query that is to be asked; no rune, for it is read when {@link query} changes. */
  get wanted(): string {
    return this.#wanted
  }

  /** True while the list does not answer yet what was asked last. */
  get waiting(): boolean {
    return this.#waiting
  }

  /** True where the current paper is the one that the user means by now. */
  get settled(): boolean {
    return !this.#waiting && (this.#cursor < 0 || this.current !== undefined)
  }

  /** Place of the current paper, or -1. */
  get cursor(): number {
    return this.#cursor
  }

  /** The current paper's row number, known before the row itself has come. */
  get currentNumber(): number | undefined {
    return this.#order[this.#cursor]
  }

  get current(): Row | undefined {
    return this.at(this.#cursor)
  }

  /** Papers that belong to this list by now and are not in it, and whether all of them are new to the library. */
  get arrived(): { readonly papers: number; readonly isNew: boolean } {
    return this.#arrived
  }

  /** What became of the query; null without one. */
  get search(): SearchReply | null {
    return this.#search
  }

  get opened(): number {
    return this.#opened
  }

  get generation(): number {
    return this.#generation
  }

  /** The row at a place of the list; undefined where it has not come yet. */
  at(place: number): Row | undefined {
    const number = this.#order[place]
    return number === undefined ? undefined : this.#rows.get(number)
  }

  /** The papers below one of {@link heads}. */
  group(head: number): Group {
    const end = this.#order.length
    const [from = end, to = end] = this.#heads.subarray(head, head + 2)
    return { name: this.#groups[head], papers: to - from, unread: this.#marks.unread(from, to) }
  }

  /** The `markBits` of a paper as they are now, also where its row has not come. */
  bits(place: number): number {
    return this.#marks.at(place)
  }

  /** True for a paper that would not be in the list if it were opened now. */
  hasLeft(place: number): boolean {
    const view = this.#view
    if (view.kind === 'digest' || view.kind === 'month' || view.kind === 'category') return false
    if (view.kind !== 'tag') return !viewTest(view.kind)(this.#marks.at(place))
    const { tag } = view
    return this.at(place)?.tags.some((each) => each === tag || each.startsWith(`${tag}/`)) === false
  }

  /** Shows another view, or another question about it. */
  async open(view: View, query = ''): Promise<void> {
    const [key, shown] = [listKey(view, query), listKey(this.#view, this.#query)]
    this.#asked = { view, query }
    this.#wanted = query
    const turn = ++this.#turn
    this.#waiting = true
    const order = this.#orderOf(view, query)
    let opened: OpenedView
    let place: Left | undefined
    try {
      ;[opened, place] = await Promise.all([
        this.#client.request('openView', { view, query, order }),
        this.left.find(key)
      ])
    } catch (cause) {
      if (turn === this.#turn) {
        // What is shown still answers the question before, which is the one that holds.
        this.#asked = { view: this.#view, query: this.#query }
        this.#waiting = false
      }
      throw cause
    }
    if (turn !== this.#turn) return
    // What was typed meanwhile is still to be asked.
    this.#waiting = this.#wanted !== query
    // Only now, together with its papers: until then keys and headings are those of the list that is shown.
    if (this.#cursor >= 0) {
      this.#notePlace()
      const left = this.left.leave(shown, this.#order, this.#cursor, this.top)
      if (key === shown) place = left
    }
    this.#view = view
    this.#query = query
    if (key !== shown) this.#unfolded = false
    this.#take(opened, order)
    this.#cursor = place === undefined ? this.#first : this.#placeOf(place.rows, place.at)
    this.top = place === undefined ? 0 : place.top
    this.#opened++
    this.left.keepSoon()
  }

  /** Looks for what is being typed: of what comes while an answer is awaited, only the last is asked. */
  look(query: string): Promise<void> {
    this.#wanted = query
    return (this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = null
    }))
  }

  /** The same question again: what arrived comes in, what belongs here no more goes, the current paper stays. */
  async refresh(): Promise<void> {
    // What is under way is newer than what would be asked for here.
    if (this.#waiting) return
    const { view, query } = this
    const turn = ++this.#turn
    const order = this.#orderOf(view, query)
    const opened = await this.#client.request('openView', { view, query, order })
    if (turn !== this.#turn) return
    // Only now: one may have moved on while it was asked for.
    const [before, place] = [this.#order, this.#cursor]
    this.#take(opened, order)
    this.#cursor = this.#placeOf(before, place)
  }

  /** The same papers in the order that holds by now, where that is another one. */
  async reorder(): Promise<void> {
    const order = this.#orderOf(this.#view, this.#query)
    if (this.#ready && JSON.stringify(order) !== JSON.stringify(this.#ordered)) await this.refresh()
  }

  /** Lets what arrived into the list, and goes to the first of it. */
  async showArrived(): Promise<void> {
    const before = new Set(this.#order)
    await this.refresh()
    const first = this.#order.findIndex((row) => !before.has(row))
    if (first >= 0) this.moveTo(first)
  }

  /** Makes a paper the current one; beyond the ends nothing happens. */
  moveTo(place: number): boolean {
    if (place < 0 || place >= this.length || place === this.#cursor) return false
    this.#cursor = place
    this.left.keepSoon()
    this.need(place, place + 1, false)
    return true
  }

  move(by: number): boolean {
    return this.moveTo(Math.min(this.length - 1, Math.max(0, this.#cursor + by)))
  }

  /** The first paper of the digest after the current one's, or of the current or the one before. */
  moveByDigest(by: 1 | -1): boolean {
    const later = this.#breaks.find((place) => place > this.#cursor)
    if (by === 1) return later !== undefined && this.moveTo(later)
    const before = this.#breaks.filter((place) => place < this.#cursor)
    return before.length > 0 && this.moveTo(before[before.length - 1] ?? 0)
  }

  /** Where a row stands; -1 where the list does not hold it. */
  placeOf(row: number): number {
    return this.#places.of(row)
  }

  /** Makes a paper the current one by its row. @returns False where the list does not hold it. */
  moveToRow(row: number): boolean {
    const place = this.#places.of(row)
    // An act upon muted papers that is taken back shows them.
    if (place >= this.length) this.#unfolded = true
    this.moveTo(place)
    return place >= 0
  }

  /**
   * Sees to it that rows are there, or asks for them: whole pages around what is shown.
   *
   * @param inView Whether these are the places in view, whose rows are kept longest.
   */
  need(from: number, to: number, inView = true): void {
    if (inView) this.#shown = { from, to }
    const missing: number[] = []
    const end = Math.min(this.#order.length, Math.ceil(to / page) * page)
    for (let place = Math.floor(Math.max(0, from) / page) * page; place < end; place++) {
      const row = this.#order[place]
      if (row === undefined || this.#rows.has(row) || this.#requested.has(row)) continue
      missing.push(row)
    }
    if (missing.length > 0) this.#client.background(this.#ask(missing))
  }

  /** Shows a change before the library has answered; gives what holds now, to be put back if it is refused. */
  patch(rows: readonly number[] | Uint32Array, change: (row: Row) => Row): Row[] {
    const before = this.#rows.patch(rows, change)
    const like = before[0] ?? this.current
    if (like !== undefined) this.#marks.patch(rows, like, change, this.#place)
    return before
  }

  restore(rows: readonly Row[]): void {
    this.#add(rows)
    // What was patched without a row is known to the library alone.
    this.#client.background(this.#readMarks(this.#order))
  }

  readonly #place = (row: number): number => this.#places.of(row)

  #add(rows: readonly Row[]): void {
    this.#rows.add(rows, () => this.#inUse())
    this.#marks.update(rows, this.#place)
  }

  /** Asks for bits that are known to have changed, or not known yet. */
  async #readMarks(rows: Uint32Array): Promise<void> {
    if (rows.length === 0) return
    const generation = this.#generation
    try {
      const bits = await this.#client.request('marks', { generation, rows })
      if (generation === this.#generation) this.#marks.set(rows, bits, this.#place)
    } catch (cause) {
      // A list of a library that was opened anew brings its own.
      if (!(cause instanceof RequestFailed) || cause.code !== 'staleView') throw cause
    }
  }

  /** Where the cursor is in a list that has just come. */
  get #first(): number {
    return this.length > 0 ? 0 : -1
  }

  /** Where the cursor goes from an earlier order of rows; what is folded away cannot have it. */
  #placeOf(before: Uint32Array, place: number): number {
    return Math.min(this.length - 1, this.#places.nearest(before, place, this.#order.length))
  }

  /** Of the paper at which the list would be left now. */
  #notePlace(): void {
    const { current } = this
    // What was looked for is not looked for again at the next start.
    if (current !== undefined && this.#query === '') this.left.note(listKey(this.#view, ''), current.id)
  }

  /** The rows in view and the current one. */
  #inUse(): number[] {
    const { from, to } = this.#shown
    const rows = [...this.#order.subarray(Math.max(0, from), to)]
    const current = this.#order[this.#cursor]
    return current === undefined ? rows : [...rows, current]
  }

  async #lookOn(): Promise<void> {
    while (this.#wanted !== this.#asked.query) await this.open(this.#asked.view, this.#wanted)
  }

  #orderOf({ kind }: View, query: string): ListOrder {
    return this.#circumstances.order(query === '' ? kind : 'search')
  }

  #take(opened: OpenedView, ordered: ListOrder): void {
    const { generation, order, breaks, groups, marks, muted, rows, search } = opened
    if (generation !== this.#generation) {
      this.#rows.clear()
      this.#requested.clear()
      this.left.forgetRows()
    }
    this.#generation = generation
    this.#ordered = ordered
    this.#order = order
    this.#places.take(order)
    this.#breaks = muted === null ? breaks : Uint32Array.from(new Set([...breaks, muted.from])).sort()
    this.#muted = muted
    const end = muted?.from ?? order.length
    const starts = [...breaks].filter((place, index) => index < groups.length && place < end)
    this.#groups = groups.slice(0, starts.length)
    this.#heads = Uint32Array.from(muted === null ? starts : [...starts, end])
    this.#marks.take(marks)
    this.#add(rows)
    this.#arrived = { papers: 0, isNew: false }
    this.#gone = false
    this.#search = search
    this.#ready = true
    this.#followIndex()
  }

  /** Until all papers are in the index, what is found becomes more. */
  #followIndex(): void {
    clearTimeout(this.#indexTimer)
    if (!this.#search?.covered) return
    this.#indexTimer = setTimeout(() => {
      const again = (): void => {
        this.#followIndex()
      }
      if (this.#circumstances.busy()) again()
      else this.#client.background(this.refresh().finally(again))
    }, indexPause)
  }

  async #ask(missing: readonly number[]): Promise<void> {
    for (const row of missing) this.#requested.add(row)
    const generation = this.#generation
    try {
      for (let from = 0; from < missing.length; from += 1000) {
        const rows = Uint32Array.from(missing.slice(from, from + 1000))
        const found = await this.#client.request('rows', { generation, rows })
        if (generation === this.#generation) this.#add(found)
      }
    } catch (cause) {
      if (!(cause instanceof RequestFailed) || cause.code !== 'staleView') throw cause
      await this.refresh()
    } finally {
      for (const row of missing) this.#requested.delete(row)
    }
  }

  #follow({ rows, many, gone, listsChanged }: Omit<PapersChanged, 'views'>): void {
    if (many) this.#readAgain()
    else if (rows.length > 0) {
      this.#rows.update(rows)
      this.#marks.update(rows, this.#place)
    }
    if (gone.some((row) => this.#places.of(row) >= 0)) this.#gone = true
    const others = many || rows.some((row) => this.#places.of(row.row) < 0 && this.#belongs(row))
    if (listsChanged || others || this.#gone) this.#compareSoon()
  }

  /** What is in view stays until it has come anew: nothing flickers. */
  #readAgain(): void {
    const used = this.#inUse()
    this.#rows.keepOnly(used)
    if (used.length > 0) this.#client.background(this.#ask(used))
    this.#client.background(this.#readMarks(this.#order))
  }

  #compareSoon(): void {
    // Not put off by what comes meanwhile: a long import brings something all the time.
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        if (this.#mustChange && this.#circumstances.busy()) {
          this.#compareSoon()
          return
        }
        this.#compared = performance.now()
        this.#client.background(this.#compare())
      },
      Math.max(comparePause, this.#compared + compareEvery - performance.now())
    )
  }

  /**
   * True where there is nothing to be kept in its place: the list is empty, holds what the library does not, or is
   * still growing at its end.
   */
  get #mustChange(): boolean {
    return this.#gone || this.#order.length === 0 || this.#circumstances.filling()
  }

  /** Counts what a list opened now would hold beyond this one; what the library holds no more goes at once. */
  async #compare(): Promise<void> {
    const { view, query } = this
    if (this.#mustChange) {
      await this.refresh()
      return
    }
    const turn = this.#turn
    const { order } = await this.#client.request('openView', { view, query, order: this.#ordered })
    if (turn !== this.#turn) return
    const { highest } = this.#places
    const arrived = order.filter((row) => this.#places.of(row) < 0)
    this.#arrived = { papers: arrived.length, isNew: arrived.every((row) => row > highest) }
  }

  /** Whether a paper's Marks make it belong to the view; what else it would need is not known here. */
  #belongs(row: Row): boolean {
    const { kind } = this.#view
    if (kind === 'digest' || kind === 'month' || kind === 'category') return false
    return kind === 'tag' ? row.tags.length > 0 : viewTest(kind)(bitsOf(row))
  }
}
