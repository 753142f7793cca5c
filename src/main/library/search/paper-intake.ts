import type { Paper } from '#core/domain/paper'
import { addPaper, type IndexedPaper } from '#core/search/index/add-documents'
import { runNow } from '#core/search/index/paced'
import type { Segment } from '#core/search/index/segment'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { runPaced } from '#main/library/search/paced-work'
import { builtThread, SegmentThread } from '#main/library/search/segment-thread'

/** A segment is worth making of so many papers at once; what they hold takes 20 MB until then. */
const most = 5000
/** What comes after so many papers is for another thread: with fewer it would take longer to start one. */
const few = 2000

/**
 * Papers that are not in the index yet. Their texts are taken apart as they come by, for to read them again would take
 * longer than all the rest; where nobody may ever search, only which they are is noted. Of many papers at once most are
 * taken apart by another thread.
 */
export class PaperIntake {
  #builder: SegmentBuilder | null = null
  #full: SegmentBuilder[] = []
  /** How many papers are being put together to a segment here. */
  #adding = 0
  #thread: SegmentThread | null
  /** Whether papers go to the other thread, until nothing waits. */
  #areMany = false
  /** Rows whose papers are still to be read. */
  readonly unread = new Set<number>()
  /** Rows whose texts were taken, until the index is there: what is read again may be older. */
  readonly taken = new Set<number>()
  /** Whether the index is there. */
  isLoaded = false
  /** Whether texts are taken as they come by. */
  takesTexts: boolean
  /** Called when there is a segment to be made or taken. */
  onFull: () => void = () => undefined

  /** @param thread What the other thread runs; null: there is none. */
  constructor(takesTexts: boolean, thread: string | null = builtThread()) {
    this.takesTexts = takesTexts
    this.#thread = thread === null ? null : new SegmentThread(thread)
    if (this.#thread === null) return
    this.#thread.onSegment = () => {
      this.onFull()
    }
    this.#thread.onFailed = (rows) => {
      // Here it takes longer, and comes to the same.
      this.#thread = null
      this.#areMany = false
      for (const row of rows) this.unread.add(row)
      this.onFull()
    }
  }

  /** To be told what a row's paper is from now on. */
  readonly take = (row: number, paper: Paper): void => {
    if (!this.takesTexts) {
      this.unread.add(row)
      return
    }
    if (!this.isLoaded) this.taken.add(row)
    this.add(row, paper)
  }

  add(row: number, paper: IndexedPaper): void {
    this.unread.delete(row)
    if (this.#areMany && this.#thread !== null) {
      this.#thread.add(row, paper)
      return
    }
    const builder = (this.#builder ??= new SegmentBuilder())
    addPaper(builder, row, paper)
    if (builder.documents < (this.#thread === null ? most : few)) return
    this.#full.push(builder)
    this.#builder = null
    this.#areMany = this.#thread !== null
    this.onFull()
  }

  /** How many papers wait. */
  get size(): number {
    const full = this.#full.reduce((sum, { documents }) => sum + documents, 0)
    const ours = full + (this.#builder?.documents ?? 0) + this.#adding
    return ours + (this.#thread?.size ?? 0) + this.unread.size
  }

  /** Whether a segment can be had without waiting for more papers. */
  get hasFull(): boolean {
    return this.#full.length > 0 || this.#thread?.hasMade === true
  }

  /** Whether some papers can be had only by waiting. */
  get isAway(): boolean {
    return this.#adding > 0 || this.#full.length > 0 || (this.#thread?.size ?? 0) > 0
  }

  /** Resolves once more papers may be added. */
  async room(): Promise<void> {
    await this.#thread?.room()
  }

  /** A segment of all papers that wait, at once; null where there are none. Not while {@link isAway}. */
  rest(): Segment | null {
    const builder = this.#builder
    this.#builder = null
    return builder === null ? null : runNow(builder.finish())
  }

  /** A segment of those that have waited longest, for what comes later is newer; null where none could be had. */
  async next(): Promise<Segment | null> {
    const full = this.#full.shift()
    if (full !== undefined) return this.#finished(full)
    const made = await this.#thread?.next()
    if (this.#thread?.size === 0) this.#areMany = false
    if (made != null) return made
    const last = this.#builder
    this.#builder = null
    return last === null ? null : this.#finished(last)
  }

  /** Ends the other thread; what it has is given up. */
  async end(): Promise<void> {
    await this.#thread?.end()
  }

  async #finished(builder: SegmentBuilder): Promise<Segment> {
    this.#adding = builder.documents
    try {
      return await runPaced(builder.finish())
    } finally {
      this.#adding = 0
    }
  }
}
