/** Does something at once when asked for, and then at most every so often: what is asked for meanwhile is one. */
export class Throttle {
  readonly #interval: number
  readonly #work: () => void
  #timer: NodeJS.Timeout | null = null
  #last = -Infinity

  /** @param interval Milliseconds. */
  constructor(interval: number, work: () => void) {
    this.#interval = interval
    this.#work = work
  }

  ask(): void {
    if (this.#timer !== null) return
    const wait = this.#last + this.#interval - performance.now()
    if (wait <= 0) this.#do()
    else
      this.#timer = setTimeout(() => {
        this.#do()
      }, Math.ceil(wait))
  }

  /** What waits is dropped. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #do(): void {
    this.#timer = null
    this.#last = performance.now()
    this.#work()
  }
}
