import type { PapersChanged, Row, View } from '#core/contract'
import { markBits, viewTest } from '#core/domain/view'
import { RequestFailed, type Client } from './client'

/** Rows asked for at a time. */
const page = 100
/** Rows kept: those that were asked for longest ago go first. */
const mostKept = 5000
/** Milliseconds from papers' coming or leaving until the list is compared with what it would be now; and between two. */
const comparePause = 250
const compareEvery = 1000

/** Where a list was left. */
interface Place {
  /** The paper under the cursor, by its row. */
  readonly row: number
  /** In CSS pixels. */
  readonly top: number
}

/**
 * The list in the middle: a question and its answer as it stands. It keeps its order until it is opened anew; what
 * changes meanwhile is shown in place, and what arrives waits to be asked for.
 */
export class PaperList {
  readonly #client: Client
  #view = $state.raw<View>({ kind: 'inbox' })
  #query = $state('')
  #order = $state.raw<Uint32Array>(new Uint32Array())
  #breaks = $state.raw<Uint32Array>(new Uint32Array())
  #cursor = $state(-1)
  #ready = $state(false)
  #waiting = $state(false)
  #arrived = $state(0)
  #searched = $state.raw<{ readonly done: number; readonly total: number } | null>(null)
  /** Raised when rows have come or changed; they themselves are no state, for there may be 300,000 of them. */
  #changes = $state(0)
  /** Raised when another list is shown, so that it is scrolled to where it was. */
  #opened = $state(0)
  /** The last question, which may not be answered yet. */
  #asked = $state.raw<{ readonly view: View; readonly query: string }>({ view: { kind: 'inbox' }, query: '' })
  readonly #rows = new Map<number, Row>()
  /** Places that are in view. */
  #shown = { from: 0, to: 0 }
  readonly #requested = new Set<number>()
  #generation = 0
  /** Of the latest opening: answers to earlier ones come too late. */
  #turn = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the list was compared last, by the page's clock. */
  #compared = -compareEvery
  readonly #places = new Map<string, Place>()
  /** Kept by the component that shows the list, in CSS pixels. */
  top = 0

