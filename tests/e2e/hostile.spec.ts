import { digestText, today, type MadePaper } from './support/digests'
import { expect, test } from './support/test'
import type { AppWindow } from './support/window'

/** Each of them would run, load or open something if any part of the window believed it. */
const payloads = [
  '<script>globalThis.ran = 1</script>',
  '<img src=x onerror="globalThis.ran = 1"> <img src="https://evil.example/pixel.png">',
  '<svg onload="globalThis.ran = 1"><use href="https://evil.example/x.svg#y"/></svg>',
  '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe><iframe src="https://evil.example/"></iframe>',
  '<a href="javascript:globalThis.ran = 1" onclick="globalThis.ran = 1">click</a> javascript:globalThis.ran=1',
  '[click](javascript:globalThis.ran=1) ![pixel](https://evil.example/pixel.png) [x](data:text/html,<script>1</script>)',
  '&lt;script&gt;globalThis.ran = 1&lt;/script&gt; &#106;avascript:globalThis.ran=1',
  '$\\href{javascript:globalThis.ran=1}{x}$ $\\url{javascript:globalThis.ran=1}$ \\href{javascript:globalThis.ran=1}{x}',
  '$\\includegraphics{https://evil.example/pixel.png}$ \\includegraphics{https://evil.example/pixel.png}',
  '$\\htmlData{x=y}{z} \\htmlStyle{background:url(https://evil.example/p)}{z} \\htmlClass{scrim}{z} \\htmlId{app}{z}$',
  '$\\def\\a{\\a\\a}\\a$ $\\def\\b#1{\\b{#1#1#1}}\\b{x}$ $\\newcommand{\\c}{\\c\\c}\\c$',
  `$${'{'.repeat(3000)}$ $${'\\frac{'.repeat(500)}$ $\\rule{99999em}{99999em}$`,
  '\u202egnp.exe\u202c \u2066\u202emoc.live//:sptth\u2069 \u200f\u061c\u2067',
  '"><style>@import "https://evil.example/x.css"; * { display: none }</style><base href="https://evil.example/">',
  '{{globalThis.ran = 1}} ${globalThis.ran = 1} {@html "<img src=x onerror=globalThis.ran=1>"}'
]

const papers: MadePaper[] = payloads.map((payload, index) => ({
  id: `2611.${String(10_001 + index)}`,
  title: payload,
  authors: `${payload}, Ada Lovelace ${payload}`,
  doi: `10.1000/${payload}`,
  categories: `**${payload}**, cs.LG, ${payload}`,
  links: `[PDF](javascript:globalThis.ran=1), [Code](${payload}), [Other](https://evil.example/${payload})`,
  comment: payload,
  journal: payload,
  abstract: `${payload} and ${payload}`
}))

const numbered = [
  `# ArXiv cs.CV --Mon, 3 Jan 2022`,
  ...payloads.flatMap((payload, index) => [
    `### ${index + 1}.${payload}  [ :arrow_down: ](https://arxiv.org/pdf/2201.${String(10_001 + index)}.pdf)`,
    `>  ${payload}`
  ]),
  ''
].join('\n')

/** Fails where something ran, or where a link leads elsewhere than to a page. */
async function expectHarmless({ page }: AppWindow): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: (globalThis as unknown as { ran?: unknown }).ran ?? null,
    links: [...document.querySelectorAll('a, area')].map((link) => link.getAttribute('href') ?? ''),
    elements: document.querySelectorAll(
      'iframe, object, embed, base, form, #app ~ *, #app script, #app style, #app link, #app img:not([alt=""])'
    ).length,
    handlers: [...document.querySelectorAll('#app *')].filter((element) =>
      element.getAttributeNames().some((name) => /^on|^srcdoc$|^data-x$/.test(name))
    ).length
  }))
  expect(found.ran).toBeNull()
  for (const link of found.links) expect(link).toMatch(/^https?:\/\//)
  expect(found.elements).toBe(0)
  expect(found.handlers).toBe(0)
  expect(new URL(page.url()).pathname).toBe('/')
}

