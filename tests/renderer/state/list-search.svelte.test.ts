// @vitest-environment jsdom
import { tick } from 'svelte'
import { expect, test, vi } from 'vitest'
import type { Argument, OpenedView, Row, SearchReply, Transport } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { defaultOrder, searchOrder } from '#core/domain/list-order'
import { PaperList } from '../../../src/renderer/state/paper-list.svelte'
import { clientOf } from '../support/open-window'

const reply: SearchReply = {
  issues: [],
  reading: null,
  marked: [],
  id: null,
  within: [],
  didYouMean: [],
  ranked: true,
  covered: null
}

const row = (number: number): Row => ({
  row: number,
  id: `2312.${String(number).padStart(5, '0')}` as ArxivId,
  version: 1,
  title: `Paper ${number}`,
  authors: ['Ada Lovelace'],
  authorCount: 1,
  category: 'cs.CV',
  announced: '2023-12-18',
  kind: 'new',
  read: false,
  starred: false,
  noted: false,
  tags: [],
  updated: false,
  rules: []
})

function opened(rows: readonly number[], search: Partial<SearchReply> | null = {}): OpenedView {
  return {
    generation: 1,
    order: Uint32Array.from(rows),
    breaks: Uint32Array.of(),
    groups: [],
    marks: new Uint8Array(rows.length),
    muted: null,
    rows: rows.map(row),
    search: search === null ? null : { ...reply, ...search }
  }
}

type Question = Argument<'openView'>

/** A list whose library answers as the test says, and when it says so where it is held. */
function open(answer: (question: Question) => OpenedView, busy = () => false) {
  const asked: Question[] = []
  const held: (() => void)[] = []
  const state = { hold: false, gone: false }
  const transport: Transport = {
    request: async (name, argument) => {
      if (name !== 'openView') return { ok: true, value: null }
      const question = argument as Question
      asked.push(question)
      if (state.hold) await new Promise<void>((resolve) => held.push(resolve))
      if (state.gone) return { ok: false, error: { code: 'disconnected', message: 'gone' } }
      return { ok: true, value: answer(question) }
    },
    subscribe: () => () => undefined
  }
  const { client } = clientOf(transport)
  const list = new PaperList(client, {
    busy,
    order: (kind) => (kind === 'search' ? searchOrder : defaultOrder)
  })
  return { list, asked, held, state, queries: () => asked.map(({ query }) => query) }
}

test('one request is under way while one types, and the newest waits', async () => {
  const { list, held, state, queries } = open(({ query }) => opened([query.length]))
  state.hold = true
  const shown = list.look('a')
  for (const query of ['ab', 'abc', 'abcd']) void list.look(query)
  expect(queries()).toEqual(['a'])
  const settled: boolean[] = []
  const end = $effect.root(() => {
    $effect(() => {
      if (list.settled) settled.push(list.query === 'abcd')
    })
  })
  held.shift()?.()
  await vi.waitFor(() => {
    expect(queries()).toEqual(['a', 'abcd'])
  })
  held.shift()?.()
  await shown
  await tick()
  end()
  // Keys for the paper that is meant have waited for it.
  expect(settled).toEqual([true])
  expect([list.query, list.order[0]]).toEqual(['abcd', 4])
  // What is shown already is not asked again.
  await list.look('abcd')
  expect(queries()).toHaveLength(2)
})

test('another view that is opened meanwhile stays', async () => {
  const { list, held, state, queries } = open(() => opened([1]))
  state.hold = true
  const shown = list.look('a')
  void list.look('ab')
  const other = list.open({ kind: 'starred' })
  for (const go of held) go()
  await Promise.all([shown, other])
  expect([list.view.kind, list.query, queries()]).toEqual(['starred', '', ['a', '']])
})

test('a key after a request that was lost asks again', async () => {
  const { list, state } = open(() => opened([1]))
  state.gone = true
  await expect(list.look('a')).rejects.toThrow('gone')
  state.gone = false
  await list.look('ab')
  expect([list.query, list.length]).toEqual(['ab', 1])
})

test('what is found has an order of its own', async () => {
  const { list, asked } = open(({ query }) => opened([1], query === '' ? null : {}))
  await list.open({ kind: 'inbox' })
  await list.look('words')
  await list.refresh()
  await list.look('')
  expect(asked.map(({ order }) => order?.sort)).toEqual(['announced', 'relevance', 'relevance', 'announced'])
  expect(list.search).toBeNull()
})

test('grows quietly until all papers are in the index, and waits for one who writes', async () => {
  vi.useFakeTimers()
  try {
    let [done, busy] = [1, false]
    const { list, asked, state } = open(
      () => opened([...Array(done).keys()].reverse(), { covered: done < 4 ? { done, total: 4 } : null }),
      () => busy
    )
    await list.open({ kind: 'all' }, 'words')
    expect(list.search?.covered).toEqual({ done: 1, total: 4 })
    const { opened: shown } = list
    done = 2
    await vi.advanceTimersByTimeAsync(1600)
    expect([...list.order]).toEqual([1, 0])
    // The paper that one is at stays where it is in the list.
    expect([list.current?.row, list.opened]).toEqual([0, shown])
    busy = true
    done = 3
    await vi.advanceTimersByTimeAsync(5000)
    expect(list.length).toBe(2)
    busy = false
    state.gone = true
    await vi.advanceTimersByTimeAsync(1600)
    state.gone = false
    done = 4
    await vi.advanceTimersByTimeAsync(1600)
    expect([list.length, list.current?.row, list.search?.covered]).toEqual([4, 0, null])
    const requests = asked.length
    await vi.advanceTimersByTimeAsync(10_000)
    expect(asked).toHaveLength(requests)
  } finally {
    vi.useRealTimers()
  }
})
