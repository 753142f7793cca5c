import type { PaperDetail, Row } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Client } from './client'

/** Papers kept, so that the neighbours of the current one show at once. */
const mostKept = 60

/** The paper on the right. */
export class Reader {
  readonly #client: Client
  #detail = $state.raw<PaperDetail | null>(null)
  #wanted: ArxivId | null = null
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

  /** Shows a paper, and makes its neighbours ready. */
  show(row: Row | undefined, neighbours: readonly Row[]): void {
    const id = row?.id ?? null
    if (id !== this.#wanted) {
      this.#wanted = id
      this.#detail = id === null ? null : (this.#kept.get(id) ?? null)
      if (id !== null && this.#detail === null) this.#client.background(this.#load(id))
    }
    // After the paper itself is painted: whoever holds a key down waits for none of this.
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (this.#wanted === id) this.#prepareAll(neighbours)
      })
    )
  }

  #prepareAll(neighbours: readonly Row[]): void {
    for (const { id } of neighbours)
      if (!this.#kept.has(id) && !this.#asked.has(id)) this.#client.background(this.#prepare(id))
  }

  async #prepare(id: ArxivId): Promise<void> {
    this.#asked.add(id)
    await this.#read(id).finally(() => this.#asked.delete(id))
  }

  async #load(id: ArxivId): Promise<void> {
    const detail = await this.#read(id)
    if (this.#wanted === id) this.#detail = detail
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
