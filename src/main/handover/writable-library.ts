import type { Argument, BackupSummary } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import type { FileReport } from '#core/domain/file-report'

/** What the command line changes in a library: the same whether this process has it open or the application. */
export interface WritableLibrary {
  /** Records of the library that cannot be read, as far as is known; what a crash left unfinished is none. */
  readonly lost: number

  /** Makes a wish true for those papers that the library holds. What it answers is on disk. */
  mark(wish: CommandWish, ids: readonly ArxivId[]): Promise<MarkedPapers>

  /**
   * Takes out the digest whose key begins so.
   * @throws Failure `unknownDigest`, `ambiguousDigest`.
   */
  removeDigest(beginning: string): Promise<RemovedSource>

  /**
   * Takes back the last act of this device, wherever it was done.
   * @throws Failure `nothingToUndo`.
   */
  undo(): Promise<TakenBack>

  /** Makes a backup, and verifies it by reading it back. */
  backUp(): Promise<NewBackup>

  /** Imports a file, or of an archive the files in it. Those that are asked for one after the other come in that order. */
  importFile(name: string, bytes: Uint8Array, options: CommandImport): Promise<readonly FileReport[]>

  close(): Promise<void>
}

export type CommandWish = Argument<'decide'>['wish']

export interface MarkedPapers {
  /** How many changed. */
  readonly papers: number
  /** Those among the ids that the library does not hold. */
  readonly unknown: readonly ArxivId[]
}

export type RemovedSource = Pick<Digest, 'source' | 'entries'>

/** What was taken back, in terms of what had been done. */
export interface TakenBack {
  /** Digests imported and removed. */
  readonly imported: number
  readonly removed: number
  /** Papers marked. */
  readonly papers: number
}

export interface NewBackup {
  readonly backup: BackupHolds
  /** An earlier one that holds more, which is kept; null where there is none. */
  readonly fuller: BackupHolds | null
}

/** What a backup holds. */
export type BackupHolds = Pick<BackupSummary, 'made' | 'holds' | 'bytes'>

export interface CommandImport {
  /** Of all files of one command: one step for undo. */
  readonly visit: string
  /** Files what is new under Read. */
  readonly read: boolean
  /** Takes a text that is no digest but names papers for one of their ids. */
  readonly ids: boolean
  /** Told of an archive while it is under way. */
  readonly progress: (step: ImportStep) => void
}

/** How far the import of an archive has come. */
export interface ImportStep {
  /** Files that have been dealt with. */
  readonly files: number
  /** Files that it holds; null where that shows only at its end. */
  readonly of: number | null
  /** Entries found so far. */
  readonly entries: number
}
