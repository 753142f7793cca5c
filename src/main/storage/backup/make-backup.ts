import { readdir, unlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Marks } from '#core/domain/marks'
import { Failure } from '#core/failure'
import {
  backupsFolder,
  backupsOf,
  nameOfBackup,
  type Backup,
  type BackupList
} from '#main/storage/backup/backup-list'
import { copyFile, type KnownCopy } from '#main/storage/backup/copies'
import { holdingsOf } from '#main/storage/backup/holdings'
import { libraryFiles, type LibraryFile } from '#main/storage/backup/library-files'
import {
  copiesFolder,
  isManifest,
  isSmaller,
  type BackupFile,
  type BackupManifest,
  type BackupReason
} from '#main/storage/backup/manifest'
import { keptBackups } from '#main/storage/backup/rotation'
import { journalFolded } from '#main/storage/backup/stored-decisions'
import { DurableJson } from '#main/storage/durable-json'
import { findLibrary } from '#main/storage/library-folder'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'
import { writeFailure } from '#main/storage/write-failure'

export interface BackupOptions {
  /** The library's. */
  readonly folder: string
  /** Whose backups it joins. */
  readonly device: string
  readonly why: BackupReason
  /** How many papers the Digests hold that these Marks say are in the library. */
  readonly papers: (marks: Marks) => Promise<number> | number
  /** Called before everything that is written; throws where this process may not write any more. */
  readonly guard?: () => void
  /** Names of backups that stay whatever their age: one that is just being gone back to. */
  readonly keep?: readonly string[]
  readonly now?: Date
  /** Told of the bytes that have been copied or compared, and of how many there are. */
  readonly progress?: (done: number, of: number) => void
}

/** Days after which a damaged manifest goes: what it named may be needed by somebody who can mend it. */
const daysUnreadable = 30

export interface MadeBackup {
  readonly backup: Backup
  /** The one before, where that holds more: both are kept. */
  readonly fuller: Backup | null
}

/**
 * Backs a library up, beside its earlier backups: copies what they do not hold yet, reads everything back, and then
 * writes the list of it. A crash at any moment leaves the earlier ones as they were. Others may write to the library
 * meanwhile: it is taken as it stands at the beginning.
 *
 * @throws Failure `diskFull`, `folderReadOnly`, `folderGone` or `writeFailed`.
 */
export async function makeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { folder, device } = options
  try {
    await removeUnreadable(await backupsOf(folder, device), options)
    return await new BackupRun(options, await backupsOf(folder, device)).run()
  } catch (cause) {
    throw writeFailure(cause, backupsFolder(folder, device))
  }
}

async function removeUnreadable({ unreadable }: BackupList, { guard, now }: BackupOptions): Promise<void> {
  const before = new Date((now ?? new Date()).getTime() - daysUnreadable * 24 * 60 * 60 * 1000)
  for (const path of unreadable) {
    // A manifest's name begins with its day.
    if (basename(path).slice(0, 10) >= before.toISOString().slice(0, 10)) continue
    guard?.()
    await unlink(path)
  }
}

/** Whether anything has been appended to a library, or lost, since a backup of it. */
export async function isChangedSince({ manifest }: Backup, folder: string): Promise<boolean> {
  const appended = (files: readonly LibraryFile[]): string =>
    files
      .filter(({ path }) => path.endsWith('.jsonl'))
      .map(({ path, length }) => `${path} ${length}`)
      .sort()
      .join('\n')
  return appended(manifest.files) !== appended(await libraryFiles(folder))
}

class BackupRun {
  readonly #options: BackupOptions
  readonly #earlier: BackupList
  readonly #backups: string

  constructor(options: BackupOptions, earlier: BackupList) {
    this.#options = options
    this.#earlier = earlier
    this.#backups = backupsFolder(options.folder, options.device)
  }

