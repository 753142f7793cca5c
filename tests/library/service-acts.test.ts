import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn } from './support/files'
import { id, newPlace } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

const [a, b, c] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const

async function prepared<T>(work: (api: Api, folder: string) => Promise<T>): Promise<T> {
  const place = await newPlace()
  return serving(place, async (api) => {
    await importSession(api, [
      fieldList('2023-12-18', items(3)),
      fieldList('2023-12-19', items(3, '2312', 7))
    ])
    return work(api, place.folder)
  })
}

const marks = async (api: Api, paper: typeof a): Promise<unknown> => {
  const { read, starred, tags, note } = await api.paper({ id: paper })
  return { read, starred, tags, note }
}

test('An act is one Decision of its window, over all of its papers', () =>
  prepared(async (api, folder) => {
    const { generation, order } = await api.openView({ view: { kind: 'all' }, query: '' })
    const all = await api.decide({ window: 'w2', papers: { generation, rows: order }, wish: { read: true } })
    const one = await api.decide({
      window: 'w3',
      papers: { ids: [a, a] },
      wish: { read: true, starred: true }
    })
    const none = await api.decide({ window: 'w3', papers: { ids: [a] }, wish: { starred: true } })
    const visit = 'v-1'
    const note = await api.decide({ window: 'w3', papers: { ids: [b] }, wish: { note: 'N' }, visit })
    expect([all.papers, one.papers, none]).toEqual([6, 1, { decision: null, papers: 0 }])
    expect((await decisionsIn(folder)).slice(2)).toMatchObject([
      { id: all.decision, origin: 'w2', how: 'bulk' },
      { id: one.decision, origin: 'w3', how: 'single', changes: [{ papers: { [a]: 1 }, starred: true }] },
      { id: note.decision, origin: 'w3', how: 'single', visit }
    ])
    expect((await decisionsIn(folder))[0]).toMatchObject({ origin: window, how: 'import' })
  }))

test('Marking all of a list leaves out what arrived since, and what has left', () =>
  prepared(async (api) => {
    const { generation, order: rows } = await api.openView({ view: { kind: 'inbox' }, query: '' })
    const [newest] = (await api.digests(undefined)).digests
    await importSession(api, [fieldList('2023-12-20', items(2, '2312', 50))])
    await api.removeDigest({ window, key: newest?.key ?? '' })
    const done = await api.decide({ window, papers: { generation, rows }, wish: { read: true } })
    expect(done.papers).toBe(3)
    expect(await viewIds(api, { kind: 'inbox' })).toEqual(['2312.00050', '2312.00051'])
    const gone = rows.slice(0, 1)
    expect(
      await codeOf(api.decide({ window, papers: { generation, rows: gone }, wish: { read: true } }))
    ).toBe('unknownPaper')
  }))

test('Of papers named by id one that is not in the library stops the act', () =>
  prepared(async (api) => {
    const acting = api.decide({ window, papers: { ids: [a, id('2312.09999')] }, wish: { read: true } })
    expect(await codeOf(acting)).toBe('unknownPaper')
    expect(await viewIds(api, { kind: 'read' })).toEqual([])
  }))

test.each([
  ['no letter', ' / ', 'invalidTag'],
  ['too many letters', 'x'.repeat(101), 'invalidTag']
])('A tag of %s is refused', (_, tag, code) =>
  prepared(async (api) => {
    const acting = api.decide({ window, papers: { ids: [a] }, wish: { read: true, addTags: [tag] } })
    expect(await codeOf(acting)).toBe(code)
    expect(await viewIds(api, { kind: 'read' })).toEqual([])
  })
)

test('A tag cannot be added and removed in one act', () =>
  prepared(async (api) => {
    const wish = { addTags: ['x/y'], removeTags: ['x / y'] }
    expect(await codeOf(api.decide({ window, papers: { ids: [a] }, wish }))).toBe('badRequest')
  }))

test('Undo and redo tell what they changed', () =>
  prepared(async (api) => {
    const wish = { read: true, starred: true, addTags: ['x'], note: 'N' }
    await api.decide({ window, papers: { ids: [b, a] }, wish })
    await api.decide({ window, papers: { ids: [b] }, wish: { starred: false } })
    expect(await api.undo({ window })).toEqual({ papers: 1, digests: 0, first: b, what: ['starred'] })
    expect(await api.undo({ window })).toEqual({
      papers: 2,
      digests: 0,
      first: b,
      what: ['unread', 'unstarred', 'tags', 'note']
    })
    expect(await marks(api, a)).toEqual({ read: false, starred: false, tags: [], note: null })
    expect((await api.redo({ window })).what).toEqual(['read', 'starred', 'tags', 'note'])
    expect((await api.redo({ window })).what).toEqual(['unstarred'])
    expect(await marks(api, a)).toEqual({ read: true, starred: true, tags: ['x'], note: 'N' })
    expect(await marks(api, b)).toEqual({ read: true, starred: false, tags: ['x'], note: 'N' })
    expect(await codeOf(api.redo({ window }))).toBe('nothingToRedo')
  }))

