import { compareMoments, type Moment } from '#core/domain/decision'
import {
  ruleColours,
  ruleSubjects,
  type Macro,
  type Named,
  type Rule,
  type SavedSearch
} from '#core/domain/rule'

/** What has a name of its own; later releases may know more types. */
export type NamedType = 'rule' | 'macro' | 'savedSearch' | 'tagColour'

/** One change of something named: of two with one type and name the later one holds. */
export interface NamedRecord extends Moment {
  readonly kind: 'named'
  readonly type: NamedType
  readonly name: string
  /** Null ends it. What it must look like depends on its type. */
  readonly value: unknown
}

/** One of {@link NamedTable} as it is kept in a snapshot. */
export interface NamedState extends Omit<NamedRecord, 'kind'> {
  /** The stamp of the first record about it. */
  readonly made: number
}

/** The fold of named records: the same in whatever order they are read. */
export class NamedTable {
  readonly #items: Map<string, NamedState>
  #kept: Named | null = null

  constructor(state: readonly NamedState[] = []) {
    this.#items = new Map(state.map((each) => [keyOf(each), each]))
  }

  state(): NamedState[] {
    return [...this.#items.values()]
  }

  fold({ type, name, value, stamp, device }: NamedRecord): void {
    const before = this.#items.get(keyOf({ type, name }))
    const made = Math.min(before?.made ?? stamp, stamp)
    const later = before === undefined || compareMoments(before, { stamp, device }) < 0
    const item = later ? { type, name, value, stamp, device, made } : { ...before, made }
    this.#items.set(keyOf(item), item)
    this.#kept = null
  }

  /** The value in force; null where there is none. */
  value(type: NamedType, name: string): unknown {
    return this.#items.get(keyOf({ type, name }))?.value ?? null
  }

  /** What this release understands, in the order in which it was made: the same object until something changes. */
  get all(): Named {
    if (this.#kept !== null) return this.#kept
    const items = [...this.#items.values()].sort((a, b) => a.made - b.made || (a.name < b.name ? -1 : 1))
    const savedSearches = items.flatMap(savedSearchOf).sort((a, b) => a.position - b.position)
    this.#kept = { rules: items.flatMap(ruleOf), macros: items.flatMap(macroOf), savedSearches }
    return this.#kept
  }
}

function keyOf({ type, name }: Pick<NamedRecord, 'type' | 'name'>): string {
  return `${type} ${name}`
}

/** A rule of a later release's kind is none here: it is kept, and does nothing. */
function ruleOf({ type, name, value }: NamedState): Rule[] {
  if (type !== 'rule' || !isObject(value)) return []
  const { does, matches, text, colour } = value
  if ((does !== 'highlight' && does !== 'mute') || typeof text !== 'string' || text === '') return []
  const subject = ruleSubjects.find((each) => each === matches)
  if (subject === undefined) return []
  const known = ruleColours.find((each) => each === colour) ?? null
  return [
    { id: name, does, matches: subject, text, colour: does === 'highlight' ? (known ?? 'yellow') : null }
  ]
}

function macroOf({ type, name, value }: NamedState): Macro[] {
  if (type !== 'macro' || !isObject(value) || typeof value.tex !== 'string') return []
  return [{ name, tex: value.tex }]
}

function savedSearchOf({ type, name, value }: NamedState): SavedSearch[] {
  if (type !== 'savedSearch' || !isObject(value)) return []
  const { title, query, position } = value
  if (typeof title !== 'string' || typeof query !== 'string' || query === '') return []
  return [{ id: name, title, query, position: typeof position === 'number' ? position : 0 }]
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
