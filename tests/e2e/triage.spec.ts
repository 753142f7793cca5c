import type { BrowserContext } from '@playwright/test'
import { digestText, today } from './support/digests'
import type { Application } from './support/application'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

/** Waits for the page that a command opened outside, and tells where it led. */
async function opened(context: BrowserContext, app: Application, act: () => Promise<void>): Promise<string> {
  await app.watch.answerOutside(context)
  const page = context.waitForEvent('page')
  await act()
  await (await page).waitForURL(/^https?:/)
  await (await page).close()
  const [url = '', ...more] = app.watch.takeOutside()
  expect(more).toEqual([])
  return url
}

async function clipboard(window: AppWindow): Promise<string> {
  return window.page.evaluate(() => navigator.clipboard.readText())
}

test('marks by keyboard alone, one paper after the other', async ({ app, window }) => {
  const [first, second, third, fourth] = await app.inboxIds()
  await window.expectPaper(first)

  await window.press('e')
  await window.expectPlace(1)
  await expect(window.toast('Done')).toBeVisible()
  await window.expectCount('Inbox', 152)
  await app.expectMark(first, { read: true, starred: false })

  await window.press('s')
  await expect(window.toast('Starred')).toBeVisible()
  await window.expectPlace(1)
  await app.expectMark(second, { read: false, starred: true })
  await window.press('s')
  await expect(window.toast('Star taken off')).toBeVisible()
  await app.expectMark(second, { starred: false })

  await window.press('Shift+S')
  await expect(window.toast('Starred and done')).toBeVisible()
  await window.expectPlace(2)
  await app.expectMark(second, { read: true, starred: true })

  await window.press('m')
  await expect(window.toast('Marked read')).toBeVisible()
  await window.expectPlace(2)
  await app.expectMark(third, { read: true })
  await window.press('m')
  await expect(window.toast('Marked unread')).toBeVisible()
  await app.expectMark(third, { read: false })
  await window.press('Shift+I')
  await expect(window.toast('Marked read')).toBeVisible()
  await app.expectMark(third, { read: true })
  await window.press('Shift+U')
  await expect(window.toast('Marked unread')).toBeVisible()
  await app.expectMark(third, { read: false })
  expect(await app.paper(fourth)).toMatchObject({ read: false, starred: false })
})

test('moves without marking anything', async ({ app, window }) => {
  const before = await app.papers()
  const ids = await app.inboxIds()
  const { page } = window
  await window.expectPlace(0)
  for (const [key, place] of [
    ['j', 1],
    ['ArrowDown', 2],
    ['k', 1],
    ['ArrowUp', 0],
    ['k', 0]
  ] as const) {
    await window.press(key)
    await window.expectPlace(place)
  }
  await window.press(']')
  await expect(window.list).not.toHaveAttribute('aria-activedescendant', 'paper-0')
  const digest = Number((await window.list.getAttribute('aria-activedescendant'))?.replace('paper-', ''))
  await window.expectPaper(ids[digest])
  await window.press(']')
  await expect(window.list).not.toHaveAttribute('aria-activedescendant', `paper-${digest}`)
  await window.press('[')
  await window.expectPlace(digest)
  await window.press('[')
  await window.expectPlace(0)

  // A window so low that the abstract has to be scrolled.
  await page.setViewportSize({ width: 1280, height: 420 })
  const reader = page.getByRole('region', { name: 'Abstract and note' })
  await window.expectPaper(ids[0])
  const scrollTop = (): Promise<number> => reader.evaluate((element) => element.scrollTop)
  await window.press('Space')
  await expect.poll(scrollTop).toBeGreaterThan(0)
  await window.expectPlace(0)
  await window.press('Shift+Space')
  await expect.poll(scrollTop).toBe(0)
  await window.press('Shift+Space')
  await window.expectPlace(0)
  // At its end, the next paper comes.
  await reader.evaluate((element) => {
    element.scrollTop = element.scrollHeight
  })
  await window.press('Space')
  await window.expectPlace(1)
  await expect.poll(scrollTop).toBe(0)

  await window.list.hover()
  await page.mouse.wheel(0, 3000)
  await expect.poll(() => window.list.evaluate((element) => element.scrollTop)).toBeGreaterThan(1000)
  await expect(window.rows.first()).not.toBeEmpty()
  expect(await app.papers()).toEqual(before)
})

