import { dialectFixtures } from '../support/dialect-fixtures'
import { expect, test } from './support/test'

const fixtures = dialectFixtures()

function fixture(name: string): { name: string; mimeType: string; buffer: Buffer } {
  const found = fixtures.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no fixture ${name}`)
  return { name, mimeType: 'text/plain', buffer: found.bytes }
}

test.use({ library: 'empty' })

test('files digests of every dialect, and tells how each paper was announced', async ({ window }) => {
  const { page, reader } = window
  await window.choose(fixture('arxiv-email.txt'))
  await window.expectImport('3 new papers')
  await window.expectList('Inbox', 3)
  // Said to the eye by a mark, and to a screen reader in words.
  await expect(page.getByRole('option', { name: /Cross-list\. .*Stable Graphs/ })).toBeVisible()
  await expect(page.getByRole('option', { name: /Replacement\. .*Fold Paper/ })).toBeVisible()
  await expect(page.getByRole('option', { name: /Small Nets/ })).not.toHaveAccessibleName(/Cross-list|Replac/)
  await page.getByRole('option', { name: /Stable Graphs/ }).click()
  await expect(reader).toContainText('(cross-list)')
  await expect(reader.getByRole('button', { name: 'Øystein Åse' })).toBeVisible()

  await window.choose(fixtures.map(({ name }) => fixture(name)))
  await window.expectImport('1 new paper')
  await window.expectCount('All', 4)
  await page.getByRole('option', { name: /Small Nets/ }).click()
  await expect(reader).toContainText('12 pages, 5 figures')
  await expect(reader.getByRole('button', { name: 'Péter Erdős' })).toBeVisible()
  await window.press('z')
  await window.expectCount('All', 3)
})
