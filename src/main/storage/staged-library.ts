import { createHash } from 'node:crypto'
import { open, readdir, rm } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { isPath, type MigratedFile } from '#main/storage/migrations'
import { replaceFile } from '#main/storage/replace-file'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'

/** Where a device stages files of a newer format. */
export function stagingFolder(folder: string, device: string): string {
  return join(folder, 'migration', device)
}

/** A library's files as a migration has left them so far; the library itself stays as it is. */
export class StagedLibrary {
  readonly #folder: string
  readonly #staging: string
  readonly #files = new Map<string, MigratedFile>()
  readonly #removed = new Set<string>()

  /** @param device Whose staging folder is used. It must be empty or missing. */
  constructor(folder: string, device: string) {
    this.#folder = folder
    this.#staging = stagingFolder(folder, device)
  }

  /** Written anew so far. */
  get files(): MigratedFile[] {
    return [...this.#files.values()]
  }

  get removed(): string[] {
    return [...this.#removed]
  }

  /** Paths below the library, with `/`, of what devices wrote, in an order that is the same everywhere. */
  async paths(): Promise<string[]> {
    const entries = await readdir(join(this.#folder, 'devices'), {
      recursive: true,
      withFileTypes: true
    }).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw cause
    })
    const found = entries.flatMap((entry) =>
      entry.isFile() ? [relative(this.#folder, join(entry.parentPath, entry.name)).split(sep).join('/')] : []
    )
    return [...new Set([...found, ...this.#files.keys()])].filter((path) => !this.#removed.has(path)).sort()
  }

  /** Where the file can be read. */
  at(path: string): string {
    return join(this.#files.has(path) ? this.#staging : this.#folder, ...path.split('/'))
  }

  /**
   * Writes a file anew, piece by piece; the one before can be read until the last piece has been given.
   * @param path Below `devices/`.
   */
  async write(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    if (!isPath(path)) throw new RangeError(`${path} is not migrated`)
    const target = join(this.#staging, ...path.split('/'))
    const aside = `${target}.staging`
    await makeFolder(dirname(target))
    const hash = createHash('sha256')
    let length = 0
    const file = await open(aside, 'w')
    try {
      for await (const piece of pieces) {
        await file.appendFile(piece)
        hash.update(piece)
        length += piece.length
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await replaceFile(aside, target)
    await syncFolder(dirname(target))
    this.#removed.delete(path)
    this.#files.set(path, { path, length, sha256: hash.digest('hex') })
  }

  async remove(path: string): Promise<void> {
    if (!isPath(path)) throw new RangeError(`${path} is not migrated`)
    if (this.#files.delete(path)) await rm(join(this.#staging, ...path.split('/')), { force: true })
    this.#removed.add(path)
  }
}
