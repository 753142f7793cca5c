import { writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, sampleNames, samplePaths, today } from './support/digests'
import { expect, test } from './support/test'

const fresh = digestText(today(), [{ id: '2611.00001' }, { id: '2611.00002' }])
const offer = 'File the older ones under Read'

test.describe('into an empty library', () => {
  test.use({ library: 'empty' })

  test('drops the five samples, files the older ones, and takes that back', async ({ app, window }) => {
    const { page, card } = window
    await expect(page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
    const dragged = await window.drag(samplePaths)
    await expect(page.getByText('Drop to import')).toBeVisible()
    await dragged.drop()
    await expect(page.getByText('Drop to import')).toBeHidden()
    await window.expectImport('153 new papers')
    await window.expectList('Inbox', 153)
    for (const [view, papers] of [
      ['Inbox', 153],
      ['Starred', 0],
      ['Notes', 0],
      ['Read', 0],
      ['All', 153]
    ] as const)
      await window.expectCount(view, papers)

    await window.button('Show the report').click()
    await expect(window.dialog).toContainText('5 digests, 153 new papers')
    for (const name of sampleNames) await expect(window.dialog.getByText(name)).toBeVisible()
    await window.press('Escape')
    await expect(window.dialog).toBeHidden()

    await expect(card).toContainText('All of them were announced more than two weeks ago.')
    await window.button(offer).click()
    await expect(window.toast('Filed 153 papers under Read')).toBeVisible()
    await window.expectCount('Inbox', 0)
    await window.expectCount('Read', 153)
    await expect(window.button(offer)).toBeHidden()
    await expect(page.getByRole('heading', { name: 'Inbox zero' })).toBeVisible()
    await window.press('z')
    await window.expectCount('Inbox', 153)
    await window.expectCount('Read', 0)
    expect(await app.papers('inbox')).toHaveLength(153)

    await (await window.drag(samplePaths)).drop()
    await window.expectImport('No new papers')
    await expect(card).toContainText('153 papers were known already.')
    await window.expectCount('All', 153)
  })

  test('leaves the end of a paper in reach while its card asks something', async ({ window }) => {
    await window.choose(samplePaths)
    await expect(window.button(offer)).toBeVisible()
    await window.expectList('Inbox', 153)
    const add = window.reader.getByRole('button', { name: 'Write a note' })
    // The paper grows while its formulas are loaded, so that its end is gone to again.
    await expect(async () => {
      await window.page.getByRole('region', { name: 'Abstract and note' }).evaluate((region) => {
        region.scrollTop = region.scrollHeight
      })
      const [end, card] = [await add.boundingBox(), await window.card.boundingBox()]
      expect((end?.y ?? Infinity) + (end?.height ?? 0)).toBeLessThanOrEqual(card?.y ?? 0)
    }).toPass({ timeout: 15_000 })
  })

  test('opens the sample digests without offering to file them away', async ({ window }) => {
    await window.button('Open the sample digests').click()
    await window.expectImport('153 new papers')
    await window.expectList('Inbox', 153)
    await expect(window.button('Show the report')).toBeVisible()
    await expect(window.button(offer)).toBeHidden()
  })

  test('takes files that are chosen', { tag: '@browser' }, async ({ window }) => {
    const chooser = window.page.waitForEvent('filechooser')
    await window.button('Choose files…').click()
    await (await chooser).setFiles(samplePaths.slice(0, 2))
    await expect(window.card.getByRole('heading')).toHaveText(/^\d+ new papers$/)
    await expect(window.rows.first()).toBeVisible()
  })

  test(
    'takes a folder that is chosen, and leaves out what is no digest',
    { tag: '@browser' },
    async ({ app, window }) => {
      const folder = join(app.home, 'chosen')
      mkdirSync(join(folder, 'deeper'), { recursive: true })
      writeFileSync(join(folder, 'today.md'), fresh)
      writeFileSync(join(folder, 'deeper', 'other.md'), digestText('2026-11-17', [{ id: '2611.00003' }]))
      writeFileSync(join(folder, 'README.md'), '# Digests\nThey are kept here.\n')
      const chooser = window.page.waitForEvent('filechooser')
      await window.button('Choose a folder…').click()
      await (await chooser).setFiles(folder)
      await window.expectImport('3 new papers')
      await expect(window.card).toContainText('1 file left out: no digest.')
      await expect(window.button(offer)).toBeHidden()
      await window.button('Show the report').click()
      await expect(window.dialog.getByText('chosen/deeper/other.md')).toBeVisible()
    }
  )

  test('takes text that is pasted onto the window', async ({ window }) => {
    await window.page.evaluate((text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      )
    }, fresh)
    await window.expectImport('2 new papers')
    await window.expectList('Inbox', 2)
  })

  test('takes text that is pasted into the dialog', async ({ window }) => {
    await window.button('Paste text…').click()
    const field = window.dialog.getByRole('textbox', { name: 'Text of a digest' })
    await expect(window.dialog.getByRole('button', { name: 'Import' })).toBeDisabled()
    await field.fill(fresh)
    await window.dialog.getByRole('button', { name: 'Import' }).click()
    await window.expectImport('2 new papers')
    await expect(window.dialog).toBeHidden()
    await window.expectList('Inbox', 2)
  })
})

