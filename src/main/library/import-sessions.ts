import { randomBytes } from 'node:crypto'
import type { ImportProgress, ImportResult } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { FileReport } from '#core/domain/file-report'
import { Failure } from '#core/failure'
import { importFiles, type ArchiveProgress } from '#main/library/archive/import-archive'
import type { Library, Marked } from '#main/library/library'

/** Papers announced more than so many days ago may be filed under Read, so that an archive does not bury the inbox. */
const olderThan = 14
/** Ended sessions that can still be asked for. */
const mostEnded = 5
const day = 24 * 60 * 60 * 1000

/** A file that was given: one digest, or an archive of many. */
interface GivenFile {
  readonly bytes: number
  /** Of all its files that are done or under way. */
  readonly reports: Promise<readonly FileReport[]>[]
  /** Null where it is no archive. */
  archive: ArchiveProgress | null
  ended: boolean
}

interface Session {
  readonly window: string
  readonly stop: AbortController
  /** In the order in which they were given. */
  readonly files: GivenFile[]
  /** What is to end before the session does. */
  readonly underWay: Promise<unknown>[]
  /** Distinct papers of the digests so far. */
  papers: number
  /** Papers that the session brought into the library. */
  readonly brought: Set<ArxivId>
  ended: Promise<ImportResult> | null
}

/** Imports of many files as one piece of work: with one report, and one cancel. */
export class ImportSessions {
  readonly #library: Library
  readonly #sessions = new Map<string, Session>()
  readonly #progressed: (session: string, progress: () => ImportProgress) => void

  /** @param progressed Told whenever a session that has archives has come further. */
  constructor(
    library: Library,
    progressed: (session: string, progress: () => ImportProgress) => void = () => undefined
  ) {
    this.#library = library
    this.#progressed = progressed
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
      underWay: [],
      papers: 0,
      brought: new Set(),
      ended: null
    })
    return name
  }

  /**
   * Imports a file, or of an archive the files in it.
   * @param ids Whether a text that is no digest but names papers is one of their ids.
   * @throws Failure `cancelled` where the session was cancelled before the file was in the library, or all of them were.
   */
  importFile(name: string, file: string, bytes: Uint8Array, ids = false): Promise<readonly FileReport[]> {
    const session = this.#find(name)
    if (session.ended !== null) throw new Failure('unknownSession')
    const { window, stop, files, brought } = session
    const given: GivenFile = { bytes: bytes.length, reports: [], archive: null, ended: false }
    const told = (): void => {
      if (files.some(({ archive }) => archive !== null))
        this.#progressed(name, () => progressOf(name, session))
    }
    const importing = importFiles(this.#library, file, bytes, {
      origin: window,
      visit: name,
      signal: stop.signal,
      ids,
      came: (outcomes) => {
        for (const { id, outcome } of outcomes) if (outcome === 'new') brought.add(id)
      },
      each: (report) => {
        given.reports.push(report)
        // Whoever asked for it hears of a failure; the session only leaves it out.
        report.then(
          (reports) => {
            session.papers += reports.reduce((sum, { papers }) => sum + distinctIn(papers), 0)
          },
          () => undefined
        )
      },
      progress: (progress) => {
        given.archive = progress
        told()
      }
    }).finally(() => {
      given.ended = true
      told()
    })
    files.push(given)
    session.underWay.push(importing)
    importing.catch(() => undefined)
    return importing
  }

  /** Whether it has ended, and can still be asked for. */
  hasEnded(name: string): boolean {
    return this.#sessions.get(name)?.ended != null
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
    await Promise.allSettled(session.underWay)
    const settled = await Promise.allSettled(session.files.flatMap(({ reports }) => reports))
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

function progressOf(name: string, { files, papers }: Session): ImportProgress {
  let [found, done, bytes, counted] = [0, 0, 0, true]
  for (const file of files) {
    const { archive, ended } = file
    if (archive !== null) {
      const more = Math.max(0, (archive.of ?? archive.files) - 1)
      found += more
      // Its last one is counted by whoever gave the archive, once it has been answered.
      done += Math.min(more, archive.files)
      counted &&= ended || archive.of !== null
    }
    bytes += ended ? file.bytes : (archive?.done ?? 0)
  }
  return { session: name, found, done, counted, bytes, papers }
}

function distinctIn({ new: fresh, newerVersion, completed, known }: FileReport['papers']): number {
  return fresh + newerVersion + completed + known
}
