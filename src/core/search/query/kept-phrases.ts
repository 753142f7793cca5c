import type { BitSet } from '#core/search/index/bit-set'
import type { Wanted } from '#core/search/query/wanted'

/** Phrases whose answers are kept while a query goes on after them. */
const mostPhrases = 32
/** Those of which it is kept where they stand, too, while their last word is typed; and at how many places at most. */
const mostPlaced = 2
const mostPlaces = 100_000

interface Kept {
  readonly wanted: Wanted
  readonly fields: number
  readonly documents: BitSet
  /** Null where they are no longer kept. */
  places: Float64Array | null
}

/** What phrases were last found, the last one last. */
export class KeptPhrases {
  #kept: Kept[] = []

  /** The documents of a phrase. Not to be changed. */
  find(wanted: Wanted, fields: number): BitSet | null {
    const same = this.#kept.find(
      (each) =>
        isOfKind(each, wanted, fields) && each.wanted.open === wanted.open && begins(each, wanted, true)
    )
    return same?.documents ?? null
  }

  /** Where a phrase with less of its last word stands. */
  before(wanted: Wanted, fields: number): Float64Array | null {
    if (wanted.isName) return null
    const shorter = this.#kept.findLast(
      (each) => each.places !== null && isOfKind(each, wanted, fields) && begins(each, wanted, false)
    )
    return shorter?.places ?? null
  }

  add(wanted: Wanted, fields: number, documents: BitSet, places: Float64Array): void {
    // What it was cut out of may be much larger.
    const own = wanted.open && !wanted.isName && places.length <= mostPlaces ? places.slice() : null
    this.#kept = [...this.#kept.slice(1 - mostPhrases), { wanted, fields, documents, places: own }]
    for (const old of this.#kept.slice(0, -mostPlaced)) old.places = null
  }
}

function isOfKind(kept: Kept, { words, isName }: Wanted, fields: number): boolean {
  return kept.fields === fields && kept.wanted.isName === isName && kept.wanted.words.length === words.length
}

/** @param whole Whether the last word must be the same, too, and not only go on. */
function begins(kept: Kept, { words }: Wanted, whole: boolean): boolean {
  return words.every(([word = ''], at) => {
    const [before = ''] = kept.wanted.words[at] ?? []
    return whole || at < words.length - 1 ? word === before : word.startsWith(before)
  })
}
