import { encodeWire } from '#core/wire'
import { expect, test } from './support/test'

test('tells what was done by day, and takes it back and brings it back', async ({ app, window }) => {
  const { page } = window
  const [first, second] = await app.papers('inbox')
  await window.press('j', 'k', 'e', 's')
  await window.expectCount('Starred', 1)
  await window.press('Shift+A')
  await window.expectCount('Inbox', 0)
  await window.press('g', 'h')
  const day = page.getByRole('button', { name: /^Today, / })
  await expect(day).toBeFocused()
  await expect(day).toHaveText(/: ?153 done, 1 starred, 5 digests imported$/)
  await expect(window.button(/^History:/)).toHaveAttribute('aria-current', 'page')

  await window.press('Enter')
  const lines = page.getByRole('list', { name: /^Today/ })
  const bulk = page.getByRole('button', { name: 'Take back: 152 papers marked read' })
  await expect(bulk).toBeVisible()
  await expect(
    lines.getByRole('listitem').filter({ hasText: 'Imported 5 digests, 153 new papers' })
  ).toContainText('command line')
  await window.press('j')
  await expect(bulk).toBeFocused()
  await window.press('Backspace')
  await expect(window.toast('Taken back: unread again for 152 papers')).toBeVisible()
  const back = page.getByRole('button', { name: 'Bring back: 152 papers marked read' })
  await expect(back).toBeFocused()
  await expect(day).toHaveText(/: ?1 done, 1 starred, 5 digests imported, 1 taken back$/)
  await window.expectCount('Inbox', 152)
  // Once more with the button itself.
  await window.press('Enter')
  await expect(window.toast('Brought back: read again for 152 papers')).toBeVisible()
  await window.expectCount('Inbox', 0)
  await window.press('Backspace')
  await window.expectCount('Inbox', 152)

  // Papers that are out of sight are out of reach, but undo is what it always is.
  await window.press('s', 'e', 'j', 't')
  const star = page.getByRole('button', { name: /^Take back: Starred: / })
  await expect(star).toBeFocused()
  await window.press('z')
  await expect(window.toast(/Undone: star taken off for /)).toBeVisible()
  await window.expectCount('Starred', 0)
  await expect(page.getByRole('button', { name: /^Bring back: Starred: / })).toBeFocused()

  await window.press('Escape')
  await window.expectList('Inbox', 152)
  await window.expectPaper(second?.id)
  await app.expectMark(first?.id, { read: true })
})

test(
  'follows other windows, shows a paper and goes on to a search',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page } = window
    await window.button(/^History:/).click()
    await page.getByRole('button', { name: /^Today, / }).click()
    const other = await app.open()
    await other.press('e')
    await expect(page.getByRole('button', { name: /^Take back: Done: / })).toHaveCount(1)
    await other.press('e', 'e')
    // A passage through a list is one line.
    const run = page.getByRole('button', { name: /3 done$/ })
    await expect(run).toHaveAttribute('aria-expanded', 'false')
    await run.click()
    await expect(page.getByRole('list', { name: 'One by one' }).getByRole('listitem')).toHaveCount(3)
    await page.getByTitle('Show this paper').first().click()
    await expect(page.getByRole('heading', { level: 1, name: 'All papers' })).toBeVisible()
    await expect(window.rows).toHaveCount(1)
    await window.press('u', 'g', 'h')
    await expect(page.getByRole('heading', { level: 1, name: 'History' })).toBeVisible()
    await window.press('/')
    await expect(window.search).toBeFocused()
  }
)

test(
  'says why it cannot be read, and tries again',
  { tag: '@browser' },
  async ({ context, watch, window }) => {
    const { page } = window
    watch.expect(/Failed to load resource/)
    const answer = { ok: false, error: { code: 'folderGone', message: 'The library folder is gone.' } }
    await context.route('**/request/history', (route) =>
      route.fulfill({ body: Buffer.from(encodeWire(answer)) })
    )
    await window.press('g', 'h')
    await expect(page.getByRole('alert')).toContainText('The library folder is gone.')
    await context.unroute('**/request/history')
    await window.button('Try again').click()
    await expect(page.getByRole('button', { name: /^Today, / })).toBeVisible()
    await expect(page.getByRole('alert')).toBeHidden()
  }
)
