import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, today } from './support/digests'
import { expect, test } from './support/test'

test.use({ library: null })

test(
  'What comes into the watched folder is told, asks what any import asks, and can be taken back',
  { tag: '@browser' },
  async ({ app }) => {
    const folder = join(app.home, 'incoming')
    mkdirSync(folder)
    await app.start(['--watch', folder])
    const window = await app.open()
    writeFileSync(join(folder, 'today.md'), digestText(today(), [{ id: '2611.00001' }]))
    writeFileSync(join(folder, 'old.md'), digestText('2023-12-18', [{ id: '2312.00001' }]))
    await expect(window.toast('2 new papers from the watched folder')).toBeVisible()
    await window.expectCount('Inbox', 2)
    await window.expectImport('2 new papers')
    await window.card.getByRole('button', { name: 'Show the report' }).click()
    await expect(window.dialog).toContainText('old.md')
    await window.press('Escape')
    await window.card.getByRole('button', { name: 'File the older ones under Read' }).click()
    await window.expectCount('Read', 1)

    await window.press('?')
    await window.dialog.getByRole('button', { name: 'Watch a folder for digests' }).click()
    await expect(window.dialog).toContainText(folder)
    await expect(window.dialog).toContainText('2 new papers')
    await window.dialog.getByRole('button', { name: 'Stop watching' }).click()
    await expect(window.dialog).toContainText('npm start -- --watch DIR')
  }
)
