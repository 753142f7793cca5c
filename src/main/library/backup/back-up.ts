import { Failure } from '#core/failure'
import type { Library } from '#main/library/library'
import { backupsOf } from '#main/storage/backup/backup-list'
import {
  isChangedSince,
  makeBackup,
  type BackupOptions,
  type MadeBackup
} from '#main/storage/backup/make-backup'
import type { BackupReason } from '#main/storage/backup/manifest'

interface MoreOptions extends Pick<BackupOptions, 'keep' | 'progress' | 'now'> {
  /** Ends it between two files. */
  readonly stop?: AbortSignal
}

/** Of each library the backup that was asked for last: they are made one after the other. */
const last = new WeakMap<Library, Promise<unknown>>()

/** Backs an open library up; the user may go on meanwhile. */
export function backUp(library: Library, why: BackupReason, options: MoreOptions = {}): Promise<MadeBackup> {
  return inTurn(library, () => makeBackup(optionsFor(library, why, options)))
}

/**
 * Makes the backup of the day, if there is none yet and anything has changed since the last one.
 * @returns Null where there was nothing to do.
 */
export function backUpDaily(library: Library, options: MoreOptions = {}): Promise<MadeBackup | null> {
  return inTurn(library, async () => {
    const { folder, device } = library
    const [before] = (await backupsOf(folder, device)).backups
    const now = options.now ?? new Date()
    if (before !== undefined && dayOf(new Date(before.manifest.made)) === dayOf(now)) return null
    if (before !== undefined && !(await isChangedSince(before, folder))) return null
    // A library in which nothing was ever done is nothing to go back to.
    if (before === undefined && isUntouched(library)) return null
    return makeBackup(optionsFor(library, 'daily', { ...options, now }))
  })
}

function optionsFor(library: Library, why: BackupReason, { stop, ...options }: MoreOptions): BackupOptions {
  const { folder, device } = library
  return {
    ...options,
    folder,
    device,
    why,
    papers: () => library.catalog.order().length,
    guard: () => {
      if (stop?.aborted === true) throw new Failure('cancelled')
      library.checkLock()
    }
  }
}

function inTurn<T>(library: Library, make: () => Promise<T>): Promise<T> {
  // It tells how many papers there are: of a library that is still being read that is not known.
  const made = (last.get(library) ?? Promise.resolve()).then(() => library.filled()).then(make)
  last.set(
    library,
    made.catch(() => undefined)
  )
  return made
}

/** In the user's time zone: a day begins when theirs does. */
function dayOf(date: Date): string {
  return [date.getFullYear(), date.getMonth(), date.getDate()].join('-')
}

function isUntouched({ marks }: Library): boolean {
  const [any] = marks.digests()
  return any === undefined
}
