import type { Segment } from '#core/search/index/segment'

/** Tells the places of one word in each document of a segment, those left out included. */
export function eachPlaces(
  { arrays }: Segment,
  word: number,
  told: (document: number, places: readonly number[]) => void
): void {
  const docs = new Numbers(arrays.docs.subarray(arrays.docsAt[word], arrays.docsAt[word + 1]))
  const places = new Numbers(
    arrays.places.read(arrays.placesAt[word] ?? 0, arrays.placesAt[word + 1] ?? 0).slice()
  )
  for (let document = 0; !docs.ended;) {
    document += docs.next()
    const found: number[] = []
    let place = 0
    for (let more = 1; more === 1;) {
      const number = places.next()
      more = number & 1
      place += number >>> 1
      found.push(place)
    }
    told(document, found)
  }
}

/** Written in groups of seven bits, the lowest first. */
class Numbers {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }

  next(): number {
    let number = 0
    for (let bits = 0; ; bits += 7) {
      const byte = this.#bytes[this.#at++] ?? 0
      number |= (byte & 127) << bits
      if (byte < 128) return number
    }
  }
}
