// @vitest-environment jsdom
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { LibraryService } from '#main/library/library-service'
import { App } from '../../../src/renderer/state/app.svelte'
import { mostCopied } from '../../../src/renderer/state/copying.svelte'
import { Selecting } from '../../../src/renderer/state/selecting'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, serve, transportOf, type TestTransport } from '../support/open-window'

interface Opened {
  readonly service: LibraryService
  readonly transport: TestTransport
  readonly app: App
  readonly selecting: Selecting
  /** What is on the clipboard. */
  readonly copied: () => string | undefined
}

async function open(papers: number): Promise<Opened> {
  const service = await serve()
  await bring(service, fieldList('2023-12-18', items(papers)))
  const transport = transportOf(service)
  const texts: string[] = []
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  const clipboard = {
    writeText: (text: string) => {
      texts.push(text)
      return Promise.resolve()
    }
  }
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  const app = new App(transport)
  await app.list.open({ kind: 'inbox' })
  return { service, transport, app, selecting: new Selecting(app), copied: () => texts.at(-1) }
}

/** Of the papers whose numbers these are. */
const marks = (service: LibraryService, ...numbers: number[]): unknown[] =>
  numbers.map((number) => {
    const id = `2312.${String(number).padStart(5, '0')}` as ArxivId
    const { read, starred, tags } = service.library.marks.mark(id)
    return `${read ? 'read' : ''}${starred ? '*' : ''}${tags.join()}`
  })

const told = (app: App, text: string): Promise<void> =>
  vi.waitFor(() => {
    expect(app.toasts.current?.text).toBe(text)
  })

test('a thousand papers are tagged with one Decision, and one undo takes it back', async () => {
  const { service, transport, app, selecting } = await open(1000)
  selecting.run('selectAll')
  selecting.addTag('vision')
  await told(app, 'Tagged 1,000 papers vision')
  expect(transport.asked.filter((name) => name === 'decide')).toHaveLength(1)
  expect(marks(service, 1, 500, 1000)).toEqual(['vision', 'vision', 'vision'])
  expect(selecting.selection.size).toBe(1000)
  await app.acts.undo()
  expect(app.toasts.current?.text).toBe('Undone: tags changed back for 1,000 papers')
  expect(marks(service, 1, 500, 1000)).toEqual(['', '', ''])
})

test('what is done with the selection ends it, and goes on behind it', async () => {
  const { service, app, selecting } = await open(6)
  for (const place of [0, 1, 3]) selecting.selection.toggle(place)
  expect(selecting.takes('done')).toBe(true)
  // On the screen at once.
  expect([0, 1, 2, 3].map((place) => app.list.at(place)?.read)).toEqual([true, true, false, true])
  expect([selecting.selection.size, app.list.cursor]).toEqual([0, 4])
  await told(app, 'Marked 3 papers read')
  expect(marks(service, 1, 2, 3, 4)).toEqual(['read', 'read', '', 'read'])
  // Nothing is selected: the command is about the current paper again.
  expect(selecting.takes('done')).toBe(false)
})

test('the inbox says that it is empty once all of it is dealt with', async () => {
  const { app, selecting } = await open(3)
  selecting.run('selectAll')
  selecting.takes('starDone')
  await told(app, 'Starred and done: 3 papers')
  await vi.waitFor(() => {
    expect(app.list.length).toBe(0)
  })
})

test('stars toggle by what all of them have, and papers stay selected', async () => {
  const { service, app, selecting } = await open(3)
  await service.library.mark({ starred: true }, ['2312.00001' as ArxivId])
  await app.list.refresh()
  selecting.run('selectAll')
  selecting.takes('star')
  await told(app, 'Starred 2 papers')
  expect(marks(service, 1, 2, 3)).toEqual(['*', '*', '*'])
  selecting.takes('star')
  await told(app, 'Took the star off 3 papers')
  expect(marks(service, 1, 2, 3)).toEqual(['', '', ''])
  expect(selecting.selection.size).toBe(3)
})

