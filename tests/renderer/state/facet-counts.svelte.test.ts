// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Facets } from '#core/contract'
import { facetGroups } from '../../../src/renderer/components/search/facet-choices'
import { FacetCounts } from '../../../src/renderer/state/facet-counts.svelte'
import { clientOf } from '../support/open-window'
import { toldTransport } from '../support/told-transport'

const none: Facets = { papers: 0, categories: [], years: [], tags: [], authors: [], states: [] }
const all = { kind: 'all' } as const

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('only the list that one stays at is counted, and an answer that comes late counts for nothing', async () => {
  const answers = new Map<string, (facets: Facets) => void>()
  const transport = toldTransport({
    facets: ({ query }: { query: string }) => new Promise<Facets>((resolve) => answers.set(query, resolve))
  })
  const counts = new FacetCounts(clientOf(transport).client)
  const end = counts.follow()
  for (const query of ['d', 'di', 'dif']) {
    counts.ask(all, query)
    await vi.advanceTimersByTimeAsync(60)
  }
  await vi.advanceTimersByTimeAsync(200)
  counts.ask(all, 'diff')
  await vi.advanceTimersByTimeAsync(200)
  expect([...answers.keys()]).toEqual(['dif', 'diff'])
  answers.get('diff')?.({ ...none, papers: 2 })
  await vi.advanceTimersByTimeAsync(0)
  answers.get('dif')?.({ ...none, papers: 3 })
  await vi.advanceTimersByTimeAsync(0)
  expect(counts.facets?.papers).toBe(2)
  counts.ask(all, 'other')
  end()
  await vi.advanceTimersByTimeAsync(5000)
  expect(transport.asked).toHaveLength(2)
})

test('what a query uses stands first, and what it leaves out is there too', () => {
  const facets: Facets = {
    papers: 12,
    categories: [
      { name: 'cs.LG', papers: 12 },
      { name: 'cs.CV', papers: 7 }
    ],
    years: [
      { name: '2024', papers: 2 },
      { name: '2023', papers: 10 }
    ],
    tags: [],
    authors: [{ name: 'Ada Lovelace', papers: 3 }],
    states: [
      { name: 'unread', papers: 4 },
      { name: 'starred', papers: 0 },
      { name: 'later', papers: 1 }
    ]
  }
  const groups = facetGroups(facets, '-cat:math.OC cat:cs.cv is:starred -author:"A B" x')
  expect(
    groups.map(({ title, choices }) => [
      title,
      ...choices.map(({ label, papers, use }) => [label, papers, use])
    ])
  ).toEqual([
    ['Category', ['math.OC', null, 'without'], ['cs.CV', 7, 'only'], ['cs.LG', 12, null]],
    ['Year', ['2024', 2, null], ['2023', 10, null]],
    ['Author', ['A B', null, 'without'], ['Ada Lovelace', 3, null]],
    ['State', ['Starred', 12, 'only'], ['Unread', 4, null]]
  ])
})
