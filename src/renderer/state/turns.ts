import { afterPaint } from './after-paint'

/**
 * Lets changes go to the library one after the other, in the order in which they were made: sent at once, two of them
 * might take two ways and arrive the other way round. Each waits until what it changed on the screen is painted. A page
 * that is being left waits for nothing: what it does not send now it never sends.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()
  #leaving = false
  readonly #waiting = new Set<() => void>()

  constructor() {
    addEventListener('pagehide', () => {
      this.#leaving = true
      for (const go of this.#waiting) go()
    })
    // It may be come back to.
    addEventListener('pageshow', () => {
      this.#leaving = false
    })
  }

  /** Does work in its turn. @returns What it returns. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#leaving ? work() : this.#turn().then(work)
    // The next one's turn comes whether or not this one's went well.
    this.#last = done.catch(() => undefined)
    return done
  }

  /** Until all work that was given so far is done, whether or not it went well. */
  async done(): Promise<void> {
    await this.#last
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      const go = (): void => {
        this.#waiting.delete(go)
        resolve()
      }
      this.#waiting.add(go)
      void Promise.all([this.#last, afterPaint()]).then(go)
    })
  }
}
