import type { Counts, NamedCount, ViewCounts } from '#core/contract'
import { compareText } from '#core/domain/merge'
import { bitSets, markBits, viewTest } from '#core/domain/view'
import { digestsInOrder } from '#main/library/digest-list'
import type { LibraryReader } from '#main/library/library-reader'

/** How many papers the views of the sidebar hold: one look at each row, without any text. */
export function viewCounts(library: LibraryReader): ViewCounts {
  const { bits } = library.rowMarks
  const { columns } = library.catalog
  // Papers by their bits: a few counters instead of a test a view and row.
  const byBits = new Uint32Array(bitSets)
  for (let row = 0; row < columns.rows; row++) {
    if (!columns.isHeld(row)) continue
    const at = bits[row] ?? 0
    byBits[at] = (byBits[at] ?? 0) + 1
  }
  const sum = (test: (marks: number) => boolean): number =>
    byBits.reduce((total, papers, marks) => total + (test(marks) ? papers : 0), 0)
  return {
    inbox: sum(viewTest('inbox')),
    updated: sum(viewTest('updated')),
    starred: sum(viewTest('starred')),
    notes: sum(viewTest('notes')),
    read: sum(viewTest('read')),
    unseen: sum(viewTest('unseen')),
    all: sum(viewTest('all'))
  }
}

export function counts(library: LibraryReader): Counts {
  return {
    views: viewCounts(library),
    tags: tagCounts(library),
    categories: categoryCounts(library),
    unread: unreadByDigest(library),
    edition: library.catalog.edition
  }
}

/** A tag is counted for the papers of those nested in it too, and so there is one for each level above a tag. */
function tagCounts(library: LibraryReader): NamedCount[] {
  const found = new Map<string, number>()
  for (const [row, names] of library.rowMarks.tags) {
    if (!library.catalog.isHeld(row)) continue
    for (const name of withOuter(names)) found.set(name, (found.get(name) ?? 0) + 1)
  }
  return [...found].map(([name, papers]) => ({ name, papers })).sort(byLevels)
}

/** How many of some papers have which tags: those alone that can be taken off them. */
export function tagCountsOf({ rowMarks, catalog }: LibraryReader, rows: Iterable<number>): NamedCount[] {
  const found = new Map<string, number>()
  for (const row of new Set(rows)) {
    if (!catalog.isHeld(row)) continue
    for (const name of rowMarks.tags.get(row) ?? []) found.set(name, (found.get(name) ?? 0) + 1)
  }
  return [...found].map(([name, papers]) => ({ name, papers })).sort(byLevels)
}

/** Each tag and those that it is nested in, once. */
function withOuter(tags: readonly string[]): Iterable<string> {
  if (tags.length === 1 && tags[0]?.includes('/') === false) return tags
  const all = new Set<string>()
  for (const tag of tags) {
    for (let end = tag.indexOf('/'); end >= 0; end = tag.indexOf('/', end + 1)) all.add(tag.slice(0, end))
    all.add(tag)
  }
  return all
}

/** As people sort words; nested tags right after the one they are in. */
function byLevels(a: NamedCount, b: NamedCount): number {
  const [one, other] = [a.name.split('/'), b.name.split('/')]
  for (let level = 0; level < Math.min(one.length, other.length); level++) {
    const order = collator.compare(one[level] ?? '', other[level] ?? '')
    if (order !== 0) return order
  }
  return one.length - other.length || compareText(a.name, b.name)
}

const collator = new Intl.Collator('en', { numeric: true })

function categoryCounts(library: LibraryReader): NamedCount[] {
  const { columns } = library.catalog
  const { categories: lists } = columns
  const papers = new Uint32Array(lists.size)
  for (let row = 0; row < columns.rows; row++) {
    if (!columns.isHeld(row)) continue
    const list = columns.categoryList(row)
    papers[list] = (papers[list] ?? 0) + 1
  }
  const found = new Uint32Array(lists.names.length)
  for (let list = 1; list < lists.size; list++)
    for (const number of lists.items(list)) found[number] = (found[number] ?? 0) + (papers[list] ?? 0)
  return lists.names
    .map((name, number) => ({ name, papers: found[number] ?? 0 }))
    .filter((count) => count.papers > 0)
    .sort((a, b) => b.papers - a.papers || compareText(a.name, b.name))
}

function unreadByDigest(library: LibraryReader): Uint32Array {
  const { bits } = library.rowMarks
  const { catalog } = library
  const unread = new Uint8Array(catalog.columns.rows)
  for (let row = 0; row < unread.length; row++) if (((bits[row] ?? 0) & markBits.read) === 0) unread[row] = 1
  const byNumber = catalog.columns.countByDigest(unread, catalog.digests.length)
  return Uint32Array.from(digestsInOrder(catalog), ({ number }) => byNumber[number] ?? 0)
}
