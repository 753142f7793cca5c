import { setImmediate } from 'node:timers/promises'

/** Longest time that long work keeps the event loop, in milliseconds. */
const sliceLength = 8

/** Lets long work breathe: between two items, `await pace.rest()` gives way once the slice is used up. */
export class Pace {
  #since = performance.now()

  /** True where it is time to give way; cheaper to ask than to await. */
  get due(): boolean {
    return performance.now() - this.#since > sliceLength
  }

  async rest(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
