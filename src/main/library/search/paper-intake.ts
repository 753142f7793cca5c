import type { Paper } from '#core/domain/paper'
import { addPaper, type IndexedPaper } from '#core/search/index/add-documents'
import { SegmentBuilder } from '#core/search/index/segment-builder'

/** A segment is worth making of so many papers at once; what they hold takes 20 MB until then. */
const most = 5000

/**
 * Papers that are not in the index yet. Their texts are taken apart as they come by, for to read them again would take
 * longer than all the rest; where nobody may ever search, only which they are is noted.
 */
export class PaperIntake {
  #builder: SegmentBuilder | null = null
  #full: SegmentBuilder[] = []
  /** Rows whose papers are still to be read. */
  readonly unread = new Set<number>()
  /** Rows whose texts were taken, until the index is there: what is read again may be older. */
  readonly taken = new Set<number>()
  /** Whether the index is there. */
  isLoaded = false
  /** Whether texts are taken as they come by. */
  takesTexts: boolean
  /** Called when there is a segment to be made. */
  onFull: () => void = () => undefined

  constructor(takesTexts: boolean) {
    this.takesTexts = takesTexts
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
    const builder = (this.#builder ??= new SegmentBuilder())
    addPaper(builder, row, paper)
    if (builder.documents < most) return
    this.#full.push(builder)
    this.#builder = null
    this.onFull()
  }

  /** How many papers wait. */
  get size(): number {
    const full = this.#full.reduce((sum, { documents }) => sum + documents, 0)
    return full + (this.#builder?.documents ?? 0) + this.unread.size
  }

  get hasFull(): boolean {
    return this.#full.length > 0
  }

  /** The oldest of what waits to be put together: what comes later is newer. */
  next(): SegmentBuilder | null {
    const full = this.#full.shift()
    if (full !== undefined) return full
    const last = this.#builder
    this.#builder = null
    return last
  }
}
