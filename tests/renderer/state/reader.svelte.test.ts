// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Row } from '#core/contract'
import type { LibraryService } from '#main/library/library-service'
import { PaperList } from '../../../src/renderer/state/paper-list.svelte'
import { Reader } from '../../../src/renderer/state/reader.svelte'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, clientOf, serve, transportOf } from '../support/open-window'

interface Opened {
  readonly service: LibraryService
  readonly list: PaperList
  readonly reader: Reader
  readonly asked: readonly string[]
  /** Shows the paper at a place, as the window does. */
  readonly go: (place: number) => void
}

async function open(papers: number): Promise<Opened> {
  const service = await serve()
  await bring(service, fieldList('2023-12-18', items(papers)))
  const transport = transportOf(service)
  const { client } = clientOf(transport)
  const list = new PaperList(client)
  const reader = new Reader(client)
  await list.open({ kind: 'inbox' })
  const at = (place: number): Row | undefined => list.at(place)
  const go = (place: number): void => {
    reader.show(
      at(place),
      [1, -1, 2].flatMap((by) => at(place + by) ?? [])
    )
  }
  return { service, list, reader, asked: transport.asked, go }
}

const shown = (reader: Reader): string[] => reader.pages.map(({ row }) => row.id).sort()

const last = (id: ArxivId): string => id.slice(-1)

test('the first paper has its page alone: what may come next is no part of the first view', async () => {
  const { reader, go } = await open(4)
  go(0)
  await vi.waitFor(() => {
    expect(reader.detail?.paper.id).toBe('2312.00001')
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(shown(reader)).toEqual(['2312.00001'])
  expect(reader.pages[0]?.detail).toBe(reader.detail)
})

test('the pages before and after the current one lie ready, with all they show', async () => {
  const { reader, go } = await open(5)
  go(0)
  go(1)
  await vi.waitFor(() => {
    expect(shown(reader).map((id) => last(id as ArxivId))).toEqual(['1', '2', '3'])
    expect(reader.pages.every(({ detail, row }) => detail?.paper.id === row.id)).toBe(true)
  })
  const [page] = reader.pages.filter(({ row }) => row.id === '2312.00003')
  go(2)
  // At once, and it is the very page that was ready: nothing is made anew.
  expect(reader.detail).toBe(page?.detail)
  expect(reader.pages.find(({ row }) => row.id === '2312.00003')?.detail).toBe(page?.detail)
  await vi.waitFor(() => {
    expect(shown(reader).map((id) => last(id as ArxivId))).toEqual(['2', '3', '4'])
  })
})

test('nothing is added or taken away together with a key’s answer', async () => {
  const { reader, go } = await open(5)
  go(0)
  go(1)
  await vi.waitFor(() => {
    expect(reader.pages).toHaveLength(3)
  })
  const before = shown(reader)
  go(2)
  expect(shown(reader)).toEqual(before)
})

test('a page that lies ready and is out of date is not shown as it was', async () => {
  const { service, list, reader, go } = await open(3)
  go(0)
  go(1)
  await vi.waitFor(() => {
    expect(reader.pages).toHaveLength(3)
  })
  await service.library.mark({ note: 'From elsewhere' }, ['2312.00003' as ArxivId])
  await vi.waitFor(() => {
    expect(list.at(2)?.noted).toBe(true)
  })
  go(2)
  const seen = new Set<string | null | undefined>()
  await vi.waitFor(() => {
    const page = reader.pages.find(({ row }) => row.id === '2312.00003')
    seen.add(page?.detail?.note)
    expect(page?.detail).toBe(reader.detail)
    expect(page?.detail?.note).toBe('From elsewhere')
  })
  expect([...seen].filter((note) => note !== undefined)).toEqual(['From elsewhere'])
})

test('a paper far away shows what its row knows until it has been read', async () => {
  const { reader, go } = await open(9)
  go(0)
  go(7)
  expect(reader.detail).toBeNull()
  expect(reader.pages.find(({ row }) => row.id === '2312.00008')?.detail).toBeNull()
  await vi.waitFor(() => {
    expect(reader.detail?.paper.id).toBe('2312.00008')
  })
})

test('no paper, no page', async () => {
  const { reader, go } = await open(2)
  go(0)
  reader.show(undefined, [])
  await vi.waitFor(() => {
    expect(reader.pages).toEqual([])
  })
  expect(reader.detail).toBeNull()
})

test('one rests on the paper at which one stays, and on none that is passed by', async () => {
  const { reader, go } = await open(4)
  go(0)
  await vi.waitFor(() => {
    expect(reader.rested).toBe('2312.00001')
  })
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  for (const place of [1, 2, 3]) {
    go(place)
    vi.advanceTimersByTime(100)
    expect(reader.rested).toBe('2312.00001')
  }
  vi.advanceTimersByTime(60)
  expect(reader.rested).toBe('2312.00004')
})
