import { gz, tar, zip } from '../library/support/archives'
import { digestText, recombined, today } from './support/digests'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

const files = (digests: number, each: number) =>
  recombined(digests, each).map(({ name, text }) => ({ name: `digests/${name}`, content: Buffer.from(text) }))

const readme = { name: 'digests/README.md', content: Buffer.from('Digests with arXiv:2312.10854.') }

async function choose(window: AppWindow, name: string, buffer: Buffer): Promise<void> {
  await window.choose({ name, mimeType: 'application/octet-stream', buffer })
}

test.use({ library: 'empty' })

test('takes the digests of an archive: with progress, one report and one undo', async ({ window }) => {
  // Everything that the card shows, however short.
  await window.page.evaluate(() => {
    const shown = new Set<string>()
    new MutationObserver(() => {
      shown.add(document.querySelector('[aria-label=Import].card')?.textContent ?? '')
    }).observe(document.body, { childList: true, subtree: true, characterData: true })
    Object.assign(globalThis, { shown })
  })
  const cut = gz(tar(files(2, 3)))
  await window.choose([
    { name: 'archive.zip', mimeType: 'application/zip', buffer: zip([...files(80, 20), readme]) },
    { name: 'cut.tgz', mimeType: 'application/gzip', buffer: cut.subarray(0, cut.length - 20) }
  ])
  await window.expectImport('1,600 new papers')
  const shown = await window.page.evaluate(() => [...(globalThis as unknown as { shown: Set<string> }).shown])
  expect(shown).toContainEqual(expect.stringMatching(/[1-9]\d* of 8\d files.*[1-9][\d,]* papers/))
  await expect(window.card).toContainText('1 file left out: no digest. It names arXiv papers')
  await window.button('Show the report').click()
  await expect(window.dialog).toContainText('82 digests, 1,600 new papers')
  await expect(window.dialog.getByText('archive.zip › digests/2020-01-01.md')).toBeVisible()
  await expect(window.dialog).toContainText('it ends too early: what stands before that was imported')
  await window.press('Escape')
  await window.press('z')
  await window.expectCount('All', 0)
})

test('offers the papers that a text names, and takes them back', { tag: '@browser' }, async ({ window }) => {
  const ask = (text: string): Promise<void> =>
    window.page.evaluate((pasted) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', pasted)
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      )
    }, text)
  await ask('Read https://arxiv.org/abs/2312.10854v2 and arXiv:2401.00001 soon.')
  await expect(window.card).toContainText('2 arXiv ids found in the pasted text. Add them?')
  // Declined: nothing came of it.
  await window.button('Close').click()
  await expect(window.card).toBeHidden()
  await window.expectCount('All', 0)

  await choose(window, 'reading.txt', Buffer.from('Read https://arxiv.org/abs/2312.10854v2 soon.'))
  await expect(window.card).toContainText('1 arXiv id found in reading.txt. Add it?')
  await window.card.getByRole('button', { name: 'Add 1 paper' }).press('Enter')
  await window.expectImport('1 new paper')
  await expect(window.rows.first()).toContainText('2312.10854')
  await window.rows.first().click()
  await window.expectPaper('2312.10854')
  await expect(window.reader).toContainText('Only the id is known so far')
  await window.press('z')
  await window.expectCount('All', 0)

  // In the report, too.
  await window.choose([
    {
      name: 'today.md',
      mimeType: 'text/plain',
      buffer: Buffer.from(digestText(today(), [{ id: '2611.00001' }]))
    },
    { name: 'reading.txt', mimeType: 'text/plain', buffer: Buffer.from('Read arXiv:2401.00001.') }
  ])
  await window.button('Show the report').click()
  await expect(window.dialog).toContainText('1 new paper, 0 problems, 1 text whose papers can be added.')
  await window.dialog.getByRole('button', { name: 'Add 1 paper' }).click()
  await expect(window.dialog).toContainText('2 digests, 2 new papers, 0 problems')
  await expect(window.dialog.getByRole('button', { name: 'Add 1 paper' })).toBeHidden()
})
