import type { PaperDetail, Row } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { afterPaint } from './after-paint'
import type { Client } from './client'

/** Papers kept, so that the neighbours of the current one show at once. */
const mostKept = 60
/** Neighbours whose pages lie ready behind the current one, so that a key only has to show them. */
const mostReady = 2

/** Milliseconds on a paper before it is read and not passed by. */
const restAfter = 150

/** A paper as the reader has it on the screen, or ready behind it. */
export interface Page {
  readonly row: Row
  /** Null while it is being read. */
  readonly detail: PaperDetail | null
}

/** The paper on the right. */
export class Reader {
  readonly #client: Client
  #detail = $state.raw<PaperDetail | null>(null)
  #pages = $state.raw<readonly Page[]>([])
  /** The current paper and its neighbours, the likeliest first. */
  #near: readonly Row[] = []
  #wanted: ArxivId | null = null
  /** Whether there was a paper before this one: the first view is not the place for what may be shown next. */
  #moved = false
  /** The paper of which the Entries are shown as they came. */
  #announced = $state<ArxivId | null>(null)
  #rested = $state<ArxivId | null>(null)
  #resting: ReturnType<typeof setTimeout> | undefined
  readonly #kept = new Map<ArxivId, PaperDetail>()
  /** Neighbours that are on their way. */
  readonly #asked = new Set<ArxivId>()
  /** Counted, so that an answer from before a change is not kept. */
  #changes = 0

  constructor(client: Client) {
    this.#client = client
    client.on('papersChanged', ({ rows, many }) => {
      this.#changes++
      if (many) this.#kept.clear()
      for (const { id } of rows) this.#kept.delete(id)
      const shown = this.#wanted
      if (shown !== null && (many || rows.some(({ id }) => id === shown)))
        client.background(this.#load(shown))
    })
    client.on('connectionChanged', ({ connected }) => {
      if (!connected) return
      this.#kept.clear()
      if (this.#wanted !== null) client.background(this.#load(this.#wanted))
    })
  }

  /** Null until it has been read, or where no paper is current. */
  get detail(): PaperDetail | null {
    return this.#detail
  }

  /** The paper on which one has stayed: another one than the current for as long as one goes on. */
  get rested(): ArxivId | null {
    return this.#rested
  }

  get announced(): ArxivId | null {
    return this.#announced
  }

  /** Shows or hides the Entries of the current paper as they came. Going on to another paper hides them too. */
  toggleAnnounced(): void {
    this.#announced = this.#announced === this.#wanted ? null : this.#wanted
  }

  /** The current paper's page, and those that lie ready. */
  get pages(): readonly Page[] {
    return this.#pages
  }

  /** Shows a paper, and makes its neighbours ready. */
  show(row: Row | undefined, neighbours: readonly Row[]): void {
    const id = row?.id ?? null
    this.#near = row === undefined ? [] : [row, ...neighbours]
    if (id !== this.#wanted) {
      this.#moved ||= this.#wanted !== null
      this.#wanted = id
      this.#announced = null
      clearTimeout(this.#resting)
      this.#resting = setTimeout(() => {
        this.#rested = id
      }, restAfter)
      this.#detail = id === null ? null : (this.#kept.get(id) ?? null)
      if (id !== null && this.#detail === null) this.#client.background(this.#load(id))
    }
    this.#turnPages()
    // After the paper itself is painted: whoever holds a key down waits for none of this.
    void afterPaint().then(() => {
      if (this.#wanted === id) this.#makeReady()
    })
  }

  /** What this window saved itself is shown before the library tells of it. */
  noteSaved(id: ArxivId, text: string, revision: string): void {
    const saved = (detail: PaperDetail): PaperDetail => {
      const [, ...beside] = detail.noteRevisions
      return { ...detail, note: text.trim() === '' ? null : text, noteRevisions: [revision, ...beside] }
    }
    // An answer that is on its way was given before.
    this.#changes++
    const kept = this.#kept.get(id)
    if (kept !== undefined) this.#kept.set(id, saved(kept))
    if (this.#detail?.paper.id !== id) return
    this.#detail = saved(this.#detail)
    this.#turnPages()
  }

  #makeReady(): void {
    this.#turnPages({ ready: true })
    for (const { id } of this.#near.slice(1))
      if (!this.#kept.has(id) && !this.#asked.has(id)) this.#client.background(this.#prepare(id))
  }

  async #prepare(id: ArxivId): Promise<void> {
    this.#asked.add(id)
    await this.#read(id).finally(() => this.#asked.delete(id))
    this.#turnPages({ ready: true })
  }

  async #load(id: ArxivId): Promise<void> {
    const detail = await this.#read(id)
    if (this.#wanted !== id) return
    this.#detail = detail
    this.#turnPages()
  }

  /**
   * @param options.ready Also adds and takes away what is not on the screen, which is work: after a key's answer, not
   * with it.
   */
  #turnPages({ ready = false } = {}): void {
    const [current, ...neighbours] = this.#near
    const near = this.#moved ? neighbours.slice(0, mostReady).filter(({ id }) => this.#kept.has(id)) : []
    const wanted = new Map<ArxivId, Row>()
    for (const row of this.#near) wanted.set(row.id, row)
    const keep = new Set([current, ...near].map((row) => row?.id))
    const pages = this.#pages
      .filter(({ row }) => !ready || keep.has(row.id))
      .map((page): Page => this.#page(wanted.get(page.row.id) ?? page.row, page.detail))
    for (const row of [...(current === undefined ? [] : [current]), ...(ready ? near : [])])
      if (!pages.some((page) => page.row.id === row.id)) pages.push(this.#page(row, null))
    this.#pages = pages
  }

  /** @param last What is on its page now: out of date perhaps, which nobody sees until it is the current one. */
  #page(row: Row, last: PaperDetail | null): Page {
    return { row, detail: row.id === this.#wanted ? this.#detail : (this.#kept.get(row.id) ?? last) }
  }

  async #read(id: ArxivId): Promise<PaperDetail> {
    const changes = this.#changes
    const detail = await this.#client.request('paper', { id })
    if (changes !== this.#changes) return detail
    this.#kept.delete(id)
    this.#kept.set(id, detail)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return detail
  }
}
