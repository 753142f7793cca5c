import { join } from 'node:path'
import type { MarksState } from '#core/domain/marks'
import { readColumnFile, writeColumnFile, type Columns } from '#main/storage/column-file'
import { isLoss, type Damage } from '#main/storage/damage'
import {
  JournaledMarks,
  loadJournals,
  type FoldedJournals,
  type LoadedJournals,
  type RecentDecision
} from '#main/storage/journal'
import { isAsRead, type JournalPosition } from '#main/storage/journal-lines'

/** Raised with every change of what the snapshot holds: a file of another number is not read. */
const format = 6

/** Records that a start may fold from the journals before the snapshot is worth writing again. */
const mostUnwritten = 200
/** The same for the papers that they name: one Decision over a whole archive takes as long as thousands. */
const mostUnwrittenPapers = 5000

/** The part of the Marks that is not columns, and the journal positions they cover. */
interface Meta extends Omit<MarksState, 'papers' | 'read' | 'starred' | 'decided' | 'seen'> {
  readonly format: number
  readonly decided: Pick<MarksState['decided'], 'lower' | 'undone'>
  readonly positions: readonly JournalPosition[]
  readonly recent: readonly (readonly [string, RecentDecision[]])[]
  /** Files that are gone: what earlier snapshots covered and the journals hold no more. */
  readonly lost: readonly string[]
}

interface Snapshot extends FoldedJournals, Pick<Meta, 'lost'> {}

/**
 * The Marks of a library: from their snapshot as far as that goes, the rest from the journals. A missing, stale or
 * damaged snapshot costs time and nothing else.
 */
export async function loadMarks(folder: string, cache: string): Promise<LoadedJournals> {
  const snapshot = await readSnapshot(cache)
  const usable = snapshot !== null && (await isAsRead(folder, snapshot.positions))
  const read = await loadJournals(folder, usable ? snapshot : undefined)
  const lost = lostFiles(snapshot, read)
  // Damage may be mended: by a synchroniser that brings the rest of a file, or from a backup. It must stay seen.
  const whole = !read.damages.some(isLoss)
  if (whole && isWorthWriting(read)) {
    // Only makes the next start quicker: whoever may not write there, or has a full disk, loses nothing.
    await writeSnapshot(cache, read, lost).catch(() => undefined)
  }
  const missing = lost.map((file): Damage => ({ file, line: 0, reason: 'missing' }))
  return { ...read, damages: [...read.damages, ...missing] }
}

/**
 * Files that were there when a snapshot was made, and are not any more: of a device's last ones nothing else tells. They
 * are remembered until they are back.
 */
function lostFiles(snapshot: Snapshot | null, { positions, damages }: LoadedJournals): string[] {
  const before = snapshot?.positions.filter(({ length }) => length > 0).map(pathOf) ?? []
  const told = new Set([...positions.map(pathOf), ...damages.map(({ file }) => file)])
  return [...new Set([...(snapshot?.lost ?? []), ...before])].filter((file) => !told.has(file))
}

function pathOf({ device, file }: JournalPosition): string {
  return `devices/${device}/${file}`
}

/** Brings the snapshot up to date after Decisions were made, if that makes the next start quicker. */
export async function keepMarks(folder: string, cache: string, made: DecisionsMade): Promise<void> {
  if (isWorthWriting(made)) await loadMarks(folder, cache)
}

/** How many Decisions and other records, and how many papers they name. */
export type DecisionsMade = Pick<LoadedJournals, 'decisions' | 'others' | 'papers'>

function isWorthWriting({ decisions, others, papers }: DecisionsMade): boolean {
  return decisions + others > mostUnwritten || papers > mostUnwrittenPapers
}

async function readSnapshot(cache: string): Promise<Snapshot | null> {
  const file = await readColumnFile(snapshotPath(cache))
  const meta = file?.meta as Meta | undefined
  if (file === null || meta?.format !== format) return null
  const state = stateOf(meta, file.columns)
  if (state === null) return null
  const { positions, recent, lost } = meta
  return { marks: new JournaledMarks(state, recent), positions, lost }
}

async function writeSnapshot(
  cache: string,
  { marks, positions }: LoadedJournals,
  lost: readonly string[]
): Promise<void> {
  const { papers, read, starred, decided, seen, ...rest } = marks.state()
  const { lower, undone } = decided
  const recent = marks.allRecent()
  const meta: Meta = { format, ...rest, decided: { lower, undone }, positions, recent, lost }
  await writeColumnFile(snapshotPath(cache), meta, {
    characters: papers.characters,
    offsets: papers.offsets,
    slots: papers.slots,
    seed: Uint32Array.of(papers.seed),
    readValues: read.values,
    readStamps: read.stamps,
    readDevices: read.devices,
    starredValues: starred.values,
    starredStamps: starred.stamps,
    starredDevices: starred.devices,
    decidedVersions: decided.versions,
    decidedStamps: decided.stamps,
    decidedDevices: decided.devices,
    seen
  })
}

function stateOf(
  { devices, lastStamp, tags, notes, digests, undos, mended, named, decided: { lower, undone } }: Meta,
  columns: Columns
): MarksState | null {
  const { characters, offsets, slots, seed, readValues, readStamps, readDevices } = columns
  const { starredValues, starredStamps, starredDevices } = columns
  const { decidedVersions: versions, decidedStamps, decidedDevices, seen } = columns
  if (!(characters instanceof Uint8Array && offsets instanceof Uint32Array && slots instanceof Int32Array))
    return null
  const read = registerOf(readValues, readStamps, readDevices)
  const starred = registerOf(starredValues, starredStamps, starredDevices)
  if (read === null || starred === null || !(versions instanceof Uint16Array)) return null
  if (!(seen instanceof Uint8Array)) return null
  if (!(decidedStamps instanceof Float64Array && decidedDevices instanceof Uint16Array)) return null
  return {
    devices,
    lastStamp,
    papers: { characters, offsets, slots, seed: seed?.[0] ?? 0 },
    read,
    starred,
    decided: { versions, stamps: decidedStamps, devices: decidedDevices, lower, undone },
    seen,
    named,
    tags,
    notes,
    digests,
    undos,
    mended
  }
}

function registerOf(values: unknown, stamps: unknown, devices: unknown): MarksState['read'] | null {
  const sound =
    values instanceof Uint8Array && stamps instanceof Float64Array && devices instanceof Uint16Array
  return sound ? { values, stamps, devices } : null
}

function snapshotPath(cache: string): string {
  return join(cache, 'marks.columns')
}
