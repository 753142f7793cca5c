import { isOnlyMending, type Decision } from '#core/domain/decision'
import { Marks, type MarksState, type OtherRecord } from '#core/domain/marks'
import type { DecisionHead } from '#core/domain/undo'
import type { Damage } from '#main/storage/damage'
import {
  deviceFolders,
  journalFiles,
  decodeOther,
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

/** A line that a restore brings back as it was: of any kind, and made by any device. */
export interface KeptLine {
  /** With its line feed. */
  readonly bytes: Buffer
  /** Null for a record of another kind. */
  readonly decision: Decision | null
  /** The device whose journal it is appended to. */
  readonly into: string
}

export type JournalRecord = Decision | OtherRecord | KeptLine

/** The Marks of a library together with what its journals still have to be told. */
export class JournaledMarks extends Marks implements Journaled<JournalRecord> {
  readonly unsaved: JournalRecord[] = []
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

  /** The same for a record that is no Decision. */
  record(record: OtherRecord): void {
    this.foldOther(record)
    this.unsaved.push(record)
  }

  /** The same for a line that was lost. */
  bringBack(line: KeptLine): void {
    const other = line.decision === null ? decodeOther(line.bytes.subarray(0, -1)) : null
    if (line.decision !== null) this.fold(line.decision)
    if (other !== null) this.foldOther(other)
    this.unsaved.push(line)
  }

  saved(record: JournalRecord, place: LinePlace): void {
    if ('kind' in record) return
    if (!('bytes' in record)) this.remember(record, { device: record.device, ...place })
    else if (record.decision !== null) this.remember(record.decision, { device: record.into, ...place })
  }

  /** The same for a Decision that stands in the folder of any device: a restore brings lines of others back. */
  remember(decision: Decision, place: JournalPlace): void {
    if (isOnlyMending(decision)) return
    const recent = this.#recent.get(decision.device) ?? []
    this.#recent.set(decision.device, recent)
    const { id, stamp, device, origin, undoes, visit } = decision
    // Nearly always the last one; what was brought back goes where it was.
    let at = recent.length
    while (at > 0 && (recent[at - 1]?.stamp ?? 0) > stamp) at--
    // It may come a second time, from where it had been lost. No two Decisions of a device have one stamp.
    if (recent[at - 1]?.id === id) return
    if (decision.how === 'import' && visit !== undefined && undoes === undefined) {
      const first = recent.findLastIndex((each) => each.visit === visit)
      const known = recent[first]
      if (known !== undefined) {
        if (known.others?.some((each) => isSame(each, place)) === true || isSame(known.place, place)) return
        const others = known.others ?? []
        others.push(place)
        recent[first] = { ...known, id, stamp, others }
        return
      }
    }
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
  /** Records that are no Decisions. */
  readonly others: number
  /** How many papers these Decisions name, each as often as it is named. */
  readonly papers: number
  readonly positions: readonly JournalPosition[]
}

/** What was folded before, so that only later lines need to be read. */
export type FoldedJournals = Pick<LoadedJournals, 'marks' | 'positions'>

export function encodeRecord(record: JournalRecord): Buffer {
  if ('bytes' in record) return record.bytes
  return 'kind' in record ? encodeJsonLine(JSON.stringify(record)) : encodeDecision(record)
}

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
  let others = 0
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
    for (const record of lines.others) marks.foldOther(record)
    others += lines.others.length
  }
  const still = damages.filter(({ file, line }) => !marks.isMended(file, line))
  return { marks, damages: still, decisions, others, papers, positions }
}

/** How many papers a Decision names, each as often as it is named. */
export function papersNamed({ changes }: Decision): number {
  let papers = 0
  for (const change of changes) papers += Object.keys(change.papers).length
  return papers
}
