import { expect, test } from './support/test'

const note = '# Plan\n\nCompare **both** with $\\ell_1$:\n\n- first\n- second\n\n$$\\sum_{i=1}^n x_i^2$$'

test('keeps star, tag and note with math over a restart of the host', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  const id = paper?.id
  await window.expectPaper(id)
  await window.press('s')
  await window.press('t')
  await window.page.keyboard.type('to read/soon')
  await window.press('Enter', 'Escape')
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.note.fill(note)
  const preview = window.page.getByRole('region', { name: 'Preview' })
  await expect(preview.getByRole('heading', { name: 'Plan' })).toBeVisible()
  await expect(preview.locator('math')).toHaveCount(2)
  await expect(window.page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  // While the editor is still open, and the window too.
  await app.expectMark(id, { note, starred: true, tags: ['to read/soon'] })
  await window.press('Escape')
  await expect(window.note).toBeHidden()

  const check = async (): Promise<void> => {
    await window.expectPaper(id)
    const shown = window.reader.getByRole('region', { name: 'Note' })
    await expect(shown.getByRole('heading', { name: 'Plan' })).toBeVisible()
    await expect(shown.locator('strong')).toHaveText('both')
    await expect(shown.getByRole('listitem')).toHaveText(['first', 'second'])
    await expect(shown.locator('.katex')).toHaveCount(2)
    await expect(shown.locator('math')).toHaveCount(2)
    await expect(window.reader.getByTitle('Papers tagged to read/soon')).toBeVisible()
    await expect(window.row).toHaveAccessibleName(/Starred\./)
    await expect(window.row).toHaveAccessibleName(/Note\./)
    await window.expectCount('Starred', 1)
    await window.expectCount('Notes', 1)
  }
  await check()
  await app.reload(window)
  await check()
  await app.restart(window)
  await check()
  await app.expectMark(id, { note, starred: true, tags: ['to read/soon'] })
  await window.press('g', 'n')
  await window.expectList('Notes', 1)

  // What was done before the restart is undone after it, one act at a time.
  await window.press('z')
  await expect(window.toast('Undone: note')).toBeVisible()
  await app.expectMark(id, { note: null, starred: true, tags: ['to read/soon'] })
  await window.press('z')
  await app.expectMark(id, { starred: true, tags: [] })
  await window.press('z')
  await app.expectMark(id, { starred: false })
})

test('counts a visit to the note’s editor as one step for undo', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  const saved = window.page.getByRole('status').filter({ hasText: /^Saved$/ })
  const write = async (text: string): Promise<void> => {
    await window.page.keyboard.type(text)
    await expect(saved).toBeVisible()
    await expect.poll(async () => (await app.paper(paper?.id)).note).toContain(text)
  }
  await window.press('n')
  await expect(window.note).toBeFocused()
  await write('one')
  await window.press('Escape', 'n')
  await expect(window.note).toHaveValue('one')
  // One visit that saves three times.
  await write(' two')
  await write(' three')
  await write(' four')
  await window.press('ControlOrMeta+Enter')
  await expect(window.note).toBeHidden()
  await app.expectMark(paper?.id, { note: 'one two three four' })
  await window.press('z')
  await app.expectMark(paper?.id, { note: 'one' })
  await window.press('z')
  await app.expectMark(paper?.id, { note: null })
  await window.press('Shift+ControlOrMeta+z', 'Shift+ControlOrMeta+z')
  await app.expectMark(paper?.id, { note: 'one two three four' })
})

test('keeps what was typed when the paper is left at once', async ({ app, window }) => {
  const [paper, next] = await app.papers('inbox')
  await window.press('n')
  await window.page.keyboard.type('Not lost')
  // No pause for the editor to save in.
  await window.rows.nth(1).click()
  await window.expectPaper(next?.id)
  await app.expectMark(paper?.id, { note: 'Not lost' })
  expect((await app.paper(next?.id)).note).toBeNull()
})

test(
  'keeps a decision and a note when the window is closed in the same moment',
  { tag: '@browser' },
  async ({ app, window }) => {
    const [paper, next] = await app.papers('inbox')
    await window.expectPaper(paper?.id)
    // Requests that are looked at on their way do not outlive their page.
    await window.page.context().unrouteAll()
    // In one task, so that no frame comes between the keys and the end of the page.
    await window.page.evaluate(() => {
      for (const key of ['e', 's']) dispatchEvent(new KeyboardEvent('keydown', { key }))
      location.href = 'about:blank'
    })
    await window.page.waitForURL('about:blank')
    await app.expectMark(paper?.id, { read: true, starred: false })
    await app.expectMark(next?.id, { read: false, starred: true })

    await window.page.goto(app.host.address)
    await window.expectPaper(next?.id)
    await window.press('n')
    await expect(window.note).toBeFocused()
    await window.note.evaluate((field: HTMLTextAreaElement) => {
      field.value = 'Typed at the last moment'
      field.dispatchEvent(new Event('input', { bubbles: true }))
      location.href = 'about:blank'
    })
    await window.page.waitForURL('about:blank')
    await app.expectMark(next?.id, { note: 'Typed at the last moment' })
  }
)
