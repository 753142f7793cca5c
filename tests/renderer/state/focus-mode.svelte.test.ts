// @vitest-environment jsdom
import { flushSync } from 'svelte'
import { expect, test } from 'vitest'
import { App } from '../../../src/renderer/state/app.svelte'
import { FocusMode } from '../../../src/renderer/state/focus-mode.svelte'
import { fieldList, items } from '../../library/support/digest-text'
import { bring, serve, transportOf } from '../support/open-window'

/** A list of three papers in focus mode, at the last one. */
async function atLast(): Promise<{ readonly app: App; readonly focus: FocusMode }> {
  const service = await serve()
  await bring(service, fieldList('2023-12-18', items(3)))
  const app = new App(transportOf(service))
  await app.list.open({ kind: 'inbox' })
  app.list.moveTo(2)
  app.focused = true
  return { app, focus: new FocusMode(app) }
}

test('one goes through the list as elsewhere until its end, which is told once', async () => {
  const { app, focus } = await atLast()
  app.list.moveTo(1)
  expect([focus.take('next'), focus.take('done'), focus.take('star')]).toEqual([false, false, false])
  expect([focus.ended, focus.done]).toEqual([false, 2])
  app.list.moveTo(2)
  expect(focus.take('previous')).toBe(false)
  expect(focus.take('next')).toBe(true)
  expect([focus.ended, focus.done]).toEqual([true, 3])
})

test('the last paper is marked, and nothing is at the end', async () => {
  const { focus } = await atLast()
  // Done is done as elsewhere, and shows the end.
  expect(focus.take('done')).toBe(false)
  expect(focus.ended).toBe(true)
  for (const command of ['done', 'star', 'starDone', 'tag', 'scroll', 'next', 'copyLink'] as const)
    expect(focus.take(command), command).toBe(true)
  // The list as a whole and the window are there.
  for (const command of ['readAll', 'help', 'import', 'back'] as const)
    expect(focus.take(command), command).toBe(false)
  expect(focus.ended).toBe(true)
})

test.each(['previous', 'scrollBack', 'undo', 'first'] as const)(
  '%s leads back from the end',
  async (command) => {
    const { app, focus } = await atLast()
    focus.take('starDone')
    // What goes back one paper in a list goes back to the last one.
    expect(focus.take(command)).toBe(command === 'previous' || command === 'scrollBack')
    expect([focus.ended, app.list.cursor]).toEqual([false, 2])
  }
)

test('it begins again, and an empty list is at its end', async () => {
  const { app, focus } = await atLast()
  focus.take('next')
  focus.beginAgain()
  expect([focus.ended, app.list.cursor]).toEqual([false, 0])
  await app.list.open({ kind: 'starred' })
  flushSync()
  expect([focus.ended, focus.done]).toEqual([true, 0])
})

test('what needs the panes leaves for them', async () => {
  const { app, focus } = await atLast()
  for (const command of ['search', 'goHistory', 'goAll', 'sidebar'] as const) {
    app.focused = true
    expect(focus.take(command)).toBe(false)
    expect(app.focused, command).toBe(false)
  }
})
