import { join } from 'node:path'
import { digestText, today, writeRecombined } from './support/digests'
import { expect, test } from './support/test'

test('goes on with a note while an import ends', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  const paths = writeRecombined(join(app.home, 'many'), 60, 20)
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.choose(paths)
  const words = 'Every word of this note is written while the papers come in, essentially. '
  const started = Date.now()
  let typed = ''
  while (!(await window.card.getByText('new papers').isVisible()) || Date.now() - started < 1500) {
    await window.page.keyboard.type(words, { delay: 4 })
    typed += words
  }
  await expect(window.note).toHaveValue(typed)
  await window.expectPaper(paper?.id)
  await window.press('Escape')
  await app.expectMark(paper?.id, { note: typed, read: false, starred: false, tags: [] })
  await window.expectCount('Read', 0)
})

test(
  'goes on with a note of a paper that another window takes away',
  { tag: '@browser' },
  async ({ app, window }) => {
    const text = digestText(today(), [{ id: '2611.00001' }])
    await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await window.button('1 new paper').click()
    await window.expectPaper('2611.00001')
    await window.press('n')
    await expect(window.note).toBeFocused()
    const other = await app.open()
    await other.page
      .getByRole('button', { name: /^About the digest of/ })
      .first()
      .click()
    await other.button('Remove from the library').click()
    await other.expectCount('All', 153)
    await window.expectCount('All', 153)
    await window.page.keyboard.type('e s m: all of this is a note')
    await expect(window.note).toHaveValue('e s m: all of this is a note')
    await window.expectCount('Inbox', 153)
    // The paper is not in the library, so the note cannot be: it is kept here, and saved once the paper is back.
    await expect(window.page.getByText('Not saved')).toBeVisible()
    await other.press('z')
    await window.expectCount('All', 154)
    await window.page.keyboard.type('.')
    await app.expectMark('2611.00001', { note: 'e s m: all of this is a note.' })
  }
)

test(
  'keeps what was typed while the host is gone, and saves it once it is back',
  { tag: '@browser' },
  async ({ app, window, watch, context }) => {
    watch.expect(/Failed to load resource/)
    const [paper] = await app.papers('inbox')
    await window.press('n')
    await expect(window.note).toBeFocused()
    await window.expectPart('WrittenNote')
    await context.setOffline(true)
    await window.page.keyboard.type('Typed in a tunnel')
    await expect(window.page.getByText('Not saved')).toBeVisible()
    await window.press('Escape')
    const note = window.reader.getByRole('region', { name: 'Note' })
    await expect(note).toContainText('Typed in a tunnel')
    await expect(note).toContainText('could not be saved yet')
    // Opened again, it is still what was typed.
    await window.press('n')
    await expect(window.note).toHaveValue('Typed in a tunnel')
    await window.press('Escape')
    expect((await app.paper(paper?.id)).note).toBeNull()
    await context.setOffline(false)
    await app.expectMark(paper?.id, { note: 'Typed in a tunnel' })
    await expect(note).not.toContainText('could not be saved yet')
  }
)

test(
  'is not written over by another window, which both say, and undo brings back',
  { tag: '@browser' },
  async ({ app, window: left }) => {
    const [paper] = await app.papers('inbox')
    await left.press('n')
    await left.page.keyboard.type('As it was.')
    await left.press('Escape')
    const right = await app.open()
    for (const window of [left, right]) {
      await expect(window.reader.getByText('As it was.')).toBeVisible()
      await window.press('n')
      await expect(window.note).toBeFocused()
    }
    await left.page.keyboard.type(' From the left.')
    await app.expectMark(paper?.id, { note: 'As it was. From the left.' })
    await right.page.keyboard.type(' From the right.')
    await app.expectMark(paper?.id, { note: 'As it was. From the right.' })
    await left.page.keyboard.type(' And more.')
    for (const window of [left, right]) {
      await window.press('Escape')
      const note = window.reader.getByRole('region', { name: 'Note' })
      await expect(note.getByText('Two notes were written at the same time')).toBeVisible()
      await expect(note.getByText('As it was. From the left. And more.')).toBeVisible()
      await expect(note.getByText('As it was. From the right.')).toBeVisible()
    }
    // Writing on keeps the other one.
    await right.press('n')
    await right.page.keyboard.type(' Still.')
    await right.press('Escape')
    const note = right.reader.getByRole('region', { name: 'Note' })
    await expect(note.getByText('Still.')).toBeVisible()
    await expect(note.getByRole('button', { name: 'Keep this one' })).toHaveCount(2)
    await note.getByRole('button', { name: 'Keep both' }).click()
    await expect(note.getByRole('button', { name: 'Keep this one' })).toHaveCount(0)
    await expect(left.reader.getByRole('button', { name: 'Keep this one' })).toHaveCount(0)
    await right.toast('Note chosen').getByRole('button', { name: /^Undo/ }).click()
    await expect(note.getByRole('button', { name: 'Keep this one' })).toHaveCount(2)
  }
)

