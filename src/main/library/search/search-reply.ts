import type { SearchReply } from '#core/contract'
import type { Searched } from '#core/search/query/evaluate'
import { describeQuery } from '#core/search/query/describe'
import { issueText } from '#core/search/query/issues'
import { wordsOf, type Query, type TextNode } from '#core/search/query/query'
import { wantedOf } from '#core/search/query/wanted'
import type { LibraryReader } from '#main/library/library-reader'
import type { Asked } from '#main/library/search/library-search'

/** Queries that are offered where nothing was found. */
const mostOffers = 3
/** Others make the same mistake: a word in so few papers may be one where a near word is in many more. */
const mostRare = 20
const muchMore = 20

/** How a query was understood. @param found How many papers it found. */
export function searchReply(library: LibraryReader, text: string, asked: Asked, found: number): SearchReply {
  const { query, within } = asked
  const { node, issues, id } = query
  const words = wordsOf(node)
  const { covered } = library.search
  return {
    issues: issues.map(({ code, text: part, ...issue }) => ({
      ...issue,
      message: issueText({ code, text: part })
    })),
    reading: id === null ? describeQuery(node) : null,
    marked: words.map(({ text: word, quoted, open, field }) => ({ text: word, quoted, open, field })),
    id: id === null ? null : { id, held: library.catalog.find(id) >= 0 },
    within,
    didYouMean: found > 0 || id !== null || covered !== null ? [] : nearQueries(library, text, query),
    ranked: words.length > 0,
    covered
  }
}

/** A part of a query, and what may stand there. */
interface Change {
  readonly from: number
  readonly to: number
  readonly put: string
}

/** Queries that differ from one that finds nothing by what was probably meant, and find something. */
function nearQueries(library: LibraryReader, text: string, query: Query): string[] {
  const { search } = library
  const offers = new Set<string>()
  for (const changes of [meantChanges(query), ...nearChanges(query, search.searched())]) {
    if (changes.length === 0) continue
    const near = changed(text, changes)
    if (search.ask(near).rows.some((bits) => bits !== 0)) offers.add(near)
    if (offers.size === mostOffers) break
  }
  return [...offers]
}

/** As its issues have it. */
function meantChanges({ issues }: Query): Change[] {
  return issues.flatMap(({ from, to, meant }) => (meant === null ? [] : [{ from, to, put: meant }]))
}

/** Words that papers have for those that none has, or hardly any: the nearest, then others for each. */
function nearChanges({ node }: Query, searched: Searched): Change[][] {
  const suspects = wordsOf(node).flatMap((word) => {
    const [best, ...others] = nearTexts(word, searched).map((put) => changeOf(word, put))
    return best === undefined ? [] : [{ best, others }]
  })
  const bests = suspects.map(({ best }) => best)
  return [
    bests,
    ...suspects.flatMap(({ best, others }) =>
      others.map((other) => bests.map((change) => (change === best ? other : change)))
    )
  ]
}

function changeOf({ from, to, quoted }: TextNode, put: string): Change {
  return { from, to, put: quoted || put.includes(' ') ? `"${put}"` : put }
}

/** @param changes In the order of their places. */
function changed(text: string, changes: readonly Change[]): string {
  return changes.reduceRight((query, { from, to, put }) => query.slice(0, from) + put + query.slice(to), text)
}

/** What may have been meant by a part of a query, the nearest first. */
function nearTexts(node: TextNode, { papers, own }: Searched): string[] {
  const words = wantedOf(node).words.map(([word = '']) => word)
  const often = words.map((word) => papers.documentsOf(word) + own.documentsOf(word))
  const place = often.indexOf(Math.min(...often))
  const word = words[place]
  const least = often[place] ?? 0
  if (word === undefined || least > mostRare) return []
  return papers
    .nearestWords(word, mostOffers)
    .filter((near) => papers.documentsOf(near) > least * muchMore)
    .map((near) => words.map((each, at) => (at === place ? near : each)).join(' '))
}
