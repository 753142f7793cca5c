import { expect } from 'vitest'

/** Milliseconds for what usually takes a moment, on a busy machine. */
const longestWait = 20_000

/** Looks again and again until what is seen is as expected. */
export function eventually<T>(look: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: longestWait })
}
