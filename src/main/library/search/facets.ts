import type { Facets, NamedCount } from '#core/contract'
import { digestDay } from '#core/domain/digest'
import { nameKey } from '#core/search/index/add-documents'
import { emptySet, include } from '#core/search/index/bit-set'
import { states } from '#core/search/query/query'
import { tagCountsOf } from '#main/library/counts'
import type { LibraryReader } from '#main/library/library-reader'
import { stateBits } from '#main/library/search/row-filters'

/** In each kind: more than anybody looks through. */
const most = 20

/** What holds for some rows' papers, and for how many of them. */
export async function facetsOf(library: LibraryReader, rows: Uint32Array): Promise<Facets> {
  // Names of authors are in the index alone, also where nothing is searched for.
  await library.search.usable()
  const set = emptySet(library.catalog.columns.rows)
  for (const row of rows) include(set, row)
  const authors = library.search.searched().papers.frequentKeys(nameKey, set, most)
  return {
    papers: rows.length,
    categories: categoriesOf(library, rows).slice(0, most),
    years: yearsOf(library, rows),
    tags: mostFirst(tagCountsOf(library, rows)).slice(0, most),
    authors: authors.map(({ name, documents }) => ({ name, papers: documents })),
    states: statesOf(library, rows)
  }
}

function categoriesOf({ catalog: { columns } }: LibraryReader, rows: Uint32Array): NamedCount[] {
  const { categories } = columns
  const lists = new Uint32Array(categories.size)
  for (const row of rows) {
    const list = columns.categoryList(row)
    lists[list] = (lists[list] ?? 0) + 1
  }
  const counts = new Uint32Array(categories.names.length)
  lists.forEach((papers, list) => {
    if (papers > 0) for (const item of categories.items(list)) counts[item] = (counts[item] ?? 0) + papers
  })
  return mostFirst(categories.names.map((name, item) => ({ name, papers: counts[item] ?? 0 })))
}

function yearsOf({ catalog: { columns, digests } }: LibraryReader, rows: Uint32Array): NamedCount[] {
  const inDigest = new Uint32Array(digests.length)
  for (const row of rows) {
    const digest = columns.announcedIn(row)
    inDigest[digest] = (inDigest[digest] ?? 0) + 1
  }
  const years = new Map<string, number>()
  digests.all().forEach(({ digest }, number) => {
    const papers = inDigest[number] ?? 0
    const year = digestDay(digest).slice(0, 4)
    if (papers > 0) years.set(year, (years.get(year) ?? 0) + papers)
  })
  return [...years].sort(([a], [b]) => (a < b ? 1 : -1)).map(([name, papers]) => ({ name, papers }))
}

function statesOf({ rowMarks: { bits } }: LibraryReader, rows: Uint32Array): NamedCount[] {
  const counts = states.map((name) => {
    const { bits: looked, set } = stateBits[name]
    let papers = 0
    for (const row of rows) if (((bits[row] ?? 0) & looked) === set) papers++
    return { name, papers }
  })
  return counts.filter(({ papers }) => papers > 0)
}

/** Without those that no paper has. */
function mostFirst(counts: readonly NamedCount[]): NamedCount[] {
  return counts
    .filter(({ papers }) => papers > 0)
    .sort((a, b) => b.papers - a.papers || (a.name < b.name ? -1 : 1))
}
