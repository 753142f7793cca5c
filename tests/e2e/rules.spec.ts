import { expect, test } from './support/test'

test(
  'highlights and mutes what is pointed at or selected, from the reader, by key and in settings',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page, list } = window
    await app.inboxIds()
    const bar = page.getByRole('toolbar', { name: /^Highlight or mute / })
    const author = page.locator('.page.current [data-author]').first()
    const name = await author.innerText()
    const coloured = (colour: string): Promise<string[]> =>
      page.evaluate((each) => {
        const ranges = CSS.highlights.get(`rule-${each}`)
        return ranges === undefined ? [] : ([...ranges] as Range[]).map((range) => range.toString())
      }, colour)

    // One click mutes: its papers end the list, under a line that says why, and one key takes that back.
    await expect(async () => {
      await page.mouse.move(5, 5)
      await author.hover()
      await expect(bar).toBeVisible({ timeout: 1500 })
    }).toPass()
    await bar.getByRole('button', { name: `Mute: ${name}` }).click()
    await expect(page.getByRole('main').locator('header [aria-live=polite]')).toHaveText(
      '153 papers, 1 muted'
    )
    await window.press('End')
    await expect(list).toContainText(`1 paper muted`)
    await expect(list).toContainText(name)
    await window.press('Home')
    await expect(window.toast(`Muting “${name}”`)).toBeVisible()
    await window.press('z')
    await window.expectList('Inbox', 153)

    // By key, with the words of the user.
    await window.press('h')
    await expect(page.getByRole('textbox', { name: 'Words of a title' })).toBeFocused()
    await page.keyboard.type('diffusion')
    await page.getByRole('button', { name: 'Highlight: diffusion' }).click()
    await expect(page.getByRole('button', { name: 'Stop highlighting: diffusion' })).toBeVisible()
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await coloured('yellow')).length).toBeGreaterThan(1)
    expect(new Set((await coloured('yellow')).map((text) => text.toLowerCase()))).toContain('diffusion')
    await expect(list.getByRole('option', { name: /Highlighted\..*Diffusion/ }).first()).toBeVisible()

    // Selected words of the abstract.
    await page
      .locator('.page.current .abstract p')
      .first()
      .dblclick({ position: { x: 130, y: 10 } })
    await expect(bar).toBeVisible()
    const word = await page.evaluate(() => getSelection()?.toString().trim() ?? '')
    expect(word).not.toBe('')
    await bar.getByRole('button', { name: `Highlight: ${word}` }).click()
    await expect.poll(() => coloured('green')).toContain(word)

    // In settings a rule is changed and ended; both hold after a restart.
    await window.press('Escape')
    await window.button('Settings').first().click()
    await page.getByRole('tab', { name: 'Highlight and mute' }).click()
    await page.getByRole('combobox', { name: 'Colour of diffusion' }).selectOption('violet')
    await page.getByRole('button', { name: `Remove the rule ${word}` }).click()
    await expect(page.getByRole('textbox', { name: /^Text of the rule/ })).toHaveCount(1)
    await page.getByRole('tab', { name: 'TeX macros' }).click()
    await page.getByRole('textbox', { name: 'Name of the new macro' }).fill('EE')
    await page.getByRole('textbox', { name: 'What the new macro stands for' }).fill('\\mathbb{E}[#1]')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'What \\EE stands for' })).toBeVisible()
    await app.restart(window)
    await window.expectList('Inbox', 153)
    const again = window.page
    await expect(window.list.getByRole('option', { name: /Highlighted\./ }).first()).toBeVisible()
    await expect.poll(() => again.evaluate(() => CSS.highlights.has('rule-violet'))).toBe(true)
    expect(await again.evaluate(() => CSS.highlights.has('rule-green'))).toBe(false)
  }
)
