import type { Macro, Named, Rule } from '#core/domain/rule'
import type { Client } from './client'

/** What the user has given names to: rules and TeX macros, as they are on all devices. */
export class NamedThings {
  #named = $state.raw<Named>({ rules: [], macros: [] })

  constructor(client: Client) {
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

  take(named: Named): void {
    this.#named = named
  }

  rule(id: string): Rule | undefined {
    return this.#named.rules.find((rule) => rule.id === id)
  }
}
