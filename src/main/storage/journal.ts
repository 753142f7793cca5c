import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Decision } from '#core/domain/decision'
import { Marks } from '#core/domain/marks'
import type { DecisionHead } from '#core/domain/undo'
import type { Damage } from '#main/storage/damage'
import type { Journaled } from '#main/storage/journaled'
import { decodeLine, encodeJsonLine, type LineRecord } from '#main/storage/line-codec'
import { linesOf } from '#main/storage/file-lines'
import { logFiles, type LinePlace } from '#main/storage/line-log'

export const journalPrefix = 'journal'
/** A journal file of this many bytes is gone on with in the next one. */
export const journalSealAt = 4 * 1024 * 1024

/** Most Decisions of one device that undo can reach without reading the journals through. */
const mostRecent = 1000

/** A Decision that undo may take back, and where it stands. */
export interface RecentDecision extends DecisionHead {
  readonly place: LinePlace
}

/** The Marks of a library together with what its journals still have to be told. */
export class JournaledMarks extends Marks implements Journaled<Decision> {
  readonly unsaved: Decision[] = []
  readonly #recent = new Map<string, RecentDecision[]>()

  /** Makes a Decision: it holds at once and is on disk after the next write. */
  decide(decision: Decision): void {
    this.fold(decision)
    this.unsaved.push(decision)
  }

  saved(decision: Decision, place: LinePlace): void {
    const recent = this.#recent.get(decision.device) ?? []
    this.#recent.set(decision.device, recent)
    const { id, stamp, device, origin, undoes, visit } = decision
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
}

/** What the journals of a library hold. */
export interface LoadedJournals {
  readonly marks: JournaledMarks
  readonly damages: readonly Damage[]
  /** Whole lines, of whatever kind. */
  readonly records: number
  readonly decisions: number
}

export function encodeDecision(decision: Decision): Buffer {
  return encodeJsonLine(`{"kind":"decision",${JSON.stringify(decision).slice(1)}`)
}

/** Reads one Decision again; null where its line is damaged or holds something else. */
export function decodeDecision(line: Buffer): Decision | null {
  const decoded = decodeLine(line)
  return decoded.ok ? asDecision(decoded.record) : null
}

/** Folds every whole Decision of every device's journals. */
export async function loadJournals(folder: string): Promise<LoadedJournals> {
  const marks = new JournaledMarks()
  const damages: Damage[] = []
  let records = 0
  let decisions = 0
  for (const device of await deviceFolders(folder)) {
    const deviceFolder = join(folder, 'devices', device)
    for (const file of await logFiles(deviceFolder, journalPrefix)) {
      const bytes = await readFile(join(deviceFolder, file))
      for (const line of linesOf(bytes)) {
        const decoded = line.whole ? decodeLine(line.bytes) : null
        if (decoded?.ok !== true) {
          const reason = decoded === null ? 'torn' : decoded.reason
          damages.push({ file: `devices/${device}/${file}`, line: line.number, reason })
          continue
        }
        records++
        const decision = asDecision(decoded.record)
        if (decision === null) continue
        decisions++
        marks.fold(decision)
        marks.saved(decision, { file, offset: line.offset, length: line.bytes.length + 1 })
      }
    }
  }
  return { marks, damages, records, decisions }
}

/** The devices that ever wrote to a library. */
export async function deviceFolders(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'devices')).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw cause
  })
  return names.filter((name) => /^[\da-f]{16}$/.test(name)).sort()
}

function asDecision(record: LineRecord): Decision | null {
  if (record.kind !== 'decision') return null
  const decision = record as LineRecord & Partial<Decision>
  const sound =
    typeof decision.id === 'string' &&
    typeof decision.stamp === 'number' &&
    typeof decision.device === 'string' &&
    Array.isArray(decision.changes)
  return sound ? (decision as LineRecord & Decision) : null
}
