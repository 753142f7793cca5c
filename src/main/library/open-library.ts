import { join, resolve } from 'node:path'
import { Failure } from '#core/failure'
import { Library, type LibraryParts } from '#main/library/library'
import { LibraryReader } from '#main/library/library-reader'
import { LibrarySearch } from '#main/library/search/library-search'
import { PaperIntake } from '#main/library/search/paper-intake'
import { backUpBeforeMigration } from '#main/storage/backup/before-migration'
import { findOrMendLibrary } from '#main/storage/backup/mend-document'
import type { Catalog } from '#main/storage/catalog'
import { keepCatalog, loadCatalog, openCatalog, readCatalogFile } from '#main/storage/catalog-file'
import { seenFrom, type Damage } from '#main/storage/damage'
import { deviceIdentity, knownDevice } from '#main/storage/device-identity'
import type { Directories } from '#main/storage/directories'
import { encodeRecord, JournaledMarks } from '#main/storage/journal'
import { journalPrefix, journalSealAt } from '#main/storage/journal-lines'
import { JournalAdapter, RecoveringLow } from '#main/storage/journaled'
import {
  findLibrary,
  findOrCreateLibrary,
  findReadableLibrary,
  type LibraryDocument
} from '#main/storage/library-folder'
import { LineLog } from '#main/storage/line-log'
import { Lock, lockHolder, type LockHolder, type Opener } from '#main/storage/lock'
import { ReadJournals } from '#main/storage/read-journals'
import { segmentPrefix, Segments, segmentSealAt } from '#main/storage/segments'
import { encodeImport, type StagedImport } from '#main/storage/staged-import'
import { loadMarks } from '#main/storage/marks-file'
import { migrateLibrary } from '#main/storage/migrate-library'
import { makeFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

/** As which commands stand in their Decisions, and in the lock. */
export const commandLine = 'command line'

export interface LibraryLocation {
  readonly folder: string
  readonly directories: Directories
}

export interface OpenOptions {
  /** Whether a library is made where the folder is empty or missing. */
  readonly create?: boolean
  /**
   * Whether what would take long, reading all Entries where the derived file is lost, goes on after it was opened:
   * see `reading` of Library.
   */
  readonly background?: boolean
}

/** Bytes of records that are read before a library is there, also where the rest may follow: some milliseconds. */
const readAtOnce = 1_000_000

/**
 * Opens a library for writing, and makes it where the folder is empty or missing, unless told not to. A library of an
 * earlier format is backed up and brought to this one.
 * @throws Failure where another process writes to it, its format is newer, or the folder cannot be used.
 */
export async function openLibrary(
  { folder, directories }: LibraryLocation,
  origin: string,
  { create = true, background = false }: OpenOptions = {}
): Promise<Library> {
  try {
    const path = resolve(folder)
    if (!create && (await findOrMendLibrary(path)) === null) throw new Failure('noLibrary', { folder: path })
    const device = await inUserData(directories.userData, deviceIdentity(directories.userData))
    const lock = await lockLibrary(path, directories.userData, openerOf(origin))
    try {
      const before = async (): Promise<void> => {
        await backUpBeforeMigration(path, device, () => {
          lock.check()
        })
      }
      const document = await migrateLibrary(path, await findOrCreateLibrary(path), { device, before })
      const place = { folder: path, cache: cacheOf(directories, document), device }
      return await assemble(place, origin, lock, background ? readAtOnce : Infinity)
    } catch (cause) {
      await lock.release()
      throw cause
    }
  } catch (cause) {
    throw writeFailure(cause, folder)
  }
}

/** Who writes to a library now; null where nobody does, or where it is only just being made. */
export async function holderOf({ folder, directories }: LibraryLocation): Promise<LockHolder | null> {
  const path = resolve(folder)
  const document = await findLibrary(path)
  return document === null ? null : lockHolder(directories.userData, document.id, path)
}

/** What cannot be written there must not be told of the library's folder. */
async function inUserData<T>(userData: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw writeFailure(cause, userData)
  }
}

interface SnapshotParts {
  readonly marks: JournaledMarks
  readonly catalog: Catalog
  readonly segments: Segments
  readonly damages: readonly Damage[]
  readonly cache: string
  readonly intake: PaperIntake
}

/** A library as it is on disk now. Nothing of it can be changed, and no lock is needed. */
export class LibrarySnapshot extends LibraryReader {
  override readonly marks: JournaledMarks
  override readonly catalog: Catalog
  override readonly damages: readonly Damage[]
  override readonly search: LibrarySearch
  readonly #segments: Segments

