import type { Locator } from '@playwright/test'
import { expect, test } from './support/test'

async function widthOf(pane: Locator): Promise<number> {
  return (await pane.boundingBox())?.width ?? 0
}

test(
  'moves the splitters by mouse and keys, and remembers them on another port',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page, sidebar, list } = window
    const splitters = {
      sidebar: page.getByRole('separator', { name: 'Width of the sidebar' }),
      list: page.getByRole('separator', { name: 'Width of the list' })
    }
    const before = await widthOf(sidebar)
    const box = await splitters.sidebar.boundingBox()
    if (box === null) throw new Error('no splitter')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 30, y, { steps: 3 })
    await page.mouse.move(x + 60, y, { steps: 3 })
    await page.mouse.up()
    await expect.poll(() => widthOf(sidebar)).toBeCloseTo(before + 60, -1)
    await expect(splitters.sidebar).toHaveAttribute('aria-valuenow', /^29\d$/)
    await page.mouse.move(x + 200, y)
    await expect.poll(() => widthOf(sidebar)).toBeCloseTo(before + 60, -1)

    const wide = await widthOf(list)
    await splitters.list.focus()
    await window.press('ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft')
    await expect.poll(() => widthOf(list)).toBeCloseTo(wide + 32, 0)
    // Keys that move the splitter move nothing else.
    await window.expectPlace(0)

    const widths = [await widthOf(sidebar), await widthOf(list)]
    const saved = page.waitForResponse('**/request/saveDeviceSettings')
    await window.press('ArrowLeft', 'ArrowRight')
    await saved
    const { port } = app.host
    await app.restart(window)
    expect(app.host.port).not.toBe(port)
    await expect.poll(async () => [await widthOf(sidebar), await widthOf(list)]).toEqual(widths)
  }
)

test('remembers that the sidebar is hidden', { tag: '@browser' }, async ({ app, window }) => {
  const saved = window.page.waitForResponse('**/request/saveDeviceSettings')
  await window.button('Show or hide the sidebar').first().click()
  await expect(window.sidebar).toBeHidden()
  await saved
  await app.restart(window)
  await expect(window.sidebar).toBeHidden()
  await window.page
    .getByRole('main')
    .getByRole('button', { name: 'Show or hide the sidebar' })
    .first()
    .click()
  await expect(window.sidebar).toBeVisible()
})

test(
  'remembers also what was changed just before it was closed',
  { tag: '@browser' },
  async ({ app, window, context }) => {
    // Playwright holds no request that outlives its page.
    await context.unrouteAll()
    await window.button('Show or hide the sidebar').first().click()
    await window.page.goto('about:blank')
    const next = await app.open()
    await expect(next.list).toBeVisible()
    await expect(next.sidebar).toBeHidden()
  }
)

test('makes the sidebar a drawer below 900 pixels', async ({ window }) => {
  const { page, sidebar } = window
  await page.setViewportSize({ width: 899, height: 800 })
  await expect(sidebar).toBeHidden()
  await expect(window.list).toBeVisible()
  await expect(window.reader).toBeVisible()
  await window.button('Show or hide the sidebar').click()
  await expect(sidebar).toBeVisible()
  await window.press('Escape')
  await expect(sidebar).toBeHidden()
  await window.press('\\')
  await expect(sidebar).toBeVisible()
  await window.view('Starred').click()
  await expect(sidebar).toBeHidden()
  await expect(page.getByRole('heading', { name: 'No stars yet' })).toBeVisible()
  await window.press('\\')
  await expect(sidebar).toBeVisible()
  await page.mouse.click(850, 400)
  await expect(sidebar).toBeHidden()
  await page.setViewportSize({ width: 900, height: 800 })
  await expect(sidebar).toBeVisible()
})

test('lets list and reader take turns below 640 pixels', async ({ app, window }) => {
  const [, second] = await app.papers('inbox')
  const { page, list, reader } = window
  await page.setViewportSize({ width: 639, height: 800 })
  await expect(list).toBeVisible()
  await expect(reader).toBeHidden()
  await window.rows.nth(1).click()
  await expect(reader).toBeVisible()
  await expect(list).toBeHidden()
  await window.expectPaper(second?.id)
  await window.press('u')
  await expect(list).toBeVisible()
  await expect(reader).toBeHidden()
  await window.expectPlace(1)
  await window.press('n')
  await expect(window.note).toBeFocused()
  await window.press('Escape')
  await window.button('Back').click()
  await expect(list).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(639)
})

test(
  'follows the system’s appearance, and remembers another one',
  { tag: '@browser' },
  async ({ app, window }) => {
    const { page } = window
    const background = (): Promise<string> =>
      window.list.evaluate((element) => {
        let at: Element | null = element
        for (; at !== null; at = at.parentElement) {
          const { backgroundColor } = getComputedStyle(at)
          if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor
        }
        return ''
      })
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await background()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(background).not.toBe(light)
    const dark = await background()
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(background).toBe(light)

    const toggle = window.button('Light, dark or like the system')
    await toggle.click()
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(background).toBe(light)
    const saved = page.waitForResponse(
      (response) => response.request().postData()?.includes('dark') === true && response.ok()
    )
    await toggle.click()
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(background).toBe(dark)
    await saved
    await app.restart(window)
    await expect.poll(background).toBe(dark)
    await toggle.click()
    await expect.poll(background).toBe(light)
  }
)

test('a drawer has the keyboard while it is open, and what it covers is out of reach', async ({ window }) => {
  const { page, sidebar } = window
  await page.setViewportSize({ width: 800, height: 700 })
  await window.press('\\')
  await expect(window.view('Inbox')).toBeFocused()
  for (let tab = 0; tab < 60; tab++) {
    await window.press('Tab')
    const inMain = await page.evaluate(() => document.activeElement?.closest('main') !== null)
    expect(inMain).toBe(false)
  }
  await window.press('Escape')
  await expect(sidebar).toBeHidden()
  await expect(window.list).toBeFocused()
  // A window that is made wide has no drawer to close.
  await window.press('\\')
  await page.setViewportSize({ width: 1280, height: 700 })
  await window.rows.nth(2).click()
  await window.expectPlace(2)
})

test('cuts off no pane, however wide the others are wanted', async ({ window }) => {
  const { page } = window
  for (const name of ['Width of the sidebar', 'Width of the list']) {
    await page.getByRole('separator', { name }).focus()
    for (let press = 0; press < 30; press++) await window.press('ArrowRight')
  }
  for (const width of [900, 950, 1024, 1100, 1280]) {
    await page.setViewportSize({ width, height: 700 })
    const box = await window.reader.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 0), `at ${width}`).toBeLessThanOrEqual(width)
    await expect(page.getByRole('toolbar')).toBeInViewport({ ratio: 1 })
  }
})
