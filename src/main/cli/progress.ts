import type { Io } from '#main/cli/io'
import { harmless } from '#main/terminal/sentences'

/** Least time between two updates, in milliseconds. */
const interval = 100

/** Progress of an import on standard error, where that is a terminal. */
export class Progress {
  readonly #io: Io
  readonly #files: number
  readonly #shown: boolean
  readonly #start = performance.now()
  #last = 0
  #done = 0
  /** Of each file so far. */
  readonly #entries: number[] = []

  constructor(io: Io, files: number) {
    this.#io = io
    this.#files = files
    this.#shown = io.err.isTTY === true
  }

  /** So many entries were found in a file by now. */
  found(file: number, entries: number): void {
    this.#entries[file] = entries
  }

  /** One more file is done. */
  advance(): void {
    this.#done++
    const passed = performance.now() - this.#start
    const left = Math.ceil(((passed / this.#done) * (this.#files - this.#done)) / 1000)
    this.#tell(`${this.#done} of ${this.#files} files`, `${left} s left`)
  }

  /** An archive has come further; of how many files it holds, null where that shows only at its end. */
  within(archive: string, files: number, of: number | null): void {
    this.#tell(`${harmless(archive)}: ${files}${of === null ? '' : ` of ${of}`} files`)
  }

  end(): void {
    if (this.#shown && this.#last > 0) this.#io.err.write('\r\u001b[K')
  }

  #tell(files: string, ...rest: readonly string[]): void {
    const now = performance.now()
    if (!this.#shown || now - this.#last < interval) return
    this.#last = now
    const found = this.#entries.reduce((sum, entries) => sum + entries, 0)
    const text = [files, `${found.toLocaleString('en')} entries`, ...rest].join(', ')
    this.#io.err.write(`\r${text}\u001b[K`)
  }
}
