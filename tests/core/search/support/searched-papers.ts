import { addOwn, addPaper } from '#core/search/index/add-documents'
import { emptySet } from '#core/search/index/bit-set'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import type { Searched } from '#core/search/query/evaluate'
import type { Scanned } from './plain-scan'

/** A paper of which nothing is known. */
export const nothing: Scanned = {
  title: null,
  authors: null,
  abstract: null,
  comment: null,
  journal: null,
  doi: null,
  links: null,
  tags: [],
  note: null
}

/** Papers, numbered from 0, as a query is asked of them. No filter lets any of them through. */
export function searchedPapers(papers: readonly Partial<Scanned>[]): Searched {
  const [builder, notes] = [new SegmentBuilder(), new SegmentBuilder()]
  papers.forEach((paper, row) => {
    addPaper(builder, row, { ...nothing, ...paper })
    addOwn(notes, row, { ...nothing, ...paper })
  })
  const [index, own] = [new WordIndex(), new WordIndex()]
  index.capacity = own.capacity = papers.length
  index.add(runNow(builder.finish()))
  own.add(runNow(notes.finish()))
  return { rows: papers.length, papers: index, own, filter: () => emptySet(papers.length) }
}
