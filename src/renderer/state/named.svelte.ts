import type { Macro, Named, Rule, RuleColour, SavedSearch } from '#core/domain/rule'
import { useMacros } from '../text/math-engine.svelte'
import type { Client } from './client'

/** What the user has given names to: rules, TeX macros and searches, as they are on all devices. */
export class NamedThings {
  readonly #client: Client
  #shows = false
  /** What the library said last. */
  #said: Named = { rules: [], macros: [], savedSearches: [] }
  /** What this window has changed and the library has not answered for, by id. */
  readonly #changing = new Map<string, { readonly search: SavedSearch | null }>()
  /** What it said, with what is being changed. */
  #named = $state.raw<Named>(this.#said)

  constructor(client: Client) {
    this.#client = client
    client.on('namedChanged', (named) => {
      this.take(named)
    })
    client.on('connectionChanged', ({ connected }) => {
      if (connected)
        client.background(
          client.request('named').then((named) => {
            this.take(named)
          })
        )
    })
  }

  get rules(): readonly Rule[] {
    return this.#named.rules
  }

  get macros(): readonly Macro[] {
    return this.#named.macros
  }

  /** In the sidebar's order. */
  get savedSearches(): readonly SavedSearch[] {
    return this.#named.savedSearches
  }

  take(named: Named): void {
    this.#said = named
    this.#combine()
    useMacros(named.macros)
    // Only where there is something to be coloured.
    if (!this.#shows && named.rules.some(({ does }) => does === 'highlight')) this.#show()
  }

  /**
   * Shows a saved search as this window changes it, or without it, until the library has answered: what that tells of
   * others meanwhile may be from before it knew of the change.
   * @returns To be called with its answer: whether it has taken the change.
   */
  changing(id: string, search: SavedSearch | null): (taken: boolean) => void {
    const change = { search }
    this.#changing.set(id, change)
    this.#combine()
    return (taken) => {
      // It may have been changed once more.
      if (this.#changing.get(id) === change) this.#changing.delete(id)
      if (taken) this.#said = withSearch(this.#said, id, search)
      this.#combine()
    }
  }

  /** The colour of the first rule of some that highlights; null where none does. */
  colour(ids: readonly string[]): RuleColour | null {
    for (const id of ids) {
      const colour = this.rule(id)?.colour
      if (colour) return colour
    }
    return null
  }

  rule(id: string): Rule | undefined {
    return this.#named.rules.find((rule) => rule.id === id)
  }

  #combine(): void {
    let named = this.#said
    for (const [id, { search }] of this.#changing) named = withSearch(named, id, search)
    this.#named = named
  }

  #show(): void {
    this.#shows = true
    const part = this.#client.part(import('../text/show-highlights.svelte'))
    this.#client.background(
      part.then(
        ({ showHighlights }) => {
          showHighlights(this)
        },
        (cause: unknown) => {
          this.#shows = false
          throw cause
        }
      )
    )
  }
}

function withSearch(named: Named, id: string, search: SavedSearch | null): Named {
  const { savedSearches: all } = named
  const savedSearches = all.flatMap((each) => (each.id === id ? (search ?? []) : each))
  if (search !== null && !all.some((each) => each.id === id)) savedSearches.push(search)
  return { ...named, savedSearches: savedSearches.sort((a, b) => a.position - b.position) }
}
