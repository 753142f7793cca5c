import { expect, test } from './support/test'

test(
  'groups papers under headings that count, orders and packs them as chosen, and comes back to the same place',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page, list, rows } = window
    const ids = await app.inboxIds()
    const heading = list.locator('.heading').first()
    const height = (place: number): Promise<number> =>
      page.locator(`#paper-${place}`).evaluate((row) => row.getBoundingClientRect().height)

    await expect(heading).toHaveText(/^Saturday 30 December 2023 30 of 30 to read ?$/)
    // Whoever listens hears of the group with its first paper, and only with that.
    await expect(window.row).toHaveAccessibleName(/^Saturday 30 December 2023\s*30 of 30 to read Unread\. /)
    await window.press('e')
    await expect(heading).toContainText('29 of 30 to read')
    await expect(page.locator('#paper-0')).toHaveAccessibleName(/ No longer in this list\. /)
    await expect(window.row).toHaveAccessibleName(/^Unread\. /)

    // The heading of what is in view stays in view.
    await window.press(']', ']', 'k')
    await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(1000)
    const edge = (await list.boundingBox())?.y
    await expect.poll(async () => (await heading.boundingBox())?.y).toBe(edge)
    await window.expectPaper(ids[33])

    const order = window.button('Sort and group the list')
    await order.click()
    await expect(page.getByRole('radio', { name: 'Announced' })).toBeFocused()
    // Keys choose here, and do nothing to papers.
    await window.press('e')
    await page.getByRole('radio', { name: 'None' }).check()
    await expect(heading).toBeHidden()
    // Read anew, without the one that was done.
    await window.expectPlace(32)
    await window.expectPaper(ids[33])
    await expect(window.row).toBeInViewport()
    await page.getByRole('radio', { name: 'Compact' }).check()
    await expect.poll(() => height(33)).toBe(44)
    await expect(window.row).toBeInViewport()
    await order.click()
    await expect(window.dialog).toBeHidden()
    await expect(list).toBeFocused()
    await window.expectCount('Read', 1)

    // Another view has an order of its own.
    await window.press('g', 'r')
    await window.expectList('Read', 1)
    await expect(heading).toBeVisible()
    await window.press('g', 'i')
    await window.expectList('Inbox', 152)
    await window.expectPaper(ids[33])
    await expect(heading).toBeHidden()

    const kept = page.waitForResponse('**/request/keepPlaces')
    await window.press('j')
    await window.expectPaper(ids[34])
    await kept
    await app.restart(window)
    await window.expectList('Inbox', 152)
    await window.expectPlace(33)
    await window.expectPaper(ids[34])
    await expect(window.row).toBeInViewport({ ratio: 1 })
    expect(await height(33)).toBe(44)

    // Rows grow with the text.
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '150%'
    })
    await expect.poll(() => height(33)).toBe(66)
    await expect(window.row).toBeInViewport({ ratio: 1 })
    await window.press('End')
    await expect(rows.last()).toBeVisible()
    await expect(window.row).toBeInViewport({ ratio: 1 })
  }
)
