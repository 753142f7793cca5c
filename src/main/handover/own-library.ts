import type { ArxivId } from '#core/domain/arxiv-id'
import type { FileReport } from '#core/domain/file-report'
import { cleanWish } from '#main/library/acts'
import { importFiles } from '#main/library/archive/import-archive'
import { backUp } from '#main/library/backup/back-up'
import type { Library, Undone } from '#main/library/library'
import { commandLine } from '#main/library/open-library'
import type { Backup } from '#main/storage/backup/backup-list'
import { bytesIn } from '#main/storage/backup/manifest'
import { isLoss } from '#main/storage/damage'
import type {
  BackupHolds,
  CommandImport,
  CommandWish,
  MarkedPapers,
  NewBackup,
  RemovedSource,
  TakenBack,
  WritableLibrary
} from '#main/handover/writable-library'

/** A library that this process has open, as commands use it: the application's too, for what they hand over. */
export class OwnLibrary implements WritableLibrary {
  readonly #library: Library

  constructor(library: Library) {
    this.#library = library
  }

  get lost(): number {
    return this.#library.damages.filter(isLoss).length
  }

  async mark(wish: CommandWish, ids: readonly ArxivId[]): Promise<MarkedPapers> {
    // A paper that has not been read yet would be taken for an unknown one.
    await this.#library.filled()
    const { catalog } = this.#library
    const isHeld = (id: ArxivId): boolean => catalog.find(id) >= 0
    const known = ids.filter(isHeld)
    const unknown = ids.filter((id) => !isHeld(id))
    if (known.length === 0) return { papers: 0, unknown }
    const { papers } = await this.#library.mark(cleanWish(wish), known, { origin: commandLine })
    return { papers, unknown }
  }

  async removeDigest(beginning: string): Promise<RemovedSource> {
    const { source, entries } = await this.#library.removeDigest(beginning, { origin: commandLine })
    return { source, entries }
  }

  async undo(): Promise<TakenBack> {
    return takenBack(await this.#library.undo({ by: commandLine }))
  }

  async backUp(): Promise<NewBackup> {
    const { backup, fuller } = await backUp(this.#library, 'asked')
    return { backup: holdsOf(backup), fuller: fuller === null ? null : holdsOf(fuller) }
  }

  /** @param options.signal Stops it: each file is in the library whole or not at all. */
  importFile(
    name: string,
    bytes: Uint8Array,
    { visit, read, ids, signal, progress }: CommandImport & { readonly signal?: AbortSignal }
  ): Promise<readonly FileReport[]> {
    let entries = 0
    return importFiles(this.#library, name, bytes, {
      origin: commandLine,
      visit,
      read,
      ids,
      ...(signal === undefined ? {} : { signal }),
      each: (report) => {
        report.then(
          (reports) => {
            entries += entriesIn(reports)
          },
          // Whoever asked for the import hears of it.
          () => undefined
        )
      },
      progress: ({ files, of }) => {
        progress({ files, of, entries })
      }
    })
  }

  close(): Promise<void> {
    return this.#library.close()
  }
}

function holdsOf({ manifest }: Backup): BackupHolds {
  const { made, holds } = manifest
  return { made, holds, bytes: bytesIn(manifest) }
}

export function entriesIn(reports: readonly FileReport[]): number {
  return reports.reduce((sum, { entries }) => sum + entries, 0)
}

function takenBack({ changes, digests = [] }: Undone): TakenBack {
  const imported = digests.filter(({ present }) => !present).length
  return {
    imported,
    removed: digests.length - imported,
    papers: changes.reduce((sum, change) => sum + Object.keys(change.papers).length, 0)
  }
}
