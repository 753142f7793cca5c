import { sortPaced } from '#core/search/index/paced'
import { runPaced } from '#main/library/search/paced-work'

/**
 * Sorts numbers, and gives way to other work meanwhile. Equal ones keep their order.
 * @returns The same numbers, in an array of their own.
 */
export function pacedSort(
  numbers: Uint32Array,
  compare: (a: number, b: number) => number
): Promise<Uint32Array> {
  return runPaced(sortPaced(numbers.slice(), compare))
}
