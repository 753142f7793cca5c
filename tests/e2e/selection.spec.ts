import type { Locator } from '@playwright/test'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

const bar = ({ page }: AppWindow, papers: string): Locator =>
  page.getByRole('toolbar', { name: `${papers} selected`, exact: true })

const selected = (window: AppWindow): Locator => window.list.getByRole('option', { selected: true })

const marksOf = (papers: readonly { read: boolean; starred: boolean; tags: readonly string[] }[]): string[] =>
  papers.map(({ read, starred, tags }) => `${read ? 'read' : ''}${starred ? '*' : ''}${tags.join()}`)

test('selects with keys, and acts on all of it', async ({ app, window }) => {
  const { page } = window
  const marks = async (): Promise<string[]> => marksOf((await app.papers()).slice(0, 6))
  // The very first keys: what is asked for waits for its part of the window, and what follows for that.
  await page.evaluate(() => {
    for (const [key, shiftKey] of [
      ['x', false],
      ['J', true],
      ['J', true],
      ['s', false]
    ] as const)
      dispatchEvent(new KeyboardEvent('keydown', { key, code: `Key${key.toUpperCase()}`, shiftKey }))
  })
  await expect(window.toast('Starred 3 papers')).toBeVisible()
  await expect(bar(window, '3 papers').getByRole('button', { name: 'Unstar 3' })).toBeVisible()
  await expect(selected(window)).toHaveCount(3)
  await window.expectPlace(2)

  await window.press('t')
  await expect(page.getByRole('combobox', { name: 'Add a tag to 3 papers' })).toBeFocused()
  await page.keyboard.type('vision')
  await window.press('Enter', 'Escape')
  await expect(window.toast('Tagged 3 papers vision')).toBeVisible()
  await expect.poll(marks).toEqual(['*vision', '*vision', '*vision', '', '', ''])
  // All but the last one, by a button: the next one selected stays.
  await window.press('x')
  await bar(window, '2 papers').getByRole('button', { name: 'Untag…' }).click()
  await page.getByRole('button', { name: 'Take vision off 2 papers' }).click()
  await expect(window.toast('Took vision off 2 papers')).toBeVisible()
  await window.press('e')
  await expect(bar(window, '2 papers')).toBeHidden()
  await window.expectPlace(2)
  await expect.poll(marks).toEqual(['read*', 'read*', '*vision', '', '', ''])
  await window.press('z', 'z')
  await expect.poll(marks).toEqual(['*vision', '*vision', '*vision', '', '', ''])

  // Escape ends the selection first, and only then goes back.
  await window.press('g', 'a', '*', 'a')
  await expect(bar(window, '153 papers')).toBeVisible()
  await window.press('Escape')
  await expect(bar(window, '153 papers')).toBeHidden()
  await window.expectList('All papers', 153)
  await window.press('*', 'a', 'g', 'i')
  await window.expectList('Inbox', 153)
  await expect(selected(window)).toHaveCount(0)
})

test('selects with the mouse, and drags papers to the sidebar', async ({ app, window }) => {
  const { page, rows } = window
  // What takes such clicks comes with the first move of the pointer.
  await expect(async () => {
    await rows.nth(1).click()
    await rows.nth(3).click({ modifiers: ['Shift'] })
    await expect(bar(window, '3 papers')).toBeVisible({ timeout: 2000 })
  }).toPass()
  await rows.nth(5).hover()
  await rows.nth(5).locator('.check').click()
  await rows.nth(2).click({ modifiers: ['ControlOrMeta'] })
  await expect(bar(window, '3 papers')).toBeVisible()
  await window.expectPlace(2)

  // Left in the middle, it changes nothing.
  const starred = window.view('Starred')
  await rows.nth(3).hover()
  await page.mouse.down()
  await starred.hover()
  await starred.hover()
  await expect(starred).toHaveAttribute('data-over')
  await expect(page.getByText('Drop to import')).toBeHidden()
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(starred).not.toHaveAttribute('data-over')

  await rows.nth(3).dragTo(starred)
  await expect(window.toast('Starred 3 papers')).toBeVisible()
  await window.expectCount('Starred', 3)
  // A row that is not selected goes alone.
  await rows.nth(0).dragTo(window.view('Read'))
  await expect(window.toast('Marked 1 paper read')).toBeVisible()
  await expect(bar(window, '3 papers')).toBeVisible()
  expect(marksOf((await app.papers()).slice(0, 6))).toEqual(['read', '*', '', '*', '', '*'])
  // A plain click is about its paper again.
  await rows.nth(4).click()
  await expect(bar(window, '3 papers')).toBeHidden()
  await window.press('t')
  await page.keyboard.type('later')
  await window.press('Enter', 'Escape')
  await rows.nth(0).dragTo(window.view('later'))
  await expect(window.toast('Tagged 1 paper later')).toBeVisible()
  await window.expectCount('later', 2)
})
