import type { ImportProgress, ImportResult } from '#core/contract'
import type { FileReport } from '#core/domain/file-report'
import { isLeftOut, largestArchive, unreadable } from '#core/domain/file-report'
import { RequestFailed, type Client } from './client'
import type { DigestFile } from './dropped-files'

/** Files under way at once: while one is being stored, the next is parsed. */
const atOnce = 2

/** Milliseconds within which most imports end: until then a list is not filled with half of it. */
const short = 2_000

/** Milliseconds for which an import is shown that has nothing to ask or to complain about. */
const stay = 10_000

export type ImportStatus = 'running' | 'ending' | 'cancelling' | 'done' | 'cancelled' | 'failed'

/** One import: what was dropped, chosen or pasted together, and what was added while it was under way. */
export class ImportRun {
  /** Of files that are still to be read, the next one first. */
  readonly waiting: DigestFile[] = []
  fileCount = $state(0)
  bytes = $state(0)
  /** Sample digests are old and there to be tried: they are not filed away. */
  sample = true
  readonly started = performance.now()
  status = $state<ImportStatus>('running')
  doneFiles = $state(0)
  doneBytes = $state(0)
  /** Of archives; null while there is none. Told by the part of the window that shows it. */
  within = $state.raw<ImportProgress | null>(null)
  reports = $state.raw<readonly FileReport[]>([])
  /** Texts that are no digests but name papers, by their reports: they are added if the user says so. */
  readonly texts = new Map<FileReport, Uint8Array>()
  /** Of files in folders and archives that are no digests. */
  leftOut = $state.raw<readonly FileReport[]>([])
  /** Papers that could be filed under Read, since they were announced long ago. */
  older = $state(0)
  /** Why it ended early, in the user's words. */
  failure = $state<string | null>(null)
  session: string | null = null

  constructor(files: readonly DigestFile[], sample: boolean) {
    this.include(files, sample)
  }

  include(files: readonly DigestFile[], sample: boolean): void {
    this.waiting.push(...files)
    this.fileCount += files.length
    this.bytes += files.reduce((sum, { size }) => sum + size, 0)
    this.sample &&= sample
  }

  get active(): boolean {
    return this.status === 'running' || this.status === 'ending' || this.status === 'cancelling'
  }

  /** Papers that the library did not have. */
  get newPapers(): number {
    return this.reports.reduce((sum, { papers }) => sum + papers.new, 0)
  }

  get problems(): number {
    return this.reports.reduce((sum, { problems }) => sum + problems.length, 0)
  }

  /** True where it asks whether to file the older papers under Read. */
  get asks(): boolean {
    return !this.active && this.older > 0 && !this.sample
  }

  /** True where it ended well and has nothing to ask. */
  get silent(): boolean {
    return this.status === 'done' && this.problems === 0 && this.newPapers > 0 && !this.asks
  }

  add(file: DigestFile, reports: readonly FileReport[]): void {
    this.doneFiles++
    this.doneBytes += file.size
    const left = reports.filter((report) => isLeftOut(report, file.named))
    this.leftOut = [...this.leftOut, ...left]
    this.reports = [...this.reports, ...reports.filter((report) => !left.includes(report))]
  }

  /** Of an archive that was not gone through to its end, only the session knows what it brought. */
  end({ files, older }: ImportResult): void {
    this.older = older
    this.reports = [
      ...this.reports.filter(({ key }) => key === null),
      ...files.filter(({ key }) => key !== null)
    ]
  }
}

/** Imports of this window: one at a time, which takes in what is dropped meanwhile. */
export class Imports {
  readonly #client: Client
  #current = $state.raw<ImportRun | null>(null)
  /** What came while the last one was coming to its end. */
  #next: ImportRun | null = null

  readonly #begun: () => void

  /** @param begun Told when an import begins. */
  constructor(client: Client, begun: () => void = () => undefined) {
    this.#client = client
    this.#begun = begun
    addEventListener('beforeunload', (event) => {
      // Without this window nobody sends the files that wait.
      if (this.active) event.preventDefault()
    })
  }

  /** Under way, or the last one until it is dismissed. */
  get current(): ImportRun | null {
    return this.#current
  }

  get active(): boolean {
    return this.#current?.active === true
  }

  /** True while an import that began just now may end at any moment. */
  get fresh(): boolean {
    return this.active && performance.now() - (this.#current?.started ?? 0) < short
  }

  /** Imports files, together with those that are under way. */
  start(files: readonly DigestFile[], { sample = false }: { readonly sample?: boolean } = {}): void {
    if (files.length === 0) return
    const run = this.#current
    if (run?.active !== true) this.#begin(new ImportRun(files, sample))
    else if (run.status === 'running') run.include(files, sample)
    else if (this.#next === null) this.#next = new ImportRun(files, sample)
    else this.#next.include(files, sample)
  }

  /** What was finished stays; what is under way is left out whole, and what waits does not begin. */
  cancel(): void {
    const run = this.#current
    this.#next = null
    if (run?.status !== 'running') return
    run.status = 'cancelling'
    const { session } = run
    if (session !== null) this.#client.background(this.#client.request('cancelImport', { session }))
  }

  /** Shows one that ended elsewhere, unless one of this window is under way. */
  show(run: ImportRun): void {
    if (!this.active) this.#current = run
  }

  dismiss(): void {
    if (!this.active) this.#current = null
  }

  #begin(run: ImportRun): void {
    this.#current = run
    this.#begun()
    void this.#run(run).then(() => {
      if (run.silent)
        setTimeout(() => {
          if (this.#current === run) this.dismiss()
        }, stay)
      const next = this.#next
      this.#next = null
      if (next !== null) this.#begin(next)
    })
  }

  async #run(run: ImportRun): Promise<void> {
    try {
      const { window } = this.#client
      const { session } = await this.#client.request('beginImport', { window })
      run.session = session
      let failed = false
      const worker = async (): Promise<void> => {
        for (;;) {
          const file = run.status === 'running' && !failed ? run.waiting.shift() : undefined
          if (file === undefined) return
          try {
            run.add(file, await this.#import(run, session, file))
          } catch (cause) {
            failed = true
            throw cause
          }
        }
      }
      const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker))
      const failure = run.status === 'running' ? ends.find((end) => end.status === 'rejected') : undefined
      const cancelled = run.status === 'cancelling'
      if (run.status === 'running') run.status = 'ending'
      // Also after a failure: the session ends, and what it brought is known.
      const ended = this.#client.request(cancelled ? 'cancelImport' : 'finishImport', { session })
      if (failure !== undefined) {
        await ended.then((result) => run.end(result)).catch(() => undefined)
        throw failure.reason
      }
      run.end(await ended)
      run.status = cancelled ? 'cancelled' : 'done'
    } catch (cause) {
      if (!(cause instanceof RequestFailed)) throw cause
      run.failure = cause.message
      run.status = 'failed'
    }
  }

  async #import(run: ImportRun, session: string, file: DigestFile): Promise<readonly FileReport[]> {
    if (file.size > largestArchive) return [unreadable(file.name, 'fileTooLarge')]
    let bytes
    try {
      bytes = await file.bytes()
    } catch {
      return [unreadable(file.name, 'fileUnreadable')]
    }
    if (!(bytes instanceof Uint8Array)) return [bytes]
    const name = file.name.slice(-1000)
    const reports = await this.#client.request('importFile', { session, name, bytes })
    const [report] = reports
    // What the host offered can be read only once.
    if (report?.problems[0]?.reason === 'onlyIds' && !isLeftOut(report, file.named))
      run.texts.set(report, bytes)
    return reports
  }
}
