import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, today } from './support/digests'
import { expect, test } from './support/test'

test.use({ library: 'empty' })

test('what commands do while the window is open shows in it at once', async ({ app, window }) => {
  await expect(window.page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
  const folder = join(app.home, 'digests')
  mkdirSync(folder)
  const ids = ['2611.00001', '2611.00002', '2611.00003']
  writeFileSync(
    join(folder, 'today.md'),
    digestText(
      today(),
      ids.map((id) => ({ id }))
    )
  )
  expect(await app.command('import', folder)).toContain('1 file, 3 entries, 3 new.')
  await window.expectList('Inbox', 3)
  // The window's own way to tell of an import is for what was given to it.
  await expect(window.card).toBeHidden()

  await app.command('mark', '--star', '--tag', 'vision', ...ids.slice(0, 2))
  await window.expectCount('Starred', 2)
  await window.press('e')
  await window.expectCount('Inbox', 2)
  expect(await app.command('undo')).toBe('Undone: marks of 1 paper.\n')
  await window.expectCount('Inbox', 3)
  await app.command('undo')
  await window.expectCount('Starred', 0)
  await app.command('undo')
  await window.expectCount('All', 0)
})
