import type { FileReport } from '#core/domain/file-report'
import { isNoDigest, largestFile, unreadable } from '#core/domain/file-report'
import { RequestFailed, type Client } from './client'
import type { DigestFile } from './dropped-files'

/** Files under way at once: while one is being stored, the next is parsed. */
const atOnce = 2

/** Milliseconds for which an import is shown that has nothing to ask or to complain about. */
const stay = 10_000

export type ImportStatus = 'running' | 'cancelling' | 'done' | 'cancelled' | 'failed'

/** One import: what was dropped, chosen or pasted together. */
export class ImportRun {
  readonly files: readonly DigestFile[]
  readonly bytes: number
  /** Sample digests are old and there to be tried: they are not filed away. */
  readonly sample: boolean
  readonly started = performance.now()
  status = $state<ImportStatus>('running')
  doneFiles = $state(0)
  doneBytes = $state(0)
  /** Distinct papers of the digests so far, and how many of them the library did not have. */
  papers = $state(0)
  newPapers = $state(0)
  reports = $state.raw<readonly FileReport[]>([])
  /** Files of folders that are no digests. */
  leftOut = $state(0)
  /** Papers that could be filed under Read, since they were announced long ago. */
  older = $state(0)
  /** Why it ended early, in the user's words. */
  failure = $state<string | null>(null)
  session: string | null = null

  constructor(files: readonly DigestFile[], sample: boolean) {
    this.files = files
    this.bytes = files.reduce((sum, { size }) => sum + size, 0)
    this.sample = sample
  }

  get active(): boolean {
    return this.status === 'running' || this.status === 'cancelling'
  }

  get problems(): number {
    return this.reports.reduce((sum, { problems }) => sum + problems.length, 0)
  }

  get repaired(): number {
    return this.reports.reduce((sum, { repaired }) => sum + repaired, 0)
  }

  /** Files that are no digests although they were named. */
  get unread(): number {
    return this.reports.filter(({ key }) => key === null).length
  }

  /** 0 to 1, by bytes: files differ in size a thousandfold. */
  get progress(): number {
    return this.bytes === 0 ? 0 : this.doneBytes / this.bytes
  }

  /** Seconds that are left, at the pace so far; null while that cannot be told. */
  get secondsLeft(): number | null {
    const { progress } = this
    const passed = (performance.now() - this.started) / 1000
    return progress === 0 || passed < 1 ? null : (passed / progress) * (1 - progress)
  }

  /** True where it ended well and has nothing to ask. */
  get silent(): boolean {
    const asks = this.older > 0 && !this.sample
    return this.status === 'done' && this.problems === 0 && this.newPapers > 0 && !asks
  }

  add(file: DigestFile, reports: readonly FileReport[]): void {
    this.doneFiles++
    this.doneBytes += file.size
    if (!file.named && reports.every(isNoDigest)) {
      this.leftOut++
      return
    }
    this.reports = [...this.reports, ...reports]
    for (const { papers } of reports) {
      this.newPapers += papers.new
      this.papers += papers.new + papers.newerVersion + papers.completed + papers.known
    }
  }
}

/** Imports of this window, one after the other. */
export class Imports {
  readonly #client: Client
  readonly #ended: (run: ImportRun) => void
  #current = $state.raw<ImportRun | null>(null)
  #waiting: ImportRun[] = []

  /** @param ended Told when an import has ended, well or not. */
  constructor(client: Client, ended: (run: ImportRun) => void) {
    this.#client = client
    this.#ended = ended
  }

  /** Under way, or the last one until it is dismissed. */
  get current(): ImportRun | null {
    return this.#current
  }

  get active(): boolean {
    return this.#current?.active === true
  }

  /** Imports files, after those that are under way. */
  start(files: readonly DigestFile[], { sample = false }: { readonly sample?: boolean } = {}): void {
    if (files.length === 0) return
    const run = new ImportRun(files, sample)
    if (this.active) this.#waiting.push(run)
    else this.#begin(run)
  }

  /** What was finished stays; what is under way is left out whole. Imports that wait do not begin. */
  cancel(): void {
    const run = this.#current
    this.#waiting = []
    if (run?.status !== 'running') return
    run.status = 'cancelling'
    const { session } = run
    if (session !== null) this.#client.background(this.#client.request('cancelImport', { session }))
  }

  /** Files what was announced long ago under Read: one Decision. */
  async fileOlder(run: ImportRun): Promise<number> {
    if (run.session === null) return 0
    const { window } = this.#client
    const { papers } = await this.#client.change('fileOlder', { window, session: run.session })
    run.older = 0
    return papers
  }

  dismiss(): void {
    if (!this.active) this.#current = null
  }

  #begin(run: ImportRun): void {
    this.#current = run
    void this.#run(run).then(() => {
      this.#ended(run)
      if (run.silent)
        setTimeout(() => {
          if (this.#current === run) this.dismiss()
        }, stay)
      const next = this.#waiting.shift()
      if (next !== undefined) this.#begin(next)
    })
  }

  async #run(run: ImportRun): Promise<void> {
    try {
      const { window } = this.#client
      const { session } = await this.#client.request('beginImport', { window, files: run.files.length })
      run.session = session
      const files = [...run.files]
      const worker = async (): Promise<void> => {
        for (let file = files.shift(); file !== undefined; file = files.shift()) {
          if (run.status !== 'running') return
          run.add(file, await this.#import(session, file))
        }
      }
      const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker))
      const failed = ends.find((end) => end.status === 'rejected')
      if (failed !== undefined && run.status === 'running') throw failed.reason
      // Cancelled before it had a session: it is told now.
      const cancelled = run.status === 'cancelling'
      const { older } = await this.#client.request(cancelled ? 'cancelImport' : 'finishImport', { session })
      run.older = older
      run.status = cancelled ? 'cancelled' : 'done'
    } catch (cause) {
      if (!(cause instanceof RequestFailed)) throw cause
      run.failure = cause.message
      run.status = 'failed'
    }
  }

  async #import(session: string, file: DigestFile): Promise<readonly FileReport[]> {
    if (file.size > largestFile) return [unreadable(file.name, 'fileTooLarge')]
    let bytes
    try {
      bytes = await file.bytes()
    } catch {
      return [unreadable(file.name, 'fileUnreadable')]
    }
    return this.#client.request('importFile', { session, name: file.name.slice(-1000), bytes })
  }
}
