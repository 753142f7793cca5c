import {
  countsOfAct,
  sumOf,
  type ActCounts,
  type ActKind,
  type HistoryAct,
  type HistoryDecision
} from '#core/domain/history'

/** What a day held. */
export interface DaySummary {
  /** Of the acts that hold. */
  readonly counts: ActCounts
  /** Acts that were taken back. */
  readonly takenBack: number
}

/** Acts that follow each other as one goes through a list, or one that stands for itself. The latest first. */
export type HistoryRun<Place> = readonly HistoryAct<Place>[]

/** What one does with one key to paper after paper. */
const passing: ReadonlySet<ActKind> = new Set(['read', 'unread', 'starred', 'unstarred', 'seen'])
/** Fewer are told one by one. */
const fewest = 3
/** Milliseconds between two acts of one run. */
const pause = 10 * 60 * 1000

export function summaryOf(acts: readonly HistoryAct<unknown>[]): DaySummary {
  const held = acts.filter(({ undos }) => undos.length === 0)
  return { counts: sumOf(held.map(countsOfAct)), takenBack: acts.length - held.length }
}

/**
 * Puts acts together that are one passage through a list. Whether they were taken back does not matter, so that a run
 * stays one while the user takes back some of it.
 */
export function runsOf<Place>(acts: readonly HistoryAct<Place>[]): HistoryRun<Place>[] {
  const runs: HistoryAct<Place>[][] = []
  for (const act of acts) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run !== undefined && before !== undefined && goesOn(before.last, act.last)) run.push(act)
    else runs.push([act])
  }
  return runs.flatMap((run) => (run.length < fewest ? run.map((act) => [act]) : [run]))
}

function goesOn(later: HistoryDecision<unknown>, earlier: HistoryDecision<unknown>): boolean {
  return (
    isPassing(later) &&
    isPassing(earlier) &&
    later.device === earlier.device &&
    later.origin === earlier.origin &&
    later.stamp - earlier.stamp <= pause
  )
}

function isPassing({ how, counts, visit, undoes }: HistoryDecision<unknown>): boolean {
  if (how !== 'single' || visit !== undefined || undoes !== undefined) return false
  return Object.entries(counts).every(([kind, many]) => passing.has(kind as ActKind) && many === 1)
}
