import { expect, test } from 'vitest'
import type { Api, Facets, View } from '#core/contract'
import { filterText, type Filter } from '#core/search/query/edit-query'
import { states } from '#core/search/query/query'
import { readSeeds } from '../../support/seeds'
import { newPlace } from '../support/places'
import { importSession, serving, viewIds, window } from '../support/service'

const all: View = { kind: 'all' }
const seeds = await readSeeds()

/** The sample digests, some of whose papers are tagged, starred, noted and read. */
async function prepared(work: (api: Api) => Promise<void>): Promise<void> {
  await serving(await newPlace(), async (api) => {
    await importSession(
      api,
      seeds.map(({ bytes }) => bytes)
    )
    const ids = await viewIds(api, all)
    const every = (step: number): typeof ids => ids.filter((_, at) => at % step === 0)
    await api.decide({ window, papers: { ids: every(3) }, wish: { read: true } })
    await api.decide({ window, papers: { ids: every(5) }, wish: { starred: true, addTags: ['later'] } })
    await api.decide({
      window,
      papers: { ids: every(7) },
      wish: { note: 'A model', addTags: ['to read (soon)'] }
    })
    await work(api)
  })
}

/** What a click on each facet adds to the query, and how many papers the facet promises. */
function choices({ categories, years, tags, authors, states: counted }: Facets): [Filter, number][] {
  const of = (kind: 'category' | 'year' | 'tag' | 'author', counts: Facets['tags']): [Filter, number][] =>
    counts.map(({ name, papers }) => [{ kind, name }, papers])
  return [
    ...of('category', categories),
    ...of('year', years),
    ...of('tag', tags),
    ...of('author', authors),
    ...states.flatMap((name): [Filter, number][] => {
      const papers = counted.find((each) => each.name === name)?.papers
      return papers === undefined ? [] : [[{ kind: 'state', name }, papers]]
    })
  ]
}

test('As many papers as facets promise are found with each of them', () =>
  prepared(async (api) => {
    const inbox: View = { kind: 'inbox' }
    // Also where nothing was searched for so far.
    const queries: readonly [string, View][] = [
      ['', inbox],
      ['network ', all],
      ['image -transformer ', all],
      ['title:segmentation OR is:starred ', { kind: 'read' }]
    ]
    for (const [query, view] of queries) {
      const facets = await api.facets({ view, query })
      const found = async (more: string): Promise<number> =>
        (await api.openView({ view, query: `${more} ${query}` })).order.length
      expect(facets.papers).toBe(await found(''))
      const promised = choices(facets)
      // Something of each kind.
      expect(new Set(promised.map(([{ kind }]) => kind)).size).toBe(5)
      for (const [filter, papers] of promised) {
        const text = filterText(filter)
        expect(papers).toBeGreaterThan(0)
        expect([query, text, await found(text)]).toEqual([query, text, papers])
        expect([query, text, await found(`-${text}`)]).toEqual([query, text, facets.papers - papers])
      }
    }
  }))

test('Facets follow decisions, and none is of a query that finds nothing', () =>
  prepared(async (api) => {
    const before = await api.facets({ view: all, query: 'network ' })
    const { rows } = await api.openView({ view: all, query: 'network -is:starred ' })
    const ids = rows.slice(0, 1).map(({ id }) => id)
    await api.decide({ window, papers: { ids }, wish: { starred: true, addTags: ['new'] } })
    const count = ({ states: counted }: Facets, state: string): number =>
      counted.find(({ name }) => name === state)?.papers ?? 0
    const after = await api.facets({ view: all, query: 'network ' })
    expect(count(after, 'starred')).toBe(count(before, 'starred') + 1)
    expect(after.tags).toContainEqual({ name: 'new', papers: 1 })
    await api.undo({ window })
    expect(await api.facets({ view: all, query: 'network ' })).toEqual(before)
    expect(await api.facets({ view: all, query: 'zzzzqqq ' })).toEqual({
      ...{ papers: 0, categories: [], years: [], tags: [], authors: [], states: [] }
    })
  }))

test('Related are other papers of the library, each with words that both have', () =>
  prepared(async (api) => {
    const ids = await viewIds(api, all)
    let said = 0
    for (const id of ids.filter((_, at) => at % 8 === 0)) {
      const { papers, authors } = await api.related({ id })
      const related = papers.map(({ row }) => row.id)
      expect(related).not.toContain(id)
      expect(new Set(related).size).toBe(related.length)
      for (const { row, words } of papers) {
        expect(words.length).toBeGreaterThan(1)
        // As the paper at hand writes them, and in the other one, too.
        const query = words.map((word) => `"${word}"`).join(' ')
        expect(await viewIds(api, all, query)).toEqual(expect.arrayContaining([id, row.id]))
        said++
      }
      for (const { name, papers: many } of authors) {
        expect(many).toBeGreaterThan(1)
        const filter = filterText({ kind: 'author', name })
        expect(await viewIds(api, all, `${filter} `)).toHaveLength(many)
      }
    }
    expect(said).toBeGreaterThan(20)
  }))

test('A paper that left the library is related to none any more', () =>
  prepared(async (api) => {
    const ids = await viewIds(api, all)
    const { digests } = await api.digests(undefined)
    const largest = [...digests].sort((a, b) => b.papers - a.papers)[0]?.key ?? ''
    const leaving = await viewIds(api, { kind: 'digest', key: largest })
    const staying = ids.filter((id) => !leaving.includes(id)).filter((_, at) => at % 6 === 0)
    const relatedTo = async (): Promise<string[]> =>
      (await Promise.all(staying.map((id) => api.related({ id })))).flatMap(({ papers }) =>
        papers.map(({ row }) => row.id)
      )
    const isLeaving = (id: string): boolean => (leaving as string[]).includes(id)
    expect((await relatedTo()).filter(isLeaving)).not.toEqual([])
    await api.removeDigest({ window, key: largest })
    const after = await relatedTo()
    expect(after.length).toBeGreaterThan(0)
    expect(after.filter(isLeaving)).toEqual([])
  }))
