import type { FailureCode, FailureDetails } from '#core/failure'
import { windowFailures, withDetails } from '#core/window-messages'

/** What went wrong and what to do next, one sentence each. `{name}` stands for a detail. */
const failures: Readonly<Record<FailureCode, string>> = {
  ...windowFailures,
  backupDamaged: '{file} is no backup of a Papertray library, or it is damaged: choose another one.',
  backupHoldsLess: 'The backup holds less than the library does now: say that you want it all the same.',
  backupOfOther:
    'This is the backup of another library: restore it into an empty folder of its own (“papertray restore --library DIR”).',
  backupOlder:
    'This backup has an earlier format ({format}, this Papertray writes {known}): the release that made it restores it.',
  badRequest: 'Papertray’s window asked for something it cannot have ({reason}): reload it, and report this.',
  cancelled: 'The import was cancelled: what was finished before is in the library.',
  diskFull: 'The disk is full, so nothing was changed: free some space and try again.',
  fileExists: '{file} is there already: choose another name, or replace it with --force.',
  fileInUse: 'Another program is using a file in {folder}, so nothing was changed: try again in a moment.',
  folderGone: 'The library folder {folder} is gone: bring it back, or start Papertray again.',
  folderReadOnly: 'Papertray may not write in {folder}: change its permissions or choose another folder.',
  handoverEnded:
    'Papertray ended before everything was done: what is told above is safe, look in the library for the rest.',
  internal: 'Something went wrong inside Papertray ({reason}): nothing was changed, please report it.',
  invalidTag: '“{tag}” cannot be a tag: use 1 to 100 characters.',
  libraryDamaged: 'The library’s {file} cannot be read: “papertray restore” brings it back from a backup.',
  libraryLocked: 'The library is open in {holder}, process {pid}, since {since}: {remedy}.',
  libraryLost: 'Another Papertray took over this library, so nothing more is written here: start it again.',
  libraryNewer:
    'This library was written by a newer Papertray (format {format}, this one knows {known}): update first.',
  libraryOlder:
    'This library has an earlier format ({format}): start Papertray with it once, which brings it to format {known}.',
  libraryReadOnly: 'The library cannot be read, so nothing is written: bring its folder back and try again.',
  noBackup: 'There is no backup {name}: “papertray backup --list” lists them.',
  migrationFailed:
    'The library could not be brought to this Papertray’s format ({reason}): nothing is lost, try again.',
  noLibrary: 'There is no library in {folder} yet: “import” makes one.',
  notALibrary: '{folder} holds other files and no library: choose an empty folder.',
  nothingToRedo: 'There is nothing to redo.',
  nothingToUndo: 'There is nothing to undo.',
  staleView: 'The list is out of date: it is being read again.',
  unknownDigest: 'No digest has the key {key}: “digests” lists them.',
  unknownPaper: 'No paper {id} is in the library.',
  unknownSession: 'This import has ended already: start it again.',
  ambiguousDigest: 'Several digests have a key that begins with {key}: give more of it.',
  watchesLibrary: 'This folder belongs to the library itself: choose one that digests are put into.',
  writeFailed: 'The library could not be written ({reason}), so nothing was changed: try again.'
}

/** Who has a library open, and what can be done about it, in the words of `libraryLocked`. */
export const openers = {
  application: { holder: 'Papertray', remedy: 'close it there first' },
  'command line': { holder: 'a papertray command', remedy: 'wait until that has ended' }
} as const

/** A failure in the user's words. */
export function failureText(code: FailureCode, details: FailureDetails = {}): string {
  return withDetails(failures[code], details)
}
