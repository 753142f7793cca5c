import { expect, test } from 'vitest'
import type { Api, LibraryEvent, Row } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { decisionsIn } from './support/files'
import { id, newPlace, reading } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

const [a, b, c] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const
const version = (of: string, number: number): Buffer =>
  fieldList(`2024-01-0${number}`, [{ id: of, version: number }])

/** Three papers, of which two were decided on before a second version of all came. */
async function prepared(work: (api: Api, folder: string) => Promise<void>): Promise<void> {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(3))])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await api.decide({ window, papers: { ids: [b] }, wish: { starred: true } })
    await importSession(api, [
      fieldList(
        '2024-01-02',
        [a, b, c].map((of) => ({ id: of, version: 2 }))
      )
    ])
    await work(api, place.folder)
  })
}

const updated = (api: Api): Promise<string[]> => viewIds(api, { kind: 'updated' })
const count = async (api: Api): Promise<number> => (await api.counts(undefined)).views.updated

test('Papers with a newer version than was decided on are a view, stay read, and are counted', () =>
  prepared(async (api) => {
    expect(await updated(api)).toEqual([a, b])
    expect(await count(api)).toBe(2)
    expect(await viewIds(api, { kind: 'inbox' })).toEqual([b, c])
  }))

test.each([
  ['is:updated', [a, b]],
  ['is:updated is:unread', [b]],
  ['is:read', [a]],
  ['is:starred is:updated title', [b]],
  ['is:noted', []],
  ['is:unread title', [b, c]],
  // It is passed over, and told: see Query.
  ['is:anything', [a, b, c]]
])('%s finds what it says', (query, ids) =>
  prepared(async (api) => {
    expect(await viewIds(api, { kind: 'all' }, query)).toEqual(ids)
  })
)

test('What holds already is decided anew, on disk, and undo takes that back', () =>
  prepared(async (api, folder) => {
    const before = await decisionsIn(folder)
    const { decision, papers } = await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    expect(papers).toBe(1)
    expect((await decisionsIn(folder)).slice(before.length)).toMatchObject([
      { id: decision, changes: [{ papers: { [a]: 2 }, decidedBefore: 1 }] }
    ])
    expect([await updated(api), await count(api)]).toEqual([[b], 1])
    const again = await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    expect(again).toEqual({ decision: null, papers: 0 })
    expect((await api.undo({ window })).what).toEqual(['newVersion'])
    expect([await updated(api), await count(api)]).toEqual([[a, b], 2])
    expect((await api.redo({ window })).what).toEqual(['seen'])
    expect(await updated(api)).toEqual([b])
  }))

test('Undoing one act after the other brings it back with the act that took it away', () =>
  prepared(async (api) => {
    const act = (wish: object): Promise<unknown> => api.decide({ window, papers: { ids: [a] }, wish })
    await act({ starred: true })
    await act({ addTags: ['x'] })
    await api.undo({ window })
    expect(await updated(api)).toEqual([b])
    await api.undo({ window })
    expect(await updated(api)).toEqual([a, b])
    await api.redo({ window })
    expect(await updated(api)).toEqual([b])
  }))

test('An act that is taken back while a later one holds brings nothing back', () =>
  prepared(async (api) => {
    const star = await api.decide({ window, papers: { ids: [a] }, wish: { starred: true } })
    await api.decide({ window, papers: { ids: [a] }, wish: { addTags: ['x'] } })
    await api.undo({ window, decision: star.decision ?? '' })
    expect(await updated(api)).toEqual([b])
  }))

test('The undo of a visit to a note, however often it was saved, brings it back', () =>
  prepared(async (api) => {
    for (const note of ['N', 'No', 'Note'])
      await api.decide({ window, papers: { ids: [a] }, wish: { note }, visit: 'v-1' })
    expect(await updated(api)).toEqual([b])
    await api.undo({ window })
    expect(await updated(api)).toEqual([a, b])
  }))

test('Nothing that looks at a paper changes that it is updated', () =>
  prepared(async (api, folder) => {
    const before = await decisionsIn(folder)
    const { generation, order } = await api.openView({ view: { kind: 'updated' }, query: '' })
    await api.rows({ generation, rows: order })
    await api.paper({ id: a })
    await api.announcements({ id: a })
    await api.versionChanges({ id: a })
    expect(await updated(api)).toEqual([a, b])
    expect(await decisionsIn(folder)).toEqual(before)
  }))

test('Taking back the only decision leaves nothing for a version to be newer than', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(1))])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await api.undo({ window })
    await importSession(api, [version(a, 2)])
    expect(await updated(api)).toEqual([])
  })
})

test('Marking all of a list read takes away what was new in it', () =>
  prepared(async (api) => {
    const { generation, order: rows } = await api.openView({ view: { kind: 'all' }, query: '' })
    await api.decide({ window, papers: { generation, rows }, wish: { read: true } })
    expect(await count(api)).toBe(0)
    await api.undo({ window })
    expect(await count(api)).toBe(2)
  }))

test('Events carry the count, whether a version comes, is decided on, or goes with its digest', async () => {
  const place = await newPlace()
  await serving(place, async (api, { subscribe }) => {
    const counts: number[] = []
    const rows: Row[] = []
    subscribe((event: LibraryEvent) => {
      if (event.name !== 'papersChanged') return
      counts.push(event.payload.views.updated)
      rows.push(...event.payload.rows)
    })
    const told = (wanted: number): Promise<unknown> => expect.poll(() => counts.at(-1)).toBe(wanted)
    await importSession(api, [fieldList('2023-12-18', items(2))])
    await api.decide({ window, papers: { ids: [a, b] }, wish: { read: true } })
    await told(0)
    await importSession(api, [version(a, 2)])
    await told(1)
    const [newest] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: newest?.key ?? '' })
    await told(0)
    await api.undo({ window })
    await told(1)
    await api.decide({ window, papers: { ids: [a] }, wish: {} })
    await told(0)
    expect(rows.at(-1)).toMatchObject({ id: a, updated: false, read: true })
  })
})

test('What waits to be looked at again is kept over a start, and read beside another process', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2)), version(b, 3)])
    await api.decide({ window, papers: { ids: [a, b] }, wish: { read: true } })
    await importSession(api, [version(a, 2)])
  })
  await serving(place, async (api) => {
    expect(await updated(api)).toEqual([a])
    expect(await reading(place, (library) => library.rows('updated').length)).toBe(1)
  })
})

test('What an undo went back to is kept in the snapshot of the Marks', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2))])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await importSession(api, [version(a, 2)])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await api.undo({ window })
    for (let round = 0; round < 220; round++)
      await api.decide({ window, papers: { ids: [b] }, wish: { starred: round % 2 === 0 } })
  })
  for (let start = 0; start < 2; start++)
    await serving(place, async (api) => {
      expect(await updated(api)).toEqual([a])
    })
})
