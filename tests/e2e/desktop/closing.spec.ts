import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecombined } from '../support/digests'
import { expect, showIn, standInOf, test } from '../support/desktop-test'

test('what was done in the same moment is on disk when Papertray has ended', async ({
  app,
  window,
  standIn
}) => {
  const [first, second] = await app.inboxIds()
  await window.expectPaper(first)
  await window.press('e')
  await window.expectPaper(second)
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.page.keyboard.insertText('Typed at the last moment')
  await standIn.user('close')
  expect(await standIn.ended()).toBe(0)
  await app.expectMark(first, { read: true })
  await app.expectMark(second, { note: 'Typed at the last moment' })
  await app.command('check')
})

test('choosing Quit ends it with code 0', async ({ app, window, standIn }) => {
  const [first] = await app.inboxIds()
  await window.press('s')
  await standIn.clickMenu('File', 'Quit')
  expect(await standIn.ended()).toBe(0)
  await app.expectMark(first, { starred: true })
})

test.describe('while an import is under way', () => {
  test('asks, goes on if told so, and stops between files otherwise', async ({ app, window, standIn }) => {
    test.slow()
    const folder = join(app.home, 'many')
    writeRecombined(folder, 400, 40)
    await standIn.openFile(folder)
    await expect(window.card.getByRole('button', { name: 'Cancel' })).toBeVisible()
    await standIn.answerDialog({ response: 0 })
    await standIn.user('close')
    expect(await standIn.waitFor('dialog')).toMatchObject({
      dialog: 'message',
      options: { message: 'An import is under way.', buttons: ['Go on importing', 'Stop and close'] }
    })
    await standIn.waitFor('dialogClosed')
    await expect(window.card.getByRole('button', { name: 'Cancel' })).toBeVisible()

    await standIn.answerDialog({ response: 1 })
    await standIn.user('close')
    expect(await standIn.ended()).toBe(0)
    await app.command('check')
    const stored = (await app.papers()).length - 153
    expect(stored % 40).toBe(0)
    expect(stored).toBeLessThan(400 * 40)

    // Whoever kept it open could quit it later all the same.
    await app.start()
    await showIn(app, window)
    await window.expectCount('All', 153 + stored)
    expect(standInOf(app).recorded('dialog')).toEqual([])
  })
})

test('a page that does not answer is asked about, and not waited for without end', async ({
  window,
  standIn
}) => {
  // It heard what it was told until then.
  await standIn.clickMenuId('help')
  await expect(window.dialog).toBeVisible()
  // Once this has been answered.
  await window.page.evaluate('setTimeout(() => { for (;;); })')
  await window.page.waitForTimeout(200)
  await standIn.answerDialog({ response: 0 })
  await standIn.answerDialog({ response: 1 })
  await standIn.user('close')
  expect(await standIn.ended()).toBe(0)
  expect(standIn.recorded('dialog').map(({ options }) => options)).toEqual([
    expect.objectContaining({
      message: 'Papertray is still saving.',
      buttons: ['Wait', 'Close all the same']
    }),
    expect.objectContaining({ message: 'Papertray is still saving.' })
  ])
})

test('a note that cannot be saved keeps the window open, and is saved once it can be', async ({
  app,
  window,
  standIn
}) => {
  app.watch.expect(/Failed to load resource/)
  const [first] = await app.inboxIds()
  await window.expectPaper(first)
  await window.press('n')
  await expect(window.note).toBeFocused()
  const library = join(app.home, 'library')
  renameSync(library, `${library}-away`)
  await window.page.keyboard.insertText('Not lost')
  await standIn.user('close')
  const asked = await standIn.waitFor('dialog')
  expect(asked.options).toMatchObject({
    message: 'A note could not be saved.',
    buttons: ['Stay', 'Close all the same']
  })
  await standIn.waitFor('dialogClosed', ({ id }) => id === asked.id)
  expect(standIn.hasEnded).toBe(false)
  renameSync(`${library}-away`, library)
  await standIn.user('close')
  expect(await standIn.ended()).toBe(0)
  expect(standIn.recorded('dialog')).toHaveLength(1)
  await app.expectMark(first, { note: 'Not lost' })
})

test('a page that is still loading is not waited for long', async ({ standIn }) => {
  await standIn.waitFor('window')
  await standIn.user('close')
  expect(await standIn.ended()).toBe(0)
  expect(standIn.recorded('dialog')).toEqual([])
})