  constructor(client: Client) {
    this.#client = client
    client.on('papersChanged', (change) => {
      this.#follow(change)
    })
    client.on('connectionChanged', ({ connected }) => {
      if (connected) this.#follow({ rows: [], many: true, listsChanged: true })
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

  get length(): number {
    return this.#order.length
  }

  /** False until the first answer is there. */
  get ready(): boolean {
    return this.#ready
  }

  /** What was asked last; see {@link waiting}. */
  get asked(): { readonly view: View; readonly query: string } {
    return this.#asked
  }

  /** True while the list does not answer yet what was asked last. */
  get waiting(): boolean {
    return this.#waiting
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

  /** Papers that belong to this list by now and are not in it. */
  get arrived(): number {
    return this.#arrived
  }

  /** How far the search in abstracts has come; null where none is under way. */
  get searched(): { readonly done: number; readonly total: number } | null {
    return this.#searched
  }

  get opened(): number {
    return this.#opened
  }

  get generation(): number {
    return this.#generation
  }

  /** The row at a place of the list; undefined where it has not come yet. */
  at(place: number): Row | undefined {
    void this.#changes
    const number = this.#order[place]
    return number === undefined ? undefined : this.#rows.get(number)
  }

  /** Shows another view, or another question about it. */
  async open(view: View, query = ''): Promise<void> {
    const same = keyOf(view, query) === keyOf(this.#view, this.#query)
    this.#asked = { view, query }
    const turn = ++this.#turn
    this.#waiting = true
    const opened = await this.#client.request('openView', { view, query }).finally(() => {
      if (turn === this.#turn) this.#waiting = false
    })
    if (turn !== this.#turn) return
    // Only now, together with its papers: until then keys and headings are those of the list that is shown.
    if (!same) this.#remember()
    this.#view = view
    this.#query = query
    this.#take(opened)
    const place = same ? this.#place() : this.#places.get(keyOf(view, query))
    const found = place === undefined ? -1 : this.#order.indexOf(place.row)
    this.#cursor = found >= 0 ? found : this.#order.length > 0 ? 0 : -1
    this.top = found >= 0 ? (place?.top ?? 0) : 0
    this.#opened++
    if (opened.search !== null) await this.#searchOn(opened.search, turn)
  }

  /** The same question again: what arrived comes in, what belongs here no more goes, the current paper stays. */
  async refresh(): Promise<void> {
    // What is under way is newer than what would be asked for here.
    if (this.#waiting) return
    const { view, query } = this
    const [before, place] = [this.#order, this.#cursor]
    const turn = ++this.#turn
    const opened = await this.#client.request('openView', { view, query })
    if (turn !== this.#turn) return
    this.#take(opened)
    this.#cursor = nearest(before, place, this.#order)
    if (opened.search !== null) await this.#searchOn(opened.search, turn)
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
    if (place < 0 || place >= this.#order.length || place === this.#cursor) return false
    this.#cursor = place
    this.need(place, place + 1, false)
    return true
  }

  move(by: number): boolean {
    return this.moveTo(Math.min(this.#order.length - 1, Math.max(0, this.#cursor + by)))
  }

  /** The first paper of the digest after the current one's, or of the current or the one before. */
  moveByDigest(by: 1 | -1): boolean {
    const later = this.#breaks.find((place) => place > this.#cursor)
    if (by === 1) return later !== undefined && this.moveTo(later)
    const before = this.#breaks.filter((place) => place < this.#cursor)
    return before.length > 0 && this.moveTo(before[before.length - 1] ?? 0)
  }

  moveToRow(row: number): boolean {
    return this.moveTo(this.#order.indexOf(row))
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
  patch(rows: readonly number[], change: (row: Row) => Row): Row[] {
    const before = rows.flatMap((number) => this.#rows.get(number) ?? [])
    for (const row of before) this.#rows.set(row.row, change(row))
    this.#changes++
    return before
  }

  restore(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#rows.delete(row.row)
      this.#rows.set(row.row, row)
    }
    if (this.#rows.size > mostKept) this.#forgetOldest()
    this.#changes++
  }

  /** The rows in view and the current one. */
  #inUse(): number[] {
    const { from, to } = this.#shown
    const rows = [...this.#order.subarray(Math.max(0, from), to)]
    const current = this.#order[this.#cursor]
    return current === undefined ? rows : [...rows, current]
  }

  #forgetOldest(): void {
    const used = new Set(this.#inUse())
    for (const row of this.#rows.keys()) {
      if (this.#rows.size <= mostKept / 2) return
      if (!used.has(row)) this.#rows.delete(row)
    }
  }

  #take({
    generation,
    order,
    breaks,
    rows
  }: {
    readonly generation: number
    readonly order: Uint32Array
    readonly breaks: Uint32Array
    readonly rows: readonly Row[]
  }): void {
    if (generation !== this.#generation) {
      this.#rows.clear()
      this.#requested.clear()
      this.#places.clear()
    }
    this.#generation = generation
    this.#order = order
    this.#breaks = breaks
    this.restore(rows)
    this.#arrived = 0
    this.#searched = null
    this.#ready = true
  }

  async #ask(missing: readonly number[]): Promise<void> {
    for (const row of missing) this.#requested.add(row)
    const generation = this.#generation
    try {
      for (let from = 0; from < missing.length; from += 1000) {
        const rows = Uint32Array.from(missing.slice(from, from + 1000))
        const found = await this.#client.request('rows', { generation, rows })
        if (generation === this.#generation) this.restore(found)
      }
    } catch (cause) {
      if (!(cause instanceof RequestFailed) || cause.code !== 'staleView') throw cause
      await this.refresh()
    } finally {
      for (const row of missing) this.#requested.delete(row)
    }
  }

  /** Abstracts and notes are looked through after titles and authors: what is found there goes below. */
  async #searchOn(search: number, turn: number): Promise<void> {
    this.#searched = { done: 0, total: 0 }
    for (;;) {
      const { found, done, total } = await this.#client.request('continueSearch', { search })
      if (turn !== this.#turn) return
      if (found.length > 0) {
        const order = new Uint32Array(this.#order.length + found.length)
        order.set(this.#order)
        order.set(found, this.#order.length)
        this.#order = order
        if (this.#cursor < 0) this.#cursor = 0
      }
      this.#searched = done < total ? { done, total } : null
      if (done >= total) return
    }
  }

  #follow({ rows, many, listsChanged }: Omit<PapersChanged, 'views'>): void {
    if (many) {
      // What is in view stays until it has come anew: nothing flickers.
      const used = this.#inUse()
      const kept = new Set(used)
      for (const row of this.#rows.keys()) if (!kept.has(row)) this.#rows.delete(row)
      if (used.length > 0) this.#client.background(this.#ask(used))
    } else if (rows.length > 0) {
      for (const row of rows) if (this.#rows.has(row.row)) this.#rows.set(row.row, row)
      this.#changes++
    }
    if (listsChanged) this.#compareSoon()
  }

  #compareSoon(): void {
    // Not put off by what comes meanwhile: a long import brings something all the time.
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#compared = performance.now()
        this.#client.background(this.#compare())
      },
      Math.max(comparePause, this.#compared + compareEvery - performance.now())
    )
  }

  /** Counts what a list opened now would hold beyond this one; what the library holds no more goes at once. */
  async #compare(): Promise<void> {
    const { view, query } = this
    // Its search is still under way, or would have to be made again.
    if (query !== '') return
    const turn = this.#turn
    const { order } = await this.#client.request('openView', { view, query })
    if (turn !== this.#turn) return
    const [before, after] = [new Set(this.#order), new Set(order)]
    const gone = this.#order.some((row) => !after.has(row) && this.#belongs(row))
    if (gone || this.#order.length === 0) await this.refresh()
    else this.#arrived = order.reduce((sum, row) => sum + (before.has(row) ? 0 : 1), 0)
  }

  /** Whether a row would still be in the list for all that is known of its Marks. */
  #belongs(number: number): boolean {
    const { kind } = this.#view
    if (kind === 'digest' || kind === 'month' || kind === 'category') return true
    const row = this.#rows.get(number)
    if (row === undefined || kind === 'tag') return false
    const bits =
      (row.read ? markBits.read : 0) | (row.starred ? markBits.starred : 0) | (row.noted ? markBits.noted : 0)
    return viewTest(kind)(bits)
  }

  #remember(): void {
    const place = this.#place()
    if (place !== undefined) this.#places.set(keyOf(this.#view, this.#query), place)
  }

  #place(): Place | undefined {
    const row = this.#order[this.#cursor]
    return row === undefined ? undefined : { row, top: this.top }
  }
}

/** Where the cursor goes in another order: to the same paper, else to the next one that is still there. */
function nearest(before: Uint32Array, place: number, after: Uint32Array): number {
  if (after.length === 0) return -1
  const places = new Map<number, number>()
  after.forEach((row, index) => places.set(row, index))
  for (let at = Math.max(0, place); at < before.length; at++) {
    const found = places.get(before[at] ?? -1)
    if (found !== undefined) return found
  }
  for (let at = place; at >= 0; at--) {
    const found = places.get(before[at] ?? -1)
    if (found !== undefined) return found
  }
  return 0
}

function keyOf(view: View, query: string): string {
  return JSON.stringify([view, query])
}
