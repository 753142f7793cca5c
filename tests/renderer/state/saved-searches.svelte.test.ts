// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { NamedCount, PapersChanged } from '#core/contract'
import type { SavedSearch } from '#core/domain/rule'
import { NamedThings } from '../../../src/renderer/state/named.svelte'
import { SavedSearches } from '../../../src/renderer/state/saved-searches.svelte'
import { Toasts } from '../../../src/renderer/state/toasts.svelte'
import { clientOf } from '../support/open-window'
import { toldTransport, type ToldTransport } from '../support/told-transport'

interface Opened {
  readonly searches: SavedSearches
  readonly toasts: Toasts
  readonly transport: ToldTransport
  readonly refused: readonly Error[]
  /** What the library holds. */
  readonly held: Map<string, Omit<SavedSearch, 'id'>>
  readonly titles: () => string[]
  full: boolean
}

function open(...titles: readonly string[]): Opened {
  const held = new Map(
    titles.map((title, at) => [`s-${title}`, { title, query: title.toLowerCase(), position: at + 1 }])
  )
  const all = (): SavedSearch[] =>
    [...held].map(([id, search]) => ({ id, ...search })).sort((a, b) => a.position - b.position)
  const transport = toldTransport({
    setSavedSearch: ({ id, search }: { id: string; search: Omit<SavedSearch, 'id'> | null }) => {
      if (opened.full) throw new Error('full')
      if (search === null) held.delete(id)
      else held.set(id, search)
    },
    named: () => ({ rules: [], macros: [], savedSearches: all() }),
    savedCounts: (): NamedCount[] => all().map(({ id, title }) => ({ name: id, papers: title.length }))
  })
  const { client, refused } = clientOf(transport)
  const named = new NamedThings(client)
  named.take({ rules: [], macros: [], savedSearches: all() })
  const toasts = new Toasts()
  const searches = new SavedSearches({ client, named, toasts })
  const opened: Opened = {
    searches,
    toasts,
    transport,
    refused,
    held,
    full: false,
    titles: () => {
      const shown = searches.all.map(({ title }) => title)
      // What the window shows is what the library holds.
      expect(all().map(({ title }) => title)).toEqual(shown)
      return shown
    }
  }
  return opened
}

const at = ({ searches }: Opened, place: number): SavedSearch => {
  const search = searches.all[place]
  if (search === undefined) throw new Error('no search there')
  return search
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a new one is the last, and says so', async () => {
  const opened = open('A', 'B')
  await opened.searches.save('New', 'new is:unread')
  expect(opened.titles()).toEqual(['A', 'B', 'New'])
  expect(at(opened, 2).query).toBe('new is:unread')
  expect(opened.toasts.current?.text).toBe('Saved “New”')
})

test('one is moved to any place and not beyond the ends, changing no other', async () => {
  const opened = open('A', 'B', 'C', 'D')
  const { searches, transport } = opened
  await searches.moveTo(at(opened, 0), 2)
  expect(opened.titles()).toEqual(['B', 'C', 'A', 'D'])
  await searches.moveTo(at(opened, 3), 0)
  expect(opened.titles()).toEqual(['D', 'B', 'C', 'A'])
  await searches.moveTo(at(opened, 1), 3)
  expect(opened.titles()).toEqual(['D', 'B', 'C', 'A'].toSpliced(1, 1).concat('B'))
  expect(transport.asked).toHaveLength(3)
  await searches.moveTo(at(opened, 0), -1)
  await searches.moveTo(at(opened, 3), 4)
  await searches.moveTo(at(opened, 1), 1)
  expect(transport.asked).toHaveLength(3)
})

test('places stay exact however often they are changed', async () => {
  const opened = open('A', 'B', 'C')
  for (let n = 0; n < 120; n++) {
    const last = at(opened, 2).title
    await opened.searches.moveTo(at(opened, 2), 1)
    expect(opened.titles()[1]).toBe(last)
  }
  // Two of one place, as two devices make them.
  opened.held.set('s-A', { title: 'A', query: 'a', position: 5 })
  opened.held.set('s-B', { title: 'B', query: 'b', position: 5 })
  opened.held.set('s-C', { title: 'C', query: 'c', position: 5 })
  opened.transport.emit({ name: 'connectionChanged', payload: { connected: true } })
  await vi.advanceTimersByTimeAsync(0)
  await opened.searches.moveTo(at(opened, 2), 1)
  expect(opened.titles()).toEqual(['A', 'C', 'B'])
})

