/**
 * What a list can be sorted by. Announced: the newest first, within a digest its own order. Relevance: what matches a
 * query best comes first; without words to look for, as announced.
 */
export const sorts = ['relevance', 'announced', 'updated', 'title', 'author', 'category'] as const
/** What its papers can be put together by. */
export const groupings = ['day', 'category', 'none'] as const

export type Sort = (typeof sorts)[number]
export type Grouping = (typeof groupings)[number]

export interface ListOrder {
  readonly sort: Sort
  /** The other way round than a list of that kind usually begins. */
  readonly reversed: boolean
  readonly group: Grouping
}

export const defaultOrder: ListOrder = { sort: 'announced', reversed: false, group: 'day' }

/** Of a list that is searched for words. */
export const searchOrder: ListOrder = { sort: 'relevance', reversed: false, group: 'none' }
