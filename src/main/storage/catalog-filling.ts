import type { DigestState, Marks } from '#core/domain/marks'
import { compareText } from '#core/domain/merge'
import type { Catalog } from '#main/storage/catalog'

/**
 * Shows and hides Digests until a Catalog holds exactly those that are in the library: what came in since its file was
 * written, or everything where there is no such file. The newest come first, for they are what the user looks for.
 */
export class CatalogFilling {
  readonly #catalog: Catalog
  readonly #marks: () => Marks
  readonly #missing: readonly DigestState[]
  readonly #surplus: readonly string[]
  /** Bytes of records that are to be read, and those read so far. */
  readonly total: number
  #done = 0
  #stopped = false

  constructor(catalog: Catalog, marks: () => Marks) {
    const missing: DigestState[] = []
    const surplus: string[] = []
    for (const state of marks().digests()) {
      const known = catalog.holds(state.key)
      if (state.present && !known) missing.push(state)
      if (!state.present && known) surplus.push(state.key)
    }
    this.#catalog = catalog
    this.#marks = marks
    this.#missing = missing.sort((a, b) => compareText(dayOf(b), dayOf(a)) || compareText(b.key, a.key))
    this.#surplus = surplus
    this.total = missing.reduce((sum, state) => sum + bytesOf(state), 0)
  }

  get done(): number {
    return this.#done
  }

  /** @param came Told the rows that each Digest touched. */
  async run(came: (rows: readonly number[]) => void = () => undefined): Promise<void> {
    for (const key of this.#surplus) came(await this.#catalog.hide(key))
    for (const { key, ...state } of this.#missing) {
      if (this.#stopped) return
      // It may have been removed since.
      const now = this.#marks().digest(key)
      const rows = now?.present === true ? await this.#show(now) : []
      this.#done += bytesOf(state)
      came(rows)
    }
  }

  /** A file that cannot be read must keep nobody from the others. */
  async #show(state: DigestState): Promise<number[]> {
    try {
      return await this.#catalog.showStored(state)
    } catch {
      this.#catalog.setAside(state)
      return []
    }
  }

  /** No more is begun. */
  stop(): void {
    this.#stopped = true
  }
}

/** Digests without a date go by the day on which they came. */
function dayOf({ about, stamp }: DigestState): string {
  return about?.date ?? new Date(stamp).toISOString().slice(0, 10)
}

function bytesOf({ places }: Pick<DigestState, 'places'>): number {
  return places[0]?.length ?? 0
}
