import { join } from 'node:path'
import { digestText, today, writeRecombined } from './support/digests'
import { expect, test } from './support/test'

const fresh = Buffer.from(digestText(today(), [{ id: '2611.00001' }, { id: '2611.00002' }]))

test('shows what undo brings back in a list that was opened since', async ({ app, window }) => {
  const ids = (await app.papers('inbox')).map(({ id }) => id)
  await window.press('e', 'e', 'e')
  await window.expectCount('Inbox', 150)
  await window.press('g', 's', 'g', 'i')
  await window.expectList('Inbox', 150)
  await window.press('z')
  await window.expectList('Inbox', 151)
  await window.expectPaper(ids[2])
  await window.press('z')
  await window.expectPaper(ids[1])
  await window.press('z')
  await window.expectList('Inbox', 153)
  await window.expectPaper(ids[0])
})

test(
  'fills an inbox that was called empty in another window',
  { tag: '@browser' },
  async ({ app, window }) => {
    await window.press('Shift+A')
    await window.expectCount('Inbox', 0)
    const other = await app.open()
    await expect(other.page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
    await window.press('z')
    await window.expectCount('Inbox', 153)
    await other.expectList('Inbox', 153)
  }
)

test(
  'offers another window what an undo brings back, and does not call it new',
  { tag: '@browser' },
  async ({ app, window }) => {
    await window.press('e', 'e')
    await window.expectCount('Inbox', 151)
    const other = await app.open()
    await other.expectList('Inbox', 151)
    await window.press('z')
    await other.expectCount('Inbox', 152)
    await expect(other.button('1 more paper')).toBeVisible()
    await other.button('1 more paper').click()
    await other.expectList('Inbox', 152)
  }
)

test('names the paper that an undo is about where the list does not show it', async ({ window }) => {
  await window.press('s')
  await window.expectCount('Starred', 1)
  await window.press('g', 'n', 'z')
  await expect(window.toast(/Undone: star taken off for “FlashVideo: A Framework for .*…”/)).toBeVisible()
})

test('takes back what was done last, and an import as one step', async ({ app, window }) => {
  const paths = writeRecombined(join(app.home, 'many'), 40, 5)
  const [first] = await app.papers('inbox')
  await window.expectPaper(first?.id)
  await window.choose(paths)
  await window.expectCount('All', 353)
  await window.press('e')
  await app.expectMark(first?.id, { read: true })
  await window.press('z')
  await expect(window.toast('Undone: unread again')).toBeVisible()
  await app.expectMark(first?.id, { read: false })
  await window.press('z')
  await expect(window.toast('Undone: 40 digests')).toBeVisible()
  await window.expectCount('All', 153)
  await expect(window.card).toBeHidden()
  await window.press('Shift+ControlOrMeta+z')
  await expect(window.toast('Redone: 40 digests')).toBeVisible()
  await window.expectCount('All', 353)
})

test('offers no undo by key for what an import has come after', async ({ window }) => {
  await window.press('Shift+A')
  await expect(window.toast('Marked 153 papers read')).toBeVisible()
  await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: fresh })
  await expect(window.toast('Marked 153 papers read')).toBeHidden()
  await window.expectImport('2 new papers')
  await window.press('z')
  await expect(window.toast('Undone: 1 digest')).toBeVisible()
  await window.expectCount('Read', 153)
})

test('takes back the filing of older papers, and nothing else', async ({ app, window }) => {
  await window.press('s')
  await window.expectCount('Starred', 1)
  await window.choose({
    name: 'old.md',
    mimeType: 'text/plain',
    buffer: Buffer.from(digestText('2020-01-02', [{ id: '2001.00001' }]))
  })
  await window.expectImport('1 new paper')
  // Read by hand before: nothing is left to be filed, and so there is nothing to undo.
  await window.press('Shift+A')
  await window.button('1 new paper').click()
  await window.expectList('Inbox', 1)
  await window.press('Shift+A')
  await window.expectCount('Inbox', 0)
  await window.button('File the older ones under Read').click()
  await expect(window.card).toBeHidden()
  await expect(window.toast('Filed')).toHaveCount(0)
  expect(await app.papers('read')).toHaveLength(154)
})
