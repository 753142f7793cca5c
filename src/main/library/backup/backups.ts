import type { BackupSummary, BackupsReply } from '#core/contract'
import type { RestorePreview } from '#core/domain/restore-preview'
import { Failure } from '#core/failure'
import { backUp, backUpDaily } from '#main/library/backup/back-up'
import { keepFailure, readFailure } from '#main/library/backup/backup-failure'
import { openBackup, type BackupContents } from '#main/library/backup/contents'
import { findBackup } from '#main/library/backup/find-backup'
import { previewRestore, restore, type RestoreOptions, type Restored } from '#main/library/backup/restore'
import { sweepScratch } from '#main/library/backup/scratch'
import type { Library } from '#main/library/library'
import type { LibraryLocation } from '#main/library/open-library'
import { listBackups } from '#main/storage/backup/backup-list'
import { bytesIn, isSmaller } from '#main/storage/backup/manifest'
import { writeFailure } from '#main/storage/write-failure'

/** Milliseconds after which the first look is had whether the day has a backup: the window comes first. */
const firstAfter = 30_000
/** And between two looks: so a day's turn is noticed, also by a machine that slept over it. */
const every = 10 * 60_000

/** Stands for the archive that was chosen outside of the window. */
const archiveId = 'archive'

/** The backups of an open library as windows see them, and those that it makes by itself. */
export class Backups {
  readonly #library: Library
  readonly #location: LibraryLocation
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout
  #running: Promise<unknown> = Promise.resolve()
  #archive: string | null = null

  constructor(library: Library, location: LibraryLocation) {
    this.#library = library
    this.#location = location
    this.#timer = setTimeout(() => {
      this.#look()
    }, firstAfter).unref()
  }

  /** The newest first. */
  async list(): Promise<BackupsReply> {
    const { backups, unreadable } = await listBackups(this.#library.folder)
    const failure = await readFailure(this.#library.cache)
    const listed = backups.map(({ device, name, manifest }, index): BackupSummary => {
      const before = backups.slice(index + 1).find((each) => each.device === device)
      return {
        backup: `${device}/${name}`,
        made: manifest.made,
        why: manifest.why,
        holds: manifest.holds,
        bytes: bytesIn(manifest),
        smaller: before !== undefined && isSmaller(manifest, before.manifest),
        elsewhere: device !== this.#library.device
      }
    })
    return { backups: listed, damaged: unreadable.length, failure }
  }

  async make(): Promise<{ readonly smaller: boolean }> {
    const made = backUp(this.#library, 'asked', { stop: this.#stop.signal })
    this.#running = Promise.allSettled([this.#running, made])
    const { fuller } = await made
    await keepFailure(this.#library.cache, null)
    return { smaller: fuller !== null }
  }

  preview(backup: string, keep: boolean): Promise<RestorePreview> {
    return this.#with(backup, (contents) => previewRestore(this.#library, contents, keep))
  }

  restore(backup: string, options: RestoreOptions): Promise<Restored> {
    const restored = this.#with(backup, (contents) => restore(this.#library, contents, options))
    this.#running = Promise.allSettled([this.#running, restored])
    return restored
  }

  /** Takes up an archive that the user chose outside of the window; answers what stands for it in requests. */
  offerArchive(path: string): string {
    this.#archive = path
    return archiveId
  }

  /** Stops a backup that is under way, which leaves those before it as they are. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stop.abort()
    await this.#running
  }

  /** One that the day lacks is made; why it could not be is told in the list, and tried again. */
  #look(): void {
    const made = this.#daily()
    this.#running = Promise.allSettled([this.#running, made])
    void made.then(() => {
      if (this.#stop.signal.aborted) return
      this.#timer = setTimeout(() => {
        this.#look()
      }, every).unref()
    })
  }

  async #daily(): Promise<void> {
    const { cache, folder } = this.#library
    try {
      await sweepScratch(this.#location.directories.cache)
      await backUpDaily(this.#library, { stop: this.#stop.signal })
      await keepFailure(cache, null)
    } catch (cause) {
      if (this.#stop.signal.aborted) return
      const { code, details } = writeFailure(cause, folder)
      await keepFailure(cache, { at: new Date().toISOString(), code, details })
    }
  }

  async #with<T>(backup: string, work: (contents: BackupContents) => Promise<T>): Promise<T> {
    const contents = await this.#open(backup)
    try {
      return await work(contents)
    } finally {
      await contents.close()
    }
  }

  async #open(backup: string): Promise<BackupContents> {
    if (backup === archiveId && this.#archive !== null) return findBackup(this.#location, this.#archive)
    const { backups } = await listBackups(this.#library.folder)
    const found = backups.find(({ device, name }) => backup === `${device}/${name}`)
    const contents = found === undefined ? null : await openBackup(found.path, found.name)
    if (contents === null) throw new Failure('noBackup', { name: backup })
    return contents
  }
}
