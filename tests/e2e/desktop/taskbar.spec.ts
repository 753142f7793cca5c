import { join } from 'node:path'
import { writeRecombined } from '../support/digests'
import { expect, test } from '../support/desktop-test'

test('the icon tells how many papers are unread', async ({ window, standIn }) => {
  const badge = (): number | undefined => standIn.recorded('badge').at(-1)?.count
  await window.expectCount('Inbox', 153)
  await expect.poll(badge).toBe(153)
  await window.press('e')
  await expect.poll(badge).toBe(152)
  await window.press('Shift+A')
  await expect.poll(badge).toBe(0)
  await window.press('z')
  await expect.poll(badge).toBe(152)
})

test('the taskbar tells how far an import has come, and clears', async ({ app, window, standIn }) => {
  const folder = join(app.home, 'many')
  writeRecombined(folder, 60, 40)
  await standIn.openFile(folder)
  await window.expectImport('2,400 new papers')
  await expect.poll(() => standIn.recorded('progress').at(-1)?.progress).toBe(-1)
  const shown = standIn.recorded('progress').map(({ progress }) => progress)
  expect(shown.length).toBeGreaterThan(2)
  for (const progress of shown.slice(0, -1)) {
    expect(progress).toBeGreaterThanOrEqual(0)
    expect(progress).toBeLessThanOrEqual(1)
  }
})
