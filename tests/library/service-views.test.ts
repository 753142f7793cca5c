import { expect, test } from 'vitest'
import type { Api, View } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { id, newPlace } from './support/places'
import { idsOf, importSession, serving, viewIds, window } from './support/service'

const papers = items(6).map((item) => id(item.id))
const [a = id(''), b = id(''), c = id(''), d = id(''), e = id(''), f = id('')] = papers

/** Two days of December and one of January; paper b stands in two digests. */
const digests = [
  fieldList('2023-12-18', [
    { id: '2312.00001', categories: '**cs.CV**, cs.LG' },
    { id: '2312.00002', categories: '**cs.LG**' }
  ]),
  fieldList('2023-12-19', [{ id: '2312.00003', categories: '**math.GT**' }, { id: '2312.00004' }]),
  fieldList('2024-01-02', [{ id: '2312.00005' }, { id: '2312.00002' }, { id: '2312.00006' }], 'cs.LG')
]

async function prepared<T>(work: (api: Api) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api) => {
    await importSession(api, digests)
    return work(api)
  })
}

async function mark(api: Api, ids: readonly (typeof a)[], wish: object): Promise<void> {
  await api.decide({ window, papers: { ids: [...ids] }, wish })
}

test('The views of the sidebar hold what their marks ask for, in the default order', () =>
  prepared(async (api) => {
    await mark(api, [a, e], { read: true })
    await mark(api, [b, c], { starred: true })
    await mark(api, [d], { note: 'N' })
    expect(await viewIds(api, { kind: 'all' })).toEqual([e, f, c, d, a, b])
    expect(await viewIds(api, { kind: 'inbox' })).toEqual([f, c, d, b])
    expect(await viewIds(api, { kind: 'read' })).toEqual([e, a])
    expect(await viewIds(api, { kind: 'starred' })).toEqual([c, b])
    expect(await viewIds(api, { kind: 'notes' })).toEqual([d])
  }))

test('A tag holds the papers of those nested in it, and of no other that begins like it', () =>
  prepared(async (api) => {
    await mark(api, [a], { addTags: ['vision'] })
    await mark(api, [b], { addTags: ['vision/maps'] })
    await mark(api, [c], { addTags: ['visionary', 'a/vision'] })
    await mark(api, [d], { addTags: ['vision/maps/old', 'vision'] })
    expect(await viewIds(api, { kind: 'tag', tag: 'vision' })).toEqual([d, a, b])
    expect(await viewIds(api, { kind: 'tag', tag: 'vision/maps' })).toEqual([d, b])
    expect(await viewIds(api, { kind: 'tag', tag: 'visio' })).toEqual([])
    await mark(api, [d], { removeTags: ['vision/maps/old', 'vision'] })
    expect(await viewIds(api, { kind: 'tag', tag: 'vision' })).toEqual([a, b])
  }))

test('A digest and a month hold every paper of theirs, where else it may have been announced', () =>
  prepared(async (api) => {
    const [january, ...december] = (await api.digests(undefined)).digests
    expect(await viewIds(api, { kind: 'digest', key: january?.key ?? '' })).toEqual([e, f, b])
    expect(await viewIds(api, { kind: 'digest', key: december[1]?.key ?? '' })).toEqual([a, b])
    expect(await viewIds(api, { kind: 'digest', key: 'f'.repeat(64) })).toEqual([])
    expect(await viewIds(api, { kind: 'month', month: '2024-01' })).toEqual([e, f, b])
    expect(await viewIds(api, { kind: 'month', month: '2023-12' })).toEqual([c, d, a, b])
    expect(await viewIds(api, { kind: 'month', month: '2023-11' })).toEqual([])
  }))

test('A category holds the papers that have it in any place', () =>
  prepared(async (api) => {
    expect(await viewIds(api, { kind: 'category', category: 'math.GT' })).toEqual([c])
    expect(await viewIds(api, { kind: 'category', category: 'cs.LG' })).toEqual([e, f, d, a, b])
    expect(await viewIds(api, { kind: 'category', category: 'cs' })).toEqual([])
  }))

