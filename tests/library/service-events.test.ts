import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Api, LibraryEvent, PapersChanged } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { whileFilesEndAt } from './support/file-size-limit'
import { codeOf } from './support/failures'
import { id, newPlace } from './support/places'
import { eventsOf, importSession, serving, told, window } from './support/service'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const

/** Long enough for whatever is merged to be told. */
const settled = (): Promise<void> => wait(250)

async function prepared<T>(work: (api: Api, events: LibraryEvent[]) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api, service) => {
    await importSession(api, [fieldList('2023-12-18', items(3))])
    await settled()
    return work(api, eventsOf(service))
  })
}

test('An act is told at once, with the rows as they are now', () =>
  prepared(async (api, events) => {
    await api.decide({ window, papers: { ids: [a] }, wish: { starred: true, addTags: ['x'] } })
    expect(events).toMatchObject([
      {
        name: 'papersChanged',
        payload: {
          rows: [{ row: 0, id: a, starred: true, tags: ['x'], read: false }],
          many: false,
          listsChanged: false,
          views: { inbox: 3, starred: 1, notes: 0, read: 0, all: 3 }
        }
      }
    ])
    await api.decide({ window, papers: { ids: [a] }, wish: { starred: true } })
    await settled()
    expect(events).toHaveLength(1)
  }))

test('Undo and redo are told like any act', () =>
  prepared(async (api, events) => {
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    await settled()
    await api.undo({ window })
    await settled()
    await api.redo({ window })
    await settled()
    expect(told(events, 'papersChanged').map(({ rows }) => rows.map(({ read }) => read))).toEqual([
      [true],
      [false],
      [true]
    ])
  }))

test('Many acts are merged into at most ten events a second, and none is lost', () =>
  prepared(async (api, events) => {
    const start = performance.now()
    let rounds = 0
    while (performance.now() - start < 450) {
      await api.decide({ window, papers: { ids: [a] }, wish: { read: rounds % 2 === 0 } })
      await api.decide({ window, papers: { ids: [b] }, wish: { starred: rounds % 2 === 0 } })
      rounds++
    }
    await settled()
    const papers = told(events, 'papersChanged')
    expect(papers.length).toBeGreaterThanOrEqual(2)
    expect(papers.length).toBeLessThanOrEqual((performance.now() - start) / 100 + 2)
    expect(papers.length).toBeLessThan(rounds)
    const last = new Map(papers.flatMap(({ rows }) => rows.map((row) => [row.id, row])))
    expect(last.get(a)?.read).toBe(rounds % 2 === 1)
    expect(last.get(b)?.starred).toBe(rounds % 2 === 1)
  }))

test('An import and a removal tell that lists hold other papers', () =>
  prepared(async (api, events) => {
    await importSession(api, [fieldList('2023-12-19', [{ id: '2312.00009' }, { id: a, version: 2 }])])
    await settled()
    const [papers] = told(events, 'papersChanged')
    expect(papers).toMatchObject({ listsChanged: true, many: false, views: { all: 4 } })
    expect(papers?.rows.map((row) => row.id).sort()).toEqual([a, '2312.00009'])
    expect(told(events, 'digestsChanged')).toHaveLength(1)

    events.length = 0
    const [newest] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: newest?.key ?? '' })
    await settled()
    const removed = told(events, 'papersChanged')
    // The paper that left has no row any more.
    expect(removed.flatMap(({ rows }) => rows.map((row) => row.id))).toEqual([a])
    expect(removed).toMatchObject([{ listsChanged: true, views: { all: 3 } }])
    expect(told(events, 'digestsChanged')).toHaveLength(1)

    events.length = 0
    await api.undo({ window })
    await settled()
    expect(told(events, 'papersChanged')).toMatchObject([{ listsChanged: true, views: { all: 4 } }])
    expect(told(events, 'digestsChanged')).toHaveLength(1)
  }))

test('More than a thousand papers are told as many, without their rows', () =>
  prepared(async (api, events) => {
    await importSession(api, [fieldList('2023-12-19', items(1000, '2401'))])
    await settled()
    expect(told(events, 'papersChanged')).toMatchObject([{ many: false, listsChanged: true }])
    expect(told(events, 'papersChanged')[0]?.rows).toHaveLength(1000)
    events.length = 0
    const { generation, order: rows } = await api.openView({ view: { kind: 'all' }, query: '' })
    await api.decide({ window, papers: { generation, rows: rows.slice(0, 1001) }, wish: { read: true } })
    await settled()
    const expected: Partial<PapersChanged> = { rows: [], many: true, listsChanged: false }
    expect(told(events, 'papersChanged')).toMatchObject([expected])
    await importSession(api, [fieldList('2023-12-20', items(200, '2402'))])
    const more = (await api.openView({ view: { kind: 'all' }, query: '' })).order
    await settled()
    events.length = 0
    // Many small acts come to the same: the first one is told alone.
    await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        api.decide({
          window,
          papers: { generation, rows: more.slice(n * 100, n * 100 + 100) },
          wish: { starred: true }
        })
      )
    )
    await settled()
    expect(told(events, 'papersChanged').at(-1)).toMatchObject({ many: true, views: { starred: 1200 } })
  }))

test('What could not be written is told as changed again', () =>
  prepared(async (api, events) => {
    const code = await whileFilesEndAt(10, () =>
      codeOf(api.decide({ window, papers: { ids: [a] }, wish: { read: true } }))
    )
    expect(code).not.toBe('done')
    await settled()
    expect(told(events, 'papersChanged').at(-1)).toMatchObject({ many: true, views: { read: 0 } })
    expect((await api.paper({ id: a })).read).toBe(false)
    const { rows } = await api.openView({ view: { kind: 'read' }, query: '' })
    expect(rows).toEqual([])
  }))

test('A listener that fails harms neither the act nor the others, and one that left hears nothing', async () => {
  await serving(await newPlace(), async (api, service) => {
    service.subscribe(() => {
      throw new Error('gone')
    })
    const events = eventsOf(service)
    let heard = 0
    const leave = service.subscribe(() => heard++)
    leave()
    const { files } = await importSession(api, [fieldList('2023-12-18', items(1))])
    await settled()
    expect([files.length, heard]).toEqual([1, 0])
    expect(told(events, 'papersChanged')).toHaveLength(1)
  })
})

test('After closing nothing is told any more', async () => {
  const events: LibraryEvent[] = []
  await serving(await newPlace(), async (api, service) => {
    service.subscribe((event) => events.push(event))
    await importSession(api, [fieldList('2023-12-18', items(3))])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
  })
  const before = events.length
  await settled()
  expect(events).toHaveLength(before)
})