test('marks all papers of the list as it stands, none that arrived since, and takes it back', async ({
  app,
  window
}) => {
  // Away from the top, so that what arrives waits to be asked for.
  await window.press('j')
  await window.expectPlace(1)
  await window.choose({
    name: 'today.md',
    mimeType: 'text/plain',
    buffer: Buffer.from(digestText(today(), [{ id: '2611.00001' }, { id: '2611.00002' }]))
  })
  await window.expectImport('2 new papers')
  await expect(window.button('2 new papers')).toBeVisible()
  await window.press('Shift+A')
  await expect(window.toast('Marked 153 papers read')).toBeVisible()
  await window.expectCount('Inbox', 2)
  await window.expectCount('Read', 153)
  expect((await app.inboxIds()).sort()).toEqual(['2611.00001', '2611.00002'])

  await window.button('2 new papers').click()
  await window.expectList('Inbox', 2)
  await window.press('z')
  await window.expectCount('Inbox', 155)
  await window.expectCount('Read', 0)
  await window.press('Shift+ControlOrMeta+z')
  await window.expectCount('Inbox', 2)
  await window.press('ControlOrMeta+z')
  await window.expectCount('Inbox', 155)
  expect(await app.papers('inbox')).toHaveLength(155)
})

test('undoes and redoes, and goes to the paper it is about', async ({ app, window }) => {
  const [first, second] = await app.inboxIds()
  await window.press('e', 's')
  await app.expectMark(second, { starred: true })
  await window.press('z')
  await expect(window.toast('Undone: star taken off')).toBeVisible()
  await app.expectMark(second, { starred: false })
  await window.press('z')
  await expect(window.toast('Undone: unread again')).toBeVisible()
  await window.expectPlace(0)
  await app.expectMark(first, { read: false })
  await window.press('Shift+ControlOrMeta+z')
  await expect(window.toast('Redone: read again')).toBeVisible()
  await app.expectMark(first, { read: true })
  await window.press('ControlOrMeta+z')
  await app.expectMark(first, { read: false })

  // The toast's own button does the same.
  await window.press('s')
  await window.toast('Starred').getByRole('button', { name: /^Undo/ }).click()
  await app.expectMark(first, { starred: false })
})

test('tags with completion, from both keys', async ({ app, window }) => {
  const [first, second] = await app.inboxIds()
  const { tagField, page } = window
  await window.press('t')
  await expect(tagField).toBeFocused()
  await page.keyboard.type('vision/maps')
  await window.press('Enter')
  await expect(window.toast('Tagged vision/maps')).toBeVisible()
  await page.keyboard.type('later')
  await window.press('Enter')
  await expect(window.toast('Tagged later')).toBeVisible()
  await window.press('Escape')
  await expect(tagField).toBeHidden()
  await app.expectMark(first, { tags: ['later', 'vision/maps'] })
  await expect(window.view('maps')).toBeVisible()
  await expect(window.view('vision')).toBeVisible()

  // Every letter here is a command, and none of them runs.
  await window.press('j')
  await window.expectPaper(second)
  await window.press('l')
  await expect(tagField).toBeFocused()
  await page.keyboard.type('ma')
  const options = page.getByRole('listbox', { name: 'Tags' }).getByRole('option')
  await expect(options.filter({ hasText: 'vision/maps' })).toBeVisible()
  await window.press('ArrowDown')
  await expect(options.filter({ hasText: 'vision/maps' })).toHaveAttribute('aria-selected', 'true')
  await window.press('Enter')
  await app.expectMark(second, { tags: ['vision/maps'], read: false, starred: false })
  await window.press('Backspace')
  await app.expectMark(second, { tags: [] })
  await window.press('Escape')
  await window.press('z')
  await app.expectMark(second, { tags: ['vision/maps'] })

  await window.view('vision').click()
  await window.expectList('vision', 2)
})

