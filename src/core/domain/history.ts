import { compareMoments, type Decision } from '#core/domain/decision'
import { undoneIn, type DecisionHead } from '#core/domain/undo'

/** What an act may have done: papers, but of `imported`, `removed` and `returned` digests, and of `restored` backups. */
export const actKinds = [
  'read',
  'starred',
  'unread',
  'unstarred',
  'tagged',
  'untagged',
  'notes',
  'notesRemoved',
  'seen',
  'imported',
  'filed',
  'removed',
  'returned',
  'restored'
] as const

export type ActKind = (typeof actKinds)[number]

/** How many of what; what there is none of is left out. */
export type ActCounts = Readonly<Partial<Record<ActKind, number>>>

/** What the history keeps of a Decision, and where the rest of it can be read. */
export interface HistoryDecision<Place> extends DecisionHead {
  readonly how: Decision['how']
  readonly counts: ActCounts
  readonly place: Place
}

/** Decisions that count as one: one visit to a note's editor, or the files of one import. */
export interface HistoryAct<Place> {
  /** The one that stands for all of them: an undo names it. */
  readonly last: HistoryDecision<Place>
  /** In their order; the last one is `last`. */
  readonly decisions: readonly HistoryDecision<Place>[]
  /** Of undos that hold, the latest first; empty where the act does. */
  readonly undos: readonly HistoryDecision<Place>[]
}

/** Counts what a Decision did. */
export function countsOf({ changes, digests = [], how, undoes }: Decision): ActCounts {
  const counts: Partial<Record<ActKind, number>> = {}
  const add = (kind: ActKind, many = 1): void => {
    if (many > 0) counts[kind] = (counts[kind] ?? 0) + many
  }
  const isOwn = undoes === undefined
  if (isOwn && how === 'restore') return { restored: 1 }
  for (const { present } of digests) {
    // A newer reading of a file that is imported again takes the place of the older one.
    if (isOwn && how === 'import') add('imported', present ? 1 : 0)
    else add(present ? 'returned' : 'removed')
  }
  for (const { papers, decidedBefore, read, starred, tags, note } of changes) {
    const many = Object.keys(papers).length
    if (isOwn && how === 'import' && read === true) add('filed', many)
    else if (read !== undefined) add(read ? 'read' : 'unread', many)
    if (starred !== undefined) add(starred ? 'starred' : 'unstarred', many)
    if ((tags?.add ?? []).length > 0) add('tagged', many)
    if ((tags?.remove ?? []).length > 0) add('untagged', many)
    if (note !== undefined) add(note.text === null ? 'notesRemoved' : 'notes', many)
    const marks = [read, starred, tags, note]
    if (decidedBefore !== undefined && marks.every((mark) => mark === undefined)) add('seen', many)
  }
  return counts
}

export function sumOf(all: Iterable<ActCounts>): ActCounts {
  const sum: Partial<Record<ActKind, number>> = {}
  for (const counts of all) {
    for (const kind of actKinds) {
      const many = counts[kind]
      if (many !== undefined) sum[kind] = (sum[kind] ?? 0) + many
    }
  }
  return sum
}

/** What an act did. What is written in one visit to a note's editor is one note. */
export function countsOfAct({ last, decisions }: HistoryAct<unknown>): ActCounts {
  return last.how === 'import' ? sumOf(decisions.map(({ counts }) => counts)) : last.counts
}

/**
 * Every Decision of all devices as acts, the same in whatever order they are given. An undo is no act of its own, but
 * belongs to the one that it takes back.
 */
export class History<Place> {
  readonly #decisions = new Map<string, HistoryDecision<Place>>()
  /** In the order of their moments. */
  #sorted: HistoryDecision<Place>[] = []
  readonly #visits = new Map<string, HistoryDecision<Place>[]>()
  #undone: ReadonlySet<string> = new Set()
  #undos: ReadonlyMap<string, HistoryDecision<Place>[]> = new Map()
  #isSorted = true

  get size(): number {
    return this.#decisions.size
  }

  /** A Decision that a restore brought back may come twice: it counts once. @returns False where it is known. */
  add(decision: HistoryDecision<Place>): boolean {
    if (this.#decisions.has(decision.id)) return false
    this.#decisions.set(decision.id, decision)
    this.#sorted.push(decision)
    const visit = visitOf(decision)
    if (visit !== null) {
      const known = this.#visits.get(visit)
      if (known === undefined) this.#visits.set(visit, [decision])
      else known.push(decision)
    }
    this.#isSorted = false
    return true
  }

  /**
   * The last Decision of every act, the latest act first.
   * @param whole False while older ones are still to come: what an undo takes back may be among those.
   */
  *latest(whole = true): Generator<HistoryDecision<Place>> {
    this.#sort()
    for (let at = this.#sorted.length - 1; at >= 0; at--) {
      const decision = this.#sorted[at]
      if (decision !== undefined && this.#isAct(decision, whole)) yield decision
    }
  }

  decision(id: string): HistoryDecision<Place> | undefined {
    return this.#decisions.get(id)
  }

  /** The act that a Decision belongs to; an undo stands for itself. */
  actOf(decision: HistoryDecision<Place>): HistoryAct<Place> {
    this.#sort()
    const decisions = this.#visitOf(decision)
    const last = decisions.at(-1) ?? decision
    const undos = (this.#undos.get(last.id) ?? []).filter(({ id }) => !this.#undone.has(id)).reverse()
    return { last, decisions, undos }
  }

  /** An undo takes back what is known; one whose act is not there (its line may be damaged) stands for itself. */
  #isAct(decision: HistoryDecision<Place>, whole: boolean): boolean {
    if (decision.undoes !== undefined) return whole && !this.#decisions.has(decision.undoes)
    return this.#visitOf(decision).at(-1) === decision
  }

  #visitOf(decision: HistoryDecision<Place>): readonly HistoryDecision<Place>[] {
    const visit = visitOf(decision)
    return (visit === null ? undefined : this.#visits.get(visit)) ?? [decision]
  }

  #sort(): void {
    if (this.#isSorted) return
    this.#isSorted = true
    // Nearly sorted: they come in runs.
    this.#sorted.sort(byMoment)
    for (const visit of this.#visits.values()) if (visit.length > 1) visit.sort(byMoment)
    this.#undone = undoneIn(this.#sorted)
    const undos = new Map<string, HistoryDecision<Place>[]>()
    for (const decision of this.#sorted) {
      const { undoes } = decision
      if (undoes === undefined) continue
      const known = undos.get(undoes)
      if (known === undefined) undos.set(undoes, [decision])
      else known.push(decision)
    }
    this.#undos = undos
  }
}

/** Which Decisions count as one with this; null for one of its own. */
function visitOf({ device, visit, undoes }: DecisionHead): string | null {
  return visit === undefined || undoes !== undefined ? null : `${device} ${visit}`
}

function byMoment(a: DecisionHead, b: DecisionHead): number {
  return compareMoments(a, b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
