/** Keeps what was made last, up to a total size: the oldest goes first. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly size: number }>()
  readonly #limit: number
  #size = 0

  /** @param limit The most that the sizes of all entries may add up to. */
  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    // Back to the end of the line: what is looked at stays.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** Keeps a value, unless it is larger than a quarter of the whole. */
  set(key: string, value: Value, size: number): void {
    if (size > this.#limit / 4) return
    this.delete(key)
    this.#entries.set(key, { value, size })
    this.#size += size
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#limit) return
      this.delete(oldest)
    }
  }

  get size(): number {
    return this.#size
  }

  private delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#size -= entry.size
  }
}
