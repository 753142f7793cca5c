import type { ProblemReason } from '#core/domain/problem'

/**
 * How it stands with a watched folder. `missing`: it is not there now; `unreadable`: it may not be looked into;
 * `tooMany`: it holds more files than a folder of digests would; `failing`: the library takes nothing in just now.
 */
export type WatchState = 'watching' | 'missing' | 'unreadable' | 'tooMany' | 'failing'

/** A folder whose digests are imported by themselves. */
export interface WatchedFolder {
  /** Absolute. */
  readonly folder: string
  readonly state: WatchState
  /** Why the library takes nothing in, in the user's words; null unless `failing`. */
  readonly reason: string | null
  /** Files of the import that is under way. */
  readonly importing: { readonly done: number; readonly of: number } | null
  /** The last import that brought something, or had a problem. */
  readonly last: WatchedImport | null
  /** Files that are there and cannot be read: the first of them. */
  readonly unread: readonly UnreadFile[]
  /** How many there are in all. */
  readonly unreadCount: number
}

/** What came of files that were there at one time: undo takes all of them back together. */
export interface WatchedImport {
  /** ISO 8601, UTC. */
  readonly when: string
  readonly digests: number
  /** New to the library. */
  readonly papers: number
  /** Papers of which a newer version came. */
  readonly newer: number
  readonly problems: number
  /** Of `papers`, how many were announced long ago, see `ImportResult`. */
  readonly older: number
  /** Names it in `undo`; null where nothing came. */
  readonly decision: string | null
  /** Names it in `finishImport` and `fileOlder`; null once the library was opened anew. */
  readonly session: string | null
}

export interface UnreadFile {
  /** Below the folder, with `/`. */
  readonly file: string
  readonly reason: ProblemReason
}
