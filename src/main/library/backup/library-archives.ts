import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backups } from '#main/library/backup/backups'
import { exportLibrary } from '#main/library/backup/export-library'
import type { Library } from '#main/library/library'
import type { LibraryLocation } from '#main/library/open-library'

/** Archives of an open library, for hosts that let the user say where. */
export class LibraryArchives {
  readonly #library: Library
  readonly #location: LibraryLocation
  readonly #backups: Backups

  constructor(library: Library, location: LibraryLocation, backups: Backups) {
    this.#library = library
    this.#location = location
    this.#backups = backups
  }

  /** What an archive that is written now is best called. */
  nameFor(date: Date): string {
    return `papertray-${date.toISOString().slice(0, 10)}.tar.gz`
  }

  /** Writes one in the place of whatever is there: the user was asked about that. */
  async write(target: string): Promise<void> {
    const { folder } = this.#library
    const scratch = this.#location.directories.cache
    await exportLibrary(this.#library, { folder, target, scratch, force: true })
  }

  /** Writes one for a moment, to be handed on; answers its path. */
  async writeAside(): Promise<string> {
    const { cache } = this.#location.directories
    const target = join(cache, `export-${randomBytes(6).toString('hex')}.tar.gz`)
    await mkdir(cache, { recursive: true })
    await this.write(target)
    return target
  }

  /** See Backups. */
  offer(path: string): string {
    return this.#backups.offerArchive(path)
  }
}
