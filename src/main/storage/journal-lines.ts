import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { safeParse } from 'valibot'
import type { Decision } from '#core/domain/decision'
import type { OtherRecord } from '#core/domain/marks'
import { conflictCopies } from '#main/storage/conflict-copies'
import type { Damage } from '#main/storage/damage'
import { linesOf } from '#main/storage/file-lines'
import { findLibrary } from '#main/storage/library-folder'
import { decodeLine, type LineRecord } from '#main/storage/line-codec'
import { logFiles, type LinePlace } from '#main/storage/line-log'
import { Pace } from '#main/storage/pace'
import { decisionSchema, namedSchema, seenSchema } from '#main/storage/record-schemas'

export const journalPrefix = 'journal'
/** A journal file of this many bytes is gone on with in the next one. */
export const journalSealAt = 4 * 1024 * 1024

/** Where a Decision stands. */
export interface JournalPlace extends LinePlace {
  /** The device whose folder holds the file. */
  readonly device: string
}

/** How far into one journal file its lines have been read: to the end of a whole line. */
export interface JournalPosition {
  readonly device: string
  readonly file: string
  /** Bytes and lines. */
  readonly length: number
  readonly lines: number
  /** How the last of those lines begins, checksum included, and where it stands: tells a file from its namesake. */
  readonly lastLine: { readonly offset: number; readonly head: string }
}

/** A file that holds Decisions. */
export interface JournalFile {
  /** The folder below `devices`. */
  readonly device: string
  readonly file: string
  /** Whether a synchroniser made it of another one. */
  readonly isCopy: boolean
}

const knownKinds: ReadonlySet<string> = new Set(['decision', 'named', 'seen'])

/** What {@link readJournal} starts from where nothing of a file was read. */
export const unread = { length: 0, lines: 0, lastLine: { offset: 0, head: '' } }

/** Bytes that tell a line from others: its checksum and the beginning of its record. */
const headLength = 64

/** A part of a journal file. */
export interface JournalLines {
  readonly decisions: readonly { readonly decision: Decision; readonly place: JournalPlace }[]
  /** What is no Decision. */
  readonly others: readonly OtherRecord[]
  readonly damages: readonly Damage[]
  /** Behind the last whole line. */
  readonly position: JournalPosition
}

/**
 * The journal files of every device, each device's in their order, and last the copies that a synchroniser made of
 * them: Decisions that stand in several files count once.
 */
export async function journalFiles(folder: string): Promise<JournalFile[]> {
  const found: JournalFile[] = []
  for (const device of await deviceFolders(folder)) {
    const files = await logFiles(join(folder, 'devices', device), journalPrefix)
    found.push(...files.map((file) => ({ device, file, isCopy: false })))
  }
  const copies = await conflictCopies(folder, journalPrefix)
  return [...found, ...copies.map((copy) => ({ ...copy, isCopy: true }))]
}

/**
 * The whole Decisions of a journal file from a position on.
 * @param pace Of the work that this is a part of.
 */
export async function readJournal(
  folder: string,
  start: JournalPosition,
  pace = new Pace()
): Promise<JournalLines> {
  const { device, file } = start
  const decisions: JournalLines['decisions'][number][] = []
  const others: OtherRecord[] = []
  const damages: Damage[] = []
  let { length, lines, lastLine } = start
  const bytes = (await readFrom(folder, device, file, start.length)) ?? Buffer.alloc(0)
  for (const line of linesOf(bytes)) {
    const offset = start.length + line.offset
    const decoded = line.whole ? decodeLine(line.bytes) : null
    const decision = decoded?.ok === true ? asDecision(decoded.record) : null
    const other = decoded?.ok === true ? asOther(decoded.record) : null
    const isKnown = decoded?.ok === true && knownKinds.has(decoded.record.kind)
    const unsound = isKnown && decision === null && other === null
    if (decoded?.ok !== true || unsound) {
      const reason = decoded === null ? 'torn' : decoded.ok ? 'shape' : decoded.reason
      damages.push({ file: `devices/${device}/${file}`, line: start.lines + line.number, reason })
    }
    if (pace.due) await pace.rest()
    // A line without its end may be one that is being written just now: it is read again next time.
    if (!line.whole) break
    length = offset + line.bytes.length + 1
    lines++
    lastLine = { offset, head: headOf(line.bytes) }
    if (other !== null) others.push(other)
    if (decision !== null)
      decisions.push({ decision, place: { device, file, offset, length: line.bytes.length + 1 } })
  }
  return { decisions, others, damages, position: { device, file, length, lines, lastLine } }
}

/** Reads one Decision again; null where its line is damaged or holds something else. */
export function decodeDecision(line: Buffer): Decision | null {
  const decoded = decodeLine(line)
  return decoded.ok ? asDecision(decoded.record) : null
}

/** The same for a record that is no Decision. */
export function decodeOther(line: Buffer): OtherRecord | null {
  const decoded = decodeLine(line)
  return decoded.ok ? asOther(decoded.record) : null
}

/** The Decision at a place; null where its line is gone too. */
export async function readDecision(folder: string, place: JournalPlace): Promise<Decision | null> {
  const line = await readFrom(folder, place.device, place.file, place.offset, place.length - 1)
  return line === null ? null : decodeDecision(line)
}

/** The same for many, in their order. Each file is opened once for all that follow each other in it. */
export async function readDecisions(
  folder: string,
  places: readonly JournalPlace[]
): Promise<(Decision | null)[]> {
  const decisions: (Decision | null)[] = []
  const pace = new Pace()
  for (let place = places[0]; place !== undefined; place = places[decisions.length]) {
    const { device, file: name } = place
    const file = await open(join(folder, 'devices', device, name), 'r')
    try {
      do {
        const line = Buffer.allocUnsafe(place.length - 1)
        const { bytesRead } = await file.read(line, 0, line.length, place.offset)
        decisions.push(decodeDecision(line.subarray(0, bytesRead)))
        if (pace.due) await pace.rest()
        place = places[decisions.length]
      } while (place?.device === device && place.file === name)
    } finally {
      await file.close()
    }
  }
  return decisions
}

/** Whether the files of a library still hold what was read of them. */
export async function isAsRead(folder: string, positions: readonly JournalPosition[]): Promise<boolean> {
  for (const { device, file, length, lastLine } of positions) {
    const bytes = await readFrom(folder, device, file, lastLine.offset, length - lastLine.offset)
    if (bytes?.length !== length - lastLine.offset || headOf(bytes) !== lastLine.head) return false
    if (length > 0 && bytes.at(-1) !== 0x0a) return false
  }
  return true
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
export function asDecision(record: LineRecord): Decision | null {
  if (record.kind !== 'decision') return null
  const { success, output } = safeParse(decisionSchema, record)
  return success ? output : null
}

/** The same for a record that is no Decision. */
function asOther(record: LineRecord): OtherRecord | null {
  if (record.kind === 'named') {
    const { success, output } = safeParse(namedSchema, record)
    return success ? output : null
  }
  if (record.kind !== 'seen') return null
  const { success, output } = safeParse(seenSchema, record)
  return success ? output : null
}
