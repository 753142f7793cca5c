import { flushSync } from 'svelte'
import { afterEach, expect, test, vi } from 'vitest'
import type { HistoryDay, HistoryLine, HistoryPage } from '#core/contract'
import type { App } from '../../../src/renderer/state/app.svelte'
import { RequestFailed } from '../../../src/renderer/state/client'
import { History } from '../../../src/renderer/state/history.svelte'

vi.useFakeTimers()
afterEach(() => {
  vi.clearAllTimers()
})

function dayOf(day: string): HistoryDay {
  return { day, counts: { read: 1 }, takenBack: 0 }
}

/** A library that answers as told, and what it was asked. */
class Library {
  readonly asked: [name: string, argument: { most?: number; run?: string }][] = []
  readonly told: string[] = []
  pages: (HistoryPage | Error)[] = []
  lines = 0
  #listeners: (() => void)[] = []

  readonly app = {
    client: {
      request: (name: string, argument: { from?: number; most: number }) => {
        this.asked.push([name, argument])
        if (name !== 'history') return Promise.resolve(this.#linesFrom(argument))
        const page = this.pages.length > 1 ? this.pages.shift() : this.pages[0]
        return page instanceof Error ? Promise.reject(page) : Promise.resolve(page)
      },
      on: (name: string, listener: () => void) => {
        if (name === 'papersChanged') this.#listeners.push(listener)
        return () => {
          this.#listeners = this.#listeners.filter((each) => each !== listener)
        }
      }
    },
    acts: {
      undo: (decision: string, verb: string) => {
        this.told.push(`${verb} ${decision}`)
        return Promise.resolve()
      }
    }
  } as unknown as App

  change(): void {
    for (const listener of this.#listeners) listener()
  }

  count(name: string): number {
    return this.asked.filter(([each]) => each === name).length
  }

  #linesFrom({ from = 0, most }: { from?: number; most: number }): { lines: HistoryLine[]; total: number } {
    const length = Math.max(0, Math.min(most, this.lines - from))
    const lines = Array.from({ length }, (_, at) => ({ kind: 'run', run: `${from + at}` }) as HistoryLine)
    return { lines, total: this.lines }
  }
}

function page(days: number, more: Partial<HistoryPage> = {}): HistoryPage {
  return {
    days: Array.from({ length: days }, (_, at) => dayOf(`2026-11-${30 - at}`)),
    more: false,
    reading: null,
    ...more
  }
}

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
  flushSync()
}

test('it asks on while journals are read, and shows days as they come', async () => {
  const library = new Library()
  library.pages = [
    page(0, { reading: { done: 1, total: 3 }, more: true }),
    page(2, { reading: { done: 2, total: 3 } }),
    page(5)
  ]
  const history = new History(library.app)
  expect(history.ready).toBe(false)
  const end = history.follow()
  await settled()
  expect([history.days.length, history.reading, library.count('history')]).toEqual([5, null, 3])
  end()
})

test('what changes is read again, not more often than one can see, and what is open with it', async () => {
  const library = new Library()
  library.pages = [page(1)]
  library.lines = 250
  const history = new History(library.app)
  const end = history.follow()
  await history.toggle('2026-11-30')
  await history.showMoreOf('2026-11-30')
  expect(history.opened('2026-11-30')?.lines).toHaveLength(200)
  library.lines = 260
  const before = library.count('history')
  for (let change = 0; change < 20; change++) library.change()
  await vi.advanceTimersByTimeAsync(400)
  expect(library.count('history')).toBe(before + 1)
  expect(history.opened('2026-11-30')).toMatchObject({ total: 260, lines: { length: 200 } })
  end()
  library.change()
  await vi.advanceTimersByTimeAsync(1000)
  expect(library.count('history')).toBe(before + 1)
})

test('a day that is closed closes what is open in it', async () => {
  const library = new Library()
  library.pages = [page(1)]
  library.lines = 3
  const history = new History(library.app)
  await history.toggle('2026-11-30')
  await history.toggle('2026-11-30', 'd1')
  expect(library.asked.at(-1)?.[1].run).toBe('d1')
  await history.toggle('2026-11-30')
  expect([history.opened('2026-11-30'), history.opened('2026-11-30', 'd1')]).toEqual([undefined, undefined])
})

test('more days are asked for at the end, once', async () => {
  const library = new Library()
  library.pages = [page(40, { more: true })]
  const history = new History(library.app)
  await history.read()
  library.pages = [page(60)]
  await Promise.all([history.showMore(), history.showMore()])
  expect(history.days).toHaveLength(60)
  expect(library.asked.map(([, { most }]) => most)).toEqual([40, 80])
})

test('a failure is told, and forgotten once it works again', async () => {
  const library = new Library()
  library.pages = [new RequestFailed({ code: 'folderGone', message: 'Gone.' }), page(1)]
  const history = new History(library.app)
  await history.read()
  expect([history.failure, history.ready]).toEqual(['Gone.', false])
  await history.read()
  expect([history.failure, history.ready]).toEqual([null, true])
})

test('acts are taken back by their own name, and brought back by that of their undo', async () => {
  const library = new Library()
  library.pages = [page(1)]
  const history = new History(library.app)
  const act = { decision: 'd1', undone: null } as Parameters<History['takeBack']>[0]
  await history.takeBack(act)
  await history.takeBack({ ...act, undone: { decision: 'u1', stamp: 1, where: 'here' } })
  expect(library.told).toEqual(['Taken back d1', 'Brought back u1'])
  expect(library.count('history')).toBe(2)
})

test('an act is under way until what came of it shows, and a second click meanwhile does nothing', async () => {
  const library = new Library()
  library.pages = [page(1)]
  const history = new History(library.app)
  const act = { decision: 'd1', undone: null } as Parameters<History['takeBack']>[0]
  void history.takeBack(act)
  void history.takeBack(act)
  const { underWay } = history
  expect([underWay === null, library.count('history')]).toEqual([false, 0])
  await underWay
  expect([history.underWay, library.count('history'), library.told]).toEqual([null, 1, ['Taken back d1']])
  await history.takeBack(act)
  expect(library.told).toHaveLength(2)
})

test('what shows as taken back can be brought back before all of it has been read', async () => {
  const library = new Library()
  library.pages = [page(1)]
  const history = new History(library.app)
  const act = { decision: 'd1', undone: null } as Parameters<History['takeBack']>[0]
  const first = history.takeBack(act)
  const back = { ...act, undone: { decision: 'u1', stamp: 1, where: 'here' } } as typeof act
  await Promise.all([first, history.takeBack(back), history.takeBack(back)])
  expect(library.told).toEqual(['Taken back d1', 'Brought back u1'])
})