test('Each window takes back its own acts first, and redoes its own undos', () =>
  prepared(async (api) => {
    await api.decide({ window: 'w1', papers: { ids: [a] }, wish: { starred: true } })
    await api.decide({ window: 'w2', papers: { ids: [b] }, wish: { starred: true } })
    await api.undo({ window: 'w1' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([b])
    await api.undo({ window: 'w2' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([])
    await api.redo({ window: 'w1' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([a])
    await api.redo({ window: 'w2' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([a, b])
    expect(await codeOf(api.redo({ window: 'w2' }))).toBe('nothingToRedo')
  }))

test('A window opened after a restart takes back, and brings back, what was done last', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(3))])
    await api.decide({ window: 'w1', papers: { ids: [a] }, wish: { starred: true } })
    await api.decide({ window: 'w2', papers: { ids: [b] }, wish: { starred: true } })
  })
  await serving(place, async (api) => {
    await api.undo({ window: 'w9' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([a])
  })
  await serving(place, async (api) => {
    await api.redo({ window: 'w10' })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([a, b])
  })
})

test('The act of a toast is taken back by its name, once', () =>
  prepared(async (api) => {
    const first = await api.decide({ window, papers: { ids: [a] }, wish: { starred: true } })
    await api.decide({ window, papers: { ids: [b] }, wish: { starred: true } })
    const decision = first.decision ?? ''
    await api.undo({ window: 'w2', decision })
    expect(await viewIds(api, { kind: 'starred' })).toEqual([b])
    expect(await codeOf(api.undo({ window, decision }))).toBe('nothingToUndo')
    expect(await codeOf(api.undo({ window, decision: 'absent' }))).toBe('nothingToUndo')
    expect(await viewIds(api, { kind: 'starred' })).toEqual([b])
  }))

test('A visit to a note’s editor is one act, whichever of its decisions is named', () =>
  prepared(async (api) => {
    await api.decide({ window, papers: { ids: [a] }, wish: { note: 'Before.' } })
    const decisions: string[] = []
    for (const note of ['B', 'Be', 'Better.']) {
      const { decision } = await api.decide({ window, papers: { ids: [a] }, wish: { note }, visit: 'v-1' })
      decisions.push(decision ?? '')
    }
    await api.undo({ window, decision: decisions[0] ?? '' })
    expect((await api.paper({ id: a })).note).toBe('Before.')
    await api.redo({ window })
    expect((await api.paper({ id: a })).note).toBe('Better.')
    await api.undo({ window })
    await api.undo({ window })
    expect((await api.paper({ id: a })).note).toBeNull()
  }))

test('Bits and tags of single rows stay right through acts of every size', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(3000))])
    const { generation, order } = await api.openView({ view: { kind: 'all' }, query: '' })
    await api.counts(undefined)
    const act = (rows: Uint32Array, wish: object): Promise<unknown> =>
      api.decide({ window, papers: { generation, rows }, wish })
    await act(order.slice(0, 2500), { read: true, addTags: ['x'] })
    await act(order.slice(10, 20), { read: false, removeTags: ['x'], starred: true })
    await act(order.slice(0, 2), { note: 'N' })
    const { views, tags } = await api.counts(undefined)
    expect(views).toEqual({
      inbox: 510,
      updated: 0,
      starred: 10,
      notes: 2,
      read: 2490,
      unseen: 2490,
      all: 3000
    })
    expect(tags).toEqual([{ name: 'x', papers: 2490 }])
    expect(await viewIds(api, { kind: 'all' }, 'x')).toHaveLength(2490)
    await act(order.slice(0, 5), { removeTags: ['x'] })
    expect(await viewIds(api, { kind: 'all' }, 'x')).toHaveLength(2485)
    for (let round = 0; round < 4; round++) await api.undo({ window })
    expect((await api.counts(undefined)).views).toEqual({
      inbox: 3000,
      updated: 0,
      unseen: 0,
      starred: 0,
      notes: 0,
      read: 0,
      all: 3000
    })
    expect(await viewIds(api, { kind: 'all' }, 'x')).toHaveLength(0)
    expect(await viewIds(api, { kind: 'all' }, c)).toEqual([c])
  })
})
