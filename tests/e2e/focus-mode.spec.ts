import { expect, test } from './support/test'

test(
  'One paper has the whole window, with the same keys, and the list stays as it was left',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page } = window
    const [first, second, third] = await app.inboxIds()
    await window.expectPaper(first)
    await window.press('f')
    const focus = page.getByRole('main', { name: 'Focus mode' })
    await expect(focus).toBeVisible()
    await expect(window.list).toBeHidden()
    await expect(window.sidebar).toBeHidden()
    await expect(focus.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '1 of 153')
    await expect(focus).toBeFocused()

    await window.press('e')
    await window.expectPaper(second)
    await app.expectMark(first, { read: true })
    await window.press('j')
    await window.expectPaper(third)
    await expect(focus.getByText(/^3 of 153: /)).toBeAttached()
    await window.press('s', 't')
    await window.tagField.fill('maps')
    await window.press('Enter', 'Escape')
    await app.expectMark(third, { starred: true, tags: ['maps'] })

    await window.press('Escape')
    await expect(focus).toBeHidden()
    await expect(window.list).toBeFocused()
    await window.expectPlace(2)

    // What needs the list leaves for it.
    await window.press('f')
    await expect(focus).toBeVisible()
    await window.press('/')
    await expect(window.search).toBeFocused()
    await expect(focus).toBeHidden()

    await window.press('Escape', 'g', 's')
    await window.expectList('Starred', 1)
    await page.getByRole('toolbar').getByRole('button', { name: 'Focus mode' }).click()
    // However often: it neither marks nor leaves.
    await window.press('Space', 'Space', 'Space', 'Space', 'Space', 'Enter')
    await expect(focus.getByRole('heading', { name: 'That was all' })).toBeVisible()
    await window.press('k')
    await window.expectPaper(third)
    await window.press('e')
    await app.expectMark(third, { read: true })
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await expect(window.list).toBeFocused()
    await window.expectPlace(0)
  }
)
