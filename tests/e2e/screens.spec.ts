import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './support/test'
import { Host } from './support/host'

test.describe('an empty library', () => {
  test.use({ library: 'empty' })

  test('says how to begin', async ({ window }) => {
    await expect(window.page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
    for (const name of ['Choose files…', 'Choose a folder…', 'Paste text…', 'Open the sample digests'])
      await expect(window.button(name)).toBeEnabled()
    // Keys for papers do nothing here.
    await window.press('e', 's', 'j', 'Shift+A', 'c', 'o', 't', 'n', 'Space', 'z')
    await expect(window.toast('There is nothing to undo.')).toBeVisible()
    await expect(window.page).toHaveTitle('Papertray')
  })
})

test('has a screen of its own for every view that holds nothing', async ({ window }) => {
  const { page } = window
  await expect(page).toHaveTitle('Papertray (153)')
  for (const [key, heading] of [
    ['s', 'No stars yet'],
    ['n', 'No notes yet'],
    ['r', 'Nothing read yet']
  ] as const) {
    await window.press('g', key)
    await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    await expect(page.getByText('No paper is selected.')).toBeVisible()
  }
  await window.press('g', 'i')
  await window.expectList('Inbox', 153)
  await window.press('Shift+S')
  await window.expectCount('Starred', 1)
  await window.press('Shift+A')
  await window.expectCount('Inbox', 0)
  await expect(page).toHaveTitle('Papertray')
  // The list that was just dealt with stays until it is opened anew.
  await window.expectList('Inbox', 153)
  await window.press('g', 'i')
  await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
  await window.button(/^Go to Starred/).click()
  await window.expectList('Starred', 1)
})

test('calls no list empty before it has come', { tag: '@browser' }, async ({ window }) => {
  const { page } = window
  await window.press('g', 's')
  await expect(page.getByRole('heading', { name: 'No stars yet' })).toBeVisible()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/request/openView', async (route) => {
    await held
    await route.fallback()
  })
  const asked = page.waitForRequest('**/request/openView')
  await window.press('g', 'i')
  await asked
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  )
  await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeHidden()
  release()
  await window.expectList('Inbox', 153)
})

test.describe('a library that cannot be opened', () => {
  test.use({ library: null })

  test('is told in one sentence where the host is started', async ({ app }) => {
    const folder = join(app.home, 'photos')
    mkdirSync(folder)
    writeFileSync(join(folder, 'cat.jpg'), 'meow')
    await expect(Host.start(app.home, ['--library', folder])).rejects.toThrow(
      /holds other files and no library/
    )
  })

  test('is told in the window, which tries again', { tag: '@browser' }, async ({ app, context, watch }) => {
    await app.start()
    watch.expect(/Failed to load resource/)
    const page = await context.newPage()
    let refused = true
    await page.route('**/request/openLibrary', (route) => (refused ? route.abort() : route.fallback()))
    await page.goto(app.host.address)
    await expect(page.getByRole('heading', { name: 'Papertray could not open the library' })).toBeVisible()
    await expect(page.getByText('Papertray cannot be reached')).toBeVisible()
    refused = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect(page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
  })
})

test.describe('a host that cannot be reached', () => {
  const lost = 'Papertray cannot be reached'

  test(
    'is told, nothing is shown as done, and the window goes on by itself',
    { tag: '@browser' },
    async ({ app, window, watch, context }) => {
      const [first] = await app.papers('inbox')
      watch.expect(/Failed to load resource/)
      await window.expectPaper(first?.id)
      await context.setOffline(true)
      await window.press('s')
      await expect(window.toast(lost).first()).toBeVisible()
      await expect(window.row).not.toHaveAccessibleName(/Starred\./)
      await window.press('j')
      await window.expectPlace(1)
      await context.setOffline(false)
      await expect(window.page.getByRole('status').filter({ hasText: 'start it again' })).toHaveCount(0, {
        timeout: 10_000
      })
      await window.press('s')
      await window.expectCount('Starred', 1)
      expect((await app.paper(first?.id)).starred).toBe(false)
    }
  )

  test(
    'is told apart from one that was started again: that has another address',
    { tag: '@browser' },
    async ({ app, window, watch }) => {
      const [first] = await app.papers('inbox')
      watch.expect(/Failed to load resource/)
      const { port } = app.host
      await window.expectPaper(first?.id)
      await app.end()
      await expect(window.page.getByText(lost).first()).toBeVisible()
      await app.start(['--port', port])
      await expect(window.page.getByText('open the address that Papertray printed')).toBeVisible()
    }
  )
})

test('keeps a dialog in which text is selected beyond its edge', async ({ window }) => {
  const { page, dialog } = window
  await window.button('Import').first().click()
  await page.getByRole('button', { name: 'Pasted text…' }).click()
  const text = dialog.getByRole('textbox')
  await text.fill('Some text that was typed')
  const box = await text.boundingBox()
  if (box === null) throw new Error('no text')
  await page.mouse.move(box.x + 60, box.y + 15)
  await page.mouse.down()
  await page.mouse.move(5, box.y + 15)
  await page.mouse.up()
  await expect(text).toHaveValue('Some text that was typed')
  await page.mouse.click(5, 400)
  await expect(dialog).toBeHidden()
})
