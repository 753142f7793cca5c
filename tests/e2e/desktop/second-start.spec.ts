import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText, samplePaths, today } from '../support/digests'
import { expect, standInOf, test } from '../support/desktop-test'
import { StandIn } from '../support/stand-in'

function newDigest(folder: string, name = 'day.md'): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  writeFileSync(path, digestText(today(), [{ id: '2611.00001' }, { id: '2611.00002' }]))
  return path
}

test('a second start hands its files over, brings the window to the front, and ends', async ({
  app,
  window,
  standIn
}) => {
  const path = newDigest(join(app.home, 'given'))
  await standIn.user('minimize')
  const second = await StandIn.start({ home: app.home, args: [path] })
  expect(await second.ended()).toBe(0)
  expect(second.recorded('window')).toEqual([])
  await window.expectImport('2 new papers')
  await window.expectCount('All', 155)
  expect(await standIn.windowState()).toMatchObject({ isVisible: true, isMinimized: false, isFocused: true })
  expect(standIn.recorded('window')).toHaveLength(1)
  expect(standIn.recorded('recentDocument')).toEqual([{ path }])
})

test('a second start without files shows the window', async ({ app, window, standIn }) => {
  await standIn.user('minimize')
  const second = await StandIn.start({ home: app.home })
  expect(await second.ended()).toBe(0)
  await expect.poll(() => standIn.windowState()).toMatchObject({ isMinimized: false, isFocused: true })
  await expect(window.card).toBeHidden()
})

test('another library has a window of its own at the same time', async ({ app, window }) => {
  const other = await StandIn.start({ home: app.home, args: ['--library', join(app.home, 'other')] })
  const page = await other.page()
  await expect(page.getByRole('heading', { name: 'Drop a digest here' })).toBeVisible()
  await window.expectCount('All', 153)
  expect(await other.end()).toBe(0)
})

test('files are imported that the system opens with Papertray, one after the other', async ({
  app,
  window,
  standIn
}) => {
  const folder = join(app.home, 'week')
  newDigest(folder)
  writeFileSync(join(folder, 'readme.txt'), 'No digest.')
  expect(await standIn.openFile(folder)).toBe(true)
  await window.expectImport('2 new papers')
  // In a folder, what is no digest is merely left out.
  await window.button('Show the report').click()
  await expect(window.dialog).toContainText('week/day.md')
  await window.press('Escape')
  expect(await standIn.openFile(join(app.home, 'gone.md'))).toBe(true)
  await expect(window.card).toContainText('gone.md: there is no such file')
  await window.button('Show the report').click()
  await expect(window.dialog).toContainText('gone.md')
})

test.describe('where nothing runs yet', () => {
  test.use({ library: null })

  test('a packaged Papertray does not run without the sandbox', async ({ app }) => {
    const standIn = await StandIn.start({ home: app.home, args: ['--no-sandbox'], isPackaged: true })
    expect(await standIn.ended()).toBe(2)
    expect(standIn.recorded('window')).toEqual([])
    expect(standIn.output).toContain('does not run without Chromium’s sandbox')
  })
})

test.describe('a first start', () => {
  test.use({ library: null })

  test('imports what is named', async ({ app }) => {
    await app.start(samplePaths)
    const window = await app.open()
    await window.expectImport('153 new papers')
    await window.expectList('Inbox', 153)
  })

  test('imports what the system opens before there is a window', async ({ app }) => {
    const path = newDigest(join(app.home, 'given'))
    await app.start()
    await standInOf(app).waitFor('ready')
    await standInOf(app).openFile(path)
    const window = await app.open()
    await window.expectImport('2 new papers')
  })
})
