import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '../support/desktop-test'
import { Host } from '../support/host'
import { StandIn } from '../support/stand-in'

test('its folder is shown', async ({ app, window, standIn }) => {
  await expect(window.list).toBeVisible()
  await standIn.clickMenuId('revealLibrary')
  const path = join(app.home, 'library', 'library.json')
  await expect.poll(() => standIn.recorded('showItemInFolder')).toEqual([{ path }])
})

test('the about dialog names version, folder and licences', async ({ app, window, standIn }) => {
  await expect(window.list).toBeVisible()
  await standIn.clickMenuId('about')
  await expect(window.dialog).toContainText('Papertray 0.1.0')
  await expect(window.dialog).toContainText(join(app.home, 'library'))
  await window.dialog.getByText('svelte', { exact: false }).first().click()
  await expect(window.dialog).toContainText('Permission is hereby granted')
  await window.dialog.getByRole('button', { name: 'Show the library folder' }).click()
  await expect.poll(() => standIn.recorded('showItemInFolder')).toHaveLength(1)
})

test('it is exported to where the user says, and restored from there', async ({ app, window, standIn }) => {
  const archive = join(app.home, 'all.tar.gz')
  await window.expectCount('Inbox', 153)
  await standIn.clickMenuId('backups')
  await standIn.answerDialog({ canceled: false, filePaths: [archive] })
  await window.dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(window.dialog).toContainText(`Exported to ${archive}`)
  await window.press('Escape', 'e')
  await window.expectCount('Inbox', 152)
  await standIn.clickMenuId('backups')
  await standIn.answerDialog({ canceled: false, filePaths: [archive] })
  await window.dialog.getByRole('button', { name: 'Restore an archive…' }).click()
  await expect(window.dialog).toContainText('Restore the backup of all.tar.gz?')
  await window.dialog.getByRole('button', { name: 'Restore', exact: true }).click()
  await window.expectCount('Inbox', 153)
})

test.describe('that cannot be opened', () => {
  test.use({ library: null })

  const failure = async (home: string): Promise<string> => {
    const standIn = await StandIn.start({ home })
    expect(await standIn.ended()).toBe(2)
    expect(standIn.recorded('window')).toEqual([])
    const [told] = standIn.recorded('dialog')
    expect(told).toMatchObject({ dialog: 'error', options: { title: 'Papertray cannot open the library' } })
    return (told?.options as { readonly content: string }).content
  }

  test('is told with who has it', async ({ app }) => {
    const host = await Host.start(app.home)
    expect(await failure(app.home)).toMatch(/^The library is open in Papertray, process \d+, since/)
    await host.end()
  })

  test('is told with its format, and left untouched', async ({ app }) => {
    const path = join(app.home, 'library', 'library.json')
    mkdirSync(join(app.home, 'library'))
    const newer = JSON.stringify({ kind: 'library', format: 99, id: 'x' })
    writeFileSync(path, newer)
    expect(await failure(app.home)).toContain('written by a newer Papertray (format 99')
    expect(readFileSync(path, 'utf8')).toBe(newer)
  })
})
