import type { DialectName } from '#core/domain/dialect-name'
import type { Problem } from '#core/domain/problem'

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
}
