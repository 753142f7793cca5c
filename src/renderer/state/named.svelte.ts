import type { Macro, Named, Rule, RuleColour, SavedSearch } from '#core/domain/rule'
import { useMacros } from '../text/math-engine.svelte'
import type { Client } from './client'

/** What the user has given names to: rules, TeX macros and searches, as they are on all devices. */
export class NamedThings {
  readonly #client: Client
  #shows = false
  /** What the library said last. */
  said: Named = { rules: [], macros: [], savedSearches: [] }
  #named = $state.raw(this.said)
  /** Puts in what this window is changing, which the library may not know of yet. */
  combine = (said: Named): Named => said

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
    this.said = named
    this.#named = this.combine(named)
    useMacros(named.macros)
    // Only where there is something to be coloured.
    if (!this.#shows && named.rules.some(({ does }) => does === 'highlight')) this.#show()
  }

  /** The colour of the first rule of some that highlights; null where none does. */
  colour(ids: readonly string[] = []): RuleColour | null {
    return ids.map((id) => this.rule(id)?.colour).find((colour) => colour) ?? null
  }

  rule(id: string): Rule | undefined {
    return this.rules.find((rule) => rule.id === id)
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
