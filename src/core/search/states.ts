import { markBits } from '#core/domain/view'

/** What the words after `is:` ask of a paper's mark bits: which to look at, and how they must be set. */
const states: ReadonlyMap<string, { readonly bits: number; readonly set: number }> = new Map([
  ['read', { bits: markBits.read, set: markBits.read }],
  ['unread', { bits: markBits.read, set: 0 }],
  ['starred', { bits: markBits.starred, set: markBits.starred }],
  ['noted', { bits: markBits.noted, set: markBits.noted }],
  ['updated', { bits: markBits.updated, set: markBits.updated }]
])

/** A query without the words about the state of papers, and whether a paper's mark bits fit those. */
export interface StatesOfQuery {
  readonly rest: string
  /** Null where the query says nothing of it. */
  readonly fits: ((marks: number) => boolean) | null
}

/** Quotations as they stand, and what is between spaces. */
const item = /["“”„][^"“”„]*(?:["“”„]|$)|[^\s"“”„]+/g

/**
 * Takes words like `is:unread` out of a query. All of them must hold. What stands in quotation marks, or is no state,
 * is a word like others.
 */
export function takeStates(query: string): StatesOfQuery {
  const found: { readonly bits: number; readonly set: number }[] = []
  const rest = query.replaceAll(item, (word) => {
    const state = /^is:/i.test(word) ? states.get(word.slice(3).toLowerCase()) : undefined
    if (state === undefined) return word
    found.push(state)
    return ''
  })
  if (found.length === 0) return { rest: query, fits: null }
  return { rest, fits: (marks) => found.every(({ bits, set }) => (marks & bits) === set) }
}
