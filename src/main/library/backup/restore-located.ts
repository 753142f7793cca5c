import { resolve } from 'node:path'
import { noMark } from '#core/domain/mark'
import type { RestorePreview } from '#core/domain/restore-preview'
import { Failure } from '#core/failure'
import type { BackupContents } from '#main/library/backup/contents'
import { planRestore } from '#main/library/backup/restore-plan'
import { restore, type Restored, type RestoreOptions } from '#main/library/backup/restore'
import {
  openLibrary,
  readLibrary,
  type LibraryLocation,
  type LibrarySnapshot
} from '#main/library/open-library'
import { journalFolded } from '#main/storage/backup/stored-decisions'
import { findLibrary, writeTwice } from '#main/storage/library-folder'
import { makeFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

/** What a restore into a folder would do. */
export interface LocatedPreview {
  readonly preview: RestorePreview
  /** Whether there is a library that can be read; without it, all that the backup holds comes back. */
  readonly library: 'there' | 'none' | 'unreadable'
}

/** Changes nothing and needs no lock. @throws Failure `backupOfOther`, `libraryNewer`, `notALibrary` */
export async function previewLocated(
  location: LibraryLocation,
  backup: BackupContents,
  keep: boolean
): Promise<LocatedPreview> {
  const snapshot = await snapshotOf(location)
  if (snapshot === null || snapshot === 'unreadable')
    return { preview: await wholePreview(backup), library: snapshot ?? 'none' }
  try {
    const folder = resolve(location.folder)
    const [any] = snapshot.marks.digests()
    const document = await findLibrary(folder)
    if (document?.id !== backup.manifest.library && any !== undefined) throw new Failure('backupOfOther')
    return { preview: (await planRestore(folder, snapshot, backup, keep)).preview, library: 'there' }
  } finally {
    await snapshot.close()
  }
}

/** Restores into a library that may be lost, or not be there yet: then it is made, as the same one. */
export async function restoreLocated(
  location: LibraryLocation,
  backup: BackupContents,
  origin: string,
  options: RestoreOptions
): Promise<Restored> {
  await makeSure(location, backup)
  const library = await openLibrary(location, origin, { create: false })
  try {
    return await restore(library, backup, options)
  } finally {
    await library.close()
  }
}

/** The document of a library holds nothing that a backup does not know: where it is missing it is written anew. */
async function makeSure({ folder }: LibraryLocation, { manifest }: BackupContents): Promise<void> {
  const path = resolve(folder)
  const { library: id, format } = manifest
  try {
    const found = await findLibrary(path).catch((cause: unknown) => {
      if (isUnreadable(cause)) return null
      throw cause
    })
    if (found !== null) return
    await makeFolder(path)
    await writeTwice(path, { kind: 'library', format, id })
  } catch (cause) {
    throw writeFailure(cause, path)
  }
}

async function snapshotOf(location: LibraryLocation): Promise<LibrarySnapshot | 'unreadable' | null> {
  try {
    return await readLibrary(location)
  } catch (cause) {
    if (isUnreadable(cause)) return 'unreadable'
    throw cause
  }
}

function isUnreadable(cause: unknown): boolean {
  return cause instanceof Failure && cause.code === 'libraryDamaged'
}

/** Of a library of which nothing is there: all comes back. */
async function wholePreview(backup: BackupContents): Promise<RestorePreview> {
  const { made, holds, files } = backup.manifest
  const { marks } = await journalFolded(files.map((file) => ({ ...file, from: backup.pathOf(file) })))
  const none = JSON.stringify(noMark)
  let marked = 0
  for (const id of marks.papers()) if (JSON.stringify({ ...marks.mark(id), note: null }) !== none) marked++
  return {
    made,
    brings: { digests: holds.digests, papers: holds.papers, marks: marked, notes: holds.notes },
    takes: { digests: 0, papers: 0, marks: 0, notes: 0 },
    less: null,
    damagedFiles: (await Promise.all(files.map((file) => backup.isSound(file)))).filter((sound) => !sound)
      .length
  }
}
