import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { safeParse } from 'valibot'
import type { Decision } from '#core/domain/decision'
import { Marks, type MarksState } from '#core/domain/marks'
import type { DecisionHead } from '#core/domain/undo'
import type { Damage } from '#main/storage/damage'
import type { Journaled } from '#main/storage/journaled'
import { decodeLine, encodeJsonLine, type LineRecord } from '#main/storage/line-codec'
import { linesOf } from '#main/storage/file-lines'
import { findLibrary } from '#main/storage/library-folder'
import { logFiles, type LinePlace } from '#main/storage/line-log'
import { decisionSchema } from '#main/storage/record-schemas'

export const journalPrefix = 'journal'
/** A journal file of this many bytes is gone on with in the next one. */
export const journalSealAt = 4 * 1024 * 1024

/** Most Decisions of one device that undo can reach without reading the journals through. */
const mostRecent = 1000

/**
 * A Decision that undo may take back, and where it stands. The files of one import are one: it stands where the first
 * of them was decided, and has the id of the last.
 */
export interface RecentDecision extends DecisionHead {
  readonly place: LinePlace
  /** Of the import's other files, in their order. */
  readonly others?: LinePlace[]
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
    const recent = this.#recent.get(decision.device) ?? []
    this.#recent.set(decision.device, recent)
    const { id, stamp, device, origin, undoes, visit } = decision
    if (decision.how === 'import' && visit !== undefined && undoes === undefined) {
      const at = recent.findLastIndex((each) => each.visit === visit)
      const known = recent[at]
      if (known !== undefined) {
        const others = known.others ?? []
        others.push(place)
        recent[at] = { ...known, id, stamp, others }
        return
      }
    }
    recent.push({
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

/** How far into one journal file its lines have been folded: to the end of a whole line. */
export interface JournalPosition {
  readonly device: string
  readonly file: string
  /** Bytes and lines. */
  readonly length: number
  readonly lines: number
  /** How the last of those lines begins, checksum included, and where it stands: tells a file from its namesake. */
  readonly lastLine: { readonly offset: number; readonly head: string }
}

/** What the journals of a library hold. */
export interface LoadedJournals {
  readonly marks: JournaledMarks
  readonly damages: readonly Damage[]
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

/** Reads one Decision again; null where its line is damaged or holds something else. */
export function decodeDecision(line: Buffer): Decision | null {
  const decoded = decodeLine(line)
  return decoded.ok ? asDecision(decoded.record) : null
}

/**
 * Folds every whole Decision of every device's journals, or of what was added to them since.
 *
 * @param since Its positions must be those of these very files: see {@link isFolded}.
 */
export async function loadJournals(folder: string, since?: FoldedJournals): Promise<LoadedJournals> {
  const marks = since?.marks ?? new JournaledMarks()
  const damages: Damage[] = []
  const positions: JournalPosition[] = []
  let decisions = 0
  let papers = 0
  for (const device of await deviceFolders(folder)) {
    for (const file of await logFiles(join(folder, 'devices', device), journalPrefix)) {
      const start = since?.positions.find((each) => each.device === device && each.file === file)
      const folded = await foldFile(folder, start ?? { ...unread, device, file }, marks)
      damages.push(...folded.damages)
      positions.push(folded.position)
      decisions += folded.decisions
      papers += folded.papers
    }
  }
  return { marks, damages, decisions, papers, positions }
}

const unread = { length: 0, lines: 0, lastLine: { offset: 0, head: '' } }

/** Bytes that tell a line from others: its checksum and the beginning of its record. */
const headLength = 64

/** Whether the files of a library still hold what was folded of them. */
export async function isFolded(folder: string, positions: readonly JournalPosition[]): Promise<boolean> {
  for (const { device, file, length, lastLine } of positions) {
    const bytes = await readFrom(folder, device, file, lastLine.offset, length - lastLine.offset)
    if (bytes?.length !== length - lastLine.offset || headOf(bytes) !== lastLine.head) return false
    if (length > 0 && bytes.at(-1) !== 0x0a) return false
  }
  return true
}

interface FoldedFile {
  readonly position: JournalPosition
  readonly damages: readonly Damage[]
  readonly decisions: number
  readonly papers: number
}

async function foldFile(folder: string, start: JournalPosition, marks: JournaledMarks): Promise<FoldedFile> {
  const { device, file } = start
  const damages: Damage[] = []
  let { length, lines, lastLine } = start
  let decisions = 0
  let papers = 0
  const bytes = (await readFrom(folder, device, file, start.length)) ?? Buffer.alloc(0)
  for (const line of linesOf(bytes)) {
    const offset = start.length + line.offset
    const decoded = line.whole ? decodeLine(line.bytes) : null
    const decision = decoded?.ok === true ? asDecision(decoded.record) : null
    const unsound = decoded?.ok === true && decoded.record.kind === 'decision' && decision === null
    if (decoded?.ok !== true || unsound) {
      const reason = decoded === null ? 'torn' : decoded.ok ? 'shape' : decoded.reason
      damages.push({ file: `devices/${device}/${file}`, line: start.lines + line.number, reason })
    }
    // A line without its end may be one that is being written just now: it is read again next time.
    if (!line.whole) break
    length = offset + line.bytes.length + 1
    lines++
    lastLine = { offset, head: headOf(line.bytes) }
    if (decision === null) continue
    decisions++
    for (const change of decision.changes) papers += Object.keys(change.papers).length
    marks.fold(decision)
    marks.saved(decision, { file, offset, length: line.bytes.length + 1 })
  }
  return { position: { device, file, length, lines, lastLine }, damages, decisions, papers }
}

function headOf(line: Buffer): string {
  return line.toString('latin1', 0, Math.min(line.length, headLength)).trimEnd()
}

/** A part of a journal file, to its end where no length is given; null where the file is missing. */
async function readFrom(
  folder: string,
  device: string,
  name: string,
  offset: number,
  length?: number
): Promise<Buffer | null> {
  let file
  try {
    file = await open(join(folder, 'devices', device, name), 'r')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  try {
    const wanted = length ?? Math.max(0, (await file.stat()).size - offset)
    const bytes = Buffer.allocUnsafe(wanted)
    const { bytesRead } = await file.read(bytes, 0, wanted, offset)
    return bytes.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** The devices that ever wrote to a library. */
export async function deviceFolders(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'devices')).catch(async (cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    // A library that is gone must not be taken for one in which nothing was decided.
    if ((await findLibrary(folder)) === null) throw cause
    return []
  })
  return names.filter((name) => /^[\da-f]{16}$/.test(name)).sort()
}

/** Null where the record is none, or one that cannot be believed. */
function asDecision(record: LineRecord): Decision | null {
  if (record.kind !== 'decision') return null
  const { success, output } = safeParse(decisionSchema, record)
  return success ? output : null
}