test.describe('named at the start', () => {
  test.use({ library: null })

  test('takes files named to the host', async ({ app }) => {
    await app.start(samplePaths)
    const window = await app.open()
    await window.expectCount('All', 153)
    // A window opened while files came in keeps its list and offers the rest; one opened now has all of them.
    await app.reload(window)
    await window.expectList('Inbox', 153)
    await expect(window.rows.first()).not.toBeEmpty()
  })
})

test.describe('what cannot be read', () => {
  test('says of each what is wrong, and loses nothing', async ({ app, window }) => {
    test.slow()
    const { card } = window
    const before = await app.papers()
    const bad = [
      ['empty.md', Buffer.alloc(0), 'it is empty. Check that its download has finished.'],
      [
        'picture.png',
        Buffer.from('89504e470d0a1a0a0000000d4948445200000000', 'hex'),
        'it is not text. Digests are text. Of archives Papertray opens .zip, .tar, .tar.gz and .gz: unpack others first.'
      ],
      [
        'README.md',
        Buffer.from('# Papertray\nA reading list.\n'),
        'it is no digest that Papertray knows. Papertray reads arXiv’s mails'
      ]
    ] as const
    for (const [name, buffer, reason] of bad) {
      await window.choose({ name, mimeType: 'text/plain', buffer })
      await window.expectImport('Nothing imported')
      await expect(card).toContainText(`${name}: ${reason}`)
      await expect(card).toContainText('Nothing was changed.')
    }
    // Made in the page, of one small piece: what is too large is refused by its size and never read.
    await window.page.evaluate(() => {
      const piece = new Blob([new Uint8Array(1024 * 1024)])
      const made = new DataTransfer()
      made.items.add(new File(Array<Blob>(65).fill(piece), 'large.md'))
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: made, bubbles: true, cancelable: true })
      )
    })
    await expect(card).toContainText(
      'large.md: it is larger than 64 MiB. Split it into smaller ones, or unpack it. Nothing was changed.'
    )
    expect(await app.papers()).toEqual(before)
    await window.expectCount('All', 153)

    // A good one among them is taken all the same.
    await window.choose([
      { name: 'empty.md', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
      { name: 'good.md', mimeType: 'text/plain', buffer: Buffer.from(fresh) }
    ])
    await window.expectImport('2 new papers')
    await expect(card).toContainText('1 file could not be read as a digest.')
    await window.expectCount('All', 155)
  })

  test('lists the problems of a digest with line and excerpt, and keeps them with it', async ({ window }) => {
    const lines = fresh.split('\n')
    // The second paper's id is lost.
    const broken = lines.map((line) => (line.includes('abs/2611.00002') ? '- **Arxiv ID**: lost' : line))
    const line = broken.lastIndexOf('### Paper 2611.00002') + 1
    await window.choose({ name: 'broken.md', mimeType: 'text/plain', buffer: Buffer.from(broken.join('\n')) })
    await window.expectImport('1 new paper')
    await expect(window.card).toContainText('1 problem: the report says where.')
    await window.button('Show the report').click()
    const report = window.dialog
      .getByRole('listitem')
      .filter({ hasText: 'the record has no arXiv id' })
      .last()
    await expect(report).toContainText(`Line ${line}`)
    await expect(report).toContainText('Paper 2611.00002')
    await window.press('Escape')

    const about = window.page.getByRole('button', { name: /^About the digest of/ }).first()
    // The list of digests comes after the import's report.
    await expect(about).not.toHaveAccessibleName(/2023$/)
    await about.click()
    await expect(window.dialog).toContainText('broken.md')
    await expect(window.dialog).toContainText('1 problem')
    await expect(window.dialog).toContainText(`Line ${line}`)
    await expect(window.dialog).toContainText('the record has no arXiv id')
    await expect(window.dialog).toContainText('Paper 2611.00002')
  })
})

