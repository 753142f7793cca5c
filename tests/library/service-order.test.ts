import { expect, test } from 'vitest'
import type { Api, View } from '#core/contract'
import type { ListOrder } from '#core/domain/list-order'
import { fieldList } from './support/digest-text'
import { id, newPlace } from './support/places'
import { idsOf, importSession, serving, window } from './support/service'

const all: View = { kind: 'all' }
const [a, b, c, d] = ['2312.00001', '2312.00002', '2312.00003', '2312.00004'] as const

const files = [
  fieldList('2023-12-18', [
    { id: a, title: '“Zebra” fish', authors: 'Yann LeCun', categories: '**cs.LG**, cs.CV' },
    { id: b, title: '\\emph{Apple} pie', authors: 'Abel, Niels' }
  ]),
  fieldList('2023-12-19', [
    { id: c, title: 'ärger', authors: 'Zoe Abel', categories: '**math.AG**' },
    { id: d, title: '', authors: '' }
  ]),
  // An old paper once more: it stays where it is, and was announced last.
  fieldList('2023-12-20', [
    { id: a, version: 2, title: '“Zebra” fish', authors: 'Yann LeCun', categories: '**cs.LG**' }
  ])
]

const usual: ListOrder = { sort: 'announced', reversed: false, group: 'none' }

async function prepared<T>(work: (api: Api) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api) => {
    await importSession(api, files)
    return work(api)
  })
}

async function listed(api: Api, order: Partial<ListOrder>): Promise<{ ids: string[]; groups: object }> {
  const opened = await api.openView({ view: all, query: '', order: { ...usual, ...order } })
  const { groups, breaks } = opened
  return {
    ids: await idsOf(api, opened),
    groups: Object.fromEntries(groups.map((name, at) => [name, breaks[at]]))
  }
}

test.each<[Partial<ListOrder>, readonly string[]]>([
  [{}, [c, d, a, b]],
  [{ reversed: true }, [b, a, d, c]],
  [{ sort: 'updated' }, [a, c, d, b]],
  [{ sort: 'title' }, [b, c, a, d]],
  [{ sort: 'title', reversed: true }, [d, a, c, b]],
  [{ sort: 'author' }, [b, c, a, d]],
  [{ sort: 'category' }, [d, b, a, c]]
])('%o', async (order, ids) => {
  await prepared(async (api) => {
    expect((await listed(api, order)).ids).toEqual(ids)
  })
})

test('Groups of days and of categories keep the order within them', async () => {
  await prepared(async (api) => {
    expect(await listed(api, { group: 'day', sort: 'title' })).toEqual({
      ids: [c, d, b, a],
      groups: { '2023-12-19': 0, '2023-12-18': 2 }
    })
    expect(await listed(api, { group: 'day', reversed: true })).toEqual({
      ids: [b, a, d, c],
      groups: { '2023-12-18': 0, '2023-12-19': 2 }
    })
    // The other way round by title says nothing of the days.
    expect((await listed(api, { group: 'day', sort: 'title', reversed: true })).groups).toEqual({
      '2023-12-19': 0,
      '2023-12-18': 2
    })
    expect(await listed(api, { group: 'category' })).toEqual({
      ids: [d, b, a, c],
      groups: { 'cs.CV': 0, 'cs.LG': 2, 'math.AG': 3 }
    })
  })
})

test('Without groups the breaks are the digests’, where these are not mixed', async () => {
  await prepared(async (api) => {
    const breaks = async (order: Partial<ListOrder>): Promise<number[]> => [
      ...(await api.openView({ view: all, query: '', order: { ...usual, ...order } })).breaks
    ]
    expect(await breaks({})).toEqual([0, 2])
    expect(await breaks({ sort: 'title' })).toEqual([0])
    expect([...(await api.openView({ view: { kind: 'starred' }, query: '', order: usual })).breaks]).toEqual(
      []
    )
  })
})

test('What is imported, and what is removed, is in every order', async () => {
  await prepared(async (api) => {
    expect((await listed(api, { sort: 'title' })).ids).toHaveLength(4)
    await importSession(api, [fieldList('2023-12-21', [{ id: '2312.00005', title: 'Apple tree' }])])
    expect((await listed(api, { sort: 'title' })).ids).toEqual([b, '2312.00005', c, a, d])
    await api.undo({ window })
    expect((await listed(api, { sort: 'title' })).ids).toEqual([b, c, a, d])
  })
})

test('The marks of a list are those of its papers, and can be asked for again', async () => {
  await prepared(async (api) => {
    await api.decide({ window, papers: { ids: [id(a)] }, wish: { read: true, starred: true } })
    const { generation, order, marks } = await api.openView({ view: all, query: '', order: usual })
    // The paper's newest version was announced before it was decided on: it is read and starred, and no more.
    expect([...marks]).toEqual([0, 0, 3, 0])
    await api.decide({ window, papers: { ids: [id(a)] }, wish: { read: false } })
    expect([...(await api.marks({ generation, rows: order }))]).toEqual([0, 0, 2, 0])
    await expect(api.marks({ generation: generation + 1, rows: order })).rejects.toMatchObject({
      code: 'staleView'
    })
  })
})
