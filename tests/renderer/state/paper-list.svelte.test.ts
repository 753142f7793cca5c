// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { DigestList } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { searchOrder } from '#core/domain/list-order'
import type { LibraryService } from '#main/library/library-service'
import { PaperList } from '../../../src/renderer/state/paper-list.svelte'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, clientOf, serve, transportOf, type TestTransport } from '../support/open-window'

interface Opened {
  readonly service: LibraryService
  readonly transport: TestTransport
  readonly list: PaperList
  readonly refused: readonly Error[]
}

/** A window's list upon a library that holds these digests. */
async function open(...digests: readonly Uint8Array[]): Promise<Opened> {
  const service = await serve()
  await bring(service, ...digests)
  const transport = transportOf(service)
  const { client, refused } = clientOf(transport)
  const list = new PaperList(client)
  await list.open({ kind: 'inbox' })
  return { service, transport, list, refused }
}

const ids = (list: PaperList): (string | undefined)[] =>
  Array.from({ length: list.length }, (_, place) => list.at(place)?.id)

const read = (service: LibraryService, ...papers: string[]): Promise<unknown> =>
  service.library.mark({ read: true }, papers as ArxivId[])

test('shows the first paper of the inbox, in the order of the digest', async () => {
  const { list } = await open(fieldList('2023-12-18', items(3)))
  expect(ids(list)).toEqual(['2312.00001', '2312.00002', '2312.00003'])
  expect(list.current?.id).toBe('2312.00001')
})

test('keeps a paper in its place that leaves the view, until the view is opened anew', async () => {
  const { service, list } = await open(fieldList('2023-12-18', items(3)))
  await read(service, '2312.00002')
  await vi.waitFor(() => {
    expect(list.at(1)?.read).toBe(true)
  })
  expect(list.length).toBe(3)
  await list.open({ kind: 'inbox' })
  expect(ids(list)).toEqual(['2312.00001', '2312.00003'])
})

test('counts what arrived, and shows it when asked to', async () => {
  const { service, list } = await open(fieldList('2023-12-18', items(3)))
  list.moveTo(1)
  await bring(service, fieldList('2023-12-19', items(2, '2312', 100)))
  await vi.waitFor(() => {
    expect(list.arrived).toEqual({ papers: 2, isNew: true })
  })
  expect(list.length).toBe(3)
  await list.showArrived()
  expect(ids(list).slice(0, 3)).toEqual(['2312.00100', '2312.00101', '2312.00001'])
  expect(list.current?.id).toBe('2312.00100')
  expect(list.arrived.papers).toBe(0)
})

test('fills an empty list by itself', async () => {
  const { service, list } = await open()
  expect(list.length).toBe(0)
  await bring(service, fieldList('2023-12-18', items(3)))
  await vi.waitFor(() => {
    expect(list.length).toBe(3)
  })
  expect(list.cursor).toBe(0)
})

test('lets papers go at once that the library holds no more', async () => {
  const { service, list } = await open(
    fieldList('2023-12-18', items(3)),
    fieldList('2023-12-19', items(2, '2312', 100))
  )
  list.moveTo(3)
  const [, digest] = (await service.api.digests(undefined)).digests
  await service.library.removeDigest(digest?.key ?? '')
  await vi.waitFor(() => {
    expect(ids(list)).toEqual(['2312.00100', '2312.00101'])
  })
  expect(list.cursor).toBe(1)
})

test('goes to the paper after a current one that is gone', async () => {
  const { service, list } = await open(fieldList('2023-12-18', items(4)))
  list.moveTo(1)
  await read(service, '2312.00002', '2312.00003')
  await list.refresh()
  expect(list.current?.id).toBe('2312.00004')
})

test('stays where one goes while it is read again', async () => {
  const { list } = await open(fieldList('2023-12-18', items(4)))
  const refreshed = list.refresh()
  list.moveTo(2)
  await refreshed
  expect(list.cursor).toBe(2)
})

test('finds the place again where a view was left', async () => {
  const { list } = await open(fieldList('2023-12-18', items(5)))
  list.moveTo(3)
  list.top = 120
  await list.open({ kind: 'all' })
  expect(list.cursor).toBe(0)
  await list.open({ kind: 'inbox' })
  expect([list.cursor, list.top]).toEqual([3, 120])
})

test('goes from digest to digest, and back to the beginning of one first', async () => {
  const { list } = await open(
    fieldList('2023-12-18', items(3)),
    fieldList('2023-12-19', items(2, '2312', 100))
  )
  list.moveByDigest(1)
  expect(list.cursor).toBe(2)
  expect(list.moveByDigest(1)).toBe(false)
  list.moveTo(4)
  list.moveByDigest(-1)
  expect(list.cursor).toBe(2)
  list.moveByDigest(-1)
  expect(list.cursor).toBe(0)
})

test('asks for rows by whole pages, each once', async () => {
  const { list, transport } = await open(fieldList('2023-12-18', items(350)))
  expect(list.at(120)).toBeUndefined()
  list.need(120, 130)
  list.need(121, 131)
  await vi.waitFor(() => {
    expect(list.at(199)).toBeDefined()
  })
  expect(list.at(200)).toBeUndefined()
  expect(transport.asked.filter((name) => name === 'rows')).toHaveLength(1)
})

test('reads the rows in view again when many papers changed, and never shows none meanwhile', async () => {
  const { service, list } = await open(fieldList('2023-12-18', items(1500)))
  list.need(0, 20)
  const papers = Array.from({ length: 1500 }, (_, index) => `2312.${String(index + 1).padStart(5, '0')}`)
  await read(service, ...papers)
  await vi.waitFor(() => {
    expect(list.at(0)).toBeDefined()
    expect(list.at(0)?.read).toBe(true)
  })
  expect(list.at(19)?.read).toBe(true)
})