test(
  'chooses files, a folder or pasted text from one menu, also when the library is not empty',
  { tag: '@browser' },
  async ({ window }) => {
    const { page } = window
    const menu = page.getByRole('list', { name: 'Import' })
    await window.button('Import').first().click()
    await expect(menu.getByRole('button', { name: 'Files…' })).toBeFocused()
    const chooser = page.waitForEvent('filechooser')
    await menu.getByRole('button', { name: 'A folder…' }).click()
    expect((await chooser).isMultiple()).toBe(false)
    await expect(menu).toBeHidden()
    await window.button('Import').first().focus()
    await window.press('Enter')
    await window.press('Escape')
    await expect(menu).toBeHidden()
    await window.button('Import').first().click()
    await menu.getByRole('button', { name: 'Pasted text…' }).click()
    await expect(window.dialog.getByRole('textbox')).toBeFocused()
  }
)

test('says how many files of a long report have problems, and shows all of those', async ({ window }) => {
  const bad = Array.from({ length: 230 }, (_, index) => ({
    name: `bad-${index}.md`,
    mimeType: 'text/plain',
    buffer: Buffer.from('words')
  }))
  await window.choose([...bad, { name: 'good.md', mimeType: 'text/plain', buffer: Buffer.from(fresh) }])
  await expect(window.card).toContainText('230 files could not be read as a digest.', { timeout: 30_000 })
  await window.button('Show the report').click()
  await expect(window.dialog.getByText('it is no digest that Papertray knows')).toHaveCount(230)
  await expect(window.dialog.getByText('good.md')).toBeVisible()
})

test(
  'asks before the window is left in the middle of an import',
  { tag: '@browser' },
  async ({ window, watch }) => {
    watch.expect(/dialog: beforeunload/)
    await window.expectCount('Inbox', 153)
    await window.press('j')
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await window.page.route('**/request/importFile', async (route) => {
      await held
      await route.fallback()
    })
    await window.choose({ name: 'today.md', mimeType: 'text/plain', buffer: Buffer.from(fresh) })
    await expect(window.card).toContainText('Importing')
    const asked = window.page.waitForEvent('dialog')
    await window.page.close({ runBeforeUnload: true })
    expect((await asked).type()).toBe('beforeunload')
    release()
    await window.expectImport('2 new papers')
  }
)

test('stays readable with a name that has no end', async ({ window }) => {
  const name = `${'a'.repeat(200)}.md`
  await window.choose({ name, mimeType: 'text/plain', buffer: Buffer.from('words') })
  await expect(window.card).toContainText('it is no digest')
  const box = await window.card.boundingBox()
  for (const button of ['Close', 'Show the report']) {
    const inner = await window.card.getByRole('button', { name: button }).boundingBox()
    expect((inner?.x ?? 0) + (inner?.width ?? 0)).toBeLessThanOrEqual((box?.x ?? 0) + (box?.width ?? 0))
  }
})
