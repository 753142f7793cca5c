import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, standInOf, test } from '../support/desktop-test'

test('the window is sandboxed, isolated, and shown once it can be seen', async ({ window, standIn }) => {
  await expect(window.list).toBeVisible()
  const [made] = standIn.recorded('window')
  expect(made?.options).toMatchObject({ show: false, minWidth: 480, minHeight: 400, title: 'Papertray' })
  const { preload, ...preferences } = made?.options.webPreferences ?? {}
  expect(preferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
    spellcheck: false,
    zoomFactor: 1
  })
  expect(preload).toMatch(/[\\/]out[\\/]preload[\\/]index\.cjs$/)
  expect(standIn.recorded('schemes').flat()).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    }
  ])
  expect(standIn.recorded('setting')).toContainEqual({ name: 'app.enableSandbox', value: true })
  const windowEvents = (): string[] => standIn.recorded('windowEvent').map(({ event }) => event)
  await expect.poll(windowEvents).toContain('show')
  const events = windowEvents()
  expect(events.indexOf('ready-to-show')).toBeLessThan(events.indexOf('show'))
})

test('size, place, panes, appearance and zoom are remembered', async ({ app, window, standIn }) => {
  await standIn.user('resize', { width: 1100, height: 700 })
  await standIn.user('move', { x: 60, y: 40 })
  await window.press('\\')
  await expect(window.sidebar).toBeHidden()
  await window.press('ControlOrMeta+=')
  await expect.poll(() => standIn.recorded('zoom').at(-1)).toMatchObject({ factor: 1.1 })
  await app.restart(window)
  const again = standInOf(app)
  expect((await again.windowState()).bounds).toEqual({ x: 60, y: 40, width: 1100, height: 700 })
  await expect.poll(() => again.recorded('zoom').at(-1)).toMatchObject({ factor: 1.1 })
  await expect(window.sidebar).toBeHidden()
  await window.press('ControlOrMeta+0')
  await expect.poll(() => again.recorded('zoom').at(-1)).toMatchObject({ factor: 1 })
  await window.press('ControlOrMeta+-')
  await expect.poll(() => again.recorded('zoom').at(-1)).toMatchObject({ factor: 0.9 })
})

test('a maximized window is maximized again, and goes back to where it was', async ({
  app,
  window,
  standIn
}) => {
  await standIn.user('resize', { width: 900, height: 650 })
  await standIn.user('maximize')
  await app.restart(window)
  const again = standInOf(app)
  await expect.poll(() => again.windowState()).toMatchObject({ isMaximized: true })
  await again.user('unmaximize')
  expect((await again.windowState()).bounds).toMatchObject({ width: 900, height: 650 })
})

test('the system’s menus and dialogs look as the window does', async ({ app, window, standIn }) => {
  expect(standIn.recorded('theme').at(-1)).toEqual({ source: 'system' })
  const toggle = window.button(/^Light, dark or like the system/)
  await toggle.click()
  await expect.poll(() => standIn.recorded('theme').at(-1)).toEqual({ source: 'light' })
  await toggle.click()
  await expect.poll(() => standIn.recorded('theme').at(-1)).toEqual({ source: 'dark' })
  await app.restart(window)
  const again = standInOf(app)
  expect(again.recorded('theme')[0]).toEqual({ source: 'dark' })
  // Nothing light flashes up before the page is there.
  expect(again.recorded('window')[0]?.options.backgroundColor).toBe('#101415')
})

test('where the window was is kept with what belongs to this device', async ({ app, window, standIn }) => {
  await expect(window.list).toBeVisible()
  await standIn.user('resize', { width: 800, height: 600 })
  await app.end()
  const device = await deviceDocument(app.home)
  expect(device.window).toMatchObject({ bounds: { width: 800, height: 600 }, state: 'normal', zoom: 1 })
})

async function deviceDocument(home: string): Promise<{ readonly window?: unknown }> {
  const { id } = JSON.parse(readFileSync(join(home, 'device.json'), 'utf8')) as { readonly id: string }
  const path = join(home, 'library', 'devices', id, 'device.json')
  return Promise.resolve(JSON.parse(readFileSync(path, 'utf8')) as { readonly window?: unknown })
}