test.describe('hostile digests', () => {
  test.use({ library: 'empty' })

  test('run nothing and load nothing, in whatever field', async ({ app, window }) => {
    test.slow()
    const name = '<img src=x onerror="globalThis.ran = 1">\u202etxt.md'
    await window.choose({
      name,
      mimeType: 'text/plain',
      buffer: Buffer.from(digestText(today(), papers, payloads[1]))
    })
    await expect(window.card.getByRole('heading')).toHaveText('15 new papers')
    // The next card says the same.
    await window.card.getByRole('button', { name: 'Close' }).click()
    await window.choose({ name: 'list.md', mimeType: 'text/plain', buffer: Buffer.from(numbered) })
    await expect(window.card.getByRole('heading')).toHaveText('15 new papers')
    await window.expectCount('All', 30)
    await window.button('Show the report').click()
    await expect(window.dialog).toBeVisible()
    await expectHarmless(window)
    await window.press('Escape')
    await window.press('g', 'a')
    await window.expectList('All papers', 30)

    const listed = await app.papers()
    for (const [place, { id }] of listed.entries()) {
      await window.expectPlace(place)
      await window.expectPaper(id)
      await expect(window.reader).toHaveAttribute('aria-busy', 'false')
      await expectHarmless(window)
      await window.press('j')
    }
    // The window is still one: nothing covers it, no style of theirs holds.
    const place = await window.list.getAttribute('aria-activedescendant')
    await window.rows.first().click()
    await expect(window.list).not.toHaveAttribute('aria-activedescendant', place ?? '')
    await window.press('e')
    await window.expectCount('Read', 1)
    await expect(window.sidebar).toBeVisible()
    expect(await window.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)

    for (const about of await window.button(/^About the digest of/).all()) {
      await about.click()
      await expect(window.dialog).toBeVisible()
      await expectHarmless(window)
      await window.press('Escape')
      await expect(window.dialog).toBeHidden()
    }
  })

  test('keep writing directions to their own field', async ({ window }) => {
    const text = digestText(today(), [
      {
        id: '2611.00001',
        title: 'A \u202eturned title',
        authors: '\u202eA One, B Two, C Three',
        comment: '\u202eturned'
      }
    ])
    await window.choose({ name: 'turned.md', mimeType: 'text/plain', buffer: Buffer.from(text) })
    await window.expectImport('1 new paper')
    await window.expectPaper('2611.00001')
    const left = async (name: string): Promise<number> =>
      (await window.reader.getByRole('button', { name }).boundingBox())?.x ?? 0
    expect(await left('A One')).toBeLessThan(await left('B Two'))
    expect(await left('B Two')).toBeLessThan(await left('C Three'))
  })
})

test('runs and loads nothing from tags, notes and searches', async ({ app, window }) => {
  test.slow()
  const [paper] = await app.papers('inbox')
  const { page } = window
  await window.expectPaper(paper?.id)
  await window.press('t')
  for (const payload of payloads) {
    const tag = payload.replaceAll(/[,/]/g, ' ').slice(0, 100)
    await window.tagField.fill(tag)
    await window.press('Enter')
    await expect(window.tagField).toHaveValue('')
  }
  await window.press('Escape')
  await expectHarmless(window)
  await window.press('n')
  for (const payload of payloads) {
    await window.note.fill(
      `# ${payload}\n\n${payload}\n\n- ${payload}\n\n> ${payload}\n\n[${payload}](${payload})\n\n<${payload}>`
    )
    await expectHarmless(window)
  }
  await window.note.fill(payloads.join('\n\n'))
  await expect(page.getByRole('status').filter({ hasText: /^Saved$/ })).toBeVisible()
  await window.press('Escape')
  // Shown as the text that it is, and nothing else of the note suffers.
  const shown = window.reader.getByRole('region', { name: 'Note' })
  for (const payload of payloads.slice(0, 3)) await expect(shown).toContainText(payload)
  await expectHarmless(window)
  await window.press('n')
  await window.note.fill(
    '**Bold** <img src=x onerror="globalThis.ran = 1"> $x^2$ [site](https://safe.example/)'
  )
  await window.press('Escape')
  await expect(shown.locator('strong')).toHaveText('Bold')
  await expect(shown.locator('math')).toHaveCount(1)
  await expect(shown.getByRole('link', { name: 'site' })).toBeVisible()
  await expect(shown).toContainText('<img src=x onerror="globalThis.ran = 1">')
  await expectHarmless(window)
  for (const payload of payloads) {
    await window.search.fill(payload.slice(0, 900))
    await expect(window.search).toHaveValue(payload.slice(0, 900))
    await expectHarmless(window)
  }
  await window.search.fill('')
  await window.expectList('Inbox', 153)
  await app.reload(window)
  await window.expectPaper(paper?.id)
  await expectHarmless(window)
})

test(
  'shows the address of a link that is not encrypted before it opens it',
  { tag: '@browser' },
  async ({ app, window, context }) => {
    await app.watch.answerOutside(context)
    const { page, dialog } = window
    const text = digestText(today(), [
      { id: '2611.00001', comment: 'See http://plain.example/page?a=1 and https://safe.example/page' }
    ])
    await window.showOnly('2611.00001', text)
    const plain = window.reader.getByRole('link', { name: 'http://plain.example/page?a=1' })
    await plain.click()
    await expect(dialog).toContainText('http://plain.example/page?a=1')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(dialog).toBeHidden()
    expect(app.watch.takeOutside()).toEqual([])
    // The right button opens the browser's own menu.
    await plain.click({ button: 'right' })
    await expect(dialog).toBeHidden()
    await window.press('Escape')
    // The middle button as well.
    await plain.click({ button: 'middle' })
    await expect(dialog).toBeVisible()
    const opened = context.waitForEvent('page')
    await dialog.getByRole('button', { name: 'Open in the browser' }).click()
    await expect(dialog).toBeHidden()
    await (await opened).waitForURL('http://plain.example/page?a=1')
    expect(await (await opened).evaluate(() => globalThis.opener as unknown)).toBeNull()
    await (await opened).close()
    expect(app.watch.takeOutside()).toEqual(['http://plain.example/page?a=1'])

    const safe = context.waitForEvent('page')
    await window.reader.getByRole('link', { name: 'https://safe.example/page' }).click()
    await (await safe).waitForURL('https://safe.example/page')
    await (await safe).close()
    expect(app.watch.takeOutside()).toEqual(['https://safe.example/page'])
    await expect(page.getByRole('dialog')).toBeHidden()
  }
)