  async run(): Promise<MadeBackup> {
    const { folder, device, why, papers, now = new Date() } = this.#options
    this.#guard()
    const document = await findLibrary(folder)
    if (document === null) throw new Failure('noLibrary', { folder })
    await makeFolder(join(this.#backups, copiesFolder))
    // What a crash left behind may be what fills the disk.
    await this.#clean(this.#earlier.backups)
    let files: BackupFile[]
    try {
      files = await this.#copyAll(await libraryFiles(folder))
    } catch (cause) {
      await this.#clean(this.#earlier.backups).catch(() => undefined)
      throw cause
    }
    await syncFolder(join(this.#backups, copiesFolder))
    // Counted in the copies: so they are not only there, but understood.
    const { marks, decisions } = await journalFolded(
      files.map((file) => ({ ...file, from: join(this.#backups, file.copy) }))
    )
    const holds = await holdingsOf(marks, decisions, await papers(marks))
    const { id: library, format } = document
    const manifest: BackupManifest = {
      kind: 'backup',
      made: now.toISOString(),
      why,
      library,
      format,
      holds,
      files
    }
    const backup = { device, manifest, ...this.#nameFor(manifest) }
    this.#guard()
    await new DurableJson(backup.path, isManifest).write(manifest)
    this.#guard()
    await this.#rotate(backup)
    return { backup, fuller: this.#fuller(backup) }
  }

  async #copyAll(files: readonly LibraryFile[]): Promise<BackupFile[]> {
    const total = files.reduce((sum, { length }) => sum + length, 0)
    const copied: BackupFile[] = []
    let done = 0
    for (const { path, length } of files) {
      this.#guard()
      const { copy, sha256 } = await copyFile(
        join(this.#options.folder, path),
        length,
        this.#backups,
        this.#copiesOf(path),
        stemOf(path)
      )
      copied.push({ path, length, sha256, copy })
      done += length
      this.#options.progress?.(done, total)
    }
    return copied
  }

  /** Every copy of a file, with all that any backup names of it. */
  #copiesOf(path: string): KnownCopy[] {
    const lengths = new Map<string, number>()
    for (const { manifest } of this.#earlier.backups) {
      for (const file of manifest.files) {
        if (file.path === path) lengths.set(file.copy, Math.max(file.length, lengths.get(file.copy) ?? 0))
      }
    }
    return [...lengths].map(([copy, length]) => ({ copy, length }))
  }

  #nameFor({ made }: BackupManifest): Pick<Backup, 'name' | 'path'> {
    const taken = new Set(this.#earlier.backups.map(({ name }) => name))
    let name = nameOfBackup(made)
    // The clock was set back, or two were made in one millisecond.
    for (let number = 2; taken.has(name); number++) name = nameOfBackup(`${made}-${number}`)
    return { name, path: join(this.#backups, name) }
  }

  /** Removes the backups that are too many, and then the copies that none names any more. */
  async #rotate(backup: Backup): Promise<void> {
    const { keep = [] } = this.#options
    const all = [backup, ...this.#earlier.backups]
    const kept = keptBackups(all)
    const staying = all.filter((each) => kept.has(each) || keep.includes(each.name))
    for (const each of all) {
      if (staying.includes(each)) continue
      this.#guard()
      await unlink(each.path)
    }
    await this.#clean(staying)
  }

  /** While a manifest cannot be read, nobody knows which copies it names: none is removed. */
  async #clean(staying: readonly Backup[]): Promise<void> {
    const folder = join(this.#backups, copiesFolder)
    const named = new Set(staying.flatMap(({ manifest }) => manifest.files.map(({ copy }) => copy)))
    if (this.#earlier.unreadable.length === 0) {
      for (const name of await readdir(folder)) {
        if (named.has(`${copiesFolder}/${name}`)) continue
        this.#guard()
        await unlink(join(folder, name))
      }
    }
    // Manifests that were being written when a process ended.
    for (const name of await readdir(this.#backups))
      if (name.startsWith('.') && name.includes('.json.')) await unlink(join(this.#backups, name))
  }

  #fuller(backup: Backup): Backup | null {
    const [before] = this.#earlier.backups
    return before !== undefined && isSmaller(backup.manifest, before.manifest) ? before : null
  }

  #guard(): void {
    this.#options.guard?.()
  }
}

/** How copies of a file are named: `devices/8b1f…/journal-000001.jsonl` becomes `8b1f…-journal-000001`. */
function stemOf(path: string): string {
  return path
    .replace(/^devices\//, '')
    .replace(/\.jsonl?$/, '')
    .replaceAll(/[^\w-]/g, '-')
    .slice(0, 150)
}
