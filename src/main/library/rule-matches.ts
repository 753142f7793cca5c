import type { Rule } from '#core/domain/rule'
import { markBits } from '#core/domain/view'
import { ruleTest, type RuleTest } from '#core/search/rules'
import type { Catalog } from '#main/storage/catalog'

/** Bits of {@link RuleMatches.flags}. */
const known = 1
const muted = 2

/**
 * Which rules the papers of rows match. Each row is looked at once, when it is first asked for, and again after its
 * texts have changed; without rules nothing is looked at.
 */
export class RuleMatches {
  readonly #catalog: Catalog
  readonly rules: readonly Rule[]
  readonly #test: RuleTest
  #flags = new Uint8Array()
  readonly #matches = new Map<number, readonly string[]>()

  constructor(catalog: Catalog, rules: readonly Rule[]) {
    this.#catalog = catalog
    this.rules = rules
    this.#test = ruleTest(rules)
  }

  /** True where some rule mutes. */
  get mute(): boolean {
    return this.rules.some(({ does }) => does === 'mute')
  }

  /** Ids of the rules that a row's paper matches, in their order. */
  of(row: number): readonly string[] {
    if (this.rules.length === 0) return none
    this.#look(row)
    return this.#matches.get(row) ?? none
  }

  /**
   * Whether a row's paper is muted: by a rule, and not highlighted by another one, nor starred, tagged or with a note.
   * @param bits The row's markBits.
   */
  isMuted(row: number, bits: number, isTagged: boolean): boolean {
    if (isTagged || (bits & (markBits.starred | markBits.noted)) !== 0) return false
    this.#look(row)
    return ((this.#flags[row] ?? 0) & muted) !== 0
  }

  /** To be told which rows' texts have changed; null where it may be any. */
  forget(rows: readonly number[] | null): void {
    if (rows === null) {
      this.#flags.fill(0)
      this.#matches.clear()
      return
    }
    for (const row of rows) {
      if (row < this.#flags.length) this.#flags[row] = 0
      this.#matches.delete(row)
    }
  }

  #look(row: number): void {
    if (row >= this.#flags.length) this.#makeRoom(row)
    if ((this.#flags[row] ?? 0) !== 0) return
    const places = this.#test(this.#catalog.text(row))
    const found = places.flatMap((place) => this.rules[place] ?? [])
    if (found.length > 0)
      this.#matches.set(
        row,
        found.map(({ id }) => id)
      )
    const isMuted = found.length > 0 && found.every(({ does }) => does === 'mute')
    this.#flags[row] = isMuted ? known | muted : known
  }

  #makeRoom(row: number): void {
    const larger = new Uint8Array(Math.max(row + 1, this.#catalog.columns.rows))
    larger.set(this.#flags)
    this.#flags = larger
  }
}

const none: readonly string[] = []
