import type { FilterNode, QueryNode, TextNode } from '#core/search/query/query'

/**
 * A query as it was read, in words; null where it is words alone, of which nothing need be said.
 * @param node As the parser made it.
 */
export function describeQuery(node: QueryNode | null): string | null {
  if (node === null || isPlain(node)) return null
  return describe(node, false)
}

function isPlain(node: QueryNode): boolean {
  if (node.kind === 'every') return node.of.every(isPlain)
  return node.kind === 'text' && node.field === null && !node.quoted
}

/** @param inner Whether it stands among others, from which it must be told apart. */
function describe(node: QueryNode, inner: boolean): string {
  switch (node.kind) {
    case 'text':
      return describeText(node)
    case 'every':
      return bracketed(node.of.map((each) => describe(each, true)).join(', '), inner)
    case 'any':
      return bracketed(node.of.map((each) => describe(each, true)).join(' or '), inner)
    case 'not':
      return `not ${describe(node.of, true)}`
    default:
      return describeFilter(node)
  }
}

function bracketed(text: string, inner: boolean): string {
  return inner ? `(${text})` : text
}

const fieldWords: Readonly<Record<NonNullable<TextNode['field']>, string>> = {
  title: 'in the title',
  authors: 'among the authors',
  abstract: 'in the abstract',
  comment: 'in the comment',
  note: 'in your note'
}

function describeText({ text, quoted, open, field }: TextNode): string {
  const shown = `“${text.trim()}${open && !quoted ? '…' : ''}”`
  // Parts of a name are found in any order.
  const words = quoted && field !== 'authors' ? `exactly ${shown}` : shown
  return field === null ? words : `${words} ${fieldWords[field]}`
}

function describeFilter(node: FilterNode): string {
  switch (node.kind) {
    case 'category':
      return `category ${node.name}`
    case 'tag':
      return `tag “${node.name}”`
    case 'id':
      return `arXiv id ${node.text}…`
    case 'digest':
      return `in the digest “${node.text}”`
    case 'date':
      return describeDates(node)
    case 'is':
      return node.state === 'noted'
        ? 'with a note'
        : node.state === 'unseen'
          ? 'never really seen'
          : node.state
    case 'has':
      return {
        code: 'with code',
        doi: 'with a DOI',
        note: 'with a note',
        tag: 'tagged',
        comment: 'with a comment'
      }[node.what]
  }
}

function describeDates({ first, last }: FilterNode & { readonly kind: 'date' }): string {
  if (first === null) return last === null ? 'announced at any time' : `announced until ${last}`
  if (last === null) return `announced since ${first}`
  if (first === last) return `announced on ${first}`
  const [year, month] = [first.slice(0, 4), first.slice(0, 7)]
  if (first === `${year}-01-01` && last === `${year}-12-31`) return `announced in ${year}`
  const end = new Date(Date.UTC(Number(year), Number(first.slice(5, 7)), 0)).toISOString().slice(0, 10)
  const isMonth = first === `${month}-01` && last === end
  return isMonth ? `announced in ${month}` : `announced from ${first} to ${last}`
}
