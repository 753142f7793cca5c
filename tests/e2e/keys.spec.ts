import { expect, test } from './support/test'

test('goes to views by sequences of keys, which do nothing else', async ({ app, window }) => {
  const before = await app.papers()
  const views = [
    ['g', 's', 'Starred', 0],
    ['g', 'n', 'Notes', 0],
    ['g', 'r', 'Read', 0],
    ['g', 'a', 'All papers', 153],
    ['g', 'i', 'Inbox', 153]
  ] as const
  for (const [first, second, title, papers] of views) {
    await window.press(first, second)
    await window.expectList(title, papers)
  }
  // A sequence that leads nowhere swallows its second key: `g e` is not `e`.
  await window.press('g', 'e')
  await window.press('j')
  await window.expectPlace(1)
  expect(await app.papers()).toEqual(before)
})

test('types into fields without running commands', async ({ app, window }) => {
  const before = await app.papers()
  const letters = 'esmtnopcyzgislIUASx?/'
  await window.press('/')
  await expect(window.search).toBeFocused()
  await window.page.keyboard.type(letters)
  await expect(window.search).toHaveValue(letters)
  await window.press('ControlOrMeta+a', 'Backspace', 'Escape')
  await expect(window.list).toBeFocused()
  await window.expectList('Inbox', 153)

  await window.press('t')
  await window.page.keyboard.type(letters)
  await expect(window.tagField).toHaveValue(letters)
  await window.press('Escape')
  await expect(window.dialog).toBeHidden()
  await window.expectPlace(0)
  expect(await app.papers()).toEqual(before)
})

test('takes what is typed after t and n for a tag and a note, also while the paper is still being read', async ({
  window
}) => {
  const { page } = window
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/request/paper', async (route) => {
    await held
    await route.continue()
  })
  await window.list.focus()
  await window.press('PageDown', 'PageDown')
  await window.press('t')
  await page.keyboard.type('seeds v')
  await expect(window.tagField).toHaveValue('seeds v')
  await window.press('Escape')
  await window.press('n')
  await page.keyboard.type('see')
  release()
  await expect(window.note).toBeFocused()
  await window.press('Escape')
  // The last paper's row has yet to come.
  await window.press('End', 't')
  await page.keyboard.type('see')
  await window.expectCount('Starred', 0)
  await window.expectCount('Read', 0)
})

test('a click on a button leaves the keyboard with the list', async ({ app, window }) => {
  const [first, second] = await app.inboxIds()
  await window.expectPaper(first)
  await window.button('Done').first().click()
  await window.expectPaper(second)
  await expect(window.list).toBeFocused()
  // Space scrolls, and presses nothing again.
  await window.press('Space')
  await window.expectCount('Read', 1)
  await window.view('Starred').click()
  await expect(window.page.getByRole('heading', { name: 'No stars yet' })).toBeVisible()
  await window.view('All').click()
  await window.expectList('All papers', 153)
  await window.press('End')
  await window.expectPlace(152)
  await window.press('PageUp')
  await window.press('Home')
  await window.expectPlace(0)
  await window.rows.nth(3).click()
  await expect(window.list).toBeFocused()
  await window.press('j', 'j')
  await window.expectPlace(5)
})

test(
  'acts on the paper that was asked for, also before it is there',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page } = window
    const all = await app.papers('inbox')
    const survey = all.find(({ title }) => /survey/i.test(title))
    const hold = async (pattern: string): Promise<() => void> => {
      let release = (): void => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      await page.route(pattern, async (route) => {
        await held
        await route.fallback()
      })
      return release
    }
    const view = await hold('**/request/openView')
    await window.press('/')
    await page.keyboard.type(survey?.title.slice(0, 30) ?? '')
    await window.press('Enter', 's')
    await window.expectCount('Starred', 0)
    view()
    await app.expectMark(survey?.id, { starred: true })
    await window.expectCount('Starred', 1)
    await page.unroute('**/request/openView')

    // What was found on the way to the last letter is known by now.
    await page.reload()
    await window.expectList('Inbox', 153)
    await window.press('g', 'a')
    await window.expectList('All papers', 153)
    const rows = await hold('**/request/rows')
    // In this order: the star is for the last paper, what follows t is a tag and no command, and the second star is for
    // the paper before.
    await window.press('End', 's', 't')
    await page.keyboard.type('see')
    await window.press('Enter', 'Escape', 'ArrowUp', 's')
    await expect(window.tagField).toBeHidden()
    await window.expectCount('Starred', 1)
    rows()
    await window.expectCount('Starred', 3)
    await app.expectMark(all.at(-1)?.id, { starred: true, tags: ['see'], read: false })
    await app.expectMark(all.at(-2)?.id, { starred: true, tags: [] })
  }
)

test('takes signs that need Shift on other keyboards', async ({ window }) => {
  await window.page.evaluate(() => {
    dispatchEvent(new KeyboardEvent('keydown', { key: '/', code: 'Digit7', shiftKey: true }))
  })
  await expect(window.search).toBeFocused()
})

test('takes what is typed for two editors that are on their way', async ({ app, window }) => {
  const [id] = await app.inboxIds()
  await window.expectPaper(id)
  for (const part of ['TagField', 'NoteEditor'])
    await window.page.route(`**/${part}-*.js`, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500))
      await route.fallback()
    })
  await window.press('t')
  await window.page.keyboard.type('quick')
  await window.press('Enter', 'Escape', 'n')
  await window.page.keyboard.type('In haste.')
  await window.press('Escape', 's')
  await app.expectMark(id, { tags: ['quick'], note: 'In haste.', starred: true })
  await expect(window.note).toBeHidden()
})

test('offers in a browser nothing that only the desktop can do', { tag: '@browser' }, async ({ window }) => {
  await window.press('Shift+Slash')
  await expect(window.dialog).toContainText('Show or hide the sidebar')
  await expect(window.dialog).not.toContainText('Larger')
  await window.button('About Papertray').click()
  await expect(window.dialog).toContainText('Licences')
  await expect(window.dialog.getByRole('button', { name: 'Show the library folder' })).toBeHidden()
  await window.press('Escape')
  // The browser's own key for its zoom stays the browser's.
  const prevented = await window.page.evaluate(() => {
    const event = new KeyboardEvent('keydown', { key: '=', ctrlKey: true, metaKey: true, cancelable: true })
    dispatchEvent(event)
    return event.defaultPrevented
  })
  expect(prevented).toBe(false)
})

test('keeps what was typed for editors that never came, for one went on', async ({ app, window }) => {
  const [first, second, third] = await app.inboxIds()
  await window.expectPaper(first)
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  for (const part of ['TagField', 'NoteEditor'])
    await window.page.route(`**/${part}-*.js`, async (route) => {
      await held
      await route.fallback()
    })
  await window.press('n')
  await window.page.keyboard.type('In hastee')
  await window.press('Backspace', 'Enter')
  await window.page.keyboard.type('Not lost')
  await window.rows.nth(1).click()
  await window.press('t')
  await window.page.keyboard.type('quick')
  await window.press('Enter')
  await window.page.keyboard.type('half')
  await window.rows.nth(2).click()
  await window.expectPaper(third)
  await app.expectMark(first, { note: 'In haste\nNot lost', tags: [] })
  await app.expectMark(second, { note: null, tags: ['quick'] })
  await app.expectMark(third, { note: null, tags: [] })
  release()
})
