import { join } from 'node:path'
import { writeRecombined } from './support/digests'
import { expect, test } from './support/test'

/** Enough to be under way for seconds. */
const files = 100
const papersEach = 144

/** Milliseconds from a key press to the moved cursor: far more than a person notices as slow. */
const longestAnswer = 250

/** @returns The files' paths. */
function manyDigests(home: string): string[] {
  return writeRecombined(join(home, 'many'), files, papersEach)
}

test('cancels a long import: the window answers meanwhile, and what was finished is whole', async ({
  app,
  window
}) => {
  const paths = manyDigests(app.home)
  await window.press('j')
  await window.expectPlace(1)
  // From a key press to the change of what is current, as the window itself sees it.
  await window.page.evaluate(() => {
    const list = document.getElementById('paper-list')
    if (list === null) throw new Error('no list')
    const answers: number[] = []
    let pressed: number | null = null
    addEventListener(
      'keydown',
      (event) => {
        pressed = event.timeStamp
      },
      true
    )
    new MutationObserver(() => {
      if (pressed !== null) answers.push(performance.now() - pressed)
      pressed = null
    }).observe(list, { attributeFilter: ['aria-activedescendant'] })
    Object.assign(globalThis, { answers })
  })
  await window.choose(paths)
  const progress = window.page.getByRole('progressbar', { name: 'Progress of the import' })
  await expect(progress).toBeVisible()
  await expect(window.card).toContainText(/[1-9]\d* of 100 files/)
  for (let place = 2; place < 12; place++) {
    await window.press('j')
    await window.expectPlace(place)
  }
  await expect(progress, 'the import is still under way').toBeVisible()
  await window.card.getByRole('button', { name: 'Cancel' }).click()
  await window.expectImport('Import cancelled')
  const answers = await window.page.evaluate(() => (globalThis as unknown as { answers: number[] }).answers)
  expect(answers).toHaveLength(10)
  expect(Math.max(...answers), `answers in ms: ${answers.join(' ')}`).toBeLessThan(longestAnswer)

  const said = await window.card.textContent()
  const done = Number(/([\d,]+) digests? (?:is|are) in the library/.exec(said ?? '')?.[1])
  expect(done).toBeGreaterThan(0)
  expect(done).toBeLessThan(files)
  // Every digest in the library is whole: all of its papers, and none of another.
  await window.expectCount('All', 153 + done * papersEach)
  expect(await app.papers()).toHaveLength(153 + done * papersEach)
  await app.command('check')
  await app.restart(window)
  await window.expectCount('All', 153 + done * papersEach)
})

test.describe('into an empty library', () => {
  test.use({ library: 'empty' })

  test('shows papers to go through while the import goes on, and calls no inbox empty', async ({
    app,
    window
  }) => {
    const paths = manyDigests(app.home)
    const zero = window.page.getByText('Inbox zero')
    let seen = 0
    await window.page.exposeFunction('seenZero', () => seen++)
    await window.page.evaluate(() => {
      new MutationObserver(() => {
        if (document.body.textContent.includes('Inbox zero'))
          void (globalThis as unknown as { seenZero: () => Promise<void> }).seenZero()
      }).observe(document.body, { childList: true, subtree: true })
    })
    // However quick the machine is, it is a long one.
    await window.page.route('**/request/importFile', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      await route.fallback()
    })
    await window.choose(paths)
    const progress = window.page.getByRole('progressbar', { name: 'Progress of the import' })
    await expect(window.rows.first()).toContainText(/\S/)
    await window.press('e')
    await window.expectCount('Read', 1)
    await expect(progress, 'the import is still under way').toBeVisible()
    // What came since waits to be asked for: the list does not move under one's hands.
    await expect(window.button(/^[\d,]+ new papers?$/)).toBeVisible()
    await window.card.getByRole('button', { name: 'Cancel' }).click()
    await window.expectImport('Import cancelled')
    await expect(zero).toBeHidden()
    expect(seen).toBe(0)
  })
})
