import type { BitSet } from '#core/search/index/bit-set'
import { anyField } from '#core/search/index/fields'
import type { Segment } from '#core/search/index/segment'

/*
 * What is done for hundreds of thousands of documents a keystroke: plain loops over bytes, which take a third of the time
 * of an iterator or of a function called for each.
 */

/** Adds the documents that hold some words of a segment, from `from` up to `to`, in one of some fields. */
export function collect(segment: Segment, from: number, to: number, fields: number, set: BitSet): void {
  const { docs, docsAt, infos, infosAt } = segment.arrays
  const all = fields === anyField
  for (let word = from; word < to; word++) {
    const end = docsAt[word + 1] ?? 0
    let info = infosAt[word] ?? 0
    let document = 0
    for (let at = docsAt[word] ?? 0; at < end;) {
      let byte = docs[at++] ?? 0
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = docs[at++] ?? 0
        gap |= (byte & 127) << shift
      }
      document += gap
      if (all || ((infos[info] ?? 0) & fields) !== 0)
        set[document >>> 5] = (set[document >>> 5] ?? 0) | (1 << (document & 31))
      info++
    }
  }
}

/** The same, adding to each document's weight what its byte of information is worth by a table. */
export function weigh(
  segment: Segment,
  from: number,
  to: number,
  worth: Float32Array,
  weights: Float32Array
): void {
  const { docs, docsAt, infos, infosAt } = segment.arrays
  for (let word = from; word < to; word++) {
    const end = docsAt[word + 1] ?? 0
    let info = infosAt[word] ?? 0
    let document = 0
    for (let at = docsAt[word] ?? 0; at < end;) {
      let byte = docs[at++] ?? 0
      let gap = byte & 127
      for (let shift = 7; byte > 127; shift += 7) {
        byte = docs[at++] ?? 0
        gap |= (byte & 127) << shift
      }
      document += gap
      weights[document] = (weights[document] ?? 0) + (worth[infos[info++] ?? 0] ?? 0)
    }
  }
}

/** How many documents that hold a word count and are in a set. */
export function countIn({ arrays, live, stale }: Segment, word: number, set: BitSet): number {
  const { docs, docsAt } = arrays
  const end = docsAt[word + 1] ?? 0
  let found = 0
  let document = 0
  for (let at = docsAt[word] ?? 0; at < end;) {
    let byte = docs[at++] ?? 0
    let gap = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = docs[at++] ?? 0
      gap |= (byte & 127) << shift
    }
    document += gap
    const place = document >>> 5
    const bits = stale === 0 ? (set[place] ?? 0) : (set[place] ?? 0) & (live[place] ?? 0)
    found += (bits >>> (document & 31)) & 1
  }
  return found
}
