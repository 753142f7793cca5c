import type { Named, SavedSearch } from '#core/domain/rule'
import type { App } from './app.svelte'
import { offerUndo } from './offer-undo'
import { beginning } from './words'

/** Milliseconds from a change until the counts are asked for again; and between two times. */
const pause = 400
const every = 1500

type Circumstances = Pick<App, 'client' | 'named' | 'toasts'>

/** The searches that the user keeps: how many unread papers each finds, and what is done with them. */
export class SavedSearches {
  readonly #app: Circumstances
  #counts = $state.raw<ReadonlyMap<string, number>>(new Map())
  /**
   * What is being changed, by id (null: ended). It is shown until the library has answered: what that tells of others
   * meanwhile may be from before it knew of the change.
   */
  readonly #changing = new Map<string, { readonly search: SavedSearch | null }>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When counts were asked for last, by the page's clock. */
  #asked = -every

  constructor(app: Circumstances) {
    this.#app = app
    app.named.combine = (said) => {
      let named = said
      for (const [id, { search }] of this.#changing) named = withSearch(named, id, search)
      return named
    }
  }

  /** Keeps the counts up to date. @returns Ends it. */
  follow(): () => void {
    const { client } = this.#app
    const soon = (): void => {
      this.#askSoon()
    }
    const ends = [
      client.on('papersChanged', soon),
      client.on('namedChanged', soon),
      client.on('digestsChanged', soon),
      client.on('connectionChanged', ({ connected }) => {
        if (connected) soon()
      })
    ]
    client.background(this.#ask())
    return () => {
      clearTimeout(this.#timer)
      this.#timer = undefined
      for (const end of ends) end()
    }
  }

  get all(): readonly SavedSearch[] {
    return this.#app.named.savedSearches
  }

  /** Papers not read that it finds; 0 also while nobody has counted. */
  unread({ id }: SavedSearch): number {
    return this.#counts.get(id) ?? 0
  }

  find(id: string): SavedSearch | undefined {
    return this.all.find((each) => each.id === id)
  }

  /** Keeps a search, the last of all. */
  async save(title: string, query: string): Promise<void> {
    const position = (this.all.at(-1)?.position ?? 0) + 1
    await this.#put([{ id: `s-${crypto.randomUUID().slice(0, 8)}`, title, query, position }])
    this.#app.toasts.done(`Saved “${beginning(title)}”`)
  }

  /** Changes the title, the query or the place of one. */
  async change(search: SavedSearch): Promise<void> {
    await this.#put([search])
  }

  /** Puts one where another is now; beyond the ends nothing happens. */
  async moveTo(search: SavedSearch, place: number): Promise<void> {
    const before = this.all.findIndex(({ id }) => id === search.id)
    if (before < 0 || place < 0 || place >= this.all.length || place === before) return
    const others = this.all.filter(({ id }) => id !== search.id)
    const position = between(others[place - 1]?.position, others[place]?.position)
    if (position !== null) await this.#put([{ ...search, position }])
    else {
      // There is no number between theirs: all of them are numbered anew.
      const moved = [...others.slice(0, place), search, ...others.slice(place)]
      await this.#put(moved.map((each, index) => ({ ...each, position: index + 1 })))
    }
  }

  /** Ends one, and offers to bring it back. */
  async remove(search: SavedSearch): Promise<void> {
    const told = `Deleted the search “${beginning(search.title)}”`
    await offerUndo(this.#app, told, this.#set(search.id, null), () => this.#put([search]))
  }

  /** The window shows them at once: whoever moves one by several places does not wait for each. */
  async #put(searches: readonly SavedSearch[]): Promise<void> {
    await Promise.all(searches.map(({ id, ...search }) => this.#set(id, search)))
  }

  async #set(id: string, search: Omit<SavedSearch, 'id'> | null): Promise<void> {
    const { client, named } = this.#app
    const change = { search: search && { id, ...search } }
    this.#changing.set(id, change)
    named.take(named.said)
    try {
      await client.request('setSavedSearch', { id, search })
      // It may tell of this later.
      named.take(withSearch(named.said, id, change.search))
    } finally {
      // It may have been changed once more.
      if (this.#changing.get(id) === change) this.#changing.delete(id)
      named.take(named.said)
    }
  }

  #askSoon(): void {
    // Not put off by what comes meanwhile: a long import brings something all the time.
    if (this.#timer !== undefined) return
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined
        if (this.all.length > 0) this.#app.client.background(this.#ask())
      },
      Math.max(pause, this.#asked + every - performance.now())
    )
  }

  async #ask(): Promise<void> {
    this.#asked = performance.now()
    const counts = await this.#app.client.request('savedCounts')
    this.#counts = new Map(counts.map(({ name, papers }) => [name, papers]))
  }
}

function withSearch(named: Named, id: string, search: SavedSearch | null): Named {
  const { savedSearches: all } = named
  const savedSearches = all.flatMap((each) => (each.id === id ? (search ?? []) : each))
  if (search !== null && !all.some((each) => each.id === id)) savedSearches.push(search)
  return { ...named, savedSearches: savedSearches.sort((a, b) => a.position - b.position) }
}

/** A number between two, either of which may be missing; null where there is none. */
function between(before: number | undefined, after: number | undefined): number | null {
  if (before === undefined || after === undefined) return after === undefined ? (before ?? 0) + 1 : after - 1
  const middle = (before + after) / 2
  return middle > before && middle < after ? middle : null
}

const kept = new WeakMap<App, SavedSearches>()

/** Those of a window. */
export function savedSearchesOf(app: App): SavedSearches {
  const known = kept.get(app) ?? new SavedSearches(app)
  kept.set(app, known)
  return known
}
