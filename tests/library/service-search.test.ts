import { expect, test } from 'vitest'
import type { Api, SearchReply } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { id, idsIn, newPlace, writing } from './support/places'
import { idsOf, importSession, serving, viewIds, window } from './support/service'

const digest = fieldList('2023-12-18', [
  {
    id: '2312.00001',
    title: 'A Survey of Deep Learning',
    authors: 'Paul Erdős, Ada Lovelace',
    summary: 'On Gödel and the continuum. State-of-the-art results with GPT-4 and an $\\ell^1$ norm.',
    comment: 'Accepted at NeurIPS'
  },
  { id: '2312.00002', title: 'Segment Anything', journal: 'Nature Methods', doi: '10.1145/3617592' },
  {
    id: '2312.00003',
    title: 'Learning to Survey',
    authors: 'Ada Paul, Grace Erdős',
    summary: "Deep learning, in the abstract. CLIP's $\\alpha$ decay in 3D x-ray images."
  }
])
const [survey, segment, learning] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const
const all = { kind: 'all' } as const

async function prepared<T>(work: (api: Api) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api) => {
    await importSession(api, [digest])
    await api.decide({
      window,
      papers: { ids: [segment] },
      wish: { addTags: ['Vision/Maps'], starred: true }
    })
    await api.decide({ window, papers: { ids: [learning] }, wish: { note: 'Überraschend!' } })
    return work(api)
  })
}

async function reply(api: Api, query: string): Promise<SearchReply> {
  const { search } = await api.openView({ view: all, query })
  if (search === null) throw new Error('nothing was searched for')
  return search
}

test('A search finds what is in any field, in every way in which one may write it', () =>
  prepared(async (api) => {
    const expected: [query: string, found: string[]][] = [
      ['survey learning', [survey, learning]],
      ['"deep learning"', [survey, learning]],
      ['"deep lear', [survey, learning]],
      ['erdos deep', [survey, learning]],
      ['Erd\\H{o}s deep', [survey, learning]],
      ['author:"paul erdos"', [survey]],
      ['author:"erdos, paul"', [survey]],
      ['author:"p erdos"', [survey]],
      ['title:deep', [survey]],
      ['abstract:deep', [learning]],
      ['vision/maps', [segment]],
      ['tag:vision', [segment]],
      ['tag:maps', []],
      ['uberraschend', [learning]],
      ['note:survey', []],
      ['survey uberraschend', [learning]],
      ['godel', [survey]],
      ['surveys', [survey, learning]],
      ['image', [learning]],
      ['neurips', [survey]],
      ['comment:nature', [segment]],
      ['10.1145/3617592', [segment]],
      ['has:doi', [segment]],
      ['is:starred OR has:note', [segment, learning]],
      ['survey -neurips', [learning]],
      ['cs.CV -cat:cs.CV', []],
      ['date:2023-12', [survey, segment, learning]],
      ['year:2022', []],
      ['α', [learning]],
      ['alpha', [learning]],
      ['$\\alpha$', [learning]],
      ['l1', [survey]],
      ['$\\ell_1$', [survey]],
      ['gpt-4', [survey]],
      ['gpt4', [survey]],
      ['3d', [learning]],
      ['clip', [learning]],
      ['xray', [learning]],
      ['x-ray', [learning]],
      ['state of the art', [survey]],
      ['2312.00002', [segment]],
      ['arXiv:2312.00002v4', [segment]],
      ['https://arxiv.org/pdf/2312.00003v1.pdf', [learning]],
      ['https://arxiv.org/abs/2312.00009', []],
      ['id:2312.0000', [survey, segment, learning]],
      ['absent', []],
      ['"learning paul"', []]
    ]
    const order = { sort: 'announced', reversed: false, group: 'none' } as const
    for (const [query, found] of expected) {
      const opened = await api.openView({ view: all, query, order })
      expect([query, await idsOf(api, opened)]).toEqual([query, found])
    }
  }))

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

test('The best match comes first, unless another order is asked for', () =>
  prepared(async (api) => {
    const newer = {
      id: '2312.00009',
      title: 'Something Else',
      summary: 'A deep look at learning, and a survey.'
    }
    await importSession(api, [fieldList('2023-12-28', [newer])])
    const first = async (query: string): Promise<string | undefined> => (await viewIds(api, all, query))[0]
    expect(await first('deep learning survey')).toBe(survey)
    const order = { sort: 'announced', reversed: false, group: 'day' } as const
    expect(await idsOf(api, await api.openView({ view: all, query: 'deep learning survey', order }))).toEqual(
      [newer.id, survey, learning]
    )
    // There is nothing to rank by.
    expect(await first('year:2023')).toBe(newer.id)
  }))

test('A search looks only at the papers of its view, and of all where there is no query', () =>
  prepared(async (api) => {
    await api.decide({ window, papers: { ids: [survey] }, wish: { read: true } })
    const opened = await api.openView({ view: { kind: 'inbox' }, query: 'learning' })
    expect(await idsOf(api, opened)).toEqual([learning])
    const whole = await api.openView({ view: { kind: 'inbox' }, query: '  ' })
    expect(whole.search).toBeNull()
    expect(await idsOf(api, whole)).toEqual([segment, learning])
  }))