test('takes up at once what was just written', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.page.keyboard.type('First.')
  // Before anything tells of it.
  await window.press('Escape', 'n')
  await expect(window.note).toHaveValue('First.')
  await window.page.keyboard.type(' Second.')
  await window.press('Escape')
  await app.expectMark(paper?.id, { note: 'First. Second.' })
  await expect(window.reader.getByRole('button', { name: 'Keep this one' })).toHaveCount(0)
})

test('is saved and ended also when all of it was typed before its editor was there', async ({
  app,
  window
}) => {
  const [paper] = await app.papers('inbox')
  await window.page.route('**/NoteEditor-*.js', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500))
    await route.fallback()
  })
  await window.press('n')
  await window.page.keyboard.type('In haste.')
  await window.press('Escape')
  await app.expectMark(paper?.id, { note: 'In haste.' })
  await expect(window.reader.getByText('In haste.')).toBeVisible()
  // Nothing is kept of the visit: what is written elsewhere shows.
  const other = await app.open()
  await other.press('n')
  await expect(other.note).toBeFocused()
  await other.page.keyboard.type(' More.')
  await expect(window.reader.getByText('In haste. More.')).toBeVisible()
})

test('is closed by an undo, which takes back all of it', async ({ app, window }) => {
  const [paper] = await app.papers('inbox')
  await window.press('n')
  await window.page.keyboard.type('abc def')
  await app.expectMark(paper?.id, { note: 'abc def' })
  await window.button('Undo').first().click()
  await expect(window.toast('Undone: note')).toBeVisible()
  await expect(window.note).toBeHidden()
  await app.expectMark(paper?.id, { note: null })
})

test('gives way to the tags, and ends where one goes on', async ({ window }) => {
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.button('Tag').first().click()
  await expect(window.tagField).toBeFocused()
  await expect(window.note).toBeHidden()
  await window.press('Escape', 'n')
  await expect(window.note).toBeFocused()
  await window.rows.nth(1).click()
  await expect(window.note).toBeHidden()
  await window.rows.nth(0).click()
  await expect(window.reader).toBeVisible()
  await expect(window.note).toBeHidden()
})

test('stays within its column, whatever is in it', async ({ window }) => {
  const long = 'x'.repeat(600)
  await window.press('n')
  await window.note.fill(`Words.\n\n\`\`\`\n${long}\n\`\`\`\n\n${long}\n\n| a | b |\n|-|-|\n| ${long} | c |`)
  await window.press('Escape')
  await expect(window.reader.locator('pre')).toBeVisible()
  for (const width of [1280, 900, 700, 480]) {
    await window.page.setViewportSize({ width, height: 800 })
    if (width < 640) await window.press('Enter')
    const edit = window.reader.getByRole('button', { name: /^Edit/ })
    await expect(edit).toBeVisible()
    const [box, pane] = [await edit.boundingBox(), await window.reader.boundingBox()]
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0))
  }
})

test(
  'asks before a window is closed that cannot save a note',
  { tag: '@browser' },
  async ({ app, window, watch, context }) => {
    watch.expect(/Failed to load resource/, /dialog: beforeunload/)
    await window.expectPaper((await app.papers('inbox'))[0]?.id)
    await window.press('n')
    await expect(window.note).toBeFocused()
    await context.setOffline(true)
    await window.page.keyboard.type('Nowhere else')
    await expect(window.page.getByText('Not saved')).toBeVisible()
    const asked = window.page.waitForEvent('dialog')
    await window.page.close({ runBeforeUnload: true })
    expect((await asked).type()).toBe('beforeunload')
    await context.setOffline(false)
  }
)
