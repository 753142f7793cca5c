import type { Macro, Named, Rule, RuleColour, SavedSearch } from '#core/domain/rule'
import { useMacros } from '../text/math-engine.svelte'
import type { Client } from './client'

/** What the user has given names to: rules, TeX macros and searches, as they are on all devices. */
export class NamedThings {
  readonly #client: Client
  #shows = false
  #named = $state.raw<Named>({ rules: [], macros: [], savedSearches: [] })

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
    this.#named = named
    useMacros(named.macros)
    // Only where there is something to be coloured.
    if (!this.#shows && named.rules.some(({ does }) => does === 'highlight')) this.#show()
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
