import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#core/failure'
import {
  findLibrary,
  writeLibraryDocument,
  writeTwice,
  type LibraryDocument
} from '#main/storage/library-folder'
import { migrations, type MigratedFile, type Migrating, type Migration } from '#main/storage/migrations'
import { replaceFile } from '#main/storage/replace-file'
import { StagedLibrary, stagingFolder } from '#main/storage/staged-library'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

export interface MigrationOptions {
  /** This device, under whose name files are staged. */
  readonly device: string
  /** Called before anything is changed, with what is there; a migration is not begun where it fails. */
  readonly before?: (folder: string, document: LibraryDocument) => Promise<void>
  /** All steps from format 1 on. */
  readonly steps?: readonly Migration[]
}

/**
 * Brings a library to this release's format, and finishes what was begun of it. Only for whoever may write: see Lock.
 *
 * The commit point is library.json with `migrating` in it. Before that the library is as it was, whatever happens; after
 * it, whoever opens the library goes on until all files stand at their places.
 *
 * @throws Failure `migrationFailed`, or what is wrong with the disk. Nothing is lost, and the next opening tries again.
 */
export async function migrateLibrary(
  folder: string,
  document: LibraryDocument,
  { device, before, steps = migrations }: MigrationOptions
): Promise<LibraryDocument> {
  const due = steps.slice(document.format - 1)
  if (due.length === 0 && document.migrating === undefined) return document
  try {
    // Whoever was to write it a second time may have been killed before.
    if (document.migrating !== undefined) await writeLibraryDocument(folder, document)
    const whole = await finished(folder, document)
    if (due.length === 0) return whole
    await before?.(folder, whole)
    return await finished(folder, await decided(folder, whole, device, due))
  } catch (cause) {
    throw migrationFailure(cause, folder)
  }
}

/** Lets all steps write their files beside the library, and decides on them. Where that fails, nothing of it is left. */
async function decided(
  folder: string,
  document: LibraryDocument,
  device: string,
  steps: readonly Migration[]
): Promise<LibraryDocument> {
  const { format: from } = document
  await removeStaging(folder, device)
  const library = new StagedLibrary(folder, device)
  try {
    for (const { migrate } of steps) await migrate(library)
    const migrating: Migrating = { from, device, files: library.files, removed: library.removed }
    const next: LibraryDocument = { ...document, format: from + steps.length, migrating }
    // It must never lead back to files that are gone.
    await writeTwice(folder, next)
    return next
  } catch (cause) {
    // What failed may have been the last call after the new document took its place.
    const found = await findLibrary(folder).catch(() => null)
    if (found?.format === from) await removeStaging(folder, device).catch(() => undefined)
    throw cause
  }
}

/** Moves what is still staged to its place. Each step may have been done before. */
async function finished(folder: string, document: LibraryDocument): Promise<LibraryDocument> {
  const { migrating, ...whole } = document
  if (migrating === undefined) return document
  const { device, files, removed } = migrating
  const touched = new Set<string>()
  for (const file of files) {
    const target = join(folder, ...file.path.split('/'))
    const from = join(stagingFolder(folder, device), ...file.path.split('/'))
    if (await isAt(from, file)) {
      await makeFolder(dirname(target))
      await replaceFile(from, target)
      touched.add(dirname(target))
    } else if (!(await isAt(target, file))) {
      // Another device has staged it, and the synchroniser has not brought it yet.
      throw new Failure('migrationFailed', { reason: `${file.path} is missing` })
    }
  }
  for (const path of removed) {
    const target = join(folder, ...path.split('/'))
    await rm(target, { force: true })
    touched.add(dirname(target))
  }
  for (const each of touched) await syncFolder(each)
  await removeStaging(folder, device)
  await writeTwice(folder, whole)
  return whole
}

/** Whether a file begins with the bytes that were staged. */
async function isAt(path: string, { length, sha256 }: MigratedFile): Promise<boolean> {
  const size = await stat(path).then(
    (stats) => stats.size,
    (cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return -1
      throw cause
    }
  )
  if (size < length) return false
  const hash = createHash('sha256')
  if (length > 0)
    for await (const chunk of createReadStream(path, { end: length - 1 })) hash.update(chunk as Buffer)
  return hash.digest('hex') === sha256
}

async function removeStaging(folder: string, device: string): Promise<void> {
  const staging = stagingFolder(folder, device)
  await rm(staging, { recursive: true, force: true })
  // That of another device may stand beside it.
  await rmdir(dirname(staging)).catch(() => undefined)
}

/** A failure of the disk is told as such, everything else as one of the migration. */
function migrationFailure(cause: unknown, folder: string): Failure {
  const failure = writeFailure(cause, folder)
  if (failure.code !== 'internal' && failure.code !== 'writeFailed') return failure
  return new Failure('migrationFailed', { reason: failure.details.reason ?? 'unknown' }, cause)
}
