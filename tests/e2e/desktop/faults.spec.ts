import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Application } from '../support/application'
import { writeRecombined } from '../support/digests'
import { expect, showIn, test } from '../support/desktop-test'
import { StandIn } from '../support/stand-in'

const root = join(import.meta.dirname, '..', '..', '..')

const reload = { response: 0 }
const copyDiagnostics = { response: 1 }
const last = { response: 2 }

/** Has a folder of digests opened, each with 40 papers. */
async function importMany(app: Application, standIn: StandIn, digests: number): Promise<void> {
  const folder = join(app.home, 'many')
  writeRecombined(folder, digests, 40)
  await standIn.openFile(folder)
}

test('a window that crashed is offered to be reloaded, with nothing lost', async ({
  app,
  window,
  standIn
}) => {
  const [first, second] = await app.inboxIds()
  await window.press('e')
  await window.expectPaper(second)
  await app.expectMark(first, { read: true })
  await standIn.answerDialog(copyDiagnostics)
  await standIn.answerDialog(reload)
  await standIn.crash()
  const asked = await standIn.waitFor('dialog')
  expect(asked.options).toMatchObject({
    message: 'Papertray’s window stopped working.',
    buttons: ['Reload', 'Copy diagnostics', 'Close']
  })
  await showIn(app, window)
  await window.expectList('Inbox', 152)
  await window.press('s')
  await app.expectMark(second, { starred: true })
  expect(standIn.recorded('clipboard').at(-1)?.text).toMatch(/^Papertray [\d.]+, /)
})

test('a window that crashed can be closed', async ({ window, standIn }) => {
  await expect(window.list).toBeVisible()
  await standIn.answerDialog(last)
  await standIn.crash()
  expect(await standIn.ended()).toBe(0)
})

test('files that a crashed window had not read yet are imported by the next one', async ({
  app,
  window,
  standIn
}) => {
  await importMany(app, standIn, 200)
  await expect(window.card.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await standIn.answerDialog(reload)
  await standIn.crash()
  await standIn.waitFor('dialogClosed')
  await showIn(app, window)
  await expect(window.card.getByRole('heading')).toHaveText(/new papers$/, { timeout: 60_000 })
  // At most the two files that were on their way are to be given again.
  const stored = (await app.papers()).length - 153
  expect(stored).toBeGreaterThanOrEqual(198 * 40)
  await app.command('check')
})

test('an import that was cancelled does not begin again with the next page', async ({
  app,
  window,
  standIn
}) => {
  await importMany(app, standIn, 300)
  await window.card.getByRole('button', { name: 'Cancel' }).click()
  await expect(window.card.getByRole('heading')).toHaveText('Import cancelled')
  const stored = (await app.papers()).length
  await standIn.answerDialog(reload)
  await standIn.crash()
  await standIn.waitFor('dialogClosed')
  await showIn(app, window)
  await window.expectCount('All', stored)
  await expect(window.card).toBeHidden()
  expect(await app.papers()).toHaveLength(stored)
  await expect.poll(() => standIn.recorded('progress').at(-1)?.progress).toBe(-1)
})

test.describe('where nothing runs yet', () => {
  test.use({ library: null })

  test('a window whose page cannot be loaded says so', async ({ app }) => {
    const application = join(app.home, 'application')
    for (const name of ['package.json', 'out/main', 'out/preload', 'resources'])
      cpSync(join(root, name), join(application, name), { recursive: true })
    const standIn = await StandIn.start({ home: app.home, application })
    const asked = await standIn.waitFor('dialog')
    expect(asked.options).toMatchObject({ message: 'Papertray’s window could not be loaded.' })
    expect(await standIn.ended()).toBe(0)
  })
})

test('a window that hangs can be waited for, or reloaded', async ({ app, window, standIn }) => {
  const [first] = await app.inboxIds()
  await window.press('s')
  await app.expectMark(first, { starred: true })
  await standIn.answerDialog('hold')
  await standIn.ask('emitUnresponsive', { isResponsive: false })
  const asked = await standIn.waitFor('dialog')
  expect(asked.options).toMatchObject({
    message: 'Papertray’s window does not answer.',
    buttons: ['Reload', 'Copy diagnostics', 'Wait']
  })
  // It answers again: the question goes away by itself.
  await standIn.ask('emitUnresponsive', { isResponsive: true })
  await standIn.waitFor('dialogClosed', ({ id }) => id === asked.id)
  await window.press('m')
  await app.expectMark(first, { read: true })

  void window.page.evaluate('for (;;);').catch(() => undefined)
  await standIn.answerDialog(reload)
  await standIn.ask('emitUnresponsive', { isResponsive: false })
  await standIn.waitFor('rendererGone')
  await showIn(app, window)
  await window.expectList('Inbox', 152)
  await app.expectMark(first, { starred: true, read: true })
})

test('diagnostics tell versions and what happened, and nothing of papers and notes', async ({
  app,
  window,
  standIn
}) => {
  const [paper] = await app.papers('inbox')
  await window.expectPaper(paper?.id)
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.page.keyboard.type('A secret thought')
  await window.press('Escape', 't')
  await window.page.keyboard.type('secret-tag')
  await window.press('Enter', 'Escape', '/')
  await window.page.keyboard.type('secret-search')
  await app.expectMark(paper?.id, { note: 'A secret thought', tags: ['secret-tag'] })
  await standIn.clickMenuId('diagnostics')
  await expect(window.toast('Diagnostics copied')).toBeVisible()
  const reply = (await standIn.callFrom({}, 'papertray', 'diagnostics')) as { readonly value: string }
  expect(reply.value).toMatch(
    /^Papertray 0\.1\.0, .*\nElectron .*\nLibrary: 153 papers, 5 digests, 0 damages\n/
  )
  const log = readFileSync(join(app.home, 'logs', 'desktop.log'), 'utf8')
  expect(log).toContain('Papertray 0.1.0 starts, Electron')
  expect(log).toContain('The window is shown')
  expect(reply.value).toContain('The window is shown')
  for (const told of [log, reply.value]) {
    expect(told).not.toMatch(/secret/)
    expect(told).not.toContain(paper?.title.slice(0, 30))
    expect(told).not.toContain(paper?.id)
  }
})
