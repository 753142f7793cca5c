import type { DigestSummary, View } from '#core/contract'
import { filterText, withPart } from '#core/search/query/edit-query'

/** A query within a view as one for all papers: what the view asks of them is added to it. */
export function queryOfAll(view: View, query: string, digests: readonly DigestSummary[]): string {
  const part = viewFilter(view, digests)
  return part === null ? query : withPart(query, part)
}

function viewFilter(view: View, digests: readonly DigestSummary[]): string | null {
  switch (view.kind) {
    case 'all':
      return null
    case 'inbox':
      return 'is:unread'
    case 'notes':
      return 'is:noted'
    case 'updated':
    case 'starred':
    case 'read':
    case 'unseen':
      return filterText({ kind: 'state', name: view.kind })
    case 'tag':
      return filterText({ kind: 'tag', name: view.tag })
    case 'category':
      return filterText({ kind: 'category', name: view.category })
    case 'month':
      return `date:${view.month}`
    case 'digest':
      return digestFilter(view.key, digests)
  }
}

/** By its file's name, where no other digest has that: so a later one of the same day is none of it. */
function digestFilter(key: string, digests: readonly DigestSummary[]): string | null {
  const digest = digests.find((each) => each.key === key)
  if (digest === undefined) return null
  const { source, day } = digest
  const isNamed = source !== '' && !/[,"“”„]/.test(source)
  const isAlone = digests.every((each) => each === digest || !each.source.includes(source))
  return `digest:${isNamed && isAlone ? `"${source}"` : day}`
}
