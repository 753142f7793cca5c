import type { Related } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { App } from './app.svelte'
import type { Client } from './client'

/** Papers for which it is kept, so that going back to one shows it at once. */
const mostKept = 40

/** What else somebody who reads a paper may look for. */
export class RelatedPapers {
  readonly #client: Client
  readonly #kept = new Map<ArxivId, Related>()
  /** Counted, so that an answer from before a change is not kept. */
  #changes = 0

  constructor(client: Client) {
    this.#client = client
    const forget = (): void => {
      this.#changes++
      this.#kept.clear()
    }
    // What one says about papers changes none of it.
    client.on('papersChanged', ({ listsChanged }) => {
      if (listsChanged) forget()
    })
    client.on('connectionChanged', forget)
  }

  /** At once, where it was asked for before. */
  of(id: ArxivId): Related | Promise<Related> {
    return this.#kept.get(id) ?? this.#ask(id)
  }

  async #ask(id: ArxivId): Promise<Related> {
    const changes = this.#changes
    const related = await this.#client.request('related', { id })
    if (changes !== this.#changes) return related
    this.#kept.set(id, related)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return related
  }
}

const kept = new WeakMap<App, RelatedPapers>()

/** Those of a window. */
export function relatedPapersOf(app: App): RelatedPapers {
  const known = kept.get(app) ?? new RelatedPapers(app.client)
  kept.set(app, known)
  return known
}
