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
    const saved = page.waitForResponse('**/request/saveDeviceSettings')
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
