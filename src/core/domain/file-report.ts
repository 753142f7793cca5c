import type { DialectName } from '#core/domain/dialect-name'
import { problem, type Problem, type ProblemReason } from '#core/domain/problem'

/** What a Digest changed about a Paper, the first that fits. */
export type Outcome = 'new' | 'newerVersion' | 'completed' | 'known'

/** Distinct papers of a digest by what it changed about them; `repeated` are its further entries of the same papers. */
export type PaperCounts = Readonly<Record<Outcome | 'repeated', number>>

/** What the import of one digest tells; a file that holds several has one report for each. */
export interface FileReport {
  /** The file's name as it was given. */
  readonly file: string
  /** Null where the file is no digest. */
  readonly key: string | null
  readonly dialect: DialectName | null
  readonly category: string | null
  /** `YYYY-MM-DD`. */
  readonly date: string | null
  readonly entries: number
  readonly papers: PaperCounts
  /** Fields changed by text repair. */
  readonly repaired: number
  readonly problems: readonly Problem[]
  /** Of a file that was found in an archive: as in a folder, it is merely left out where it is no digest. */
  readonly inArchive?: true
}

/** The largest file that is ever imported, in bytes. */
export const largestFile = 64 * 1024 * 1024

/** The largest archive whose files are, in bytes. */
export const largestArchive = 256 * 1024 * 1024

/** The report of a file that is no digest. */
export function unreadable(file: string, reason: ProblemReason, excerpt = ''): FileReport {
  return {
    file,
    key: null,
    dialect: null,
    category: null,
    date: null,
    entries: 0,
    papers: { new: 0, newerVersion: 0, completed: 0, known: 0, repeated: 0 },
    repaired: 0,
    problems: [problem(1, reason, excerpt)]
  }
}

/** Reasons of what stands in a folder of digests without being one: a README, a picture. */
const noDigests: readonly (ProblemReason | undefined)[] = [
  'fileUnknown',
  'fileEmpty',
  'fileBinary',
  'filePassedOver',
  'onlyIds',
  'archiveEmpty'
]

/** True for a file that is merely left out: it was not named itself, and is no digest. */
export function isLeftOut({ problems, inArchive }: FileReport, named: boolean): boolean {
  return (!named || inArchive === true) && noDigests.includes(problems[0]?.reason)
}
