import type { Client } from './client'
import type { DigestFile } from './dropped-files'
import type { ImportRun } from './import-run.svelte'
import type { ImportRunner } from './import-runner'

/** Imports of this window. What runs them comes with the first one. */
export class Imports {
  readonly #client: Client
  #current = $state.raw<ImportRun | null>(null)
  #runner: ImportRunner | null = null
  /** Imports whose runner is still on its way. */
  #coming = $state(0)

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
    return this.#coming > 0 || this.#current?.active === true
  }

  /** True while an import that began just now may end at any moment. */
  get fresh(): boolean {
    return this.#current?.fresh === true
  }

  /** Imports files, together with those that are under way. */
  start(files: readonly DigestFile[], { sample = false }: { readonly sample?: boolean } = {}): void {
    if (files.length === 0) return
    this.#coming++
    const starting = this.#load().then((runner) => {
      runner.start(files, sample)
    })
    this.#client.background(starting.finally(() => this.#coming--))
  }

  /** What was finished stays; what is under way is left out whole, and what waits does not begin. */
  cancel(): void {
    this.#runner?.cancel()
  }

  /** Shows one that begins, or that ended elsewhere, unless one of this window is under way. */
  show(run: ImportRun): void {
    if (this.#current?.active !== true) this.#current = run
  }

  dismiss(): void {
    if (this.#current?.active !== true) this.#current = null
  }

  async #load(): Promise<ImportRunner> {
    const { ImportRunner } = await this.#client.part(import('./import-runner'))
    return (this.#runner ??= new ImportRunner(this.#client, this, this.#begun))
  }
}
