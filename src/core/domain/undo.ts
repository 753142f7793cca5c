import type { Decision } from '#core/domain/decision'

/** What undo needs to know of a Decision without reading it again. */
export type DecisionHead = Pick<Decision, 'id' | 'stamp' | 'device' | 'origin' | 'undoes' | 'visit'>

/**
 * The Decision that undo takes back next: the latest of `decisions` (in their order) that is an act of its own and
 * not undone. A redo undoes an undo, so what it brought back can be undone again.
 */
export function nextToUndo<D extends DecisionHead>(decisions: readonly D[]): D | null {
  const undone = undoneIn(decisions)
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

/** The undo that redo takes back next: the latest one in force, if no act of its own came after it. */
export function nextToRedo<D extends DecisionHead>(decisions: readonly D[]): D | null {
  const undone = undoneIn(decisions)
  const acts = new Set(decisions.filter(({ undoes }) => undoes === undefined).map(({ id }) => id))
  for (const decision of [...decisions].reverse()) {
    if (decision.undoes === undefined) return null
    if (acts.has(decision.undoes) && !undone.has(decision.id)) return decision
  }
  return null
}

/** The ids of Decisions that an undo in force takes back. Later ones are judged first, as they undo earlier ones. */
function undoneIn(decisions: readonly DecisionHead[]): Set<string> {
  const undone = new Set<string>()
  for (const { id, undoes } of [...decisions].reverse()) {
    if (undoes !== undefined && !undone.has(id)) undone.add(undoes)
  }
  return undone
}
