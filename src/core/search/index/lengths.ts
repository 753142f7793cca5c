import { has } from '#core/search/index/bit-set'
import type { Segment } from '#core/search/index/segment'

/** By segment: how many words its documents have in all. What a segment holds never changes. */
const sums = new WeakMap<Segment, number>()

/** How many words documents have in the mean; those left out are counted too. */
export function meanLength(segments: readonly Segment[]): number {
  let [words, documents] = [0, 0]
  for (const segment of segments) {
    let sum = sums.get(segment)
    if (sum === undefined)
      sums.set(segment, (sum = segment.arrays.lengths.reduce((all, each) => all + each, 0)))
    words += sum
    documents += segment.arrays.lengths.length
  }
  return documents === 0 ? 0 : words / documents
}

/** How many words a document has; null where no segment has it. */
export function lengthOf(segments: readonly Segment[], document: number): number | null {
  for (const { live, arrays } of segments) {
    if (!has(live, document)) continue
    const { members, lengths } = arrays
    let [low, high] = [0, members.length - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((members[middle] ?? 0) < document) low = middle + 1
      else high = middle
    }
    return lengths[low] ?? null
  }
  return null
}