  constructor({ marks, catalog, segments, damages, cache, intake }: SnapshotParts) {
    super()
    this.marks = marks
    this.catalog = catalog
    this.damages = damages
    this.#segments = segments
    this.search = new LibrarySearch(this, cache, intake)
  }

  async close(): Promise<void> {
    await Promise.all([this.#segments.close(), this.catalog.columns.close(), this.search.close()])
  }
}

/** Reads a library without locking it; null where there is none. */
export async function readLibrary({ folder, directories }: LibraryLocation): Promise<LibrarySnapshot | null> {
  const path = resolve(folder)
  const document = await findReadableLibrary(path)
  if (document === null) return null
  const cache = cacheOf(directories, document)
  const [{ marks, damages }, file, device] = await Promise.all([
    loadMarks(path, cache),
    readCatalogFile(cache),
    knownDevice(directories.userData)
  ])
  const segments = new Segments(path)
  const intake = new PaperIntake(false)
  const catalog = await loadCatalog(file, segments, marks, intake.take)
  const seen = seenFrom(device ?? '', [...damages, ...catalog.damages])
  const library = new LibrarySnapshot({ marks, catalog, segments, damages: seen, cache, intake })
  // Only makes the next start quicker: whoever may not write there, or has a full disk, loses nothing.
  if (catalog.unfinished.length === 0) await keepRows(library, cache).catch(() => undefined)
  return library
}

/** The index is about the rows of the catalog's file. */
async function keepRows({ catalog, search }: LibrarySnapshot, cache: string): Promise<void> {
  await keepCatalog(cache, catalog)
  await search.keep()
}

/** Everything but a command is the application. */
function openerOf(origin: string): Opener {
  return origin === commandLine ? origin : 'application'
}

/** What was derived from files of an earlier format says nothing of those that took their places. */
function cacheOf(directories: Directories, { id, format }: LibraryDocument): string {
  return join(directories.cache, format === 1 ? id : `${id}-${format}`)
}

/** The lock's name has the library's id in it, which a library that is just being made does not have yet. */
async function lockLibrary(folder: string, userData: string, opener: Opener): Promise<Lock> {
  const found = await findOrMendLibrary(folder)
  const lock = (id: string): Promise<Lock> => inUserData(userData, Lock.acquire(userData, id, folder, opener))
  if (found !== null) return lock(found.id)
  await makeFolder(folder)
  const making = await lock('new')
  try {
    const { id } = await findOrCreateLibrary(folder)
    return await lock(id)
  } finally {
    await making.release()
  }
}

async function assemble(
  { folder, cache, device }: Pick<LibraryParts, 'folder' | 'cache' | 'device'>,
  origin: string,
  lock: Lock,
  atOnce: number
): Promise<Library> {
  const deviceFolder = join(folder, 'devices', device)
  const guard = (): void => {
    lock.check()
  }
  const journal = new LineLog({ folder: deviceFolder, prefix: journalPrefix, sealAt: journalSealAt, guard })
  const entries = new LineLog({ folder: deviceFolder, prefix: segmentPrefix, sealAt: segmentSealAt, guard })
  const journals = new ReadJournals()
  const marks = new RecoveringLow(
    new JournalAdapter({
      load: async () => {
        const loaded = await loadMarks(folder, cache)
        journals.take(loaded)
        return loaded.marks
      },
      log: journal,
      encode: encodeRecord,
      folder
    }),
    new JournaledMarks()
  )
  const [file] = await Promise.all([readCatalogFile(cache), marks.read()])

  const segments = new Segments(folder)
  // A command reads papers again only where it searches, or keeps what it brought in.
  const intake = new PaperIntake(origin !== commandLine)
  const { catalog: loaded, filling } = await openCatalog(
    file,
    segments,
    () => marks.data,
    atOnce,
    intake.take
  )
  const catalog = new RecoveringLow<Catalog>(
    new JournalAdapter<Catalog, StagedImport>({
      // Nothing of an import shows before a Decision names it: after a failed write the Catalog is right as it is.
      load: () => Promise.resolve(loaded),
      log: entries,
      encode: encodeImport,
      folder
    }),
    loaded
  )
  return new Library({
    folder,
    cache,
    device,
    origin,
    marks,
    catalog,
    segments,
    logs: [journal, entries],
    lock,
    journals,
    filling,
    intake
  })
}