test('one by several places does not wait for each', async () => {
  const opened = open('A', 'B', 'C')
  const both = [opened.searches.moveTo(at(opened, 0), 1), opened.searches.moveTo(at(opened, 1), 2)]
  expect(opened.searches.all.map(({ title }) => title)).toEqual(['B', 'C', 'A'])
  await Promise.all(both)
  expect(opened.titles()).toEqual(['B', 'C', 'A'])
})

test('a deleted one comes back to its place, by the key of undo too', async () => {
  const opened = open('A', 'B', 'C')
  await opened.searches.remove(at(opened, 1))
  expect(opened.titles()).toEqual(['A', 'C'])
  expect(opened.toasts.current?.text).toBe('Deleted the search “B”')
  expect(opened.toasts.takeUndoKey()).toBe(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(opened.titles()).toEqual(['A', 'B', 'C'])
})

test('the key of undo means a deleted one before the library has answered', async () => {
  const opened = open('A', 'B', 'C')
  const removed = opened.searches.remove(at(opened, 1))
  expect(opened.searches.all.map(({ title }) => title)).toEqual(['A', 'C'])
  expect(opened.toasts.takeUndoKey()).toBe(true)
  await removed
  await vi.advanceTimersByTimeAsync(0)
  expect(opened.titles()).toEqual(['A', 'B', 'C'])
})

test('what is told from before a change does not undo it', async () => {
  const opened = open('A', 'B', 'C')
  const { searches, transport } = opened
  const shown = (): string[] => searches.all.map(({ title }) => title)
  const renamed = { ...at(opened, 2), title: 'Renamed' }
  const [a, b, c] = searches.all
  await searches.change(renamed)
  const moved = searches.moveTo(renamed, 0)
  const removed = searches.remove(at(opened, 1))
  expect(shown()).toEqual(['Renamed', 'B'])
  const old = [a, b, renamed].filter((search) => search !== undefined)
  transport.emit({ name: 'namedChanged', payload: { rules: [], macros: [], savedSearches: old } })
  expect(shown()).toEqual(['Renamed', 'B'])
  await Promise.all([moved, removed])
  // The library has not told of it yet.
  expect(opened.titles()).toEqual(['Renamed', 'B'])

  // Once it has answered, what it tells holds.
  const others = [c, b].filter((search) => search !== undefined)
  transport.emit({ name: 'namedChanged', payload: { rules: [], macros: [], savedSearches: others } })
  expect(shown()).toEqual(['C', 'B'])
})

test('what the library refuses is not shown', async () => {
  const opened = open('A', 'B')
  opened.full = true
  await expect(opened.searches.moveTo(at(opened, 0), 1)).rejects.toThrow('refused')
  await expect(opened.searches.save('C', 'c')).rejects.toThrow('refused')
  expect(opened.titles()).toEqual(['A', 'B'])
})

const change: PapersChanged = {
  rows: [],
  many: false,
  gone: [],
  listsChanged: false,
  views: { inbox: 0, updated: 0, starred: 0, notes: 0, read: 0, unseen: 0, all: 0 }
}

test('unread papers are counted at first, and once for many changes', async () => {
  const opened = open('One', 'Three')
  const { searches, transport } = opened
  const end = searches.follow()
  await vi.advanceTimersByTimeAsync(0)
  expect(searches.all.map((each) => searches.unread(each))).toEqual([3, 5])
  for (let n = 0; n < 10; n++) transport.emit({ name: 'papersChanged', payload: change })
  expect(transport.asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(transport.asked).toHaveLength(2)
  transport.emit({ name: 'papersChanged', payload: change })
  end()
  transport.emit({ name: 'papersChanged', payload: change })
  await vi.advanceTimersByTimeAsync(5000)
  expect(transport.asked).toHaveLength(2)
})