test(
  'opens the paper outside: its abstract page and its PDF',
  { tag: '@browser' },
  async ({ app, window, context }) => {
    const [paper] = await app.papers('inbox')
    const id = `${paper?.id}${paper?.version === null ? '' : `v${paper?.version}`}`
    await window.expectPaper(paper?.id)
    expect(await opened(context, app, () => window.press('o'))).toBe(`https://arxiv.org/abs/${id}`)
    expect(await opened(context, app, () => window.press('v'))).toBe(`https://arxiv.org/abs/${id}`)
    expect(await opened(context, app, () => window.press('p'))).toMatch(
      new RegExp(`^https://arxiv\\.org/pdf/${id}`)
    )
  }
)

test('copies BibTeX, the link and the id', { tag: '@browser' }, async ({ app, window, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.host.origin })
  const [paper] = await app.papers('inbox')
  await window.expectPaper(paper?.id)
  await window.press('c')
  await expect(window.toast('BibTeX copied')).toBeVisible()
  expect(await clipboard(window)).toMatch(new RegExp(`^@\\w+\\{[^]*eprint\\s*=\\s*\\{${paper?.id}\\}`))
  await window.press('y')
  await expect(window.toast('Link copied')).toBeVisible()
  expect(await clipboard(window)).toBe(`https://arxiv.org/abs/${paper?.id}v${paper?.version}`)
  await window.reader.getByTitle('Copy the id').click()
  await expect(window.toast('Copied')).toBeVisible()
  expect(await clipboard(window)).toBe(`${paper?.id}v${paper?.version}`)
})

test('shows all keys, hides the sidebar, and goes back with Escape and u', async ({ window }) => {
  await window.press('Shift+Slash')
  await expect(window.dialog.getByRole('heading', { name: 'Keys', exact: true })).toBeVisible()
  for (const title of ['Done: mark read and go to the next', 'Mark all in this list read', 'Undo', 'Search'])
    await expect(window.dialog.getByText(title, { exact: true })).toBeVisible()
  // Behind a dialog no key does anything.
  await window.press('e', 's')
  await window.press('Escape')
  await expect(window.dialog).toBeHidden()
  await window.expectPlace(0)
  await window.expectCount('Inbox', 153)

  await window.press('\\')
  await expect(window.sidebar).toBeHidden()
  await window.press('\\')
  await expect(window.sidebar).toBeVisible()

  for (const key of ['u', 'Escape']) {
    await window.press('/')
    await window.page.keyboard.type('diffusion')
    await window.press('Enter')
    await expect(window.list).toBeFocused()
    await expect(window.page.getByText(/^[\d,]+ found$/)).toBeVisible()
    await window.press(key)
    await window.expectList('Inbox', 153)
    await expect(window.search).toHaveValue('')
  }
  await window.press('s')
  await expect(window.toast('Starred')).toBeVisible()
  await window.press('Escape')
  await expect(window.toast('Starred')).toBeHidden()
})

test('goes back at once, also after a paper was clicked', async ({ window }) => {
  for (const key of ['u', 'Escape']) {
    await window.rows.nth(2).click()
    await window.expectPlace(2)
    await window.press('/')
    await window.page.keyboard.type('diffusion')
    await window.press('Enter')
    await expect(window.page.getByText(/^[\d,]+ found$/)).toBeVisible()
    await window.press(key)
    await window.expectList('Inbox', 153)
  }
})

