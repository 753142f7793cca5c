import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright'
import type { StandIn } from '../e2e/support/stand-in'
import { temporaryFolder } from '../support/temporary'
import { eventually } from './support/eventually'
import { launchProbe, startProbe } from './support/probe'

let host: StandIn
let page: Page
let end: () => Promise<void>

beforeAll(async () => {
  ;({ host, end } = await launchProbe())
  page = await host.page()
  await host.waitFor('windowEvent', ({ event }) => event === 'focus')
})
afterAll(() => end())

const act = (name: string): Promise<unknown> => page.evaluate(`probe.invoke('act', '${name}')`)

test('tells what a host does to the system, and does none of it', async () => {
  await act('badge')
  expect(host.recorded('badge')).toEqual([{ count: 3 }])
  await act('open')
  expect(host.recorded('openExternal')).toEqual([{ url: 'https://example.org/' }])
  expect(await act('copy')).toBe('copied')
  expect(host.recorded('clipboard')).toEqual([{ text: 'copied' }])
})

test('answers dialogs as a test says, else as if they were cancelled', async () => {
  expect(await act('choose')).toEqual({ canceled: true, filePaths: [] })
  await host.answerDialog({ canceled: false, filePaths: ['/chosen'] })
  expect(await act('choose')).toEqual({ canceled: false, filePaths: ['/chosen'] })
  expect(await act('ask')).toEqual({ response: 1, checkboxChecked: false })
  await host.answerDialog({ response: 0 })
  expect(await act('ask')).toEqual({ response: 0, checkboxChecked: false })
  const [shown] = host.recorded('dialog')
  expect(shown).toMatchObject({ dialog: 'open', window: 1, options: { properties: ['openDirectory'] } })
})

test('lets a dialog stay open until it is answered or taken back', async () => {
  await host.answerDialog('hold')
  expect(await act('ask until it answers')).toMatchObject({ response: 1 })
  await host.answerDialog('hold')
  const asked = act('ask')
  const before = host.recorded('dialog').length
  await eventually(() => host.recorded('dialog').length).toBe(before + 1)
  await host.closeDialog(host.recorded('dialog').at(-1)?.id ?? 0, { response: 0 })
  expect(await asked).toMatchObject({ response: 0 })
})

test('lets menu items be chosen by name, id and key', async () => {
  expect(host.recorded('menu')[0]?.items?.[0]).toMatchObject({
    label: '&File',
    submenu: [{ id: 'import' }, {}, {}, {}, {}]
  })
  await host.clickMenu('File', 'Import…')
  await host.clickMenuId('check')
  await eventually(() => host.output).toContain('chosen Import…\nchecked true\n')
  await expect(host.clickMenu('File', 'Off')).rejects.toThrow('cannot be chosen')
  await expect(host.clickMenu('File', 'Missing')).rejects.toThrow('no menu item')
  await page.keyboard.press('Control+O')
  await eventually(() => host.output.match(/chosen/g)).toHaveLength(2)
  // A key that the page takes is not the menu's.
  await page.evaluate(
    `addEventListener('keydown', (event) => /^o$/i.test(event.key) && event.preventDefault())`
  )
  await page.keyboard.press('Control+O')
  await page.keyboard.press('F11')
  await host.waitFor('windowEvent', ({ event }) => event === 'enter-full-screen')
  expect(host.output.match(/chosen/g)).toHaveLength(2)
  await host.clickMenu('File', 'Full')
})

test('tells what the user does to window and system', async () => {
  await page.click('#away', { button: 'right' })
  await eventually(() => host.output).toContain('context-menu https://example.org/ false')
  await host.turnWheel('in')
  await host.ask('power', { event: 'suspend' })
  expect(await host.openFile('/digest.txt')).toBe(true)
  await host.activate()
  await host.setDisplays({ id: 1 }, { id: 2, bounds: { x: 1600, y: 0, width: 800, height: 600 } })
  expect(await act('displays')).toEqual([2, 2])
  await host.setDisplays({ id: 1 })
  await eventually(() => host.output).toContain(
    'zoom in\nsuspend\nopen-file /digest.txt\nactivate false\ndisplay 2 removed\n'
  )
  const isDark = (): Promise<unknown> => page.evaluate(`matchMedia('(prefers-color-scheme: dark)').matches`)
  await host.setDark(true)
  await eventually(isDark).toBe(true)
  await host.setDark(false)
  await eventually(isDark).toBe(false)
  expect(await act('dark')).toBe(true)
  await eventually(() => host.output).toContain('dark true\ndark false\ndark true\n')
})

test('gives the page the size of its window', async () => {
  expect(await act('place')).toEqual([
    { x: 0, y: 24, width: 1600, height: 976 },
    { x: 10, y: 20, width: 900, height: 300 },
    true
  ])
  await eventually(() => page.evaluate('[innerWidth, innerHeight]')).toEqual([1600, 976])
  expect(await act('zoom')).toBe(2)
  await eventually(() => page.evaluate('[innerWidth, devicePixelRatio]')).toEqual([800, 2])
  await host.user('unmaximize')
  expect(await host.windowState()).toMatchObject({ isMaximized: false, bounds: { width: 900 } })
})

test('calls the window as its page is called', async () => {
  await page.evaluate(`document.title = 'Renamed'`)
  await host.waitFor('title', ({ title }) => title === 'Renamed')
})

test('downloads nothing', async () => {
  await page.evaluate(`{
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob(['text']))
    link.download = 'file.txt'
    link.click()
  }`)
  expect(await host.waitFor('download')).toMatchObject({ fileName: 'file.txt', isAllowed: false })
})

test('is of no use any more once it is destroyed', async () => {
  const other = await startProbe({}, { home: await temporaryFolder() })
  const its = await other.page()
  await its.evaluate(`void probe.invoke('act', 'destroyed').catch(() => undefined)`)
  await eventually(() => other.output).toContain('Object has been destroyed')
})
