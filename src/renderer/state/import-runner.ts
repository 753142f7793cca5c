import type { FileReport } from '#core/domain/file-report'
import { isLeftOut, largestArchive, unreadable } from '#core/domain/file-report'
import { RequestFailed, type Client } from './client'
import type { DigestFile } from './dropped-files'
import { ImportRun } from './import-run.svelte'
import type { Imports } from './imports.svelte'

/** Files under way at once: while one is being stored, the next is parsed. */
const atOnce = 2

/** Milliseconds for which an import is shown that has nothing to ask or to complain about. */
const stay = 10_000

/** Reads the files of imports and sends them: one import at a time, which takes in what is dropped meanwhile. */
export class ImportRunner {
  readonly #client: Client
  readonly #imports: Pick<Imports, 'current' | 'show' | 'dismiss'>
  readonly #begun: () => void
  /** What came while the last one was coming to its end. */
  #next: ImportRun | null = null

  /** @param begun Told when an import begins. */
  constructor(client: Client, imports: Pick<Imports, 'current' | 'show' | 'dismiss'>, begun: () => void) {
    this.#client = client
    this.#imports = imports
    this.#begun = begun
  }

  /** Imports files, together with those that are under way. */
  start(files: readonly DigestFile[], sample: boolean): void {
    const run = this.#imports.current
    if (run?.active !== true) this.#begin(new ImportRun(files, sample))
    else if (run.status === 'running') run.include(files, sample)
    else if (this.#next === null) this.#next = new ImportRun(files, sample)
    else this.#next.include(files, sample)
  }

  /** What was finished stays; what is under way is left out whole, and what waits does not begin. */
  cancel(): void {
    const run = this.#imports.current
    this.#next = null
    if (run?.status !== 'running') return
    run.status = 'cancelling'
    const { session } = run
    if (session !== null) this.#client.background(this.#client.request('cancelImport', { session }))
  }

  #begin(run: ImportRun): void {
    this.#imports.show(run)
    this.#begun()
    void this.#run(run).then(() => {
      if (run.silent)
        setTimeout(() => {
          if (this.#imports.current === run) this.#imports.dismiss()
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
