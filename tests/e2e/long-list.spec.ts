import { join } from 'node:path'
import { writeRecombined } from './support/digests'
import { expect, test } from './support/test'

test.use({ library: null })

const papers = 3000

test('scrolls through 3,000 papers: every row has its text, and the current paper stays', async ({ app }) => {
  const folder = join(app.home, 'many')
  writeRecombined(folder, 30, papers / 30)
  await app.command('import', folder)
  await app.start()
  const window = await app.open()
  const { list, rows } = window
  await window.expectList('Inbox', papers)
  const order = (await app.papers('inbox')).map(({ id }) => id)
  await window.expectPaper(order[0])
  await window.press('j', 'j')
  await window.expectPlace(2)

  // Only what is in view is drawn, and assistive technology knows the whole.
  expect(await rows.count()).toBeLessThan(60)
  await expect(list).toHaveAttribute('role', 'listbox')
  await expect(window.row).toHaveAttribute('aria-posinset', '3')
  await expect(window.row).toHaveAttribute('aria-setsize', String(papers))
  await expect(window.row).toHaveAttribute('id', 'paper-2')

  const settled = async (): Promise<void> => {
    await expect
      .poll(() => rows.evaluateAll((all) => all.filter((row) => row.textContent.trim() === '').length))
      .toBe(0)
  }
  const scrollTo = (part: number): Promise<void> =>
    list.evaluate((element, to) => {
      element.scrollTop = (element.scrollHeight - element.clientHeight) * to
    }, part)
  for (const part of [0.5, 0.1, 0.9, 1]) {
    await scrollTo(part)
    await settled()
  }
  const last = window.page.locator(`#paper-${papers - 1}`)
  await expect(last).toBeInViewport()
  await expect(last).toHaveAttribute('aria-posinset', String(papers))
  // Scrolling selects nothing.
  await window.expectPaper(order[2])
  await scrollTo(0)
  await window.expectPlace(2)
  await window.expectPaper(order[2])

  await list.focus()
  await window.press('End')
  await expect(last).toBeInViewport()
  await settled()
  await window.expectPlace(papers - 1)
  await window.expectPaper(order[papers - 1])
  await window.press('Home')
  await expect(window.page.locator('#paper-0')).toBeInViewport()
  await settled()
  await window.expectPlace(0)
  await window.press('PageDown')
  await expect(list).not.toHaveAttribute('aria-activedescendant', 'paper-0')
  await expect(window.row).toBeInViewport()

  // A key brings the current paper back into view.
  await scrollTo(1)
  await expect(last).toBeInViewport()
  await last.click()
  await window.expectPlace(papers - 1)
  await window.expectPaper(order[papers - 1])
  await scrollTo(0)
  await window.press('k')
  await window.expectPlace(papers - 2)
  await expect(window.row).toBeInViewport()
  await window.expectPaper(order[papers - 2])

  // Drawn rows stand in the order of their places, each once.
  const places = await rows.evaluateAll((all) =>
    all
      .map((row) => ({ place: Number(row.ariaPosInSet), top: row.getBoundingClientRect().top }))
      .sort((a, b) => a.top - b.top)
      .map(({ place }) => place)
  )
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))

  await window.press('Shift+A')
  await expect(window.toast(`Marked ${papers.toLocaleString('en')} papers read`)).toBeVisible()
  await window.expectCount('Inbox', 0)
  await window.expectPlace(papers - 2)
  await window.press('z')
  await window.expectCount('Inbox', papers)
})
