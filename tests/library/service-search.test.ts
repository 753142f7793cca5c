import { expect, test } from 'vitest'
import type { Api, OpenedView } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { id, idsIn, newPlace, writing } from './support/places'
import { idsOf, importSession, serving, viewIds, window } from './support/service'

const digest = fieldList('2023-12-18', [
  {
    id: '2312.00001',
    title: 'A Survey of Deep Learning',
    authors: 'Paul Erdős, Ada Lovelace',
    summary: 'On Gödel and the continuum.',
    comment: 'Accepted at NeurIPS'
  },
  { id: '2312.00002', title: 'Segment Anything', journal: 'Nature Methods', doi: '10.1145/3617592' },
  { id: '2312.00003', title: 'Learning to Survey', summary: 'Deep learning, in the abstract.' }
])
const [survey, segment, learning] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const

async function prepared<T>(work: (api: Api) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api) => {
    await importSession(api, [digest])
    await api.decide({ window, papers: { ids: [segment] }, wish: { addTags: ['Vision/Maps'] } })
    await api.decide({ window, papers: { ids: [learning] }, wish: { note: 'Überraschend!' } })
    return work(api)
  })
}

/** What a search finds later, in the order in which it tells. */
async function later(api: Api, opened: OpenedView): Promise<string[]> {
  const found: string[] = []
  if (opened.search === null) return found
  for (;;) {
    const part = await api.continueSearch({ search: opened.search })
    found.push(...(await idsOf(api, { ...opened, order: part.found })))
    if (part.done === part.total) return found
  }
}

test.each<[string, string, string[], string[]]>([
  ['words of titles', 'survey learning', [survey, learning], []],
  ['a phrase', '"deep learning"', [survey], [learning]],
  ['a phrase that is being typed', '"deep lear', [survey], [learning]],
  ['words of title and authors together', 'erdos deep', [survey], []],
  ['a tag', 'vision/maps', [segment], []],
  ['a note', 'uberraschend', [], [learning]],
  ['words of title and note together', 'survey uberraschend', [], [learning]],
  ['an abstract', 'godel', [], [survey]],
  ['words of title and abstract together', 'survey continuum', [], [survey]],
  ['a comment', 'neurips', [], [survey]],
  ['a journal', 'nature', [], [segment]],
  ['a DOI', '10.1145/3617592', [], [segment]],
  ['an id', '2312.00002', [segment], []],
  ['an id with its version', 'arXiv:2312.00002v4', [segment], []],
  ['an address', 'https://arxiv.org/pdf/2312.00003v1.pdf', [learning], []],
  ['an address of a paper that is not here', 'https://arxiv.org/abs/2312.00009', [], []],
  ['what nobody said', 'absent', [], []],
  ['words of two fields as a phrase', '"learning paul"', [], []]
])('A search for %s', (_, query, first, more) =>
  prepared(async (api) => {
    const opened = await api.openView({ view: { kind: 'all' }, query })
    expect(await idsOf(api, opened)).toEqual(first)
    expect(opened.rows.map((row) => row.id)).toEqual(first)
    expect(await later(api, opened)).toEqual(more)
  })
)

test('The command line finds the same as a window does', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', digest)
    for (const query of ['survey', '"deep learning"', '"deep lear', 'arXiv:2312.00002v4'])
      expect([query, await idsIn(library, 'all', query)]).toEqual([
        query,
        {
          survey: [survey, learning],
          '"deep learning"': [survey, learning],
          '"deep lear': [survey, learning],
          'arXiv:2312.00002v4': [segment]
        }[query]
      ])
  })
})

test('A search looks only at the papers of its view, and of all where there is no query', () =>
  prepared(async (api) => {
    await api.decide({ window, papers: { ids: [survey] }, wish: { read: true } })
    const opened = await api.openView({ view: { kind: 'inbox' }, query: 'learning' })
    expect(await idsOf(api, opened)).toEqual([learning])
    const whole = await api.openView({ view: { kind: 'inbox' }, query: ' "" ' })
    expect(whole.search).toBeNull()
    expect(await idsOf(api, whole)).toEqual([segment, learning])
    const { search } = await api.openView({ view: { kind: 'all' }, query: '2312' })
    expect(search).toBeNull()
  }))

test('What is found follows what is tagged, removed, imported and undone', () =>
  prepared(async (api) => {
    const found = (query: string): Promise<string[]> => viewIds(api, { kind: 'all' }, query)
    expect(await found('maps')).toEqual([segment])
    await api.decide({ window, papers: { ids: [segment, survey] }, wish: { removeTags: ['Vision/Maps'] } })
    expect(await found('maps')).toEqual([])
    await api.undo({ window })
    expect(await found('maps')).toEqual([segment])
    const newer = { id: survey, version: 2, title: 'Renamed', updated: '2023-12-28 00:05:28+00:00' }
    await importSession(api, [fieldList('2023-12-28', [newer, { id: '2312.00009', title: 'Fresh Survey' }])])
    expect(await found('renamed')).toEqual([survey])
    expect(await found('survey')).toEqual(['2312.00009', learning])
    await api.undo({ window })
    expect(await found('renamed')).toEqual([])
    expect(await found('survey')).toEqual([survey, learning])
    await api.redo({ window })
    expect(await found('survey')).toEqual(['2312.00009', learning])
  }))

test('A search tells how far it is, ends, and is not known any more', async () => {
  await serving(await newPlace(), async (api) => {
    const many = items(1200).map((item, n) => ({ ...item, summary: n % 100 === 7 ? 'A needle.' : 'Hay.' }))
    await importSession(api, [fieldList('2023-12-18', many)])
    const opened = await api.openView({ view: { kind: 'all' }, query: 'needle' })
    expect(opened.order).toHaveLength(0)
    const search = opened.search ?? -1
    // Two calls at once share the work, and the second may come too late.
    const [one, two] = await Promise.allSettled([
      api.continueSearch({ search }),
      api.continueSearch({ search })
    ])
    const parts = [one, two].flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []))
    const found = parts.flatMap((part) => [...part.found])
    let last = parts.at(-1)
    while (last !== undefined && last.done < last.total) {
      const part = await api.continueSearch({ search })
      expect(part.done).toBeGreaterThan(last.done)
      found.push(...part.found)
      last = part
    }
    expect(last).toMatchObject({ done: 1200, total: 1200 })
    expect(await idsOf(api, { ...opened, order: Uint32Array.from(found) })).toEqual(
      many.filter(({ summary }) => summary === 'A needle.').map((item) => item.id)
    )
    expect(await codeOf(api.continueSearch({ search }))).toBe('staleView')
  })
})

test('Of searches that were given up only a handful is kept', () =>
  prepared(async (api) => {
    const searches: number[] = []
    for (let round = 0; round < 12; round++) {
      const { search } = await api.openView({ view: { kind: 'all' }, query: 'absent' })
      searches.push(search ?? -1)
    }
    const codes = []
    for (const search of searches) codes.push(await codeOf(api.continueSearch({ search })))
    expect(codes).toEqual([...Array<string>(4).fill('staleView'), ...Array<string>(8).fill('done')])
    expect(await codeOf(api.continueSearch({ search: 999 }))).toBe('staleView')
  }))

test('A paper that leaves while a search goes on is not found', () =>
  prepared(async (api) => {
    const { search } = await api.openView({ view: { kind: 'all' }, query: 'uberraschend' })
    const [only] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: only?.key ?? '' })
    const { found, done, total } = await api.continueSearch({ search: search ?? -1 })
    expect([found.length, done]).toEqual([0, total])
  }))
