import {
  countsOf,
  History,
  type ActCounts,
  type HistoryAct,
  type HistoryDecision
} from '#core/domain/history'
import { isOnlyMending, type Decision } from '#core/domain/decision'
import {
  isAsRead,
  journalFiles,
  readJournal,
  unread,
  type JournalPlace,
  type JournalPosition
} from '#main/storage/journal-lines'
import { Pace } from '#main/storage/pace'
import { writeFailure } from '#main/storage/write-failure'

/** How much of the journals has been read. */
export interface HistoryProgress {
  /** Files. */
  readonly done: number
  readonly total: number
}

export type LocatedDecision = HistoryDecision<JournalPlace>
export type LocatedAct = HistoryAct<JournalPlace>

/**
 * The Decisions of all devices without what they say of each paper, about 200 bytes each. Read from the journals when
 * somebody first asks, the newest files first, and later only what was added since.
 */
export class HistoryIndex {
  readonly #folder: string
  #history = new History<JournalPlace>()
  #positions = new Map<string, JournalPosition>()
  /** By device: before this, not all that its folder holds has been read. Missing where all has. */
  #known = new Map<string, number>()
  #progress: HistoryProgress = { done: 0, total: 0 }
  /** The same counts, and the same names, are kept once. */
  readonly #kept = new Map<string, ActCounts>()
  readonly #names = new Map<string, string>()
  #last: Promise<unknown> = Promise.resolve()
  #edition = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  get history(): History<JournalPlace> {
    return this.#history
  }

  get progress(): HistoryProgress {
    return this.#progress
  }

  /** Another one whenever it holds something else. */
  get edition(): number {
    return this.#edition
  }

  /** Acts of this stamp and later ones are all there; 0 once everything has been read. */
  get completeFrom(): number {
    return Math.max(0, ...this.#known.values())
  }

  /**
   * Reads what has not been read yet.
   * @param until A time of the page's clock, after which it ends with the file that it is at; the next call goes on.
   * @throws Failure where the journals cannot be read.
   */
  read(until = Infinity): Promise<void> {
    const read = this.#last.then(() => this.#read(until))
    this.#last = read.catch(() => undefined)
    return read
  }

  async #read(until: number): Promise<void> {
    try {
      if (!(await isAsRead(this.#folder, [...this.#positions.values()]))) this.#forget()
      await this.#readFiles(await this.#files(), until)
    } catch (cause) {
      throw writeFailure(cause, this.#folder)
    }
  }

  /** The last files of all devices first, then those before them. */
  async #files(): Promise<{ device: string; file: string; older: number }[]> {
    const files = (await journalFiles(this.#folder)).reverse()
    const ranks = new Map<string, number>()
    const ranked = files.map((each) => {
      const rank = ranks.get(each.device) ?? 0
      ranks.set(each.device, rank + 1)
      return { ...each, rank }
    })
    return ranked
      .sort((a, b) => a.rank - b.rank)
      .map(({ device, file, rank }) => ({ device, file, older: (ranks.get(device) ?? 0) - 1 - rank }))
  }

  async #readFiles(
    files: readonly { device: string; file: string; older: number }[],
    until: number
  ): Promise<void> {
    const pace = new Pace()
    const missing = new Map<string, number>()
    for (const { device } of files) missing.set(device, (missing.get(device) ?? 0) + 1)
    // A device of which nothing is known yet may have been at work just now.
    const known = new Map([...missing.keys()].map((device) => [device, this.#known.get(device) ?? Infinity]))
    let done = 0
    // However little time there is, every call comes further.
    let isFurther = false
    for (const { device, file, older } of files) {
      const name = `${device}/${file}`
      const start = this.#positions.get(name)
      // What was added since is always read: it is little, and may take back what is shown.
      if (start === undefined && isFurther && performance.now() > until) continue
      isFurther ||= start === undefined
      const { decisions, position } = await readJournal(
        this.#folder,
        start ?? { ...unread, device, file },
        pace
      )
      this.#positions.set(name, position)
      done++
      for (const { decision, place } of decisions) this.#add(decision, place)
      // Whatever stands in older files was decided before the first line of this one; what a restore brought back
      // stands behind it, and is no newer for that.
      const first = decisions.find(({ decision }) => decision.device === device)?.decision.stamp
      if (older === 0) known.delete(device)
      else if (start === undefined && first !== undefined) known.set(device, first)
    }
    this.#known = known
    this.#progress = { done, total: files.length }
  }

  #add(decision: Decision, place: JournalPlace): void {
    // That records stand somewhere else is nothing that anybody did.
    if (isOnlyMending(decision)) return
    const { id, stamp, how, undoes, visit } = decision
    const counts = countsOf(decision)
    const key = JSON.stringify(counts)
    const kept = this.#kept.get(key) ?? counts
    this.#kept.set(key, kept)
    const isNew = this.#history.add({
      id,
      stamp,
      device: this.#name(decision.device),
      origin: this.#name(decision.origin),
      how,
      counts: kept,
      place: {
        device: this.#name(place.device),
        file: this.#name(place.file),
        offset: place.offset,
        length: place.length
      },
      ...(undoes === undefined ? {} : { undoes }),
      ...(visit === undefined ? {} : { visit: this.#name(visit) })
    })
    if (isNew) this.#edition++
  }

  #name(text: string): string {
    const known = this.#names.get(text)
    if (known !== undefined) return known
    this.#names.set(text, text)
    return text
  }

  /** A file is another one than before: a synchroniser or a restore was at work. */
  #forget(): void {
    this.#history = new History()
    this.#positions = new Map()
    this.#known = new Map()
    this.#edition++
  }
}
