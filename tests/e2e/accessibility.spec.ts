import { AxeBuilder } from '@axe-core/playwright'
import { digestText, samplePaths, today } from './support/digests'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the screens of a test, each finding once. */
class Findings {
  readonly #window: AppWindow
  readonly #found = new Map<string, string[]>()

  constructor(window: AppWindow) {
    this.#window = window
  }

  /** Looks at what is shown, in both appearances. */
  async look(screen: string): Promise<void> {
    const { page } = this.#window
    // Parts that are fetched when they are first shown must be there.
    await expect(page.locator('h1').first()).toBeAttached()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // Colours are measured at rest.
      await page.waitForFunction(() => document.getAnimations().length === 0)
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
      // Only colours depend on the appearance.
      const asked = colorScheme === 'light' ? axe.withTags(tags) : axe.withRules(['color-contrast'])
      const { violations } = await asked.analyze()
      for (const { id, nodes } of violations) {
        for (const { target, failureSummary = '' } of nodes) {
          const finding = `${id}: ${target.join(' ')}: ${failureSummary.replaceAll(/\s+/g, ' ')}`
          this.#found.set(finding, [...(this.#found.get(finding) ?? []), `${screen} (${colorScheme})`])
        }
      }
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  }

  expectNone(): void {
    const lines = [...this.#found].map(([finding, screens]) => `${finding} [${screens.join(', ')}]`)
    expect(lines).toEqual([])
  }
}

test.describe('axe finds nothing', () => {
  test.slow()

  test('in the list and the reader, with every kind of mark', async ({ window }) => {
    const axe = new Findings(window)
    const { page } = window
    await expect(window.row).toBeVisible()
    await axe.look('inbox')
    await window.press('e', 's')
    await expect(window.toast('Starred')).toBeVisible()
    await axe.look('a toast with undo')
    await window.press('t')
    await page.keyboard.type('vision/maps')
    await expect(page.getByRole('listbox', { name: 'Tags' })).toBeVisible()
    await axe.look('tag completion')
    await window.press('Enter', 'Escape', 'n')
    await window.note.fill(
      '# Plan\n\n**Compare** $\\ell_1$, [site](https://example.org/)\n\n$$x^2$$\n\n- a\n- b'
    )
    await expect(page.getByRole('region', { name: 'Preview' }).locator('math')).toHaveCount(2)
    await axe.look('note editor')
    await window.press('Escape')
    await expect(window.note).toBeHidden()
    await axe.look('note, tag and star')
    await window.press('x', 'Shift+J')
    await expect(page.getByRole('toolbar', { name: '2 papers selected' })).toBeVisible()
    await axe.look('selected papers')
    await window.press('Escape')
    await window.press('f')
    await expect(page.getByRole('main', { name: 'Focus mode' })).toBeFocused()
    await axe.look('focus mode')
    await window.press('f')
    await window.search.fill('diffusion')
    await expect(page.getByText(/^[\d,]+ found$/)).toBeVisible()
    await axe.look('search')
    await window.search.fill('tilte:diffusion is:un')
    await expect(page.getByRole('listbox', { name: 'How the search can go on' })).toBeVisible()
    await axe.look('search that is explained and completed')
    await window.search.fill('zzyzx')
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible()
    await axe.look('nothing found')
    await window.press('Escape', 'Escape', 'g', 'h')
    await expect(page.getByRole('button', { name: /^Today, / })).toBeFocused()
    await window.press('Enter', 'j', 'Backspace')
    await expect(window.toast('Taken back')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Bring back/ })).toBeFocused()
    await axe.look('history')
    axe.expectNone()
  })

