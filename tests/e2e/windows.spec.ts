import { digestText, today } from './support/digests'
import { expect, test } from './support/test'
import { AppWindow } from './support/window'

test('shows in each of two windows what is done in the other', async ({ app, window: left }) => {
  const [first, second] = await app.papers('inbox')
  const right = await app.open()
  await left.expectPaper(first?.id)
  await right.expectPaper(first?.id)
  const row = (window: typeof left) => window.rows.first()

  await left.press('s')
  await expect(row(right)).toHaveAccessibleName(/Starred\./)
  await right.expectCount('Starred', 1)
  await left.press('m')
  await expect(row(right)).not.toHaveAccessibleName(/Unread\./)
  await right.expectCount('Inbox', 152)
  await left.press('t')
  await left.page.keyboard.type('shared')
  await left.press('Enter', 'Escape')
  await expect(right.reader.getByTitle('Papers tagged shared')).toBeVisible()
  await expect(right.view('shared')).toBeVisible()
  await left.press('n')
  await left.page.keyboard.type('From the *left*')
  await left.press('Escape')
  await expect(right.reader.getByRole('region', { name: 'Note' }).locator('em')).toHaveText('left')
  await right.expectCount('Notes', 1)

  // Undo takes back the window's own last act, also where the other one acted since.
  await right.press('j')
  await right.expectPaper(second?.id)
  await right.press('s')
  await left.expectCount('Starred', 2)
  await left.press('z')
  await expect(left.toast('Undone: note')).toBeVisible()
  await right.expectCount('Notes', 0)
  await left.expectCount('Starred', 2)
  await right.press('z')
  await expect(right.toast('Undone: star taken off')).toBeVisible()
  await left.expectCount('Starred', 1)
})

test('shows an import and a removal in both windows', async ({ app, window: left }) => {
  const right = await app.open()
  await right.press('j')
  const text = digestText(today(), [{ id: '2611.00001', title: 'Fresh from the left' }])
  await left.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await left.expectImport('1 new paper')
  await right.expectCount('All', 154)
  await expect(right.button('1 new paper')).toBeVisible()
  await right.button('1 new paper').click()
  await expect(right.rows.first()).toContainText('Fresh from the left')

  await left.page
    .getByRole('button', { name: /^About the digest of/ })
    .first()
    .click()
  await left.button('Remove from the library').click()
  await expect(left.toast('Removed')).toBeVisible()
  await left.expectCount('All', 153)
  await right.expectCount('All', 153)
})

test('keeps a window’s undo over a reload', async ({ app, window: left }) => {
  const [first] = await app.papers('inbox')
  const right = await app.open()
  await left.press('s')
  await right.expectCount('Starred', 1)
  await right.press('j')
  await right.expectPlace(1)
  await right.press('m')
  await left.expectCount('Inbox', 152)
  await left.page.reload()
  await left.expectPaper(first?.id)
  await left.press('z')
  await right.expectCount('Starred', 0)
  await right.expectCount('Inbox', 152)
})

test('serves more windows than a browser has connections to one host', async ({ app, window }) => {
  const windows = [window]
  while (windows.length < 8) windows.push(await app.open())
  for (const [index, each] of windows.entries()) {
    await each.press('s')
    await each.press('j')
    for (const other of windows) await other.expectCount('Starred', 1)
    await each.press('k', 's')
    for (const other of windows) await other.expectCount('Starred', 0)
    expect(index).toBeLessThan(8)
  }
  // Whichever of them reads the events: another one takes over.
  await window.page.close()
  await windows[1]?.page.close()
  await windows[5]?.press('s')
  for (const other of windows.slice(2)) await other.expectCount('Starred', 1)
})

test('a tab that is duplicated is a window of its own', async ({ app, window }) => {
  const opened = window.page.waitForEvent('popup')
  await window.page.evaluate(() => {
    open(location.href)
  })
  const page = await opened
  const double = new AppWindow(page)
  await expect(double.rows.first()).toBeVisible()
  const names = async (): Promise<(string | null)[]> =>
    Promise.all(
      [window, double].map((each) => each.page.evaluate(() => sessionStorage.getItem('papertray-window')))
    )
  await expect.poll(async () => new Set(await names()).size).toBe(2)
  await window.press('s')
  await double.press('j', 'm')
  await double.expectCount('Inbox', 152)
  await window.press('z')
  await expect(window.toast('Undone: star taken off')).toBeVisible()
  await window.expectCount('Inbox', 152)
  expect(await app.papers('read')).toHaveLength(1)
})

test('changes of this device’s settings in one window leave those of another alone', async ({
  app,
  window
}) => {
  const other = await app.open()
  await window.button(/^Light, dark/).click()
  await window.button(/^Light, dark/).click()
  const root = other.page.locator('html')
  await expect(root).toHaveAttribute('data-appearance', 'dark')
  await other.button('Show or hide the sidebar').first().click()
  await expect(window.sidebar).toBeHidden()
  await expect(window.page.locator('html')).toHaveAttribute('data-appearance', 'dark')
})

test('a window that was opened in the background has missed nothing once it is seen', async ({
  app,
  window,
  context
}) => {
  // As a tab that was opened behind another one.
  await context.addInitScript(() => {
    if (location.protocol === 'about:') return
    let hidden = true
    Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') })
    Object.assign(globalThis, {
      show: () => {
        hidden = false
        document.dispatchEvent(new Event('visibilitychange'))
      }
    })
  })
  const behind = await app.open()
  await behind.expectCount('Starred', 0)
  await window.press('s')
  await window.press('j', 'e')
  await window.expectCount('Read', 1)
  await behind.expectCount('Starred', 0)
  await behind.page.evaluate(() => {
    ;(globalThis as unknown as { show: () => void }).show()
  })
  await behind.expectCount('Starred', 1)
  await behind.expectCount('Read', 1)
  await expect(behind.rows.first()).toHaveAccessibleName(/Starred\./)
})
