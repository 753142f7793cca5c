import type { ArxivId } from '#core/domain/arxiv-id'
import type { QueryIssue } from '#core/search/query/issues'

/** Texts of a paper that a query can be limited to. */
export type TextField = 'title' | 'authors' | 'abstract' | 'comment' | 'note'

/** What `is:` asks of a paper. */
export const states = ['starred', 'read', 'unread', 'noted', 'updated', 'unseen'] as const
export type State = (typeof states)[number]

/** What `has:` asks of a paper. */
export const belongings = ['code', 'doi', 'note', 'tag', 'comment'] as const
export type Belonging = (typeof belongings)[number]

/** Where something stands in the query, in UTF-16 code units. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Words as they were written: one, several that belong together (`GPT-4`), or a quoted phrase. */
export interface MarkedWords {
  readonly text: string
  readonly quoted: boolean
  /** Its last word may go on: it is still being typed, or ends in `*`. */
  readonly open: boolean
  /** Null: any of them. */
  readonly field: TextField | null
}

export interface TextNode extends Span, MarkedWords {
  readonly kind: 'text'
}

export type FilterNode = Span &
  (
    | { readonly kind: 'category'; readonly name: string; readonly open: boolean }
    | { readonly kind: 'tag'; readonly name: string; readonly open: boolean }
    /** The beginning of an id. */
    | { readonly kind: 'id'; readonly text: string }
    /** A part of a digest's file name, or the beginning of its day. */
    | { readonly kind: 'digest'; readonly text: string }
    /** Days on which a paper was announced, both included; null: no end. */
    | { readonly kind: 'date'; readonly first: string | null; readonly last: string | null }
    | { readonly kind: 'is'; readonly state: State }
    | { readonly kind: 'has'; readonly what: Belonging }
  )

export type QueryNode =
  | TextNode
  | FilterNode
  | { readonly kind: 'every'; readonly of: readonly QueryNode[] }
  | { readonly kind: 'any'; readonly of: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly of: QueryNode }

/** A query as it is understood. */
export interface Query {
  /** Null: all papers. */
  readonly node: QueryNode | null
  /** What could not be understood as it stands, or is not complete yet, in its order. */
  readonly issues: readonly QueryIssue[]
  /** The paper whose id or address the whole text is. */
  readonly id: ArxivId | null
}

/** Whether a query has words to look for, by which papers can be ranked. */
export function hasWords(node: QueryNode | null): boolean {
  return wordsOf(node).length > 0
}

/** The words that a paper may have matched, those after a `-` left out. */
export function wordsOf(node: QueryNode | null): TextNode[] {
  if (node === null) return []
  switch (node.kind) {
    case 'text':
      return [node]
    case 'every':
    case 'any':
      return node.of.flatMap(wordsOf)
    default:
      return []
  }
}
