import type { NamedCount } from '#core/contract'
import { markBits } from '#core/domain/view'
import { members } from '#core/search/index/bit-set'
import type { LibraryReader } from '#main/library/library-reader'

/** How many papers each saved search finds that are not read, by its id. */
export async function savedCounts(library: LibraryReader): Promise<NamedCount[]> {
  await library.search.usable()
  const { catalog, rowMarks, marks } = library
  return marks.named.all.savedSearches.map(({ id, query }) => {
    let papers = 0
    for (const row of members(library.search.ask(query).rows))
      if (catalog.isHeld(row) && ((rowMarks.bits[row] ?? 0) & markBits.read) === 0) papers++
    return { name: id, papers }
  })
}