test('finds words of titles and of abstracts, the best match first', async () => {
  const inAbstract = { id: '2312.00001', title: 'First', summary: 'About tigers.' }
  const inTitle = { id: '2312.00002', title: 'Tigers', summary: 'Of them.' }
  const { service } = await open(fieldList('2023-12-18', [inAbstract, inTitle, { id: '2312.00003' }]))
  const { client } = clientOf(transportOf(service))
  const list = new PaperList(client, { order: () => searchOrder })
  await list.open({ kind: 'inbox' }, 'tigers')
  expect(ids(list)).toEqual(['2312.00002', '2312.00001'])
})

test('shows the answer to the last question, however the answers come', async () => {
  const { list } = await open(fieldList('2023-12-18', items(3)))
  await Promise.all([
    list.open({ kind: 'all' }, 'nothing such'),
    list.open({ kind: 'all' }, '2312.00002'),
    list.open({ kind: 'all' }, '2312.00003')
  ])
  expect(ids(list)).toEqual(['2312.00003'])
})

test('puts back what was refused', async () => {
  const { list } = await open(fieldList('2023-12-18', items(2)))
  const row = list.order[0] ?? -1
  const before = list.patch([row], (each) => ({ ...each, starred: true }))
  expect(list.at(0)?.starred).toBe(true)
  list.restore(before)
  expect(list.at(0)?.starred).toBe(false)
})

test('reads again what it shows once it is connected again', async () => {
  const { service, transport, list } = await open(fieldList('2023-12-18', items(2)))
  list.need(0, 2)
  transport.gone = true
  transport.emit({ name: 'connectionChanged', payload: { connected: false } })
  await read(service, '2312.00001')
  transport.gone = false
  transport.emit({ name: 'connectionChanged', payload: { connected: true } })
  await vi.waitFor(() => {
    expect(list.at(0)?.read).toBe(true)
  })
})

test('a question that is refused is not taken for asked', async () => {
  const { transport, list } = await open(fieldList('2023-12-18', items(3)))
  transport.gone = true
  await expect(list.open({ kind: 'inbox' }, 'paper')).rejects.toThrow()
  expect(list.asked).toEqual({ view: { kind: 'inbox' }, query: '' })
  expect([list.waiting, list.length]).toEqual([false, 3])
  transport.gone = false
  await list.open({ kind: 'inbox' }, 'zzz')
  expect(list.length).toBe(0)
})

test('lets papers go that it never showed, and those of a tag', async () => {
  const { service, list } = await open(
    fieldList('2023-12-18', items(400)),
    fieldList('2023-12-19', items(50, '2401'))
  )
  const { digests }: DigestList = await service.api.digests(undefined)
  const key = (day: string): string => digests.find((digest) => digest.day === day)?.key ?? ''
  expect(list.at(449)).toBeUndefined()
  await service.library.removeDigest(key('2023-12-18'))
  await vi.waitFor(
    () => {
      expect(list.length).toBe(50)
    },
    { timeout: 3000 }
  )
  await service.library.mark({ addTags: ['x'] }, ['2401.00001' as ArxivId])
  await list.open({ kind: 'tag', tag: 'x' })
  expect(list.length).toBe(1)
  await service.library.removeDigest(key('2023-12-19'))
  await vi.waitFor(
    () => {
      expect(list.length).toBe(0)
    },
    { timeout: 3000 }
  )
})

/** A list that is held still until it is let go, while the library changes beneath it. */
async function held(digests: readonly Uint8Array[], change: (service: LibraryService) => Promise<void>) {
  const service = await serve()
  await bring(service, ...digests)
  let busy = true
  const list = new PaperList(clientOf(transportOf(service)).client, {
    busy: () => busy,
    filling: () => false
  })
  await list.open({ kind: 'inbox' })
  const before = list.length
  await change(service)
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(list.length).toBe(before)
  const letGo = (): void => {
    busy = false
  }
  return { service, list, letGo }
}

test('changes nothing while something is being written, and catches up afterwards', async () => {
  const digests = [fieldList('2023-12-18', items(3)), fieldList('2023-12-19', items(2, '2401'))]
  const { list, letGo } = await held(digests, async (service) => {
    const [newest] = (await service.api.digests(undefined)).digests
    await service.library.removeDigest(newest?.key ?? '')
  })
  expect(list.length).toBe(5)
  letGo()
  await vi.waitFor(
    () => {
      expect(list.length).toBe(3)
    },
    { timeout: 3000 }
  )
})

test('is not filled with half of an import that ends in a moment', async () => {
  const { service, list, letGo } = await held([], (library) =>
    bring(library, fieldList('2023-12-18', items(3)))
  )
  expect(list.length).toBe(0)
  await bring(service, fieldList('2023-12-19', items(2, '2401')))
  letGo()
  await vi.waitFor(() => {
    expect(list.length).toBe(5)
  })
  expect(list.arrived.papers).toBe(0)
})

test('offers papers that are unread again, and does not call them new', async () => {
  const { service, list } = await open(fieldList('2023-12-18', items(3)))
  await read(service, '2312.00002', '2312.00003')
  await list.open({ kind: 'inbox' })
  expect(list.length).toBe(1)
  await service.library.mark({ read: false }, ['2312.00002' as ArxivId])
  await vi.waitFor(
    () => {
      expect(list.arrived).toEqual({ papers: 1, isNew: false })
    },
    { timeout: 3000 }
  )
  await list.showArrived()
  expect(ids(list)).toEqual(['2312.00001', '2312.00002'])
  expect(list.current?.id).toBe('2312.00002')
})
