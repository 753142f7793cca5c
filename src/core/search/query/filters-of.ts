import { parseQuery } from '#core/search/query/parse'
import type { QueryNode, Span } from '#core/search/query/query'

/** A filter of a query, such as `is:unread`, and what the query is without it. */
export interface Filter {
  readonly filter: string
  readonly rest: string
}

/** The filters of a query that can be left out one by one, so that it finds more. */
export function filtersOf(query: string): Filter[] {
  // Which day it is changes nothing of where the filters stand.
  const { node } = parseQuery(query, { today: '2000-01-01' })
  const parts = node === null ? [] : node.kind === 'every' ? node.of : [node]
  if (parts.length < 2) return []
  return parts.flatMap((part) => {
    const value = spanOf(part)
    if (value === null) return []
    const [name] = /[A-Za-z]{1,12}:$/.exec(query.slice(0, value.from).trimEnd()) ?? []
    // What stands in brackets after the name is not left out in parts.
    if (name === undefined) return []
    const from = query.lastIndexOf(name, value.from)
    const rest = `${query.slice(0, from).trimEnd()} ${query.slice(value.to).trimStart()}`.trim()
    return [{ filter: query.slice(from, value.to), rest }]
  })
}

/** Of a filter's value, or of several between commas, which stand in one place. */
function spanOf(part: QueryNode): Span | null {
  switch (part.kind) {
    case 'any': {
      const spans = part.of.map(spanOf)
      const [first = null] = spans
      return spans.every((span) => span?.from === first?.from) ? first : null
    }
    case 'text':
    case 'every':
    case 'not':
      return null
    default:
      return part
  }
}
