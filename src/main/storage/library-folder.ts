import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Low } from 'lowdb'
import { Failure } from '#core/failure'
import { checked, withChecksum } from '#main/storage/checked-json'
import { DurableJson } from '#main/storage/durable-json'
import { isMigrating, migrations, type Migrating } from '#main/storage/migrations'

/** What stands in library.json. */
export interface LibraryDocument {
  readonly kind: 'library'
  /** Version of everything below the library's folder. */
  readonly format: number
  /** 32 hex digits. */
  readonly id: string
  /** Files of this format that may not stand at their places yet. */
  readonly migrating?: Migrating
}

/** The format that this release writes: one more than there are migrations. */
export const currentFormat = migrations.length + 1

/** The document of the library in a folder; null where there is no library yet. */
export async function findLibrary(folder: string): Promise<LibraryDocument | null> {
  let found: LibraryDocument | null
  try {
    found = await documentOf(folder).read()
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new Failure('libraryDamaged', { file: 'library.json' }, cause)
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOTDIR') throw new Failure('notALibrary', { folder }, cause)
    throw cause
  }
  // Without its checksum.
  if (found !== null) return readable(checked(found) as LibraryDocument)
  const names = await visibleNames(folder)
  // A library whose document is lost must not get a second id, under which its cache and lock would be others.
  if (names.includes('devices') || names.includes('backups'))
    throw new Failure('libraryDamaged', { file: 'library.json' })
  return null
}

/**
 * The same, for whoever only reads: migrating takes the right to write.
 * @throws Failure `libraryOlder` where not all of it is of this release's format.
 */
export async function findReadableLibrary(folder: string): Promise<LibraryDocument | null> {
  const found = await findLibrary(folder)
  if (found === null) return null
  const { format, migrating } = found
  if (format < currentFormat || migrating !== undefined)
    throw new Failure('libraryOlder', { format: migrating?.from ?? format, known: currentFormat })
  return found
}

/** Whether the document itself can be read, and not only the generation before. */
export function isDocumentWhole(folder: string): Promise<boolean> {
  return documentOf(folder).isWhole()
}

/**
 * The same, making the library where the folder is empty or missing, and mending its document. Only for whoever may write:
 * see Lock.
 */
export async function findOrCreateLibrary(folder: string): Promise<LibraryDocument> {
  const found = await findLibrary(folder)
  if (found !== null) {
    // In a folder that is read-only it is read all the same.
    if (!(await isDocumentWhole(folder))) await writeLibraryDocument(folder, found).catch(() => undefined)
    return found
  }
  if ((await visibleNames(folder)).length > 0) throw new Failure('notALibrary', { folder })
  const id = randomBytes(16).toString('hex')
  const document: LibraryDocument = { kind: 'library', format: currentFormat, id }
  await writeTwice(folder, document)
  return document
}

/** @throws Failure `libraryNewer` where the document is of a format that this release does not know. */
export async function writeLibraryDocument(folder: string, document: LibraryDocument): Promise<void> {
  readable(document)
  const low = new Low<LibraryDocument>(documentOf(folder), document)
  low.data = withChecksum(document)
  await low.write()
}

/** So that the generation before tells it too, should the document be damaged. */
export async function writeTwice(folder: string, document: LibraryDocument): Promise<void> {
  await writeLibraryDocument(folder, document)
  await writeLibraryDocument(folder, document)
}

function documentOf(folder: string): DurableJson<LibraryDocument> {
  return new DurableJson(join(folder, 'library.json'), isLibraryDocument)
}

/** A newer format is refused, and nothing of it is touched. */
function readable(document: LibraryDocument): LibraryDocument {
  const { format } = document
  if (format > currentFormat) throw new Failure('libraryNewer', { format, known: currentFormat })
  return document
}

function isLibraryDocument(value: unknown): value is LibraryDocument {
  const document = checked(value)
  if (document === null) return false
  const { format, id, migrating } = document as Partial<LibraryDocument>
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) return false
  // What a later release writes besides is its own affair: it must not look damaged, and an older generation be read.
  if (format > currentFormat) return true
  const isSound = migrating === undefined || isMigrating(migrating)
  return isSound && typeof id === 'string' && /^[\da-f]{32}$/.test(id)
}

/** Names in a folder but for hidden ones, which file managers and synchronisers leave everywhere. */
async function visibleNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'))
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') throw new Failure('notALibrary', { folder }, cause)
    throw cause
  }
}