  test('on screens that hold nothing', async ({ window }) => {
    const axe = new Findings(window)
    const { page } = window
    for (const [key, heading] of [
      ['s', 'No stars yet'],
      ['n', 'No notes yet'],
      ['r', 'Nothing read yet'],
      ['u', 'No new versions']
    ] as const) {
      await window.press('g', key)
      await expect(page.getByRole('heading', { name: heading })).toBeVisible()
      await axe.look(heading)
    }
    await window.press('g', 'i')
    await window.expectList('Inbox', 153)
    await window.press('Shift+A')
    await window.expectCount('Inbox', 0)
    await window.press('g', 'i')
    await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
    await axe.look('inbox zero')
    axe.expectNone()
  })

  test('in what changed in a new version, and as announced', { tag: '@browser' }, async ({ window }) => {
    const axe = new Findings(window)
    const choose = async (version: number, abstract: string, now: string): Promise<void> => {
      const text = digestText(today(), [{ id: '2611.00001', version, title: `Paper ${now}`, abstract }])
      await window.choose({ name: `${now}.md`, mimeType: 'text/plain', buffer: Buffer.from(text) })
    }
    await choose(1, 'We show one thing.', 'one')
    await window.expectImport('1 new paper')
    await window.button('1 new paper').click()
    await expect(window.row).toContainText('Paper one')
    await window.press('s')
    await choose(2, 'We prove one thing, and another.', 'two')
    await expect(window.reader.locator('ins')).toHaveCount(3)
    await window.press('a')
    await expect(window.reader.locator('pre')).toHaveCount(2)
    await axe.look('new version, as announced')
    axe.expectNone()
  })

  test('in a search that is narrowed and kept, and on its help', { tag: '@browser' }, async ({ window }) => {
    const axe = new Findings(window)
    const { page, search } = window
    await window.press('g', 'a')
    await search.fill('-is:read model')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await window.dialog.getByRole('textbox', { name: 'Title' }).press('Enter')
    await window.button('Filter').click()
    await expect(page.getByRole('group', { name: 'State' })).toBeVisible()
    await page.getByRole('region', { name: 'Related papers' }).scrollIntoViewIfNeeded()
    await window.button('More about -is:read model').click()
    await axe.look('a search')
    await window.press('Escape')
    await window.button('How to search').click()
    await expect(window.dialog.getByRole('heading', { name: 'Fields', exact: true })).toBeVisible()
    await axe.look('help on searching')
    axe.expectNone()
  })

  test('in dialogs', async ({ window }) => {
    const axe = new Findings(window)
    const { page } = window
    await window.press('Shift+Slash')
    await expect(window.dialog).toBeVisible()
    await axe.look('keys')
    await window.button('About Papertray').click()
    await expect(window.dialog.getByText('markdown-it')).toBeVisible()
    await axe.look('about')
    await window.press('Escape')
    await expect(window.dialog).toBeHidden()
    await window.press('Shift+Slash')
    await window.button('Backups').click()
    await window.button('Back up now').click()
    await expect(window.button(/^Restore the backup of/)).toBeEnabled()
    await axe.look('backups')
    await window.button(/^Restore the backup of/).click()
    await expect(page.getByRole('list', { name: 'What would change' })).toBeVisible()
    await axe.look('restore')
    await window.press('Escape')
    await expect(window.dialog).toBeHidden()
    await window.press('ControlOrMeta+,')
    await window.dialog.getByRole('tab', { name: 'Keys' }).click()
    await window.button(/^Add a key for Star$/).click()
    await window.press('e', 'Enter')
    await expect(window.dialog.getByText('belongs to')).toBeVisible()
    await axe.look('settings')
    await window.press('Escape', 'ControlOrMeta+k')
    await expect(window.dialog.getByRole('combobox')).toBeFocused()
    await axe.look('palette')
    await window.press('Escape', '.')
    await expect(page.getByRole('menuitem').first()).toBeFocused()
    await axe.look('more commands')
    await window.press('Escape')
    const text = digestText(today(), [{ id: '2611.00001' }])
    const broken = `${text}### No id\n- **Arxiv ID**: lost\n`
    await window.choose([
      { name: 'broken.md', mimeType: 'text/plain', buffer: Buffer.from(broken) },
      { name: 'empty.md', mimeType: 'text/plain', buffer: Buffer.alloc(0) }
    ])
    await window.expectImport('1 new paper')
    await axe.look('import card')
    await window.button('Show the report').click()
    await expect(window.dialog).toBeVisible()
    await axe.look('report')
    await window.press('Escape')
    await page
      .getByRole('button', { name: /^About the digest of/ })
      .first()
      .click()
    await expect(window.dialog).toContainText('broken.md')
    await axe.look('digest')
    await window.press('Escape')
    await expect(window.dialog).toBeHidden()
    axe.expectNone()
  })

