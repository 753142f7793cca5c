// @vitest-environment jsdom
import '../support/locks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { App } from '../../../src/renderer/state/app.svelte'
import { followSeen } from '../../../src/renderer/state/follow-seen'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, serve, transportOf } from '../support/open-window'

/** Where elements of the test lie: their tops in pixels, each 50 high; the window and the list are 100 high. */
function lay(element: Element, top: number, height = 50): void {
  element.getBoundingClientRect = () => new DOMRect(0, top, 100, height)
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
  document.body.innerHTML = ''
})

test('what stayed in view is told once: rows, and the abstract that was not only passed by', async () => {
  const service = await serve()
  await bring(service, fieldList('2023-12-18', items(3)))
  const transport = transportOf(service)
  const app = new App(transport)
  await app.open()
  document.body.innerHTML =
    '<div id="paper-list"><p role="option" id="paper-0"></p><p role="option" id="paper-1"></p><p role="option" id="paper-2"></p></div>' +
    '<div class="page current"><div class="abstract"></div></div>'
  lay(document.documentElement, 0, 100)
  lay(document.querySelector('#paper-list') ?? document.body, 0, 100)
  const rows = [...document.querySelectorAll('[role=option]')]
  rows.forEach((row, place) => {
    lay(row, place * 60)
  })
  const abstract = document.querySelector('.abstract') ?? document.body
  lay(abstract, 10)
  const end = followSeen(app)
  const seen = async (): Promise<(string | null)[]> => {
    await app.client.changesMade()
    return Promise.all(items(3).map(async ({ id }) => (await service.api.paper({ id: id as never })).seen))
  }
  const asked = (): number => transport.asked.filter((name) => name === 'seen').length

  // The first paper's abstract, and two rows; the third lies below.
  vi.advanceTimersByTime(4000)
  await vi.waitFor(async () => {
    expect(await seen()).toEqual(['abstract', 'row', null])
  })
  expect(asked()).toBe(1)
  // Nothing new is not told.
  vi.advanceTimersByTime(8000)
  expect(asked()).toBe(1)
  // Passed by: one look is not enough.
  app.list.moveTo(1)
  vi.advanceTimersByTime(500)
  app.list.moveTo(2)
  lay(abstract, 400)
  vi.advanceTimersByTime(4000)
  expect(asked()).toBe(1)
  // What waits is told as the window goes.
  lay(abstract, 10)
  vi.advanceTimersByTime(1000)
  dispatchEvent(new Event('pagehide'))
  await vi.waitFor(async () => {
    expect(await seen()).toEqual(['abstract', 'row', 'abstract'])
  })
  end()
})
