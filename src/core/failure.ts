/** Why something could not be done. The words for people stand in messages.ts. */
export type FailureCode =
  | 'backupDamaged'
  | 'backupHoldsLess'
  | 'backupOfOther'
  | 'backupOlder'
  | 'badRequest'
  | 'cancelled'
  | 'disconnected'
  | 'diskFull'
  | 'fileInUse'
  | 'folderGone'
  | 'folderReadOnly'
  | 'handoverEnded'
  | 'internal'
  | 'invalidTag'
  | 'libraryDamaged'
  | 'libraryLocked'
  | 'libraryLost'
  | 'libraryNewer'
  | 'libraryOlder'
  | 'libraryReadOnly'
  | 'fileExists'
  | 'noBackup'
  | 'migrationFailed'
  | 'noLibrary'
  | 'noToken'
  | 'notALibrary'
  | 'partsDamaged'
  | 'nothingToRedo'
  | 'nothingToUndo'
  | 'staleView'
  | 'unknownDigest'
  | 'unknownPaper'
  | 'unknownSession'
  | 'ambiguousDigest'
  | 'watchesLibrary'
  | 'writeFailed'

/** What the user's words need to know: a path, an id, who holds the lock. */
export type FailureDetails = Readonly<Record<string, string | number>>

/** An exception with a code, for everything that a user may have to be told. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, details: FailureDetails = {}, cause?: unknown) {
    super(`${code} ${JSON.stringify(details)}`, { cause })
    this.code = code
    this.details = details
  }
}
