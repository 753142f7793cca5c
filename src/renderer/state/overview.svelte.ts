import type { Counts, DigestSummary, ViewCounts } from '#core/contract'
import type { Client } from './client'

/** Milliseconds after a change before the sidebar's counts are asked for again. */
const countsPause = 200

const none: Counts = {
  views: { inbox: 0, starred: 0, notes: 0, read: 0, all: 0 },
  tags: [],
  categories: [],
  unread: new Uint32Array()
}

/** What the sidebar shows: how many papers there are of what. */
export class Overview {
  readonly #client: Client
  #counts = $state.raw<Counts>(none)
  #views = $state.raw<ViewCounts>(none.views)
  #digests = $state.raw<readonly DigestSummary[]>([])
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(client: Client) {
    this.#client = client
    client.on('papersChanged', ({ views }) => {
      this.#views = views
      this.#countSoon()
    })
    client.on('digestsChanged', () => {
      client.background(this.readDigests())
    })
    client.on('connectionChanged', ({ connected }) => {
      if (connected) client.background(this.readDigests())
    })
  }

  get views(): ViewCounts {
    return this.#views
  }

  get tags(): Counts['tags'] {
    return this.#counts.tags
  }

  get categories(): Counts['categories'] {
    return this.#counts.categories
  }

  /** In the library, the newest day first. */
  get digests(): readonly DigestSummary[] {
    return this.#digests
  }

  /** Papers not read, by the digests' places. */
  get unread(): Uint32Array {
    return this.#counts.unread
  }

  /** True where the library holds no paper at all. */
  get empty(): boolean {
    return this.#views.all === 0
  }

  /** Digests and counts belong together: the counts name the digests by their places. */
  async readDigests(): Promise<void> {
    const [digests, counts] = await Promise.all([
      this.#client.request('digests'),
      this.#client.request('counts')
    ])
    this.#digests = digests
    this.#take(counts)
  }

  #countSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#client.background(
        this.#client.request('counts').then((counts) => {
          this.#take(counts)
        })
      )
    }, countsPause)
  }

  #take(counts: Counts): void {
    this.#counts = counts
    this.#views = counts.views
  }
}
