import { isSame, type Candidate } from '#main/library/watch-folder/candidates'

/** A file as it is, and the first look that found it so, in milliseconds. */
interface Seen {
  readonly file: Candidate
  readonly since: number
}

/** Tells files that are complete from those that may still be being written: they have stayed as they were for a while. */
export class Settling {
  readonly #pause: number
  #seen = new Map<string, Seen>()

  /** @param pause Milliseconds for which size and time of change must stay the same. */
  constructor(pause: number) {
    this.#pause = pause
  }

  /**
   * @param files All that there are to be told of.
   * @param now Milliseconds of a clock that nobody sets.
   * @returns Those that are complete, and whether others may be so a pause later.
   */
  look(files: readonly Candidate[], now: number): { complete: Candidate[]; waiting: boolean } {
    const complete: Candidate[] = []
    const seen = new Map<string, Seen>()
    for (const file of files) {
      const before = this.#seen.get(file.path)
      const since = before !== undefined && isSame(before.file, file) ? before.since : now
      seen.set(file.path, { file, since })
      if (now - since >= this.#pause) complete.push(file)
    }
    this.#seen = seen
    return { complete, waiting: complete.length < files.length }
  }
}
