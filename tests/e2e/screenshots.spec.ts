import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { samplePaths } from './support/digests'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

/** `npm run screenshots` names a folder to keep the pictures in; otherwise they are artefacts of the test. */
const folder = process.env.PAPERTRAY_SCREENSHOTS

const note =
  'Linear-time retention in place of attention: $\\mathcal{O}(L)$ instead of $\\mathcal{O}(L^2)$.\n\n' +
  '- Compare with **state space** models\n- Ask for the code\n\n$$h_t = \\gamma\\, h_{t-1} + k_t^\\top v_t$$'

test.beforeEach(async ({ context }) => {
  await context.clock.setFixedTime('2026-11-21T09:00:00Z')
})

/** Takes a picture in both appearances. */
async function take({ page }: AppWindow, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction(
      () => document.fonts.status === 'loaded' && document.getAnimations().length === 0
    )
    const file = `${name}-${colorScheme}.png`
    if (folder !== undefined) mkdirSync(folder, { recursive: true })
    const body = await page.screenshot({
      animations: 'disabled',
      caret: 'hide',
      ...(folder === undefined ? {} : { path: join(folder, file) })
    })
    expect(body.length).toBeGreaterThan(10_000)
    await test.info().attach(file, { body, contentType: 'image/png' })
  }
}

/** Marks a few papers, so that every state is in the picture. */
async function mark(window: AppWindow): Promise<void> {
  await window.page.setViewportSize({ width: 1280, height: 800 })
  await window.press('j', 's')
  await window.expectCount('Starred', 1)
  await window.press('t')
  await window.page.keyboard.type('video/generation')
  await window.press('Enter', 'Escape', 'j', 'e')
  await window.expectCount('Read', 1)
  await window.press('t')
  await window.page.keyboard.type('to discuss')
  await window.press('Enter', 'Escape', 'k', 'k', 'k')
  await window.expectPlace(0)
  await expect(window.view('to discuss')).toBeVisible()
  await window.page.keyboard.press('n')
  await window.note.fill(note)
  await expect(window.page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  await window.expectCount('Notes', 1)
}

async function settle(window: AppWindow): Promise<void> {
  await window.page.mouse.move(0, 0)
  const dismiss = window.page.getByRole('button', { name: 'Dismiss' })
  if (await dismiss.isVisible()) await dismiss.click({ timeout: 1000 }).catch(() => undefined)
  await expect(dismiss).toBeHidden()
  await expect(window.reader).toHaveAttribute('aria-busy', 'false')
}

test('inbox and note', async ({ app, window }) => {
  await mark(window)
  await expect(window.page.getByRole('region', { name: 'Preview' }).locator('math')).toHaveCount(3)
  await settle(window)
  await window.note.focus()
  await take(window, 'note')
  await window.press('Escape')
  await expect(window.note).toBeHidden()
  // A paper that is come back to begins at its title.
  const [first, second] = await app.inboxIds()
  await window.press('j')
  await window.expectPaper(second)
  await window.press('k')
  await window.expectPaper(first)
  await settle(window)
  await take(window, 'inbox')
  await window.press('g', 'h')
  await expect(window.page.getByRole('button', { name: /: ?\d+ done/ })).toBeFocused()
  await window.press('Enter')
  await expect(window.page.getByRole('button', { name: /^Take back: / }).first()).toBeVisible()
  await window.page.mouse.move(0, 0)
  await take(window, 'history')
})

test('search', async ({ window }) => {
  const { page, search, dialog } = window
  await mark(window)
  await window.press('Escape', 'g', 'a')
  await search.fill('diffusion models ')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Title' }).press('Enter')
  await expect(page.getByRole('region', { name: 'Searches' })).toBeVisible()
  await page.getByRole('button', { name: /^Filter/ }).click()
  await expect(page.getByRole('group', { name: 'Category' })).toBeVisible()
  await window.list.focus()
  await window.press('j')
  await expect.poll(() => page.evaluate(() => CSS.highlights.size)).toBe(1)
  await settle(window)
  await take(window, 'search')
})

test('narrow', async ({ window }) => {
  await mark(window)
  await window.press('Escape')
  await expect(window.note).toBeHidden()
  await settle(window)
  await window.page.setViewportSize({ width: 600, height: 800 })
  await window.press('u')
  await expect(window.list).toBeVisible()
  await take(window, 'narrow')
})

test.describe('of an empty library', () => {
  test.use({ library: 'empty' })

  test('welcome and report', async ({ window }) => {
    await window.page.setViewportSize({ width: 1280, height: 800 })
    await expect(window.page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
    await take(window, 'welcome')
    await window.choose(samplePaths)
    await window.expectImport('153 new papers')
    await expect(window.reader).toHaveAttribute('aria-busy', 'false')
    await window.button('Show the report').click()
    await expect(window.dialog).toBeVisible()
    await window.page.mouse.move(0, 0)
    await take(window, 'report')
  })
})

test('selection, focus mode, settings, and a large screen', async ({ window }) => {
  const { page } = window
  await mark(window)
  await window.press('Escape', 'Escape')
  await window.press('h')
  await expect(page.getByRole('textbox', { name: 'Words of a title' })).toBeFocused()
  await page.keyboard.type('diffusion')
  await page.getByRole('button', { name: 'Highlight: diffusion' }).click()
  await window.press('Escape')
  await window.press('j', 'x', 'Shift+J')
  await expect(page.getByRole('toolbar', { name: '2 papers selected' })).toBeVisible()
  await expect.poll(() => page.evaluate(() => CSS.highlights.size)).toBe(1)
  await settle(window)
  await take(window, 'selection')
  await window.press('Escape', 'f')
  await expect(page.getByRole('main', { name: 'Focus mode' })).toBeVisible()
  await settle(window)
  await take(window, 'focus')
  await window.press('f')
  await page.setViewportSize({ width: 2560, height: 1440 })
  await settle(window)
  await take(window, 'wide')
  await page.setViewportSize({ width: 1280, height: 800 })
  await window.press('Control+,')
  await page.getByRole('tab', { name: 'Keys' }).click()
  await expect(page.getByRole('button', { name: /^Reset all keys/ })).toBeVisible()
  await page.mouse.move(0, 0)
  await take(window, 'settings')
})