test('the library is asked where rows have not come, and keys wait for that', async () => {
  const { service, app, selecting } = await open(150)
  await service.library.mark({ read: true }, ['2312.00150' as ArxivId])
  await app.list.open({ kind: 'all' })
  expect(app.list.at(149)).toBeUndefined()
  selecting.selection.toggle(149)
  selecting.takes('toggleRead')
  expect(app.holding).toBe(true)
  await told(app, 'Marked 1 paper unread')
  expect(app.holding).toBe(false)
  expect(marks(service, 150)).toEqual([''])
})

test('a wish that is true already is told as that', async () => {
  const { app, selecting } = await open(2)
  selecting.run('selectAll')
  selecting.removeTag('absent')
  await told(app, 'That is so already: nothing was changed')
})

test('what is refused is put back', async () => {
  const { transport, app, selecting } = await open(2)
  selecting.run('selectAll')
  transport.gone = true
  selecting.takes('done')
  expect(app.list.at(0)?.read).toBe(true)
  await vi.waitFor(() => {
    expect(app.list.at(0)?.read).toBe(false)
  })
})

test('Escape ends the selection before anything else, but for what lies over it', async () => {
  const { app, selecting } = await open(3)
  selecting.run('select')
  app.layout.drawerOpen = true
  expect(selecting.takes('back')).toBe(false)
  app.layout.drawerOpen = false
  expect(selecting.takes('back')).toBe(true)
  expect(selecting.selection.size).toBe(0)
  expect(selecting.takes('back')).toBe(false)
})

test('what is selected in a list that was just opened stays selected', async () => {
  const { app, selecting } = await open(3)
  selecting.run('selectAll')
  await app.list.open({ kind: 'all' })
  // Before the window was drawn again.
  expect(selecting.takes('done')).toBe(false)
  selecting.run('select')
  selecting.selection.follow()
  expect(selecting.selection.size).toBe(1)
})

test('clicks select with a key held or on the box, and a plain one ends it', async () => {
  const { app, selecting } = await open(6)
  const click = (place: number, held: MouseEventInit, box = false): boolean =>
    selecting.click(place, new MouseEvent('click', held), box)
  expect(click(1, { ctrlKey: true })).toBe(true)
  expect(app.list.cursor).toBe(1)
  click(4, {}, true)
  expect([app.list.cursor, selecting.selection.size]).toEqual([1, 2])
  click(5, { shiftKey: true })
  expect([app.list.cursor, selecting.selection.size]).toEqual([5, 3])
  expect(click(0, {})).toBe(false)
  expect(selecting.selection.size).toBe(0)
})

test('copies many papers as BibTeX, links and ids, and no more than can be used', async () => {
  const { app, selecting, copied, transport } = await open(450)
  const { copying, selection } = selecting
  const answer = transport.request.bind(transport)
  selection.all()
  const seen: unknown[] = []
  const request = vi.spyOn(transport, 'request')
  request.mockImplementation((...asked) => {
    if (asked[0] === 'papers') seen.push(copying.progress)
    return answer(...asked)
  })
  await copying.copy(selection.rows, 'bibtex')
  request.mockRestore()
  expect(seen).toEqual([0, 200, 400].map((done) => ({ done, total: 450 })))
  await told(app, 'BibTeX of 450 papers copied')
  expect(copied()?.match(/^@misc\{/gm)).toHaveLength(450)
  expect(copying.progress).toBeNull()
  selecting.takes('copyLink')
  await told(app, '450 links copied')
  expect(copied()?.split('\n').at(0)).toBe('https://arxiv.org/abs/2312.00001v1')
  await copying.copy(selection.rows, 'ids')
  expect(copied()?.split('\n').at(-1)).toBe('2312.00450')
  const before = copied()
  await copying.copy(new Uint32Array(mostCopied + 1), 'ids')
  expect(app.toasts.current?.text).toMatch(/^At most 5,000 papers/)
  expect(copied()).toBe(before)
})

test('a copy that is cancelled puts nothing on the clipboard', async () => {
  const { transport, selecting, copied } = await open(450)
  selecting.run('selectAll')
  const copy = selecting.copying.copy(selecting.selection.rows, 'ids')
  selecting.takes('back')
  await copy
  expect(copied()).toBeUndefined()
  expect(transport.asked).not.toContain('rows')
  expect(selecting.copying.progress).toBeNull()
})
