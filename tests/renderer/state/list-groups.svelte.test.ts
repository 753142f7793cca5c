// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { OpenedView } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { defaultOrder, type ListOrder } from '#core/domain/list-order'
import type { LibraryService } from '#main/library/library-service'
import { PaperList } from '../../../src/renderer/state/paper-list.svelte'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, clientOf, serve, transportOf, type TestTransport } from '../support/open-window'

/** Two days: five papers, and the three of the day before. */
const digests = [fieldList('2023-12-18', items(3)), fieldList('2023-12-19', items(5, '2312', 100))]

interface Opened {
  readonly service: LibraryService
  readonly transport: TestTransport
  readonly list: PaperList
}

/** A window's list. @param mutedFrom The papers from this place on are muted, where there are so many. */
async function open(mutedFrom = Infinity, order: () => ListOrder = () => defaultOrder): Promise<Opened> {
  const service = await serve()
  await bring(service, ...digests)
  const transport = transportOf(service)
  const request = transport.request.bind(transport)
  transport.request = async (name, argument) => {
    const reply = await request(name, argument)
    if (name !== 'openView' || !reply.ok) return reply
    const opened = reply.value as OpenedView
    const papers = opened.order.length - mutedFrom
    const muted = papers > 0 ? { from: mutedFrom, by: [{ rule: 'a', papers }] } : null
    return { ok: true, value: { ...opened, muted } }
  }
  const list = new PaperList(clientOf(transport).client, { order })
  await list.open({ kind: 'inbox' })
  return { service, transport, list }
}

const groups = (list: PaperList): unknown[] =>
  [...list.heads].map((place, head) => {
    const { name, papers, unread } = list.group(head)
    return [place, name, papers, unread]
  })

const read = (service: LibraryService, ...papers: string[]): Promise<unknown> =>
  service.library.mark({ read: true }, papers as ArxivId[])

test('puts papers under headings that count what is left to read', async () => {
  const { service, list } = await open()
  expect(groups(list)).toEqual([
    [0, '2023-12-19', 5, 5],
    [5, '2023-12-18', 3, 3]
  ])
  // At once, also where the rows of most papers are not here; and again where the library refuses.
  const before = list.patch(list.order.subarray(0, 4), (row) => ({ ...row, read: true }))
  expect(groups(list)[0]).toEqual([0, '2023-12-19', 5, 1])
  list.restore(before)
  expect(groups(list)[0]).toEqual([0, '2023-12-19', 5, 5])
  await read(service, '2312.00001', '2312.00103')
  await vi.waitFor(() => {
    expect(groups(list)).toEqual([
      [0, '2023-12-19', 5, 4],
      [5, '2023-12-18', 3, 2]
    ])
  })
})

test('counts papers of which no row is here, when many change at once and when a change is refused', async () => {
  const { service, transport, list } = await open()
  await bring(service, fieldList('2023-12-20', items(1200, '2401')))
  // What the import has changed is known.
  await vi.waitFor(() => {
    expect(transport.asked).toContain('marks')
    expect(list.arrived.papers).toBe(1200)
  })
  await list.refresh()
  expect(list.at(1000)).toBeUndefined()
  const before = list.patch(list.order, (row) => ({ ...row, read: true }))
  expect(list.group(0).unread).toBe(0)
  list.restore(before)
  await vi.waitFor(() => {
    expect(list.group(0).unread).toBe(1200)
  })
  const ids = Array.from({ length: 1100 }, (_, index) => `2401.${String(index + 1).padStart(5, '0')}`)
  await read(service, ...ids)
  await vi.waitFor(() => {
    expect(list.group(0)).toEqual({ name: '2023-12-20', papers: 1200, unread: 100 })
  })
})

test('says which papers would not be in the list any more', async () => {
  const { service, list } = await open()
  const left = (): number[] => [...list.order.keys()].filter((place) => list.hasLeft(place))
  expect(left()).toEqual([])
  await read(service, '2312.00101', '2312.00003')
  await vi.waitFor(() => {
    expect(left()).toEqual([1, 7])
  })
  await list.open({ kind: 'inbox' })
  expect([left(), list.length]).toEqual([[], 6])
  // What is read stays where it was announced.
  await list.open({ kind: 'month', month: '2023-12' })
  expect(left()).toEqual([])
  await service.library.mark({ addTags: ['a/b'] }, ['2312.00002' as ArxivId])
  await list.open({ kind: 'tag', tag: 'a' })
  expect(left()).toEqual([])
  list.patch(list.order, (row) => ({ ...row, tags: ['ab'] }))
  expect(left()).toEqual([0])
})