  // The desktop asks in a dialog of the system.
  test('where an address is asked about', { tag: '@browser' }, async ({ window }) => {
    const axe = new Findings(window)
    const text = digestText(today(), [{ id: '2611.00001', comment: 'See http://plain.example/' }])
    await window.showOnly('2611.00001', text)
    await window.reader.getByRole('link', { name: 'http://plain.example/' }).click()
    await expect(window.dialog).toBeVisible()
    await axe.look('address')
    axe.expectNone()
  })

  test('in narrow windows', async ({ window }) => {
    const axe = new Findings(window)
    const { page } = window
    await page.setViewportSize({ width: 800, height: 800 })
    await expect(window.sidebar).toBeHidden()
    await axe.look('without sidebar')
    await window.press('\\')
    await expect(window.sidebar).toBeVisible()
    await axe.look('drawer')
    await window.press('Escape')
    await page.setViewportSize({ width: 500, height: 800 })
    await axe.look('list alone')
    await window.rows.first().click()
    await expect(window.reader).toBeVisible()
    await axe.look('reader alone')
    axe.expectNone()
  })

  test.describe('at the beginning', () => {
    test.use({ library: 'empty' })

    test('on the welcome screen, while files are dragged and in the paste dialog', async ({ window }) => {
      const axe = new Findings(window)
      await expect(window.page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
      await axe.look('welcome')
      await window.drag(samplePaths.slice(0, 1))
      await expect(window.page.getByText('Drop to import')).toBeVisible()
      await axe.look('dragging')
      await window.page.locator('body').dispatchEvent('dragleave', {
        dataTransfer: await window.page.evaluateHandle(() => {
          const made = new DataTransfer()
          made.items.add(new File([], 'x'))
          return made
        })
      })
      await expect(window.page.getByText('Drop to import')).toBeHidden()
      await window.button('Paste text…').click()
      await expect(window.dialog).toBeVisible()
      await axe.look('paste')
      await window.press('Escape')
      await expect(window.dialog).toBeHidden()
      await window.press('g', 'h')
      await expect(window.page.getByRole('heading', { name: 'Nothing done yet' })).toBeVisible()
      await axe.look('nothing done yet')
      axe.expectNone()
    })

    test('where the library cannot be opened', { tag: '@browser' }, async ({ window, watch, context }) => {
      const axe = new Findings(window)
      watch.expect(/Failed to load resource/)
      await context.route('**/request/openLibrary', (route) => route.abort())
      await window.page.reload()
      await expect(window.page.getByRole('heading', { name: /could not open the library/ })).toBeVisible()
      await axe.look('start failure')
      axe.expectNone()
    })
  })
})

test('puts the focus where one begins in each dialog, and gives it back', async ({ window }) => {
  const { page, dialog } = window
  const about = page.getByRole('button', { name: /^About the digest of/ }).first()
  const first = dialog.getByRole('button', { name: 'Show its papers' })
  await about.focus()
  await window.press('Enter')
  await expect(first).toBeFocused()
  await window.press('Escape')
  await expect(about).toBeFocused()
  await window.press('Enter')
  await dialog.getByRole('button', { name: 'Close' }).click()
  await expect(about).toBeFocused()
  // The mouse takes the keyboard from nobody: what had it before has it after.
  await window.list.focus()
  await about.click()
  await expect(first).toBeFocused()
  await window.press('Escape')
  await expect(window.list).toBeFocused()
})

