import { randomBytes } from 'node:crypto'
import type { ImportResult } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { FileReport } from '#core/domain/file-report'
import { Failure } from '#core/failure'
import type { Library, Marked } from '#main/library/library'

/** Papers announced more than so many days ago may be filed under Read, so that an archive does not bury the inbox. */
const olderThan = 14
/** Ended sessions that can still be asked for. */
const mostEnded = 5
const day = 24 * 60 * 60 * 1000

interface Session {
  readonly window: string
  readonly stop: AbortController
  /** A file each, in the order in which they were given. */
  readonly files: Promise<readonly FileReport[]>[]
  /** Papers that the session brought into the library. */
  readonly brought: Set<ArxivId>
  ended: Promise<ImportResult> | null
}

/** Imports of many files as one piece of work: with one report, and one cancel. */
export class ImportSessions {
  readonly #library: Library
  readonly #sessions = new Map<string, Session>()

  constructor(library: Library) {
    this.#library = library
  }

  /** True while one has not ended. */
  get active(): boolean {
    return [...this.#sessions.values()].some(({ ended }) => ended === null)
  }

  begin(window: string): string {
    const name = randomBytes(8).toString('hex')
    this.#sessions.set(name, {
      window,
      stop: new AbortController(),
      files: [],
      brought: new Set(),
      ended: null
    })
    return name
  }

  /** @throws Failure `cancelled` where the session was cancelled before the file was in the library. */
  importFile(name: string, file: string, bytes: Uint8Array): Promise<readonly FileReport[]> {
    const session = this.#find(name)
    if (session.ended !== null) throw new Failure('unknownSession')
    const { window, stop, files, brought } = session
    const report = this.#library.importFile(file, bytes, {
      origin: window,
      visit: name,
      signal: stop.signal,
      came: (outcomes) => {
        for (const { id, outcome } of outcomes) if (outcome === 'new') brought.add(id)
      }
    })
    files.push(report)
    // Whoever asked for it hears of a failure; the session only leaves it out.
    report.catch(() => undefined)
    return report
  }

  /** Waits for what is under way, and ends the session. An ended one answers the same again. */
  finish(name: string): Promise<ImportResult> {
    const session = this.#find(name)
    return (session.ended ??= this.#end(name, session))
  }

  /** The same, but what is under way is stopped before it is in the library. */
  cancel(name: string): Promise<ImportResult> {
    this.#find(name).stop.abort()
    return this.finish(name)
  }

  /** Files what {@link ImportResult.older} counts under Read, as one act. */
  async fileOlder(name: string, window: string): Promise<Marked> {
    const session = this.#find(name)
    if (session.ended === null) throw new Failure('unknownSession')
    await session.ended
    return this.#library.mark({ read: true }, this.#older(session), { origin: window, how: 'bulk' })
  }

  /** Stops whatever is under way, and waits for that. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((name) => this.cancel(name)))
  }

  async #end(name: string, session: Session): Promise<ImportResult> {
    const settled = await Promise.allSettled(session.files)
    const files = settled.flatMap((file) => (file.status === 'fulfilled' ? file.value : []))
    // Put last, so that the oldest of the ended ones comes first.
    this.#sessions.delete(name)
    this.#sessions.set(name, session)
    const ended = [...this.#sessions].filter(([, each]) => each.ended !== null)
    for (const [old] of ended.slice(0, -mostEnded)) this.#sessions.delete(old)
    return { files, older: this.#older(session).length }
  }

  /** Of the papers that came new, those not read yet and announced too long ago. */
  #older({ brought }: Session): ArxivId[] {
    const { catalog, marks } = this.#library
    const before = new Date(Date.now() - olderThan * day).toISOString().slice(0, 10)
    return [...brought].filter((id) => {
      const row = catalog.find(id)
      return row >= 0 && catalog.announced(row) < before && !marks.isRead(id)
    })
  }

  #find(name: string): Session {
    const session = this.#sessions.get(name)
    if (session === undefined) throw new Failure('unknownSession')
    return session
  }
}
