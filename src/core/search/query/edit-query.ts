import { parseQuery } from '#core/search/query/parse'
import type { QueryNode, Span, State } from '#core/search/query/query'

/** Something that a click adds to a query, or takes out of it. */
export type Filter =
  | { readonly kind: 'category' | 'tag' | 'author' | 'year'; readonly name: string }
  | { readonly kind: 'state'; readonly name: State }

/** Only papers for which it holds, or only others. */
export type FilterUse = 'only' | 'without'

/** A filter in a query, and where all of it stands. */
export interface UsedFilter extends Span {
  readonly filter: Filter
  readonly use: FilterUse
}

/** No date of a filter is relative: which day it is says nothing about it. */
const today = '2000-01-01'

/** As it is written in a query. */
export function filterText({ kind, name }: Filter): string {
  switch (kind) {
    case 'category':
      return `cat:${/^[\w.-]+$/.test(name) ? name : quotedValue(name)}`
    case 'tag':
      return `tag:${quotedValue(name)}`
    case 'author':
      return `author:${quotedValue(name)}`
    case 'year':
      return `year:${name}`
    case 'state':
      return `is:${name}`
  }
}

/** A quotation cannot hold the marks that end it: in names a space says as much. */
function quotedValue(name: string): string {
  return `"${name.replace(/["“”„\s]+/g, ' ').trim()}"`
}

/** The filters that all papers of a query must fit, in the order in which they stand. */
export function filtersOf(query: string): UsedFilter[] {
  const { node } = parseQuery(query, { today })
  return node === null ? [] : usedFilters(node, query)
}

/** How a query uses a filter; null where it does not. */
export function useOf(query: string, filter: Filter): FilterUse | null {
  return filtersOf(query).find((used) => isSame(used.filter, filter))?.use ?? null
}

/**
 * A query with a filter used so, or (null) without it. What is added stands first: the last word may still be typed on,
 * and what is open at the end takes in all that follows.
 */
export function withFilter(query: string, filter: Filter, use: FilterUse | null): string {
  const rest = filtersOf(query)
    .filter((used) => isSame(used.filter, filter))
    .reduceRight((text, { from, to }) => withoutPart(text, from, to), query)
  return use === null ? rest : withPart(rest, `${use === 'without' ? '-' : ''}${filterText(filter)}`)
}

/** A query with something more that must hold. An OR that joined nothing would join that now. */
export function withPart(query: string, part: string): string {
  const { issues } = parseQuery(query, { today })
  const rest = issues
    .filter(({ code }) => code === 'looseOr')
    .reduceRight((text, { from, to }) => text.slice(0, from) + text.slice(to), query)
    .trimStart()
  return rest === '' ? part : `${part} ${rest}`
}

/** Also those in brackets, where all that is in these must hold. */
function usedFilters(node: QueryNode, query: string): UsedFilter[] {
  if (node.kind === 'every') return node.of.flatMap((part) => usedFilters(part, query))
  const inner = node.kind === 'not' ? node.of : node
  const filter = filterOf(inner, query)
  if (filter === null || !('from' in inner)) return []
  const from = beforeField(query, inner.from)
  if (node.kind !== 'not') return [{ filter, use: 'only', from, to: inner.to }]
  const not = beforeNot(query, from)
  return not === null ? [] : [{ filter, use: 'without', from: not, to: inner.to }]
}

function filterOf(node: QueryNode, query: string): Filter | null {
  switch (node.kind) {
    case 'category':
    case 'tag':
      return { kind: node.kind, name: node.name }
    case 'is':
      return { kind: 'state', name: node.state }
    case 'text':
      return node.field === 'authors' && node.quoted ? { kind: 'author', name: node.text } : null
    case 'date': {
      const year = query.slice(node.from, node.to)
      return /^\d{4}$/.test(year) ? { kind: 'year', name: year } : null
    }
    default:
      return null
  }
}

/** A filter's span is that of its value: its field stands before it. */
function beforeField(query: string, value: number): number {
  let at = beforeSpace(query, value)
  if (query[at - 1] !== ':') return value
  at--
  while (/[A-Za-z]/.test(query[at - 1] ?? '')) at--
  return at
}

/** Null where brackets stand between. */
function beforeNot(query: string, item: number): number | null {
  const at = beforeSpace(query, item)
  if (/[-−–]/.test(query[at - 1] ?? '')) return at - 1
  return query.slice(Math.max(0, at - 3), at) === 'NOT' ? at - 3 : null
}

function beforeSpace(query: string, from: number): number {
  let at = from
  while (/\s/.test(query[at - 1] ?? '')) at--
  return at
}

/** Brackets that held nothing else go too. */
function withoutPart(query: string, from: number, to: number): string {
  let [start, end] = [from, to]
  for (;;) {
    const before = beforeSpace(query, start)
    let after = end
    while (/\s/.test(query[after] ?? '')) after++
    if (query[before - 1] !== '(' || query[after] !== ')') {
      const [left, right] = [query.slice(0, before), query.slice(after)]
      return left === '' || right === '' || left.endsWith('(') || right.startsWith(')')
        ? left + right
        : `${left} ${right}`
    }
    ;[start, end] = [before - 1, after + 1]
  }
}

/** Names of people are the same with other spaces; all of them in whatever case. */
function isSame(a: Filter, b: Filter): boolean {
  return a.kind === b.kind && folded(a) === folded(b)
}

function folded({ name }: Filter): string {
  return name
    .replace(/["“”„\s]+/g, ' ')
    .trim()
    .toLowerCase()
}
