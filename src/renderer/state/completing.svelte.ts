import type { Completion, CompletionOption } from '#core/contract'
import type { Client } from './client'

/** A text with the place of the cursor in it. */
export interface Typed {
  readonly query: string
  readonly at: number
}

/** Letters of a field's name before it is offered: most words that begin with one of them are no field's. */
const shortestField = 2

const nothing: Completion = { from: 0, to: 0, options: [] }

/** How a query that is being typed can go on, and which of that the keyboard is at. */
export class Completing {
  readonly #client: Client
  #completion = $state.raw(nothing)
  #chosen = $state(-1)
  /** What the options are for. */
  #answered: Typed = { query: '', at: 0 }
  /** What was typed last; null where nothing is to be offered. */
  #typed: Typed | null = null
  #asking = false

  constructor(client: Client) {
    this.#client = client
  }

  /** None while there is nothing to be offered. */
  get options(): readonly CompletionOption[] {
    return this.#completion.options
  }

  /** Place of the option that would be taken; -1: none. */
  get chosen(): number {
    return this.#chosen
  }

  /** Asks for what is being typed: of what comes while an answer is awaited, only the last is asked. */
  async ask(typed: Typed): Promise<void> {
    // An option of before must not be taken for what stands there by now.
    if (this.#chosen >= 0) this.close()
    this.#typed = typed
    if (this.#asking) return
    this.#asking = true
    try {
      for (let asked: Typed | null = typed; asked !== null;) {
        const completion = await this.#client.request('complete', asked)
        // Until this is set it may be another one.
        const now: Typed | null = this.#typed
        if (now === asked) this.#show(completion, asked)
        asked = now === asked ? null : now
      }
    } finally {
      this.#asking = false
    }
  }

  close(): void {
    this.#typed = null
    this.#completion = nothing
    this.#chosen = -1
  }

  /** To the next option or the one before; beyond the last and before the first there is none. */
  move(by: 1 | -1): void {
    const places = this.options.length + 1
    this.#chosen = ((this.#chosen + 1 + by + places) % places) - 1
  }

  /** The query with the chosen option, or the first one where that is asked for; null where there is none. */
  taken(first = false): Typed | null {
    const option = this.options[first ? Math.max(0, this.#chosen) : this.#chosen]
    return option === undefined ? null : this.with(option)
  }

  with({ text }: CompletionOption): Typed {
    const { from, to } = this.#completion
    const { query } = this.#answered
    const [before, after] = [query.slice(0, from) + text, query.slice(to)]
    // A field waits for what comes after it, and all else is complete.
    const goesOn = text.endsWith(':')
    const space = goesOn || after.startsWith(' ') ? '' : ' '
    return { query: before + space + after, at: before.length + (goesOn ? 0 : 1) }
  }

  /** Whether a part of what is offered stands there already. */
  get isBegun(): boolean {
    return this.#completion.to > this.#completion.from
  }

  #show(completion: Completion, answered: Typed): void {
    const { query } = answered
    const written = query.slice(completion.from, completion.to)
    const options = completion.options.filter(
      ({ text }) => text !== written && (written.length >= shortestField || !text.endsWith(':'))
    )
    this.#completion = { ...completion, options }
    this.#answered = answered
    this.#chosen = -1
  }
}