test('imports by key', { tag: '@browser' }, async ({ window }) => {
  const chooser = window.page.waitForEvent('filechooser')
  await window.press('ControlOrMeta+o')
  expect((await chooser).isMultiple()).toBe(true)
})

test('begins each paper at its beginning, and keeps the focus in the reader', async ({ app, window }) => {
  const [first, second] = await app.papers('inbox')
  await window.page.setViewportSize({ width: 1280, height: 500 })
  await window.expectPaper(first?.id)
  const text = window.page.getByRole('region', { name: 'Abstract and note' })
  await text.focus()
  await text.evaluate((region) => {
    region.scrollTop = 150
  })
  await window.press('j')
  await window.expectPaper(second?.id)
  await expect(text).toBeFocused()
  expect(await text.evaluate(({ scrollTop }) => scrollTop)).toBe(0)
  // Left scrolled, it begins anew the second time, too.
  const pages = window.page.locator('.page')
  await expect.poll(() => pages.evaluateAll((all) => all.some(({ scrollTop }) => scrollTop > 0))).toBe(false)
  await window.press('k')
  await window.expectPaper(first?.id)
  await expect(text).toBeFocused()
  expect(await text.evaluate(({ scrollTop }) => scrollTop)).toBe(0)
})

test('goes back to where an author was clicked', async ({ app, window }) => {
  const [, second] = await app.inboxIds()
  await window.press('j')
  await window.expectPaper(second)
  await window.reader.getByRole('button', { name: 'Shanchuan Lin' }).click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'All papers' })).toBeVisible()
  await window.press('u')
  await window.expectList('Inbox', 153)
  await window.expectPaper(second)
})

test.describe('with two papers', () => {
  test.use({ library: 'empty' })

  test('says that the inbox is empty once its last paper is done', async ({ window }) => {
    const text = digestText(today(), [{ id: '2611.00001' }, { id: '2611.00002' }])
    await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await window.expectList('Inbox', 2)
    await window.press('j', 'e')
    // One is left above: the list stays.
    await window.expectCount('Inbox', 1)
    await window.expectList('Inbox', 2)
    // The library is slow: when the last key is pressed, the last paper is not marked there yet.
    await window.page.route('**/request/decide', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      await route.fallback()
    })
    await window.press('k', 'e')
    await window.expectPlace(1)
    await window.press('e')
    await expect(window.page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
    await window.press('z')
    await window.expectList('Inbox', 1)
  })

  test('keeps the keyboard in the list that comes after the welcome screen', async ({ window }) => {
    await window.press('/')
    await window.button('Open the sample digests').click()
    await window.expectList('Inbox', 153)
    await expect(window.search).not.toBeFocused()
    await window.press('j')
    await expect(window.search).toHaveValue('')
  })
})

test('offers the tag that was typed before longer ones, and one that was gone to', async ({
  app,
  window
}) => {
  const ids = await app.inboxIds()
  for (const tag of ['ML theory', 'ml']) {
    await window.press('t')
    await expect(window.tagField).toBeFocused()
    await window.page.keyboard.type(tag)
    await window.press('Enter', 'Escape')
    await expect(window.view(tag)).toBeVisible()
  }
  await window.press('j', 't')
  await expect(window.tagField).toBeFocused()
  await window.page.keyboard.type('ml')
  await window.press('Enter', 'Escape')
  await app.expectMark(ids[1], { tags: ['ml'] })
  await window.press('j', 't')
  await expect(window.tagField).toBeFocused()
  await window.press('ArrowDown', 'Enter', 'Escape')
  await app.expectMark(ids[2], { tags: ['ml'] })
  await window.press('j', 't')
  await expect(window.tagField).toBeFocused()
  // Nothing was gone to, nothing was typed: Enter ends.
  await window.press('Enter')
  await expect(window.tagField).toBeHidden()
  await app.expectMark(ids[3], { tags: [] })
})
