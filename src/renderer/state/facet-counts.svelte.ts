import type { Facets, View } from '#core/contract'
import type { Client } from './client'

/** Milliseconds from a list's being shown until it is counted: whoever types on waits for none of this. */
const pause = 120
/** From a change of papers until they are counted again. */
const changePause = 800

/** What holds for the papers that a search finds, and for how many. */
export class FacetCounts {
  readonly #client: Client
  #facets = $state.raw<Facets | null>(null)
  #asked: { readonly view: View; readonly query: string } | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Of the latest question: answers to earlier ones come too late. */
  #turn = 0

  constructor(client: Client) {
    this.#client = client
  }

  /** Counts again when papers change. @returns Ends it. */
  follow(): () => void {
    const end = this.#client.on('papersChanged', () => {
      this.#askIn(changePause)
    })
    return () => {
      end()
      clearTimeout(this.#timer)
      this.#turn++
      this.#asked = null
    }
  }

  /** Of the last list that was counted; null until one was. */
  get facets(): Facets | null {
    return this.#facets
  }

  /** To be called when a list is shown. */
  ask(view: View, query: string): void {
    this.#asked = { view, query }
    this.#askIn(pause)
  }

  #askIn(milliseconds: number): void {
    if (this.#asked === null) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#client.background(this.#ask())
    }, milliseconds)
  }

  async #ask(): Promise<void> {
    const asked = this.#asked
    if (asked === null) return
    const turn = ++this.#turn
    const facets = await this.#client.request('facets', asked)
    if (turn === this.#turn) this.#facets = facets
  }
}
