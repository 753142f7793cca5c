import { Failure } from '#core/failure'
import { listBackups } from '#main/storage/backup/backup-list'
import { findLibrary, writeTwice, type LibraryDocument } from '#main/storage/library-folder'

/**
 * The document of the library in a folder; null where there is no library yet. Where it is lost, a backup still knows
 * all that stood in it: then it is written anew.
 *
 * @throws Failure as findLibrary does.
 */
export async function findOrMendLibrary(folder: string): Promise<LibraryDocument | null> {
  try {
    return await findLibrary(folder)
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code !== 'libraryDamaged') throw cause
    const [newest] = (await listBackups(folder)).backups
    if (newest === undefined) throw cause
    const { library: id, format } = newest.manifest
    await writeTwice(folder, { kind: 'library', format, id })
    return findLibrary(folder)
  }
}
