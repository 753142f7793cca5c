import type { ProblemReason } from '#core/domain/problem'
import type { Pieces } from '#main/library/archive/inflate'

/** Bytes that come in pieces, read in lengths of one's own. */
export class ByteSource {
  readonly #pieces: Pieces
  #piece: Uint8Array = new Uint8Array()
  /** Why there is no more; undefined while there may be. */
  #end: ProblemReason | null | undefined
  /** Bytes taken so far. */
  taken = 0

  readonly #most: number

  /** @param most Bytes that are taken at most: beyond them it ends as an archive does that is too large. */
  constructor(pieces: Pieces, most: number) {
    this.#pieces = pieces
    this.#most = most
  }

  /** What was wrong with the bytes; null where nothing was, or where they have not come to their end. */
  get reason(): ProblemReason | null {
    return this.#end ?? null
  }

  /** As many bytes as asked for, fewer only at the end. */
  async read(length: number): Promise<Uint8Array> {
    const [first] = await this.#some(length)
    if (first === undefined || first.length === length) return first ?? new Uint8Array()
    const found = [first]
    for (let missing = length - first.length; missing > 0;) {
      const [next] = await this.#some(missing)
      if (next === undefined) break
      found.push(next)
      missing -= next.length
    }
    return Buffer.concat(found)
  }

  /** Passes over bytes without keeping them. @returns False where there are not so many. */
  async skip(length: number): Promise<boolean> {
    for (let missing = length; missing > 0;) {
      const [next] = await this.#some(missing)
      if (next === undefined) return false
      missing -= next.length
    }
    return true
  }

  /** Gives bytes back that were read just now. */
  putBack(bytes: Uint8Array): void {
    this.#piece = Buffer.concat([bytes, this.#piece])
    this.taken -= bytes.length
  }

  /** Everything that is left, as it comes. */
  async *rest(): Pieces {
    for (;;) {
      const [next] = await this.#some(Infinity)
      if (next === undefined) return this.reason
      yield next
    }
  }

  close(): Promise<unknown> {
    return this.#pieces.return(null)
  }

  /** Some of the next bytes, at most so many; none at the end. */
  async #some(most: number): Promise<readonly [] | readonly [Uint8Array]> {
    while (this.#piece.length === 0) {
      if (this.#end !== undefined) return []
      const step = await this.#pieces.next()
      if (step.done === true) this.#end = step.value
      else this.#piece = step.value
    }
    if (this.taken >= this.#most) {
      this.#end = 'archiveTooLarge'
      this.#piece = new Uint8Array()
      return []
    }
    const some = this.#piece.subarray(0, Math.min(most, this.#most - this.taken))
    this.#piece = this.#piece.subarray(some.length)
    this.taken += some.length
    return [some]
  }
}
