import type { Counts, DigestSummary, ViewCounts } from '#core/contract'
import type { Client } from './client'

/** Milliseconds from a change until the sidebar's counts are asked for again; and between two times. */
const pause = 200
const every = 500

const none: Counts = {
  views: { inbox: 0, updated: 0, starred: 0, notes: 0, read: 0, unseen: 0, all: 0 },
  tags: [],
  categories: [],
  unread: new Uint32Array(),
  edition: -1
}

/** What the sidebar shows: how many papers there are of what. */
export class Overview {
  readonly #client: Client
  #counts = $state.raw<Counts>(none)
  #views = $state.raw<ViewCounts>(none.views)
  #digests = $state.raw<readonly DigestSummary[]>([])
  #edition = -1
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When it was asked last, by the page's clock. */
  #asked = -every
  #digestsToo = false

  constructor(client: Client) {
    this.#client = client
    client.on('papersChanged', ({ views }) => {
      this.#views = views
      this.#askSoon()
    })
    client.on('digestsChanged', () => {
      this.#digestsToo = true
      this.#askSoon()
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
    this.#digestsToo = false
    const { digests, counts } = await this.#client.request('digests')
    this.#digests = digests
    this.#edition = counts.edition
    this.#take(counts)
  }

  async #readCounts(): Promise<void> {
    const counts = await this.#client.request('counts')
    // A digest came or went meanwhile: its places are other ones by now.
    if (counts.edition === this.#edition) this.#take(counts)
    else await this.readDigests()
  }

  #askSoon(): void {
    // Not put off by what comes meanwhile: a long import brings something all the time.
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        this.#asked = performance.now()
        this.#client.background(this.#digestsToo ? this.readDigests() : this.#readCounts())
      },
      Math.max(pause, this.#asked + every - performance.now())
    )
  }

  #take(counts: Counts): void {
    this.#counts = counts
    this.#views = counts.views
  }
}
