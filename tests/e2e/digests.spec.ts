import { sampleNames } from './support/digests'
import { expect, test } from './support/test'

test('removes a digest and takes that back', async ({ app, window }) => {
  const before = await app.papers()
  await window.page
    .getByRole('button', { name: /^About the digest of/ })
    .first()
    .click()
  const { dialog } = window
  await expect(dialog.getByRole('heading', { level: 2 })).toHaveText(/^Digest cs\.CV, \d+ \w+ 20\d\d$/)
  const source = await dialog.locator('dd').first().textContent()
  expect(sampleNames).toContain(source)
  const papers = Number(/of (\d+) papers?/.exec((await dialog.textContent()) ?? '')?.[1])
  expect(papers).toBeGreaterThan(0)

  await window.button('Remove from the library').click()
  await expect(dialog).toBeHidden()
  await expect(window.toast(/Removed cs\.CV, /)).toBeVisible()
  await window.expectCount('All', 153 - papers)
  await window.expectList('Inbox', 153 - papers)
  expect(await app.papers()).toHaveLength(153 - papers)

  await window.toast('Removed').getByRole('button', { name: /^Undo/ }).click()
  await window.expectCount('All', 153)
  await window.expectList('Inbox', 153)
  expect(await app.papers()).toEqual(before)
})

test('shows a digest’s papers, how many are read, and the days between that are missing', async ({
  app,
  window
}) => {
  const { sidebar } = window
  const digests = sidebar.getByRole('region', { name: 'Digests' })
  await expect(digests.getByText(/without digests$/).first()).toBeVisible()
  await expect(digests.getByText(/weekdays missing$/).first()).toBeVisible()
  await digests
    .getByRole('button', { name: /^About the digest of/ })
    .first()
    .click()
  await window.button('Show its papers').click()
  await expect(window.dialog).toBeHidden()
  await expect(window.page.getByRole('heading', { level: 1, name: /^cs\.CV, / })).toBeVisible()
  const shown = Number(/(\d+) papers/.exec((await window.page.getByRole('main').textContent()) ?? '')?.[1])
  await window.press('Shift+A')
  await window.expectCount('Inbox', 153 - shown)
  await expect(digests.getByTitle(`${shown} of ${shown} read`)).toBeVisible()
  expect(await app.papers('read')).toHaveLength(shown)

  await digests.getByRole('button', { name: /^December 2023/ }).click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'December 2023' })).toBeVisible()
})

test('shows a category’s papers from the sidebar and from a paper', async ({ window }) => {
  const categories = window.sidebar.getByRole('region', { name: 'Categories' })
  await categories.getByRole('button', { name: /^cs\.LG/ }).click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'cs.LG', exact: true })).toBeVisible()
  await window.press('g', 'i')
  await window.expectList('Inbox', 153)
  await window.reader.getByTitle('Papers in cs.CV').click()
  await expect(window.page.getByRole('heading', { level: 1, name: 'cs.CV', exact: true })).toBeVisible()
})
