import type { StagedLibrary } from '#main/storage/staged-library'

/** One step from a format of the library to the next. */
export interface Migration {
  /** What it changes, for whoever reads the list. */
  readonly summary: string
  /**
   * Brings a library from the format before to this one. Several devices of a synchronised folder may each do it: of the
   * same files it must make the same ones.
   */
  readonly migrate: (library: StagedLibrary) => Promise<void>
}

/** In the order of formats: the first one leads from format 1 to 2. Never edited once released, only added to. */
export const migrations: readonly Migration[] = []

/** A file of the newer format, which stands at its place or is still staged. */
export interface MigratedFile {
  /** Below the library, with `/`. */
  readonly path: string
  /** What follows may have been appended since it was moved to its place. */
  readonly length: number
  /** Of so many bytes. */
  readonly sha256: string
}

/** What is left to do of a migration that has been decided on; stands in library.json. */
export interface Migrating {
  /** Format before it. */
  readonly from: number
  /** Which device has staged the files. */
  readonly device: string
  readonly files: readonly MigratedFile[]
  readonly removed: readonly string[]
}

/** The folder may be synchronised, and hold anything. */
export function isMigrating(value: unknown): value is Migrating {
  if (typeof value !== 'object' || value === null) return false
  const { from, device, files, removed } = value as Partial<Migrating>
  const isFile = (file: unknown): boolean => {
    const { path, length, sha256 } = (file ?? {}) as Partial<MigratedFile>
    return isPath(path) && Number.isSafeInteger(length) && /^[\da-f]{64}$/.test(String(sha256))
  }
  return (
    Number.isInteger(from) &&
    /^[\da-f]{16}$/.test(String(device)) &&
    Array.isArray(files) &&
    files.every(isFile) &&
    Array.isArray(removed) &&
    removed.every(isPath)
  )
}

/** Only what devices write is migrated, and nothing outside the library's folder is ever touched. */
export function isPath(path: unknown): boolean {
  if (typeof path !== 'string' || path.includes('\\')) return false
  const [top, ...names] = path.split('/')
  return top === 'devices' && names.length > 0 && names.every((name) => name !== '' && !/^\.\.?$/.test(name))
}
