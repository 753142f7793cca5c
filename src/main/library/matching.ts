import { holdsAll, type Query } from '#core/search/words'
import type { Catalog } from '#main/storage/catalog'
import { Pace } from '#main/storage/pace'
import type { RowTexts } from '#main/library/row-texts'

/** What a query is asked of. */
export interface Searched {
  readonly catalog: Catalog
  readonly texts: RowTexts
}

export interface Matches {
  readonly matching: Uint32Array
  /** The other rows: their abstracts and notes may match. */
  readonly others: Uint32Array
}

/** Rows between two looks at the clock. */
const looked = 64
/** Papers whose Entries are read at a time: about 10 ms of work. */
const read = 250

/** Those of some rows, in their order, whose id, title, authors, categories and tags hold a query's words. */
export async function matchRows(
  { catalog, texts }: Searched,
  query: Query,
  rows: Uint32Array
): Promise<Matches> {
  const pace = new Pace()
  const { words, id } = query
  const found = id === null ? -1 : catalog.find(id)
  const matching = new Uint32Array(rows.length)
  const others = new Uint32Array(rows.length)
  let matched = 0
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0
    if (row === found || holdsAll(texts.of(row), words)) matching[matched++] = row
    else others[at - matched] = row
    if (at % looked === 0 && pace.due) await pace.rest()
  }
  return { matching: matching.slice(0, matched), others: others.slice(0, rows.length - matched) }
}

export interface DeepMatches {
  readonly matching: readonly number[]
  /** How many of the rows were looked through. */
  readonly done: number
}

/**
 * The same for abstracts, comments, journals, DOIs and notes, which are read from the Entries.
 * @param longest Milliseconds after which it stops where it is.
 */
export async function matchPapers(
  { catalog, texts }: Searched,
  { words }: Query,
  rows: Uint32Array,
  longest = Infinity
): Promise<DeepMatches> {
  const end = performance.now() + longest
  const pace = new Pace()
  const matching: number[] = []
  let done = 0
  while (done < rows.length) {
    const some = [...rows.subarray(done, done + read)]
    const papers = await catalog.papers(some)
    papers.forEach((paper, index) => {
      const row = some[index]
      if (row === undefined || !catalog.isHeld(row)) return
      if (holdsAll(texts.withMore(row, paper), words)) matching.push(row)
    })
    done += some.length
    if (performance.now() >= end) break
    await pace.rest()
  }
  return { matching, done }
}
