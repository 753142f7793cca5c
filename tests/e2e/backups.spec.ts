import { readFileSync } from 'node:fs'
import { expect, test } from './support/test'

test(
  'backs up, and goes back to a backup, which undo takes back',
  { tag: '@browser' },
  async ({ window }) => {
    const { page, dialog } = window
    await window.press('e')
    await window.expectCount('Inbox', 152)
    await window.press('?')
    await window.button('Backups').click()
    await expect(dialog).toContainText('There is no backup yet.')
    await dialog.getByRole('button', { name: 'Back up now' }).click()
    await expect(dialog.getByRole('listitem')).toContainText('153 papers, 0 notes')
    await page.keyboard.press('Escape')

    await window.press('e', 'e')
    await window.expectCount('Inbox', 150)
    await window.press('?')
    await window.button('Backups').click()
    await dialog.getByRole('button', { name: /^Restore the backup of/ }).click()
    await expect(dialog.getByRole('list', { name: 'What would change' })).toContainText('marks of 2 papers')
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await window.expectCount('Inbox', 152)
    await expect(window.toast('Restored the backup of')).toBeVisible()
    await window.press('z')
    await window.expectCount('Inbox', 150)
  }
)

test(
  'exports the library into an archive that the browser saves',
  { tag: '@browser' },
  async ({ window }) => {
    const { page, dialog } = window
    await window.press('?')
    await window.button('Backups').click()
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: 'Export…' }).click()
    const download = await saved
    expect(download.suggestedFilename()).toMatch(/^papertray-\d{4}-\d\d-\d\d\.tar\.gz$/)
    // Of gzip.
    expect(readFileSync(await download.path()).readUInt16BE(0)).toBe(0x1f8b)
    await expect(dialog).toContainText('your browser saves the archive')
  }
)
