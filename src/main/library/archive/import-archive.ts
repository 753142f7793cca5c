import { unreadable, type FileReport } from '#core/domain/file-report'
import type { ProblemReason } from '#core/domain/problem'
import { Failure } from '#core/failure'
import { archiveKind, type ArchiveKind } from '#core/archive-kind'
import { unpackArchive } from '#main/library/archive/unpack-archive'
import type { Unpacked } from '#main/library/archive/unpacked'
import type { ImportOptions, Library } from '#main/library/library'

/** Files under way at once: while one is being stored, the next is unpacked and parsed. */
const atOnce = 2

/** Files of an archive of which it is told one by one why they could not be read. */
const mostTold = 50

/** How far the import of an archive has come. */
export interface ArchiveProgress {
  /** Files that it holds; null where that shows only at its end. */
  readonly of: number | null
  /** Files that have been dealt with. */
  readonly files: number
  /** Bytes of the archive that have been worked through. */
  readonly done: number
}

export interface ArchiveOptions extends ImportOptions {
  /** Given each report as soon as it is on its way, in the order of the files. */
  readonly each?: (report: Promise<readonly FileReport[]>) => void
  readonly progress?: (progress: ArchiveProgress) => void
}

/** Imports a file, or of an archive the files in it; those are imported each by itself, as if they had been given. */
export async function importFiles(
  library: Library,
  name: string,
  bytes: Uint8Array,
  options: ArchiveOptions = {}
): Promise<readonly FileReport[]> {
  const kind = archiveKind(bytes)
  if (kind !== null) return new ArchiveImport(library, name, options).run(kind, bytes)
  const report = library.importFile(name, bytes, options)
  options.each?.(report)
  return report
}

class ArchiveImport {
  readonly #library: Library
  readonly #name: string
  readonly #options: ArchiveOptions
  readonly #reports: Promise<readonly FileReport[]>[] = []
  readonly #pending: Promise<unknown>[] = []
  #told = 0
  #untold = 0
  #files = 0

  constructor(library: Library, name: string, options: ArchiveOptions) {
    this.#library = library
    this.#name = name
    this.#options = options
  }

  /** @throws Failure `cancelled`, and as Library.importFile does: files that were imported before stay imported. */
  async run(kind: ArchiveKind, bytes: Uint8Array): Promise<readonly FileReport[]> {
    const { signal } = this.#options
    try {
      for await (const item of unpackArchive(kind, bytes)) {
        if (signal?.aborted === true) throw new Failure('cancelled')
        if (isLibrary(item)) return await this.#refuse('libraryArchive')
        await this.#take(item)
      }
      await Promise.all(this.#pending)
      this.#summarise((await Promise.all(this.#reports)).flat())
      return (await Promise.all(this.#reports)).flat()
    } finally {
      // Also after a failure: whoever asked may close the library next.
      await Promise.allSettled(this.#pending)
    }
  }

  /** Nothing of it is taken. */
  async #refuse(reason: ProblemReason): Promise<readonly FileReport[]> {
    this.#add(Promise.resolve([unreadable(this.#name, reason)]))
    return (await Promise.all(this.#reports)).flat()
  }

  async #take(item: Unpacked): Promise<void> {
    const advance = (): void => {
      this.#options.progress?.({ of: item.of, files: ++this.#files, done: item.done })
    }
    if (item.kind === 'file') {
      if (archiveKind(item.bytes) !== null) {
        this.#problem(item.name, 'archiveNested')
        advance()
        return
      }
      while (this.#pending.length >= atOnce) await this.#pending.shift()
      // The one file of a gzip has the archive's name.
      const only = item.name === ''
      const options = only ? this.#options : { ...this.#options, ids: false }
      const report = this.#library.importFile(this.#nameOf(item.name), item.bytes, options)
      this.#add(only ? report : report.then(inArchive))
      const done = report.then(advance)
      // It may fail while another one is waited for.
      done.catch(() => undefined)
      this.#pending.push(done)
    } else if (item.kind === 'passedOver') {
      this.#add(Promise.resolve(inArchive([unreadable(this.#nameOf(item.name), 'filePassedOver')])))
      advance()
    } else {
      this.#problem(item.name, item.reason)
      if (item.name !== null) advance()
    }
  }

  #problem(name: string | null, reason: ProblemReason): void {
    if (this.#told === mostTold && name !== null) {
      this.#untold++
      return
    }
    if (name !== null) this.#told++
    this.#add(Promise.resolve([unreadable(this.#nameOf(name ?? ''), reason)]))
  }

  /** What is to be said of the archive as a whole. */
  #summarise(reports: readonly FileReport[]): void {
    if (this.#untold > 0)
      this.#add(Promise.resolve([unreadable(this.#name, 'archiveMore', String(this.#untold))]))
    // A file of a gzip has said by itself what it is; and a problem says why there is none.
    if (reports.every((report) => report.inArchive === true && report.key === null))
      this.#add(Promise.resolve([unreadable(this.#name, 'archiveEmpty')]))
  }

  #nameOf(name: string): string {
    return name === '' ? this.#name : `${this.#name} › ${name}`
  }

  #add(report: Promise<readonly FileReport[]>): void {
    report.catch(() => undefined)
    this.#reports.push(report)
    this.#options.each?.(report)
  }
}

/** Whether a file is what an exported library begins with. */
function isLibrary(item: Unpacked): boolean {
  if (item.kind !== 'file' || item.bytes.length > 1000 || !/(^|\/)library\.json$/.test(item.name))
    return false
  return new TextDecoder().decode(item.bytes).includes('"kind": "library"')
}

function inArchive(reports: readonly FileReport[]): readonly FileReport[] {
  return reports.map((report) => ({ ...report, inArchive: true }))
}