test('folds muted papers away: they are not gone to, but belong to the list', async () => {
  const { list } = await open(6)
  expect([list.order.length, list.length, list.mutedCount]).toEqual([8, 6, 2])
  expect(groups(list)).toEqual([
    [0, '2023-12-19', 5, 5],
    [5, '2023-12-18', 1, 1],
    [6, undefined, 2, 2]
  ])
  list.moveTo(5)
  expect(list.move(1)).toBe(false)
  expect(list.moveByDigest(1)).toBe(false)

  list.unfolded = true
  expect(list.length).toBe(8)
  expect(list.moveByDigest(1)).toBe(true)
  expect(list.cursor).toBe(6)
  list.moveTo(7)
  // They stay to be seen while the list is read again, and the cursor leaves them when they are folded.
  await list.refresh()
  expect([list.length, list.cursor]).toEqual([8, 7])
  list.unfolded = false
  expect(list.cursor).toBe(5)
  // An act upon one of them that is taken back shows it.
  expect(list.moveToRow(list.order[7] ?? -1)).toBe(true)
  expect([list.unfolded, list.cursor]).toEqual([true, 7])
  await list.open({ kind: 'all' })
  expect([list.unfolded, list.length]).toEqual([false, 6])
})

test('has no current paper where all are folded away, and goes to them once they are shown', async () => {
  const { list } = await open(0)
  expect([list.cursor, list.length, list.order.length]).toEqual([-1, 0, 8])
  expect(groups(list)).toEqual([[0, undefined, 8, 8]])
  list.unfolded = true
  expect(list.move(1)).toBe(true)
  expect(list.cursor).toBe(0)
})

test('keeps the current paper where another order is asked for, and asks for none that holds', async () => {
  let order = defaultOrder
  const { list, transport } = await open(Infinity, () => order)
  list.moveTo(6)
  const { current } = list
  const asked = (): number => transport.asked.filter((name) => name === 'openView').length
  const before = asked()
  await list.reorder()
  expect(asked()).toBe(before)
  order = { ...defaultOrder, group: 'none' }
  await list.reorder()
  expect(asked()).toBe(before + 1)
  expect(groups(list)).toEqual([])
  expect(list.current).toEqual(current)
})

test('finds the next paper where the one has left at which a list was left', async () => {
  const { service, list } = await open()
  list.moveTo(2)
  await list.open({ kind: 'starred' })
  await read(service, '2312.00102', '2312.00103')
  await list.open({ kind: 'inbox' })
  expect(list.current?.id).toBe('2312.00104')
})

test('begins at the paper at which a list was left before the start, not at what was looked for', async () => {
  const { service, list } = await open()
  list.moveTo(6)
  await list.open({ kind: 'starred' })
  await list.open({ kind: 'all' }, '2312.00001')
  await list.left.keep()
  expect(Object.keys((await service.api.openLibrary(undefined)).places)).toHaveLength(1)
  await list.open({ kind: 'all' })
  list.moveTo(3)
  await list.left.keep()
  const { places } = await service.api.openLibrary(undefined)
  expect(Object.values(places)).toEqual(['2312.00002', '2312.00103'])

  const next = new PaperList(clientOf(transportOf(service)).client)
  next.left.begin({ ...places, [JSON.stringify([{ kind: 'read' }, ''])]: '9901.00001' as ArxivId })
  await next.open({ kind: 'inbox' })
  // Where it was scrolled to is not known: the paper is to be shown amid the others.
  expect([next.current?.id, next.top]).toEqual(['2312.00002', null])
  await next.open({ kind: 'all' })
  expect(next.current?.id).toBe('2312.00103')
  // A paper that the library does not hold any more.
  await next.open({ kind: 'read' })
  expect(next.cursor).toBe(-1)
})

test('keeps a place a moment after one has moved there, once', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const { list, transport } = await open()
    const kept = (): number => transport.asked.filter((name) => name === 'keepPlaces').length
    list.moveTo(1)
    await vi.advanceTimersByTimeAsync(1500)
    list.moveTo(2)
    await vi.advanceTimersByTimeAsync(1500)
    expect(kept()).toBe(0)
    await vi.advanceTimersByTimeAsync(600)
    expect(kept()).toBe(1)
    list.moveTo(3)
    dispatchEvent(new Event('pagehide'))
    expect(kept()).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})
