import { expect, test } from './support/test'

test(
  'settings take effect at once, in every window, and are kept',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page, dialog } = window
    const other = await app.open()
    await page.bringToFront()
    const rem = (at: typeof window): Promise<string> =>
      at.page.evaluate(() => getComputedStyle(document.documentElement).fontSize)
    await window.press('ControlOrMeta+,')
    await expect(dialog.getByRole('textbox', { name: 'Search the settings' })).toBeFocused()
    await dialog.getByRole('combobox', { name: 'Text size' }).selectOption('125 %')
    await expect.poll(() => rem(window)).toBe('20px')
    await expect.poll(() => rem(other)).toBe('20px')
    // Typed into the field, letters are no commands; what is found stands under its section.
    await page.keyboard.type('ese dark')
    await expect(dialog.getByRole('status')).toHaveText('No setting is about “ese dark”.')
    await window.press('ControlOrMeta+a')
    await page.keyboard.type('dark')
    await expect(dialog.getByRole('heading', { name: 'Appearance' })).toBeVisible()
    await expect(dialog.getByText('Text size')).toBeHidden()
    await dialog.getByText('Dark', { exact: true }).click()
    await expect(page.locator('html')).toHaveAttribute('data-appearance', 'dark')
    // Escape ends the search first.
    await dialog.getByRole('textbox', { name: 'Search the settings' }).focus()
    await window.press('Escape')
    await expect(dialog.getByText('Text size')).toBeVisible()
    await dialog.getByRole('tab', { name: 'Appearance' }).focus()
    await window.press('ArrowDown')
    await expect(dialog.getByRole('tab', { selected: true })).toBeFocused()
    const saved = page.waitForResponse((response) =>
      (response.request().postData() ?? '').includes('readerWidth')
    )
    await window.press('Home')
    await dialog.getByRole('slider', { name: 'Width of the text' }).fill('90')
    await saved
    await window.press('Escape')
    await expect(dialog).toBeHidden()
    await window.expectCount('Starred', 0)
    await other.page.close()
    await app.restart(window)
    expect(await rem(window)).toBe('20px')
    expect(await page.evaluate(() => document.documentElement.style.getPropertyValue('--reader-width'))).toBe(
      '90'
    )
  }
)

test('keys that are chosen hold everywhere, and every command is found by its name', async ({
  app,
  window
}) => {
  const { page, dialog } = window
  const [first, second] = await app.inboxIds()
  await window.expectPaper(first)
  const before = await app.papers()
  await window.press('ControlOrMeta+,')
  await dialog.getByRole('tab', { name: 'Keys' }).click()
  const add = window.button(/^Add a key for Star$/)
  await add.click()
  const recorder = dialog.getByRole('textbox', { name: 'New key for Star', exact: true })
  await expect(recorder).toBeFocused()
  // What is kept by others is refused, and Escape leaves the recorder alone.
  await window.press('Tab')
  await expect(recorder).toBeHidden()
  await add.click()
  await window.press('F5')
  await expect(dialog.getByText('keeps this key for itself')).toBeVisible()
  await window.press('Escape')
  await expect(recorder).toBeHidden()
  await expect(add).toBeFocused()
  await window.press('Enter', 'e', 'Enter')
  await expect(dialog.getByText('belongs to “Done')).toBeVisible()
  await window.press('Enter')
  await expect(window.button(/^Take e away from Star$/)).toBeVisible()
  await expect(window.button('Usual keys for Done')).toBeVisible()
  expect(await app.papers()).toEqual(before)
  await window.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(window.button('Done: mark read and go to the next').first()).toHaveAttribute('title', /next$/)
  await window.press('e')
  await app.expectMark(first, { starred: true, read: false })

  await window.press('ControlOrMeta+k')
  await expect(dialog.getByRole('combobox')).toBeFocused()
  // Letters are no commands here.
  await page.keyboard.type('esm')
  await window.press('ControlOrMeta+a')
  await page.keyboard.type('done')
  await expect(dialog.getByRole('option', { selected: true })).toHaveText(/^\s*Done: mark read/)
  await window.press('Enter')
  await app.expectMark(first, { starred: true, read: true })
  await window.expectPaper(second)
  await expect(window.list).toBeFocused()
  // What was run last stands first, and what types goes where it opens.
  await window.press('ControlOrMeta+k')
  await expect(dialog.getByRole('option').first()).toHaveText(/^\s*Done: mark read/)
  await page.keyboard.type('label')
  await window.press('Enter')
  await expect(window.tagField).toBeFocused()
  await window.press('Escape')

  await window.button('More commands').click()
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await window.press('Escape', 'g')
  await expect(page.getByText('and then')).toBeVisible()
  await window.press('s')
  await window.expectList('Starred', 1)
  await expect(page.getByText('and then')).toBeHidden()
})

test('no pane is cut off where text is large', { tag: '@browser' }, async ({ window }) => {
  const { page } = window
  await window.press('ControlOrMeta+,')
  for (const size of ['150 %', '200 %']) {
    await window.dialog.getByRole('combobox', { name: 'Text size' }).selectOption(size)
    for (const width of [1280, 900]) {
      await page.setViewportSize({ width, height: 700 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth), size).toBe(width)
      const box = await page.locator('section[aria-label=Paper], #paper-list').last().boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? 0), `${size} at ${width}`).toBeLessThanOrEqual(width)
    }
  }
  await page.setViewportSize({ width: 1280, height: 700 })
  await window.press('Escape')
  // The sidebar is a drawer then.
  await expect(window.sidebar).toBeHidden()
  await window.press('\\')
  await expect(window.sidebar).toBeVisible()
  await window.press('Escape')
  await expect(window.sidebar).toBeHidden()
})
