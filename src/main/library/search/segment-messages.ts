import type { IndexedPaper } from '#core/search/index/add-documents'
import type { SegmentArrays } from '#core/search/index/segment'

/** Papers with their rows, for the thread that makes segments of them. */
export interface PapersMessage {
  /** Counts up. */
  readonly batch: number
  readonly papers: readonly (readonly [row: number, paper: IndexedPaper])[]
  /** Whether what it has becomes a segment now, however little it is. */
  readonly isLast: boolean
}

/** A segment that is made of all papers up to a batch which no segment before held. */
export interface SegmentMessage {
  readonly batch: number
  readonly arrays: Omit<SegmentArrays, 'places'> & { readonly places: Uint8Array }
}
