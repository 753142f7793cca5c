import type { Page } from '@playwright/test'
import { digestText, today } from './support/digests'
import { expect, test } from './support/test'

/** What is marked in the window, each word once. */
async function markedIn(page: Page): Promise<string[]> {
  const words = await page.evaluate(() =>
    [...(CSS.highlights.get('match') ?? [])].map((range) => (range instanceof Range ? range.toString() : ''))
  )
  return [...new Set(words)].sort()
}

test('explains and completes a query, and marks what it finds', { tag: '@browser' }, async ({ window }) => {
  const { page, search } = window
  const text = digestText(today(), [
    { id: '2611.00001', title: 'The $\\alpha$-divergence', abstract: 'An alpha, $\\alpha^2$, X-rays.' },
    { id: '2611.00002', title: 'Divergences', abstract: 'Of xrays: alpha and divergence, divergence.' }
  ])
  await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await window.expectImport('2 new papers')
  await page.keyboard.press('Escape')
  const options = page.getByRole('listbox', { name: 'How the search can go on' }).getByRole('option')

  await test.step('completes what one is typing, and takes no key unasked', async () => {
    await window.press('/')
    await page.keyboard.type('divergence is:u')
    await expect(options).toHaveText([/^unread/, /^updated/, /^unseen/])
    await expect(search).toHaveAttribute('aria-expanded', 'true')
    await expect(search).not.toHaveAttribute('aria-activedescendant')
    await window.press('ArrowDown')
    await expect(search).toHaveAttribute('aria-activedescendant', 'search-options-0')
    await window.press('Enter')
    await expect(search).toHaveValue('divergence is:unread ')
    await expect(search).toBeFocused()
    await expect(options).toHaveCount(0)
    await page.keyboard.type('tit')
    await expect(options).toHaveText([/^title:/])
    await window.press('Tab')
    await expect(search).toHaveValue('divergence is:unread title:')
    await page.keyboard.type('al is:')
    await expect(options).not.toHaveCount(0)
    // Escape closes what is offered first, and Enter goes to the list then.
    await window.press('Escape')
    await expect(options).toHaveCount(0)
    await expect(search).toHaveValue('divergence is:unread title:al is:')
    await window.press('Backspace', 'Backspace', 'Backspace', 'Backspace')
    await expect(page.getByText('1 found', { exact: true })).toBeVisible()
    await window.press('Enter')
    await expect(window.list).toBeFocused()
  })

  await test.step('marks words in lists, abstracts and formulas', async () => {
    await search.fill('alpha divergence xray ')
    await expect(page.getByText('2 found', { exact: true })).toBeVisible()
    await window.expectPaper('2611.00001')
    await expect
      .poll(() => markedIn(page))
      .toEqual(['X-rays', 'alpha', 'divergence', 'Divergences', 'xrays', 'α'].sort())
  })

  await test.step('says what is wrong, and mends it', async () => {
    await search.fill('tilte:divergence')
    await expect(page.getByText('There is no field “tilte”')).toBeVisible()
    await page.getByRole('button', { name: 'Write title:' }).click()
    await expect(search).toHaveValue('title:divergence')
    await expect(page.getByText('2 found', { exact: true })).toBeVisible()
    await expect(page.getByText('There is no field “tilte”')).toBeHidden()
  })

  await test.step('orders by match or by day', async () => {
    await search.fill('divergence ')
    await page.getByRole('button', { name: 'Best match' }).click()
    await expect(window.button('Newest first')).toBeVisible()
    await window.list.focus()
    await window.press('b')
    await expect(window.button('Best match')).toBeVisible()
  })
})

test('goes to ids, and helps where nothing is found', { tag: '@browser' }, async ({ app, window }) => {
  const { page, search } = window
  const [paper] = await app.papers('inbox')
  const id = paper?.id ?? ''
  await window.press('e', 'g', 'i')
  // What hears of pasting is there.
  await search.fill('is:')
  await expect(page.getByRole('listbox', { name: 'How the search can go on' })).toBeVisible()
  await search.dispatchEvent('paste')
  await search.fill(`https://arxiv.org/abs/${id}`)
  // It is read, and no more in the inbox.
  await expect(page.getByRole('heading', { level: 1, name: 'All papers' })).toBeVisible()
  await window.expectPaper(id)
  await expect(window.list).toBeFocused()

  await search.fill('2611.77777')
  await expect(page.getByRole('link', { name: 'look at arxiv.org' })).toHaveAttribute(
    'href',
    'https://arxiv.org/abs/2611.77777'
  )
  await window.button('add it').click()
  await expect(window.toast('Added arXiv:2611.77777')).toBeVisible()
  await window.expectPaper('2611.77777')

  await search.fill('diffussion is:unread ')
  await window.button(/^diffusion is:unread/).click()
  await expect(window.rows.first()).toContainText(/diffusion/i)
  await search.fill('diffusion is:starred')
  await window.button('Without is:starred').click()
  await expect(search).toHaveValue('diffusion')
  await expect(window.rows.first()).toContainText(/diffusion/i)
})
