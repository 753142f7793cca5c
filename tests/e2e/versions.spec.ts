import { digestText, today, type MadePaper } from './support/digests'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

const [changed, other] = ['2611.00001', '2611.00002'] as const
const before =
  'We show that $\\ell_1$ regularisation helps by 80.1%. It needs one epoch, and no labels at all.'
const now = 'We prove that $\\ell_2$ regularisation helps by 81.3%. It needs one epoch, and no labels at all.'

function digest(
  name: string,
  papers: readonly MadePaper[]
): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: 'text/plain', buffer: Buffer.from(digestText(today(), papers)) }
}

/** One paper was starred, the other read, before a second version of both came. */
async function prepare(window: AppWindow): Promise<void> {
  await window.choose(
    digest('first.md', [{ id: changed, title: 'On $\\ell_1$', abstract: before }, { id: other }])
  )
  await window.expectImport('2 new papers')
  await window.expectPlace(0)
  await window.press('s', 'j', 'e')
  await expect(window.toast('Done')).toBeVisible()
  await window.choose(
    digest('second.md', [
      { id: changed, version: 2, title: 'On $\\ell_1$', abstract: now, comment: '9 pages' },
      { id: other, version: 3 }
    ])
  )
  await window.expectImport('No new papers')
  await expect(window.card).toContainText('2 papers have a newer version.')
}

test.use({ library: 'empty' })

test('finds new versions of what was decided, shows what changed, and lets each be acknowledged', async ({
  app,
  window
}) => {
  const { page, reader } = window
  await expect(window.view('Updated')).toBeHidden()
  await prepare(window)
  await window.expectCount('Updated', 2)
  await window.press('g', 'u')
  await window.expectList('Updated', 2)
  const banner = reader.getByRole('region', { name: 'New version since you decided (v1 → v2)' })
  await expect(banner.locator('del')).toHaveText([/show/, /\$\\ell_1\$/, /80\.1%/])
  await expect(banner.locator('ins')).toHaveText([/9 pages/, /prove/, /\$\\ell_2\$/, /81\.3%/])
  await expect(banner).toContainText('Title and authors did not change.')
  // Looking at it changes nothing.
  await window.press('j', 'k')
  await window.expectCount('Updated', 2)
  await banner.getByRole('button', { name: 'Seen' }).click()
  await expect(banner).toBeHidden()
  await window.expectCount('Updated', 1)
  await window.press('z')
  await expect(window.toast('Undone: new version again')).toBeVisible()
  await window.expectCount('Updated', 2)
  // What is read already is looked at again by the same key as ever.
  await window.press('e')
  await window.expectCount('Updated', 1)
  await window.press('e')
  await expect(page.getByRole('heading', { name: 'No new versions' })).toBeVisible()
  await window.press('g', 'i')
  await expect(window.view('Updated')).toBeHidden()
  await app.expectMark(changed, { read: true, starred: true })
  await app.expectMark(other, { read: true, starred: false })
})

test('is:updated finds them too', async ({ window }) => {
  await prepare(window)
  await window.press('g', 'a', '/')
  await window.search.fill('is:updated is:starred')
  await expect(window.rows).toHaveCount(1)
  await expect(window.rows).toContainText('On')
  await window.search.fill('is:updated 00002')
  await expect(window.row).toContainText(`Paper ${other}`)
})

test('shows the lines of every digest as they came, and runs nothing of them', async ({ window }) => {
  const { page, reader } = window
  const hostile =
    '<img src=x onerror="globalThis.ran = 1"> \u202egnp.exe\u202c <b>&amp;</b> $\\def\\a{\\a}\\a$'
  await window.choose(digest('first.md', [{ id: changed, title: hostile }]))
  await window.expectImport('1 new paper')
  await window.expectPlace(0)
  await window.press('a')
  const announced = reader.getByRole('region', { name: 'As announced' })
  const text = announced.locator('pre')
  await expect(text).toContainText(
    `### ${hostile.replace('\u202e', '⟨U+202E⟩').replace('\u202c', '⟨U+202C⟩')}`
  )
  await expect(text).toContainText(`- **Arxiv ID**: http://arxiv.org/abs/${changed}v1`)
  await expect(announced).toContainText('lines 2–12 · of first.md')
  expect(await page.evaluate(() => (globalThis as unknown as { ran?: unknown }).ran ?? null)).toBeNull()
  // Another digest brings its lines, while they are looked at.
  await window.choose(digest('second.md', [{ id: changed, version: 2 }]))
  await expect(text).toHaveCount(2)
  await window.press('a')
  await expect(text).toBeHidden()
  await announced.getByRole('button').focus()
  await window.press('Enter')
  await expect(text).toHaveCount(2)
})
