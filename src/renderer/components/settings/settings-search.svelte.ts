import { getContext, setContext } from 'svelte'
import { fold } from '#core/text/fold'

/** What is looked for in the settings, and how many rows of each section answer to it. */
export class SettingsSearch {
  query = $state('')
  readonly #words = $derived(fold(this.query).split(/\s+/).filter(Boolean))
  #found = $state.raw<Readonly<Record<string, number>>>({})

  get searching(): boolean {
    return this.#words.length > 0
  }

  /** Rows that are shown. */
  get total(): number {
    return Object.values(this.#found).reduce((sum, each) => sum + each, 0)
  }

  /** Rows of a section that are shown. */
  foundIn(section: string): number {
    return this.#found[section] ?? 0
  }

  /** Whether every word occurs in a row's own texts. */
  matches(...texts: readonly string[]): boolean {
    if (!this.searching) return true
    const folded = fold(texts.join('\n'))
    return this.#words.every((word) => folded.includes(word))
  }

  /** Counts a row for as long as it is shown. @returns Ends it. */
  count(section: string): () => void {
    this.#add(section, 1)
    return () => {
      this.#add(section, -1)
    }
  }

  #add(section: string, by: number): void {
    this.#found = { ...this.#found, [section]: this.foundIn(section) + by }
  }
}

interface Place {
  readonly search: SettingsSearch
  /** The section's id. */
  readonly section: string
}

const key = Symbol('settings')

export function provideSettings(place: Place): void {
  setContext(key, place)
}

/** The section that a row stands in. */
export function useSettings(): Place {
  return getContext<Place>(key)
}
