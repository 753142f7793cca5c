import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MenuRecord } from '../../stand-in/control-messages'
import { digestText, today } from '../support/digests'
import { expect, standInOf, test } from '../support/desktop-test'

function itemsOf(items: readonly MenuRecord[]): MenuRecord[] {
  return items.flatMap((item) => [item, ...itemsOf(item.submenu ?? [])])
}

test('commands of the menu do what their keys do', async ({ app, window, standIn }) => {
  const [first, second] = await app.inboxIds()
  await window.expectPaper(first)
  await standIn.clickMenuId('star')
  await app.expectMark(first, { starred: true })
  await standIn.clickMenuId('done')
  await window.expectPaper(second)
  await app.expectMark(first, { read: true })
  await standIn.clickMenuId('goStarred')
  await window.expectList('Starred', 1)
  await standIn.clickMenuId('undo')
  await app.expectMark(first, { read: false, starred: true })
  await standIn.clickMenuId('search')
  await expect(window.search).toBeFocused()
  await standIn.clickMenuId('help')
  await expect(window.dialog).toContainText('Larger')
  // What lies under a dialog stays as it is.
  await standIn.clickMenuId('star')
  await standIn.clickMenuId('about')
  await expect(window.dialog).toContainText('About Papertray')
  await app.expectMark(first, { starred: true })
})

test('undo takes back what was typed while one types', async ({ app, window, standIn }) => {
  const [first] = await app.inboxIds()
  await window.press('s')
  await app.expectMark(first, { starred: true })
  await window.press('/')
  await window.page.keyboard.insertText('maps')
  await standIn.clickMenuId('undo')
  await expect(window.search).toHaveValue('')
  await app.expectMark(first, { starred: true })
  await standIn.clickMenuId('redo')
  await expect(window.search).toHaveValue('maps')
})

test('keys stand beside the commands and are left to the window', async ({ window, standIn }) => {
  await expect(window.list).toBeVisible()
  const items = itemsOf(standIn.recorded('menu').at(-1)?.items ?? [])
  const done = items.find(({ id }) => id === 'done')
  expect(done).toMatchObject({ label: 'Done: mark read and go to the next', accelerator: 'E', enabled: true })
  for (const role of ['cut', 'copy', 'paste', 'selectall', 'quit', 'togglefullscreen'])
    expect(items.map((item) => item.role?.toLowerCase())).toContain(role)
})

test('the right button offers what can be done with a field, a text and a link', async ({
  window,
  standIn
}) => {
  await expect(window.list).toBeVisible()
  const offered = async (params: Partial<Electron.ContextMenuParams>): Promise<string[]> => {
    const before = standIn.recorded('popupMenu').length
    const usual = { isEditable: false, selectionText: '', linkURL: '' }
    await standIn.ask('contextMenu', { params: { ...usual, ...params } })
    const menus = standIn.recorded('popupMenu').slice(before)
    return menus.flatMap(({ items }) => items.map(({ role, label }) => role?.toLowerCase() ?? label))
  }
  expect(await offered({})).toEqual([])
  expect(await offered({ selectionText: 'maps' })).toEqual(['copy'])
  expect(await offered({ isEditable: true })).toEqual(
    expect.arrayContaining(['undo', 'cut', 'copy', 'paste', 'selectall'])
  )
  const link = { linkURL: 'https://arxiv.org/abs/2312.10854' }
  expect(await offered(link)).toEqual(['Open in the browser', 'Copy address'])
  await standIn.clickMenu('Copy address')
  expect(standIn.recorded('clipboard')).toEqual([{ text: link.linkURL }])
  expect(await offered({ linkURL: 'javascript:alert(1)' })).toEqual([])
})

test('files and folders are chosen in the system’s dialog, and imported', async ({
  app,
  window,
  standIn
}) => {
  const folder = join(app.home, 'chosen')
  mkdirSync(folder)
  const path = join(folder, 'today.md')
  writeFileSync(path, digestText(today(), [{ id: '2611.00001' }]))

  await standIn.clickMenuId('import')
  expect(await standIn.waitFor('dialog')).toMatchObject({
    dialog: 'open',
    options: { properties: ['openFile', 'multiSelections'] }
  })
  // Whoever cancels imports nothing.
  await expect(window.card).toBeHidden()

  await standIn.answerDialog({ canceled: false, filePaths: [path] })
  await window.press('ControlOrMeta+o')
  await window.expectImport('1 new paper')
  await window.expectCount('All', 154)
  await window.card.getByRole('button', { name: 'Close' }).click()

  await standIn.answerDialog({ canceled: false, filePaths: [folder] })
  await standIn.clickMenuId('importFolder')
  await window.expectImport('No new papers')
  expect(standIn.recorded('dialog').at(-1)).toMatchObject({ options: { properties: ['openDirectory'] } })
  expect(standIn.recorded('recentDocument')).toEqual([{ path }, { path: folder }])
})

test.describe('before the page has loaded', () => {
  test.use({ library: null })

  test('a command of the menu waits for it', async ({ app }) => {
    await app.start()
    const standIn = standInOf(app)
    await standIn.waitFor('window')
    await standIn.clickMenuId('help')
    const window = await app.open()
    await expect(window.dialog).toContainText('Done: mark read and go to the next')
  })
})
