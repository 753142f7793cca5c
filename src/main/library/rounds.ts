/** Work that is done again and again: never twice at once, and sooner where something says that it is worth it. */
export class Rounds {
  readonly #work: () => Promise<number>
  #timer: ReturnType<typeof setTimeout> | undefined
  #due = Infinity
  #working: Promise<unknown> = Promise.resolve()
  #stopped = false

  /** @param work Never rejects; answers in how many milliseconds it is to be done again. */
  constructor(work: () => Promise<number>) {
    this.#work = work
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** Does it in so many milliseconds, unless it is due before. */
  within(milliseconds: number): void {
    const due = performance.now() + milliseconds
    // Not put off by what comes meanwhile.
    if (this.#stopped || due >= this.#due) return
    clearTimeout(this.#timer)
    this.#due = due
    this.#timer = setTimeout(() => {
      void this.now()
    }, milliseconds)
    // Nothing is kept running for this alone.
    this.#timer.unref()
  }

  /** Does it now, or once the round that is under way has ended. */
  now(): Promise<void> {
    const round = this.#working.then(async () => {
      if (this.#stopped) return
      clearTimeout(this.#timer)
      this.#due = Infinity
      this.within(await this.#work())
    })
    this.#working = round
    return round
  }

  /** Waits for the round that is under way, and begins no other. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#working
  }
}
