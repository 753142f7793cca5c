import type { Io } from '#main/cli/io'

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
  #entries = 0

  constructor(io: Io, files: number) {
    this.#io = io
    this.#files = files
    this.#shown = io.err.isTTY === true
  }

  /** One more file is done. */
  advance(entries: number): void {
    this.#done++
    this.#entries += entries
    const now = performance.now()
    if (!this.#shown || now - this.#last < interval) return
    this.#last = now
    const left = Math.ceil((((now - this.#start) / this.#done) * (this.#files - this.#done)) / 1000)
    const text = `${this.#done} of ${this.#files} files, ${this.#entries.toLocaleString('en')} entries, ${left} s left`
    this.#io.err.write(`\r${text}\u001b[K`)
  }

  end(): void {
    if (this.#shown && this.#last > 0) this.#io.err.write('\r\u001b[K')
  }
}
