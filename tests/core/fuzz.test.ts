import { describe, expect, test } from 'vitest'
import { check } from '../fuzz/check'
import { fuzzInput, pathological } from '../fuzz/inputs'
import { dialectFixtures } from '../support/dialect-fixtures'
import { readSeeds } from '../support/seeds'

const seeds = [...(await readSeeds()), ...dialectFixtures()].map(({ bytes }) => bytes)

/** Milliseconds that reading takes. */
function timeOf(bytes: Uint8Array): number {
  const started = performance.now()
  check(bytes)
  return performance.now() - started
}

describe('inputs that nobody would write', () => {
  test('are the same for the same number', () => {
    for (const seed of [1, 77, 4242]) expect(fuzzInput(seed, seeds)).toEqual(fuzzInput(seed, seeds))
    expect(fuzzInput(1, seeds)).not.toEqual(fuzzInput(2, seeds))
  })

  test('are read without an exception, every entry with a valid id and lines of the file', () => {
    let entries = 0
    let problems = 0
    for (let seed = 1; seed <= 8000; seed++) {
      const found = check(fuzzInput(seed, seeds))
      entries += found.entries
      problems += found.problems
    }
    // Otherwise the inputs would be too odd to try anything.
    expect(entries).toBeGreaterThan(10_000)
    expect(problems).toBeGreaterThan(10_000)
  })

  test.each(pathological)('$name take time that grows no faster than their size', ({ make }) => {
    const [few, many] = [make(128 * 1024), make(512 * 1024)]
    let [small, large] = [timeOf(few), timeOf(many)]
    // Linear is four times as long. Below 100 ms little more than pauses of the machine is seen, and where a long one
    // falls into the measuring it is repeated: what is not linear stays so.
    for (let again = 0; again < 6 && large > Math.max(100, 8 * small); again++)
      [small, large] = [Math.max(small, timeOf(few)), Math.min(large, timeOf(many))]
    expect(large).toBeLessThanOrEqual(Math.max(100, 8 * small))
    expect(large).toBeLessThan(5000)
  })
})
