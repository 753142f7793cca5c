import type { ArxivId } from '#core/domain/arxiv-id'
import type { FileReport } from '#core/domain/file-report'
import { Connection } from '#main/handover/connection'
import { handoverVersion } from '#main/handover/requests'
import type {
  CommandImport,
  CommandWish,
  MarkedPapers,
  NewBackup,
  RemovedSource,
  TakenBack,
  WritableLibrary
} from '#main/handover/writable-library'
import type { HandoverPlace } from '#main/storage/lock'

/** Milliseconds that the application may take to answer a first word. */
const longestGreeting = 2000

/** A library that the application has open: what is to be done with it is handed over. */
export class RunningLibrary implements WritableLibrary {
  readonly lost: number
  readonly #connection: Connection
  /** The application has all files before, so that the next one comes after them. */
  #taken: Promise<void> = Promise.resolve()

  private constructor(connection: Connection, lost: number) {
    this.#connection = connection
    this.lost = lost
  }

  /** @returns Null where nobody answers there, or nobody who knows these requests. */
  static async connect(place: HandoverPlace): Promise<RunningLibrary | null> {
    const connection = new Connection(place)
    try {
      const signal = AbortSignal.timeout(longestGreeting)
      const { version, lost } = await connection.ask('greet', undefined, { signal })
      if (version === handoverVersion) return new RunningLibrary(connection, lost)
    } catch {
      // It is only just ending, or hangs: whoever asked looks at the lock again.
    }
    connection.close()
    return null
  }

  mark(wish: CommandWish, ids: readonly ArxivId[]): Promise<MarkedPapers> {
    return this.#connection.ask('mark', { wish, ids: [...ids] })
  }

  removeDigest(beginning: string): Promise<RemovedSource> {
    return this.#connection.ask('removeDigest', { beginning })
  }

  undo(): Promise<TakenBack> {
    return this.#connection.ask('undo', undefined)
  }

  backUp(): Promise<NewBackup> {
    return this.#connection.ask('backUp', undefined)
  }

  async importFile(
    name: string,
    bytes: Uint8Array,
    { progress, ...options }: CommandImport
  ): Promise<readonly FileReport[]> {
    const before = this.#taken
    let taken = (): void => undefined
    this.#taken = new Promise((resolve) => {
      taken = resolve
    })
    await before
    try {
      return await this.#connection.ask('importFile', { name, bytes, ...options }, { taken, progress })
    } finally {
      taken()
    }
  }

  close(): Promise<void> {
    this.#connection.close()
    return Promise.resolve()
  }
}
