import type { Decision } from '#core/domain/decision'
import { Marks, type MarksState } from '#core/domain/marks'
import type { DecisionHead } from '#core/domain/undo'
import type { Damage } from '#main/storage/damage'
import {
  deviceFolders,
  journalFiles,
  readJournal,
  unread,
  type JournalPlace,
  type JournalPosition
} from '#main/storage/journal-lines'
import type { Journaled } from '#main/storage/journaled'
import { encodeJsonLine } from '#main/storage/line-codec'
import type { LinePlace } from '#main/storage/line-log'
import { Pace } from '#main/storage/pace'
import { strayFiles } from '#main/storage/stray-files'

/** Most Decisions of one device that undo can reach without reading the journals through. */
const mostRecent = 1000

/**
 * A Decision that undo may take back, and where it stands. The files of one import are one: it stands where the first
 * of them was decided, and has the id of the last.
 */
export interface RecentDecision extends DecisionHead {
  readonly place: JournalPlace
  /** Of the import's other files, in their order. */
  readonly others?: JournalPlace[]
}

/** The Marks of a library together with what its journals still have to be told. */
export class JournaledMarks extends Marks implements Journaled<Decision> {
  readonly unsaved: Decision[] = []
  readonly #recent: Map<string, RecentDecision[]>

  constructor(
    state?: MarksState,
    recent: readonly (readonly [device: string, decisions: RecentDecision[]])[] = []
  ) {
    super(state)
    this.#recent = new Map(recent)
  }

  /** Makes a Decision: it holds at once and is on disk after the next write. */
  decide(decision: Decision): void {
    this.fold(decision)
    this.unsaved.push(decision)
  }

  saved(decision: Decision, place: LinePlace): void {
    this.remember(decision, { device: decision.device, ...place })
  }

  /** The same for a Decision that stands in the folder of any device: a restore brings lines of others back. */
  remember(decision: Decision, place: JournalPlace): void {
    const recent = this.#recent.get(decision.device) ?? []
    this.#recent.set(decision.device, recent)
    const { id, stamp, device, origin, undoes, visit } = decision
    // Stamps grow, so it may be known already only where it is not the latest: in a synchroniser's copy of its file,
    // in a file that is read again, or brought back by a restore.
    const isLatest = stamp > (recent.at(-1)?.stamp ?? -1)
    if (!isLatest && recent.some((each) => each.id === id)) return
    if (decision.how === 'import' && visit !== undefined && undoes === undefined) {
      const at = recent.findLastIndex((each) => each.visit === visit)
      const known = recent[at]
      if (known !== undefined) {
        if (known.others?.some((each) => isSame(each, place)) === true || isSame(known.place, place)) return
        const others = known.others ?? []
        others.push(place)
        recent[at] = { ...known, id, stamp, others }
        return
      }
    }
    // Nearly always the last one; what was brought back goes where it was.
    let at = recent.length
    while (at > 0 && (recent[at - 1]?.stamp ?? 0) > stamp) at--
    recent.splice(at, 0, {
      id,
      stamp,
      device,
      origin,
      place,
      ...(undoes === undefined ? {} : { undoes }),
      ...(visit === undefined ? {} : { visit })
    })
    if (recent.length > 2 * mostRecent) recent.splice(0, recent.length - mostRecent)
  }

  /** A device's latest Decisions that are on disk, oldest first. */
  recent(device: string): readonly RecentDecision[] {
    return this.#recent.get(device) ?? []
  }

  /** The latest Decisions of every device. */
  allRecent(): [device: string, decisions: RecentDecision[]][] {
    return [...this.#recent]
  }
}

function isSame(a: JournalPlace, b: JournalPlace): boolean {
  return a.device === b.device && a.file === b.file && a.offset === b.offset
}

/** What the journals of a library hold. */
export interface LoadedJournals {
  readonly marks: JournaledMarks
  readonly damages: readonly Damage[]
  /** Those in copies that a synchroniser made are not counted. */
  readonly decisions: number
  /** How many papers these Decisions name, each as often as it is named. */
  readonly papers: number
  readonly positions: readonly JournalPosition[]
}

/** What was folded before, so that only later lines need to be read. */
export type FoldedJournals = Pick<LoadedJournals, 'marks' | 'positions'>

export function encodeDecision(decision: Decision): Buffer {
  return encodeJsonLine(`{"kind":"decision",${JSON.stringify(decision).slice(1)}`)
}

/**
 * Folds every whole Decision of every device's journals, or of what was added to them since.
 *
 * @param since Its positions must be those of these very files: see isAsRead.
 */
export async function loadJournals(folder: string, since?: FoldedJournals): Promise<LoadedJournals> {
  const marks = since?.marks ?? new JournaledMarks()
  const damages: Damage[] = await strayFiles(folder, await deviceFolders(folder))
  const positions: JournalPosition[] = []
  const pace = new Pace()
  let decisions = 0
  let papers = 0
  for (const { device, file, isCopy } of await journalFiles(folder)) {
    const start = since?.positions.find((each) => each.device === device && each.file === file)
    const lines = await readJournal(folder, start ?? { ...unread, device, file })
    damages.push(...lines.damages)
    positions.push(lines.position)
    for (const { decision, place } of lines.decisions) {
      if (!isCopy) decisions++
      papers += papersNamed(decision)
      marks.fold(decision)
      marks.remember(decision, place)
      if (pace.due) await pace.rest()
    }
  }
  return { marks, damages, decisions, papers, positions }
}

/** How many papers a Decision names, each as often as it is named. */
export function papersNamed({ changes }: Decision): number {
  let papers = 0
  for (const change of changes) papers += Object.keys(change.papers).length
  return papers
}