test('Categories and digests are the same after the library was opened again', async () => {
  const place = await newPlace()
  const views: View[] = [
    { kind: 'category', category: 'cs.LG' },
    { kind: 'category', category: 'stat.ML' },
    { kind: 'month', month: '2023-12' }
  ]
  const many = fieldList(
    '2023-12-20',
    items(700, '2312', 100).map((item, n) => ({
      ...item,
      categories: n % 3 === 0 ? '**stat.ML**, cs.LG' : '**cs.CV**'
    }))
  )
  const all = async (api: Api): Promise<unknown> => {
    const ids = []
    for (const view of views) ids.push(await viewIds(api, view))
    return [ids, { ...(await api.counts(undefined)), edition: 0 }]
  }
  const before = await serving(place, async (api) => {
    await importSession(api, [...digests, many])
    return all(api)
  })
  await serving(place, async (api) => {
    expect(await all(api)).toEqual(before)
    // The lists that were read go on to be added to.
    await importSession(api, [
      fieldList('2023-12-21', [{ id: '2312.09999', categories: '**hep-th**, cs.LG' }])
    ])
    expect(await viewIds(api, { kind: 'category', category: 'hep-th' })).toEqual(['2312.09999'])
    expect(await viewIds(api, { kind: 'category', category: 'cs.LG' })).toContain('2312.09999')
  })
})

test('Breaks stand where the papers of another digest begin', () =>
  prepared(async (api) => {
    const { order, breaks } = await api.openView({ view: { kind: 'all' }, query: '' })
    expect([...breaks]).toEqual([0, 2, 4])
    expect(order).toHaveLength(6)
    await mark(api, [c, d], { read: true })
    expect([...(await api.openView({ view: { kind: 'inbox' }, query: '' })).breaks]).toEqual([0, 2])
    expect([...(await api.openView({ view: { kind: 'starred' }, query: '' })).breaks]).toEqual([])
  }))

test('A list comes with its first hundred rows, and the others are asked for', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(130))])
    const opened = await api.openView({ view: { kind: 'all' }, query: '' })
    expect(opened.rows.map(({ row }) => row)).toEqual([...opened.order.slice(0, 100)])
    expect(await idsOf(api, opened)).toEqual(items(130).map((item) => item.id))
    const some = await api.rows({ generation: opened.generation, rows: Uint32Array.of(5, 3, 5) })
    expect(some.map(({ row }) => row)).toEqual([5, 3, 5])
  })
})

test('An opened list stays as it is, and its rows can be asked for after its papers have left', () =>
  prepared(async (api) => {
    const opened = await api.openView({ view: { kind: 'all' }, query: '' })
    const ids = await idsOf(api, opened)
    const [, newest] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: newest?.key ?? '' })
    await importSession(api, [fieldList('2024-02-01', items(3, '2401'))])
    expect(await idsOf(api, opened)).toEqual(ids)
  }))

test('Row numbers of another opened library, or beyond the last row, are refused', async () => {
  const place = await newPlace()
  const old = await serving(place, async (api) => {
    await importSession(api, digests)
    const opened = await api.openView({ view: { kind: 'all' }, query: '' })
    const { generation } = opened
    expect(await codeOf(api.rows({ generation, rows: Uint32Array.of(6) }))).toBe('staleView')
    const again = await api.openView({ view: { kind: 'inbox' }, query: '' })
    expect(again.generation).toBe(generation)
    return opened
  })
  await serving(place, async (api) => {
    const { generation, order: rows } = old
    expect(await codeOf(api.rows({ generation, rows }))).toBe('staleView')
    const marking = api.decide({ window, papers: { generation, rows }, wish: { read: true } })
    expect(await codeOf(marking)).toBe('staleView')
    expect(await viewIds(api, { kind: 'read' })).toEqual([])
  })
})
