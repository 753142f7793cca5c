import { digestText, today } from './support/digests'
import { expect, test } from './support/test'

test('finds titles and authors as one types, and words that only an abstract holds', async ({
  app,
  window
}) => {
  const { page, search } = window
  const text = digestText(today(), [
    { id: '2611.00001', title: 'On Widgets', authors: 'Paul Erdős, Ada Lovelace', abstract: 'Of quokkas.' },
    { id: '2611.00002', title: 'The quokka', authors: 'Emmy Noether', abstract: 'Nothing more.' },
    { id: '2611.00003', title: 'An $\\alpha$-divergence', authors: 'Ada Lovelace', abstract: 'Short.' }
  ])
  await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await window.expectImport('3 new papers')
  await window.press('/')
  await page.keyboard.type('erdos')
  await expect(page.getByText('1 found', { exact: true })).toBeVisible()
  await expect(window.rows).toContainText(['On Widgets'])
  await search.fill('quokka')
  // The title comes first, the abstract after it.
  await expect(page.getByText('2 found', { exact: true })).toBeVisible()
  await expect(window.rows).toContainText(['The quokka', 'On Widgets'])
  for (const word of ['alpha', 'α', '$\\alpha$']) {
    await search.fill(`${word} divergence`)
    await expect(page.getByText('1 found', { exact: true })).toBeVisible()
    await expect(window.rows.first()).toContainText('divergence')
  }
  await search.fill('lovelace "on widgets"')
  await expect(page.getByText('1 found', { exact: true })).toBeVisible()

  await search.fill('zzyzx')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await expect(page.getByText('No paper in Inbox has all of “zzyzx”')).toBeVisible()
  // Escape empties the field first and leaves it then.
  await window.press('Escape')
  await expect(search).toHaveValue('')
  await window.expectList('Inbox', 156)
  await expect(search).toBeFocused()
  await window.press('Escape')
  await expect(window.list).toBeFocused()

  await search.fill('quokka')
  await expect(page.getByText('2 found', { exact: true })).toBeVisible()
  await window.button('Clear the search').first().click()
  await window.expectList('Inbox', 156)
  await expect(search).toHaveValue('')
  expect(await app.papers('read')).toEqual([])
})

test('searches all papers for an author that is clicked', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  const author = paper?.authors?.[0] ?? ''
  await window.press('e')
  await window.press('k')
  await window.expectPaper(paper?.id)
  await window.reader.getByRole('button', { name: author, exact: true }).click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'All papers' })).toBeVisible()
  await expect(window.search).toHaveValue(`author:"${author}"`)
  await expect(window.rows.first()).toContainText(author)
  await window.expectPaper(paper?.id)
})

test('widens a search to all papers', async ({ window }) => {
  const { page } = window
  await window.press('Shift+A')
  await window.expectCount('Inbox', 0)
  await window.press('g', 'i')
  await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
  await window.search.fill('diffusion')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await window.button('Search all papers').last().click()
  await expect(page.getByRole('heading', { level: 1, name: 'All papers' })).toBeVisible()
  await expect(window.rows.first()).toBeVisible()
  // Back the way one came: to the search, then to the whole of what was searched.
  await window.press('u')
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
  await expect(window.search).toHaveValue('diffusion')
  await window.press('u')
  await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
})
