import { watch, type FSWatcher } from 'node:fs'

/** Tells that something in a folder may have changed. It may tell nothing: whoever must know looks by himself too. */
export class FolderHint {
  readonly #folder: string
  readonly #tell: () => void
  #watcher: FSWatcher | null = null
  /** Which folder it is that is followed: another one may come to stand under the same name. */
  #id = ''

  constructor(folder: string, tell: () => void) {
    this.#folder = folder
    this.#tell = tell
  }

  /** @param id Another one where the folder is another one. */
  follow(id: string): void {
    if (this.#watcher !== null && this.#id === id) return
    this.stop()
    this.#id = id
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, this.#tell)
      this.#watcher.on('error', () => {
        this.stop()
      })
    } catch {
      // Some file systems tell nothing of changes, and systems have few watchers.
    }
  }

  stop(): void {
    this.#watcher?.close()
    this.#watcher = null
  }
}
