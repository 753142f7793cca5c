import { realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import type { LibraryEvent } from '#core/contract'
import type { WatchedFolder } from '#core/domain/watched-folder'
import { Failure } from '#core/failure'
import type { DeviceSettingsFile } from '#main/library/device-settings'
import { ImportSessions } from '#main/library/import-sessions'
import type { Library, Marked } from '#main/library/library'
import { Throttle } from '#main/library/throttle'
import { FolderWatch, usualPauses, type WatchPauses } from '#main/library/watch-folder/folder-watch'
import type { WatchMemory } from '#main/library/watch-folder/watch-memory'

/** At most four accounts a second of how far an import has come. */
const interval = 250

type Listener = (event: LibraryEvent) => void

/** The folder that this device watches: it is kept with what belongs to the device, and watched while the library is open. */
export class WatchFolder {
  /** Their sessions are ended ones as soon as they are told of. */
  readonly sessions: ImportSessions
  readonly #library: Library
  readonly #settings: DeviceSettingsFile
  readonly #memory: WatchMemory
  readonly #pauses: WatchPauses
  readonly #listeners = new Set<Listener>()
  readonly #changed = new Throttle(interval, () => {
    this.#tell({ name: 'watchFolderChanged', payload: this.state })
  })
  #watch: FolderWatch | null = null
  /** Choosing and ending come one after the other. */
  #last: Promise<unknown> = Promise.resolve()

  /** Goes on with the folder that was chosen before, if one was. */
  constructor(library: Library, settings: DeviceSettingsFile, memory: WatchMemory, pauses = usualPauses) {
    this.#library = library
    this.#settings = settings
    this.#memory = memory
    this.#pauses = pauses
    this.sessions = new ImportSessions(library)
    const kept = settings.kept('watchFolder')
    if (typeof kept === 'string' && kept !== '') void this.#begin(kept)
  }

  /** Null where none is watched. */
  get state(): WatchedFolder | null {
    return this.#watch?.status ?? null
  }

  /** @returns Ends the subscription. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Watches a folder, in the place of the one before, from now on and after a restart. It need not be there yet.
   * @throws Failure where it belongs to the library.
   */
  choose(folder: string): Promise<WatchedFolder | null> {
    return this.#inTurn(async () => {
      const path = resolve(folder)
      if (await this.#isWithinLibrary(path)) throw new Failure('watchesLibrary')
      if (this.#watch?.folder !== path) {
        await this.#watch?.stop()
        this.#settings.keep('watchFolder', path)
        await this.#begin(path)
        this.#changed.ask()
      }
      return this.state
    })
  }

  /** Watches none any more. What was imported stays. */
  end(): Promise<void> {
    return this.#inTurn(async () => {
      this.#settings.keep('watchFolder', null)
      await this.#watch?.stop()
      this.#watch = null
      this.#changed.ask()
    })
  }

  /** As ImportSessions do; it is asked no more then. */
  async fileOlder(session: string, window: string): Promise<Marked> {
    const marked = await this.sessions.fileOlder(session, window)
    const { last } = this.#memory
    if (last?.session === session) this.#memory.takeLast({ ...last, older: 0 })
    this.#changed.ask()
    return marked
  }

  /** Looks now. */
  async look(): Promise<void> {
    await this.#watch?.look()
  }

  /** What was not imported yet is read after the next start. */
  async close(): Promise<void> {
    await this.#inTurn(async () => {
      await this.#watch?.stop()
    })
    this.#changed.stop()
    this.#listeners.clear()
  }

  #begin(folder: string): Promise<void> {
    this.#watch = new FolderWatch(folder, {
      library: this.#library,
      sessions: this.sessions,
      memory: this.#memory,
      pauses: this.#pauses,
      changed: () => {
        this.#changed.ask()
      },
      imported: (payload) => {
        this.#tell({ name: 'watchFolderImported', payload })
      }
    })
    return this.#watch.look()
  }

  async #isWithinLibrary(path: string): Promise<boolean> {
    const [folder, library] = await Promise.all(
      [path, this.#library.folder].map((each) => realpath(each).catch(() => each))
    )
    return folder === library || folder?.startsWith(`${library}${sep}`) === true
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work)
    this.#last = done.catch(() => undefined)
    return done
  }

  #tell(event: LibraryEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event)
      } catch {
        // A window that is gone must keep neither the others nor the import from going on.
      }
    }
  }
}
