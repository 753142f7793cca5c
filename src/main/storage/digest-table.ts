import type { DigestPlace } from '#core/domain/decision'
import type { Digest } from '#core/domain/digest'
import type { Columns } from '#main/storage/column-file'

/** A Digest that the Catalog knows, its records' place, and whether it is in the library now. */
export interface CatalogDigest {
  readonly digest: Digest
  readonly place: DigestPlace
  readonly present: boolean
}

/** Bytes of a Digest's key, which is a SHA-256. */
const keyLength = 32

/**
 * The Catalog's Digests by number and by key. Of those that were read from a file each is taken apart when it is first
 * asked for: the JSON of six thousand takes longer than everything else that a list's first rows need.
 */
export class DigestTable {
  readonly #known: (CatalogDigest | undefined)[] = []
  readonly #numbers = new Map<string, number>()
  /** By the hash of the bytes of the file that they were read from; null until somebody asks. */
  #byBytes: Map<string, Set<number>> | null = null
  /** Those of the file, one JSON text after the other, and where each ends. */
  readonly #texts: Buffer
  readonly #ends: Uint32Array
  readonly #present: Uint8Array

  /** @param columns As {@link columns} gave them. */
  constructor(columns?: Columns) {
    const { digestTexts, digestEnds, digestKeys, digestPresent } = columns ?? {}
    const sound =
      digestTexts instanceof Uint8Array &&
      digestEnds instanceof Uint32Array &&
      digestKeys instanceof Uint8Array &&
      digestPresent instanceof Uint8Array &&
      digestKeys.length === keyLength * digestEnds.length
    this.#texts = sound ? asBuffer(digestTexts) : Buffer.alloc(0)
    this.#ends = sound ? digestEnds : new Uint32Array()
    this.#present = sound ? digestPresent : new Uint8Array()
    if (!sound) return
    const keys = asBuffer(digestKeys).toString('hex')
    for (let number = 0; number < digestEnds.length; number++)
      this.#numbers.set(keys.slice(2 * keyLength * number, 2 * keyLength * (number + 1)), number)
    this.#known.length = digestEnds.length
  }

  /** How many there are, those taken out of the library included. */
  get length(): number {
    return this.#known.length
  }

  /** The number of a Digest; undefined where it never came into the library. */
  find(key: string): number | undefined {
    return this.#numbers.get(key)
  }

  at(number: number): CatalogDigest | undefined {
    const known = this.#known[number]
    if (known !== undefined || number < 0 || number >= this.#ends.length) return known
    const read = this.#read(number)
    this.#known[number] = read
    return read
  }

  /** Whether a Digest is in the library; cheaper than {@link at}. */
  isPresent(number: number): boolean {
    return this.#known[number]?.present ?? this.#present[number] === 1
  }

  /** Takes up a Digest, or in the place of its number another state of it. */
  set(known: CatalogDigest): number {
    const { key } = known.digest
    const number = this.#numbers.get(key) ?? this.#known.length
    this.#known[number] = known
    this.#numbers.set(key, number)
    if (this.#byBytes !== null) noteBytes(this.#byBytes, known, number)
    return number
  }

  /** Those that were read from the same bytes, by their numbers. Each import asks, so that none may look through all. */
  ofBytes(hash: string): CatalogDigest[] {
    if (this.#byBytes === null) {
      this.#byBytes = new Map()
      for (let number = 0; number < this.length; number++) {
        const known = this.at(number)
        if (known !== undefined) noteBytes(this.#byBytes, known, number)
      }
    }
    const known = [...(this.#byBytes.get(hash) ?? [])].flatMap((number) => this.at(number) ?? [])
    // The same Digest may have come from other bytes since.
    return known.filter(({ digest }) => digest.bytes === hash)
  }

  all(): CatalogDigest[] {
    // Those that were not asked for yet are holes, which an array's own methods pass over.
    return Array.from({ length: this.length }, (_, number) => this.at(number)).flatMap((known) => known ?? [])
  }

  /** To be written to a file. */
  columns(): Columns {
    const all = this.all()
    const texts = all.map(({ digest, place }) => Buffer.from(JSON.stringify({ digest, place })))
    let end = 0
    return {
      digestTexts: Buffer.concat(texts),
      digestEnds: Uint32Array.from(texts, ({ length }) => (end += length)),
      digestKeys: Buffer.concat(all.map(({ digest }) => Buffer.from(digest.key, 'hex'))),
      digestPresent: Uint8Array.from(all, ({ present }) => (present ? 1 : 0))
    }
  }

  #read(number: number): CatalogDigest {
    const start = number === 0 ? 0 : (this.#ends[number - 1] ?? 0)
    const text = this.#texts.toString('utf8', start, this.#ends[number])
    const { digest, place } = JSON.parse(text) as Omit<CatalogDigest, 'present'>
    return { digest, place, present: this.#present[number] === 1 }
  }
}

function noteBytes(byBytes: Map<string, Set<number>>, { digest }: CatalogDigest, number: number): void {
  const numbers = byBytes.get(digest.bytes)
  if (numbers === undefined) byBytes.set(digest.bytes, new Set([number]))
  else numbers.add(number)
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}
