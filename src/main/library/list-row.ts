import type { Row } from '#core/contract'
import { isUpdated } from '#core/domain/decided-versions'
import type { LibraryReader } from '#main/library/library-reader'

/** Authors that a row carries: more than any list shows. */
const mostAuthors = 20

/** What a list shows of a row; the row must be held. */
export function listRow(library: LibraryReader, row: number): Row {
  const { catalog, marks, rowMarks } = library
  const { id, version, title, authors, categories, announced, read, starred, noted } = library.summary(row)
  return {
    row,
    id,
    version,
    title,
    authors: authors === null ? null : authors.slice(0, mostAuthors),
    authorCount: authors?.length ?? 0,
    category: categories?.[0] ?? null,
    announced,
    kind: catalog.announcedKind(row),
    read,
    starred,
    noted,
    tags: rowMarks.tags.get(row) ?? [],
    updated: isUpdated(version, marks.decidedVersion(id)),
    rules: library.ruleMatches.of(row)
  }
}
