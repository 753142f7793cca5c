import { longestWord } from '#core/search/tokens'
import type { Segment } from '#core/search/index/segment'
import { documentsOf } from '#core/search/index/vocabulary'
import { longestUnit, readUnits, unitsOf } from '#core/search/index/word-codes'

/**
 * Other words that few changes make of this one, those with the fewest changes first, of equals those in more documents:
 * one change up to four letters, two above. Changes are letters left out, put in, replaced, or two that change places.
 * Words of a single document, which most often are slips themselves, only where there are no others.
 */
export function nearestWords(segments: readonly Segment[], word: string, most: number): string[] {
  const wanted = unitsOf(word.slice(0, longestWord))
  const changes = new Map<string, number>()
  for (const segment of segments)
    eachNear(segment, wanted, (at, count) => changes.set(segment.word(at), count))
  changes.delete(word)
  const found = [...changes].map(([near, count]) => ({
    near,
    count,
    documents: documentsOf(segments, near)
  }))
  const known = found.filter(({ documents }) => documents > 1)
  return (known.length > 0 ? known : found)
    .sort((a, b) => a.count - b.count || b.documents - a.documents || (a.near < b.near ? -1 : 1))
    .slice(0, most)
    .map(({ near }) => near)
}

/** Hundreds of thousands are looked at: what cannot be near is told by its length and its letters. */
function eachNear(segment: Segment, wanted: Uint16Array, told: (at: number, changes: number) => void): void {
  const { codes, codesAt } = segment.arrays
  const most = wanted.length <= 4 ? 1 : 2
  const [shortest, longest] = [wanted.length - most, wanted.length + most]
  const letters = lettersOf(wanted, wanted.length)
  const distance = new Distance(wanted, most)
  const units = new Uint16Array(longest * longestUnit)
  const look = (at: number, start: number, end: number): void => {
    const size = readUnits(codes, start, end, units)
    if (size < shortest || size > longest) return
    // A letter that is replaced is one that is missing and one that is new.
    if (bitsIn(letters ^ lettersOf(units, size)) > 2 * most) return
    const changes = distance.to(units, size)
    if (changes <= most) told(at, changes)
  }
  let end = codesAt[segment.firstWord] ?? 0
  for (let at = segment.firstWord; at < segment.words; at++) {
    const start = end
    end = codesAt[at + 1] ?? 0
    if (end - start >= shortest && end - start <= longest) look(at, start, end)
  }
  for (const at of wideWords(segment)) {
    const [from = 0, to = 0] = [codesAt[at], codesAt[at + 1]]
    if (to - from > longest && to - from <= units.length) look(at, from, to)
  }
}

const wide = new WeakMap<Segment, Uint32Array>()

/** The words with letters that are more than a byte each. */
function wideWords(segment: Segment): Uint32Array {
  const known = wide.get(segment)
  if (known !== undefined) return known
  const { codes, codesAt } = segment.arrays
  const found: number[] = []
  for (let at = segment.firstWord, place = codesAt[at] ?? 0; at < segment.words; at++) {
    const end = codesAt[at + 1] ?? 0
    while (place < end && (codes[place] ?? 0) < 0x80) place++
    if (place < end) found.push(at)
    place = end
  }
  const words = Uint32Array.from(found)
  wide.set(segment, words)
  return words
}

/** A bit for each letter that occurs; some letters share one. */
function lettersOf(units: Uint16Array, size: number): number {
  let letters = 0
  for (let at = 0; at < size; at++) letters |= 1 << ((units[at] ?? 0) & 31)
  return letters
}

function bitsIn(number: number): number {
  let bits = number - ((number >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/**
 * How many changes make one word of another (optimal string alignment), as long as they are few: only what is that near
 * to the diagonal of the table is filled in, and three rows of it are kept.
 */
class Distance {
  readonly #wanted: Uint16Array
  readonly #most: number
  #before = new Uint8Array(longestWord + 8)
  #last = new Uint8Array(longestWord + 8)
  #row = new Uint8Array(longestWord + 8)

  constructor(wanted: Uint16Array, most: number) {
    this.#wanted = wanted
    this.#most = most
  }

  /** @returns More than the most where there are more. */
  to(units: Uint16Array, length: number): number {
    const [wanted, most] = [this.#wanted, this.#most]
    let [before, last, row] = [this.#before, this.#last, this.#row]
    for (let right = 0; right <= most; right++) last[right] = right
    for (let left = 1; left <= wanted.length; left++) {
      const letter = wanted[left - 1] ?? 0
      const from = Math.max(1, left - most)
      const to = Math.min(length, left + most)
      row[from - 1] = left
      if (left + most <= length) last[to] = most + 1
      let least = left
      for (let right = from; right <= to; right++) {
        const other = units[right - 1] ?? 0
        let changes = Math.min(
          (last[right - 1] ?? 0) + (letter === other ? 0 : 1),
          (last[right] ?? 0) + 1,
          (row[right - 1] ?? 0) + 1
        )
        if (left > 1 && right > 1 && letter === (units[right - 2] ?? 0) && other === (wanted[left - 2] ?? 0))
          changes = Math.min(changes, (before[right - 2] ?? 0) + 1)
        row[right] = changes
        if (changes < least) least = changes
      }
      if (least > most) return most + 1
      ;[before, last, row] = [last, row, before]
    }
    return last[length] ?? most + 1
  }
}
