import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, today } from '../support/digests'
import { expect, test } from '../support/desktop-test'

test('a folder is chosen in the system’s dialog, and what comes into it is imported', async ({
  app,
  window,
  standIn
}) => {
  const folder = join(app.home, 'incoming')
  mkdirSync(folder)
  await expect(window.list).toBeVisible()
  await standIn.clickMenuId('watchFolder')
  const choose = window.dialog.getByRole('button', { name: 'Choose a folder…' })
  await choose.click()
  expect(await standIn.waitFor('dialog')).toMatchObject({
    dialog: 'open',
    options: { properties: ['openDirectory', 'createDirectory'] }
  })
  // Whoever cancels watches nothing.
  await expect(choose).toBeEnabled()
  await standIn.answerDialog({ canceled: false, filePaths: [join(app.home, 'library')] })
  await choose.click()
  await expect(window.dialog.getByRole('alert')).toContainText('belongs to the library itself')
  await standIn.answerDialog({ canceled: false, filePaths: [folder] })
  await choose.click()
  await expect(window.dialog).toContainText(folder)
  writeFileSync(join(folder, 'today.md'), digestText(today(), [{ id: '2611.00001' }]))
  await expect(window.dialog).toContainText('1 new paper')
  renameSync(folder, `${folder}-away`)
  await expect(window.dialog).toContainText('not there now')
  await window.dialog.getByRole('button', { name: 'Stop watching' }).click()
  await expect(choose).toBeVisible()
})
