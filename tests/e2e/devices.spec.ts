import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPapertray } from '../support/papertray'
import { expect, test } from './support/test'

/** Another device: a home of its own, and a copy of the library that a synchroniser keeps up to date. */
function copyForAnotherDevice(home: string): { home: string; library: string } {
  const other = mkdtempSync(join(tmpdir(), 'papertray-e2e-other-'))
  const library = join(other, 'synchronised')
  cpSync(join(home, 'library'), library, { recursive: true })
  return { home: other, library }
}

test(
  'Notes written on two devices at once stand side by side, and one is chosen',
  { tag: '@browser' },
  async ({ app, window }) => {
    const other = copyForAnotherDevice(app.home)
    try {
      const { page } = window
      const [{ id, title } = { id: '', title: '' }] = await app.papers('inbox')
      await page.keyboard.press('n')
      await page.keyboard.type('Written here.')
      await page.keyboard.press('Escape')
      await expect(window.reader).toContainText('Written here.')

      const words = ['--library', other.library, '--note', 'Written there.', '--star', id]
      expect((await runPapertray(['mark', ...words], other)).code).toBe(0)
      // What the synchroniser brings: the folder that the other device alone writes to.
      const there = join(other.library, 'devices')
      const here = join(app.home, 'library', 'devices')
      for (const device of readdirSync(there)) {
        if (!readdirSync(here).includes(device))
          cpSync(join(there, device), join(here, device), { recursive: true })
      }
      await expect(window.reader).toContainText('Two notes were written at the same time')
      await expect(window.reader).toContainText('Written here.')
      await expect(window.reader).toContainText('Written there.')
      await expect(window.row).toContainText(title.slice(0, 20))
      await page.getByRole('button', { name: 'Keep this one' }).first().click()
      await expect(window.reader).not.toContainText('Two notes')
      await expect(window.reader).toContainText('Written there.')
    } finally {
      rmSync(other.home, { recursive: true, force: true })
    }
  }
)

test(
  'A copy that a synchroniser made is told in the window, until it is gone',
  { tag: '@browser' },
  async ({ app, window }) => {
    const devices = join(app.home, 'library', 'devices')
    const [device = ''] = readdirSync(devices)
    const copy = join(devices, device, 'journal-000001 (conflicted copy).jsonl')
    cpSync(join(devices, device, 'journal-000001.jsonl'), copy)
    const note = window.sidebar.getByRole('status')
    await expect(note).toContainText('A copy that a synchroniser made of a file is read too.')
    renameSync(copy, `${copy}.gone`)
    await expect(note).toHaveCount(0)
  }
)
