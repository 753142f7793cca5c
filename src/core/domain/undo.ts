import type { Decision } from '#core/domain/decision'

/** What undo needs to know of a Decision without reading it again. */
export type DecisionHead = Pick<Decision, 'id' | 'stamp' | 'device' | 'origin' | 'undoes' | 'visit'>

/**
 * The Decision that undo takes back next: the latest of `decisions` (in their order) that is an act of its own and
 * not undone. A redo undoes an undo, so what it brought back can be undone again.
 *
 * @param origin The window that asks: what was done in it comes before what was done elsewhere.
 */
export function nextToUndo<D extends DecisionHead>(decisions: readonly D[], origin?: string): D | null {
  const undone = undoneIn(decisions)
  const own = origin === undefined ? null : latestAct(from(origin, decisions), undone)
  return own ?? latestAct(decisions, undone)
}

/**
 * The Decision to take back where one is named; null where it is undone already, or no act of its own. Of a visit to a
 * note's editor it is the last one: they count as one.
 */
export function namedToUndo<D extends DecisionHead>(decisions: readonly D[], id: string): D | null {
  const at = decisions.findIndex((decision) => decision.id === id)
  const named = decisions[at]
  if (named === undefined || named.undoes !== undefined) return null
  const { visit } = named
  const acts =
    visit === undefined
      ? [named]
      : decisions.slice(at).filter((each) => each.visit === visit && each.undoes === undefined)
  const undone = undoneIn(decisions)
  return acts.some((act) => undone.has(act.id)) ? null : (acts.at(-1) ?? null)
}

/**
 * The undo that redo takes back next: the latest one in force, if no act of its own came after it.
 *
 * @param origin The window that asks: what was undone in it comes first. What was undone elsewhere is redone only
 *   where this window did nothing since that still holds.
 */
export function nextToRedo<D extends DecisionHead>(decisions: readonly D[], origin?: string): D | null {
  const undone = undoneIn(decisions)
  const acts = new Set(decisions.filter(({ undoes }) => undoes === undefined).map(({ id }) => id))
  if (origin !== undefined) {
    for (const decision of from(origin, decisions).reverse()) {
      const { id, undoes } = decision
      if (undoes === undefined) {
        if (undone.has(id)) break
        return null
      }
      if (acts.has(undoes) && !undone.has(id)) return decision
    }
  }
  for (const decision of [...decisions].reverse()) {
    if (decision.undoes === undefined) return null
    if (acts.has(decision.undoes) && !undone.has(decision.id)) return decision
  }
  return null
}

function latestAct<D extends DecisionHead>(decisions: readonly D[], undone: ReadonlySet<string>): D | null {
  // Undoing a visit's last Decision takes back all before it, but none that the visit made after the undo.
  const visits = new Set<string>()
  for (const decision of [...decisions].reverse()) {
    const { id, undoes, visit } = decision
    if (undoes !== undefined) continue
    if (!undone.has(id) && (visit === undefined || !visits.has(visit))) return decision
    if (visit !== undefined) visits.add(visit)
  }
  return null
}

function from<D extends DecisionHead>(origin: string, decisions: readonly D[]): D[] {
  return decisions.filter((decision) => decision.origin === origin)
}

/**
 * The ids of Decisions that an undo in force takes back. Later ones are judged first, as they undo earlier ones.
 *
 * @param decisions In the order of their moments.
 */
export function undoneIn(decisions: readonly DecisionHead[]): Set<string> {
  const undone = new Set<string>()
  for (const { id, undoes } of [...decisions].reverse()) {
    if (undoes !== undefined && !undone.has(id)) undone.add(undoes)
  }
  return undone
}
