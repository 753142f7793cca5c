import { samplePaths } from '../support/digests'
import { expect, test } from '../support/desktop-test'

test.use({ library: 'empty' })

test('drops a digest, stars, tags, notes, and finds it all after a restart', async ({ app, window }) => {
  await expect(window.page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
  await (await window.drag(samplePaths.slice(0, 1))).drop()
  await expect(window.card).toContainText('new papers')
  const [paper, next] = await app.papers('inbox')
  await window.expectPaper(paper?.id)
  await window.press('s', 't')
  await window.page.keyboard.type('vision/maps')
  await window.press('Enter', 'Escape', 'n')
  await expect(window.note).toBeFocused()
  await window.page.keyboard.type('Compare with $\\ell_1$.')
  await window.press('Escape', 'e')
  await window.expectPaper(next?.id)
  await app.expectMark(paper?.id, {
    read: true,
    starred: true,
    tags: ['vision/maps'],
    note: 'Compare with $\\ell_1$.'
  })

  await app.restart(window)
  await window.expectPaper(next?.id)
  await window.press('g', 's')
  await window.expectList('Starred', 1)
  await window.expectPaper(paper?.id)
  await expect(window.reader).toContainText('vision/maps')
  await expect(window.reader.locator('.katex').last()).toBeVisible()
  await window.press('z')
  await app.expectMark(paper?.id, { read: false, starred: true })
})
