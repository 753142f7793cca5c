import { digestDay } from '#core/domain/digest'
import { markBits } from '#core/domain/view'
import { keyOfBelonging } from '#core/search/index/add-documents'
import { emptySet, include, unite, type BitSet } from '#core/search/index/bit-set'
import type { WordIndex } from '#core/search/index/word-index'
import type { Belonging, FilterNode, State } from '#core/search/query/query'
import { fold } from '#core/text/fold'
import type { RowMarks } from '#main/library/row-marks'
import type { Catalog } from '#main/storage/catalog'

/** What filters look at. */
export interface Filtered {
  readonly catalog: Catalog
  readonly rowMarks: RowMarks
  readonly papers: WordIndex
}

/** The rows of the papers that a filter of a query lets through, from what lists are made of anyway. */
export function filteredRows(node: FilterNode, filtered: Filtered): BitSet {
  const { catalog } = filtered
  switch (node.kind) {
    case 'category':
      return catalog.columns.withCategories(categoryFlags(catalog, node))
    case 'tag':
      return taggedRows(filtered, node)
    case 'id': {
      const wanted = node.text.toLowerCase()
      return rowsWhere(catalog, (row) => catalog.id(row).startsWith(wanted))
    }
    case 'digest': {
      const flags = catalog.columns.rowsIn(
        digestFlags(catalog, ({ source, date, imported, key }) => {
          const name = fold(source)
          const wanted = fold(node.text)
          return name.includes(wanted) || isDay(digestDay({ date, imported }), node.text) || key === node.text
        })
      )
      return rowsWhere(catalog, (row) => flags[row] === 1)
    }
    case 'date': {
      const { first, last } = node
      const flags = digestFlags(catalog, (digest) => {
        const day = digestDay(digest)
        return (first === null || day >= first) && (last === null || day <= last)
      })
      return catalog.columns.firstAnnouncedIn(flags)
    }
    case 'is': {
      const { bits, set } = stateBits[node.state]
      return markedRows(filtered, bits, set)
    }
    case 'has':
      return rowsHaving(node.what, filtered)
  }
}

/** Which mark bits each state looks at, and how they must be set. */
export const stateBits: Readonly<Record<State, { readonly bits: number; readonly set: number }>> = {
  starred: { bits: markBits.starred, set: markBits.starred },
  read: { bits: markBits.read, set: markBits.read },
  unread: { bits: markBits.read, set: 0 },
  noted: { bits: markBits.noted, set: markBits.noted },
  updated: { bits: markBits.updated, set: markBits.updated },
  unseen: { bits: markBits.unseen, set: markBits.unseen }
}

function rowsHaving(what: Belonging, filtered: Filtered): BitSet {
  const { catalog, rowMarks, papers } = filtered
  switch (what) {
    case 'note':
      return markedRows(filtered, markBits.noted, markBits.noted)
    case 'tag': {
      const set = emptySet(catalog.columns.rows)
      for (const row of rowMarks.tags.keys()) include(set, row)
      return set
    }
    default: {
      const set = emptySet(catalog.columns.rows)
      unite(set, papers.exact([keyOfBelonging(what)]))
      return set
    }
  }
}

/** A tag with those nested in it; while it is being typed, all that begin so. */
function taggedRows(
  { catalog, rowMarks }: Filtered,
  { name, open }: { name: string; open: boolean }
): BitSet {
  const wanted = fold(name)
  const set = emptySet(catalog.columns.rows)
  const known = new Map<string, boolean>()
  const isIn = (tag: string): boolean => {
    const folded = fold(tag)
    return folded === wanted || folded.startsWith(`${wanted}/`) || (open && folded.startsWith(wanted))
  }
  for (const [row, tags] of rowMarks.tags) {
    for (const tag of tags) {
      let fits = known.get(tag)
      if (fits === undefined) known.set(tag, (fits = isIn(tag)))
      if (fits) include(set, row)
    }
  }
  return set
}

/** By the numbers of lists of categories: a category, or an archive with all of its own. */
function categoryFlags(catalog: Catalog, { name, open }: { name: string; open: boolean }): Uint8Array {
  const { categories } = catalog.columns
  const begun = name.toLowerCase()
  const wanted = begun.replace(/\.\*?$/, '')
  const fits = categories.names.map((category) => {
    const folded = category.toLowerCase()
    return folded === wanted || folded.startsWith(`${wanted}.`) || (open && folded.startsWith(begun))
  })
  return Uint8Array.from({ length: categories.size }, (_, list) =>
    categories.items(list).some((item) => fits[item] === true) ? 1 : 0
  )
}

function digestFlags(
  catalog: Catalog,
  chosen: (digest: ReturnType<Catalog['digests']['all']>[number]['digest']) => boolean
): Uint8Array {
  return Uint8Array.from(catalog.digests.all(), ({ digest, present }) => (present && chosen(digest) ? 1 : 0))
}

function markedRows({ catalog, rowMarks: { bits: marks } }: Filtered, bits: number, wanted: number): BitSet {
  const { rows } = catalog.columns
  const set = emptySet(rows)
  for (let row = 0; row < rows; row++) if (((marks[row] ?? 0) & bits) === wanted) include(set, row)
  return set
}

function rowsWhere({ columns: { rows } }: Catalog, fits: (row: number) => boolean): BitSet {
  const set = emptySet(rows)
  for (let row = 0; row < rows; row++) if (fits(row)) include(set, row)
  return set
}

function isDay(day: string, text: string): boolean {
  return /^\d{4}(?:-\d{2}){0,2}$/.test(text) && day.startsWith(text)
}