test('What is found follows what is tagged, removed, imported and undone', () =>
  prepared(async (api) => {
    const found = (query: string): Promise<string[]> => viewIds(api, all, query)
    expect(await found('maps')).toEqual([segment])
    await api.decide({ window, papers: { ids: [segment, survey] }, wish: { removeTags: ['Vision/Maps'] } })
    expect(await found('maps')).toEqual([])
    await api.undo({ window })
    expect(await found('maps')).toEqual([segment])
    const newer = { id: survey, version: 2, title: 'Renamed', updated: '2023-12-28 00:05:28+00:00' }
    await importSession(api, [fieldList('2023-12-28', [newer, { id: '2312.00009', title: 'Fresh Survey' }])])
    expect(await found('renamed')).toEqual([survey])
    expect((await found('title:survey')).sort()).toEqual([learning, '2312.00009'])
    await api.undo({ window })
    expect(await found('renamed')).toEqual([])
    expect((await found('title:survey')).sort()).toEqual([survey, learning])
    await api.redo({ window })
    expect((await found('title:survey')).sort()).toEqual([learning, '2312.00009'])
  }))

test('A search says how it was read, and what may have been meant', () =>
  prepared(async (api) => {
    expect(await reply(api, 'survey')).toEqual({
      issues: [],
      reading: null,
      marked: [{ text: 'survey', quoted: false, open: true, field: null }],
      id: null,
      within: [],
      didYouMean: [],
      ranked: true,
      covered: null
    })
    expect((await reply(api, 'surwey')).didYouMean).toEqual(['survey'])
    expect((await reply(api, 'deep surwey -godel')).didYouMean).toEqual(['deep survey -godel'])
    expect((await reply(api, 'titel:survey -godel')).didYouMean).toEqual(['title:survey -godel'])
    expect((await reply(api, 'urvey')).within).toEqual(['urvey'])
    expect(await reply(api, 'titel:deep')).toMatchObject({
      issues: [{ from: 0, to: 6, meant: 'title:', unfinished: false }]
    })
    expect(await reply(api, 'title:deep is:unread')).toMatchObject({
      reading: '“deep” in the title, unread',
      ranked: true
    })
    expect(await reply(api, 'is:unread')).toMatchObject({ ranked: false, marked: [] })
    expect((await reply(api, 'arxiv.org/abs/2312.00002')).id).toEqual({ id: segment, held: true })
    expect((await reply(api, '2312.99999')).id).toEqual({ id: '2312.99999', held: false })
  }))

test('Facets count what a search finds', () =>
  prepared(async (api) => {
    expect(await api.facets({ view: all, query: 'learning' })).toMatchObject({
      papers: 2,
      years: [{ name: '2023', papers: 2 }],
      tags: [],
      authors: expect.arrayContaining([{ name: 'Ada Lovelace', papers: 1 }]) as unknown,
      states: [
        { name: 'unread', papers: 2 },
        { name: 'noted', papers: 1 }
      ]
    })
    const { tags } = await api.facets({ view: { kind: 'starred' }, query: '' })
    expect(tags).toEqual([{ name: 'Vision/Maps', papers: 1 }])
  }))

test('A query is completed with what there is', () =>
  prepared(async (api) => {
    const options = async (query: string): Promise<string[]> =>
      (await api.complete({ query, at: query.length })).options.map(({ text }) => text)
    expect(await options('deep ab')).toEqual(['abstract:'])
    expect(await options('-is:un')).toEqual(['unread', 'unseen'])
    expect(await options('tag:ma')).toEqual(['Vision/Maps'])
    expect(await options('author:erd')).toEqual(expect.arrayContaining(['"Paul Erdős"', '"Grace Erdős"']))
    expect(await options('author:"ada l')).toEqual(['"Ada Lovelace"'])
    expect(await options('foo:b')).toEqual([])
    expect(await api.complete({ query: 'deep is:st learning', at: 10 })).toMatchObject({ from: 8, to: 10 })
  }))

test('Papers that share rare words are related, and the words are said', async () => {
  await serving(await newPlace(), async (api) => {
    const others = items(40).map((item, n) => ({ ...item, summary: `Number ${n} of many.` }))
    const near = [
      { id: '2401.00001', title: 'Sinkhorn distances', summary: 'Wasserstein barycenters by Sinkhorn.' },
      {
        id: '2401.00002',
        title: 'On barycenters',
        summary: 'Wasserstein once more.',
        authors: 'Sofia Kovalevskaya'
      },
      { id: '2401.00003', title: 'Another', summary: 'Nothing of the kind.', authors: 'Sofia Kovalevskaya' }
    ]
    await importSession(api, [fieldList('2024-01-18', [...others, ...near])])
    const { papers } = await api.related({ id: id('2401.00001') })
    expect(papers.map(({ row, words }) => [row.id, [...words].sort()])).toEqual([
      ['2401.00002', ['Wasserstein', 'barycenters']]
    ])
    expect((await api.related({ id: id('2401.00003') })).authors).toEqual([
      { name: 'Sofia Kovalevskaya', papers: 2 }
    ])
  })
})

test('Saved searches are kept, and count what is not read', () =>
  prepared(async (api) => {
    await api.setSavedSearch({ id: 's-1', search: { title: 'Surveys', query: 'survey', position: 1 } })
    await api.setSavedSearch({ id: 's-2', search: { title: 'Stars', query: 'is:starred', position: 0 } })
    expect((await api.named(undefined)).savedSearches.map(({ title }) => title)).toEqual(['Stars', 'Surveys'])
    await api.decide({ window, papers: { ids: [survey] }, wish: { read: true } })
    expect(await api.savedCounts(undefined)).toEqual([
      { name: 's-2', papers: 1 },
      { name: 's-1', papers: 1 }
    ])
    await api.setSavedSearch({ id: 's-2', search: null })
    expect((await api.named(undefined)).savedSearches.map(({ title }) => title)).toEqual(['Surveys'])
  }))