test('reaches every part of the window with Tab, and shows where it is', async ({ window }) => {
  const { page } = window
  await window.row.click()
  const seen = new Set<string>()
  for (let press = 0; press < 120; press++) {
    await window.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return null
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const { x, y, width, height } = element.getBoundingClientRect()
      const name = (element.getAttribute('aria-label') ?? element.textContent).trim()
      return { name, outlined: outlineStyle !== 'none' && parseFloat(outlineWidth) > 0, x, y, width, height }
    })
    if (focused === null || seen.has(focused.name)) continue
    seen.add(focused.name)
    if (focused.outlined) continue
    // Shown in another way: then the element looks different once it is left.
    const { name, x, y, width, height } = focused
    const clip = { x: Math.max(0, x - 4), y: Math.max(0, y - 4), width: width + 8, height: height + 8 }
    const before = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })
    const element = await page.evaluateHandle(() => document.activeElement as HTMLElement)
    await element.evaluate((each) => {
      each.blur()
    })
    const after = await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })
    await element.evaluate((each) => {
      each.focus()
    })
    expect.soft(after.equals(before), `${name} looks the same with focus as without`).toBe(false)
  }
  for (const name of ['Search papers', 'Inbox', 'Star', 'Abstract and note', 'Width of the list'])
    expect(
      [...seen].some((each) => each.startsWith(name)),
      `${name} is reached by Tab`
    ).toBe(true)
})

test('names rows with their formulas and marks, and months that are read as read', async ({
  app,
  window
}) => {
  const papers = await app.papers('inbox')
  const place = papers.findIndex(({ title }) => title.includes('$\\ell^1$'))
  for (let move = 0; move < place; move++) await window.press('j')
  await window.expectPlace(place)
  await window.press('s')
  await expect(window.row).toHaveAccessibleName(
    /^Unread\. Starred\. An ℓ1-Plug-and-Play Approach .* Vladyslav Gapyak.* and \d more\. eess\.IV 30 Dec 2023$/
  )
  await window.press('Shift+A')
  await window.expectCount('Inbox', 0)
  await expect(window.sidebar.getByRole('button', { name: 'October 2019 all read' })).toBeVisible()
})

test('shows what is current, unread and selected in forced colours, and moves nothing where motion is reduced', async ({
  app,
  window
}) => {
  const { page, row } = window
  await app.inboxIds()
  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  const styleOf = (selector: string, name: string): Promise<string> =>
    page
      .locator(selector)
      .first()
      .evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), name)

  expect(await styleOf('[role=option].selected', 'outline-style')).toBe('solid')
  expect(await styleOf('[role=option]:not(.selected)', 'outline-style')).toBe('none')
  // A dot that is only a background would be gone.
  const [dot, ground] = [
    await styleOf('.dot', 'background-color'),
    await styleOf('[role=option]', 'background-color')
  ]
  expect(dot).not.toBe(ground)
  await window.press('x')
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('toolbar', { name: '1 paper selected' })).toBeVisible()
  await window.press('Escape')

  // Nothing lasts longer than 150 ms otherwise, and nothing at all here.
  const longest = (): Promise<number> =>
    page.evaluate(() => {
      const seconds = (text: string): number => Math.max(...text.split(',').map((each) => parseFloat(each)))
      const lasting = [...document.querySelectorAll('*')].map((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element)
        return Math.max(seconds(transitionDuration), seconds(animationDuration))
      })
      return Math.max(...lasting)
    })
  expect(await longest()).toBe(0)
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' })
  expect(await longest()).toBeGreaterThan(0)
  expect(await longest()).toBeLessThanOrEqual(0.15)

  // At 200 % a window of 1280 pixels has room for 640.
  await page.setViewportSize({ width: 640, height: 400 })
  const overflow = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await overflow()).toBe(0)
  await expect(row).toBeInViewport()
  await window.press('e', 'Enter')
  await expect(window.reader).toBeInViewport()
  expect(await overflow()).toBe(0)
})
