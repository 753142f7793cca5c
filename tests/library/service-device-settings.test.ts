import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Api, DeviceSettings } from '#core/contract'
import type { LibraryLocation } from '#main/library/open-library'
import { anotherDevice, newPlace } from './support/places'
import { eventsOf, serving, told } from './support/service'

const settingsOf = async (api: Api): Promise<DeviceSettings> => (await api.openLibrary(undefined)).settings

/** Makes the library, and answers where this device's settings stand. */
function pathIn(place: LibraryLocation): Promise<string> {
  return serving(place, (_, { library }) => Promise.resolve(`${library.deviceFolder}/device.json`))
}

test('Settings are kept for this device alone, and merged with those before', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    expect(await settingsOf(api)).toEqual({})
    await api.saveDeviceSettings({ panes: { sidebar: 200, list: 400.5 } })
    await api.saveDeviceSettings({ appearance: 'dark' })
    await api.saveDeviceSettings({ sidebarHidden: true, appearance: 'light' })
    expect(await settingsOf(api)).toEqual({
      panes: { sidebar: 200, list: 400.5 },
      sidebarHidden: true,
      appearance: 'light'
    })
  })
  await serving(place, async (api) => {
    expect(await settingsOf(api)).toMatchObject({ sidebarHidden: true, appearance: 'light' })
  })
  await serving(await anotherDevice(place), async (api) => {
    expect(await settingsOf(api)).toEqual({})
  })
  expect(JSON.parse(await readFile(await pathIn(place), 'utf8'))).toEqual({
    kind: 'device',
    panes: { sidebar: 200, list: 400.5 },
    appearance: 'light',
    sidebarHidden: true
  })
})

test('Saves that follow each other are written together, a moment later', async () => {
  const place = await newPlace()
  const path = await pathIn(place)
  await serving(place, async (api) => {
    await api.saveDeviceSettings({ panes: { sidebar: 1, list: 1 } })
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
    for (let sidebar = 2; sidebar < 20; sidebar++)
      await api.saveDeviceSettings({ panes: { sidebar, list: 1 } })
    const written = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))
    await expect.poll(written, { timeout: 10_000 }).toMatchObject({ panes: { sidebar: 19, list: 1 } })
    // One write: no generation before it.
    await expect(stat(`${path}.previous`)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

test('What a later release writes besides is kept, and what it alone understands is left alone', async () => {
  const place = await newPlace()
  const path = await pathIn(place)
  const later = {
    kind: 'device',
    keys: { star: ['s'] },
    appearance: 'sepia',
    panes: { sidebar: 9, list: 8, x: 1 }
  }
  await mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
  await writeFile(path, JSON.stringify(later))
  await serving(place, async (api) => {
    expect(await settingsOf(api)).toMatchObject({ panes: { sidebar: 9, list: 8 } })
    expect(await settingsOf(api)).not.toHaveProperty('appearance')
    await api.saveDeviceSettings({ sidebarHidden: true })
  })
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ ...later, sidebarHidden: true })
})

test.each([
  ['no JSON', '{"kind":"device","appea'],
  ['another document', '{"kind":"library","format":1,"id":"x"}'],
  ['nothing', ''],
  ['a list', '[]']
])('Where the file holds %s, settings begin anew', async (_, text) => {
  const place = await newPlace()
  const path = await pathIn(place)
  await mkdir(path.slice(0, path.lastIndexOf('/')), { recursive: true })
  await writeFile(path, text)
  await serving(place, async (api) => {
    expect(await settingsOf(api)).toEqual({})
    await api.saveDeviceSettings({ appearance: 'dark' })
  })
  await serving(place, async (api) => {
    expect(await settingsOf(api)).toEqual({ appearance: 'dark' })
  })
})

test('Other windows hear of settings, all of them, at once and then merged', async () => {
  await serving(await newPlace(), async (api, service) => {
    const events = eventsOf(service)
    await api.saveDeviceSettings({ appearance: 'dark' })
    expect(told(events, 'deviceSettingsChanged')).toEqual([{ appearance: 'dark' }])
    for (let sidebar = 1; sidebar < 9; sidebar++)
      await api.saveDeviceSettings({ panes: { sidebar, list: 1 } })
    await wait(250)
    expect(told(events, 'deviceSettingsChanged')).toEqual([
      { appearance: 'dark' },
      { appearance: 'dark', panes: { sidebar: 8, list: 1 } }
    ])
    await api.saveDeviceSettings({ appearance: 'dark' })
    await wait(250)
    expect(events).toHaveLength(2)
  })
})

test('What a host keeps besides is kept with them, and no window sees it', async () => {
  const place = await newPlace()
  const window = { bounds: { x: 1, y: 2, width: 3, height: 4 } }
  await serving(place, async (api, { settings }) => {
    await api.saveDeviceSettings({ appearance: 'dark' })
    settings.keep('window', window)
    expect(await settingsOf(api)).toEqual({ appearance: 'dark' })
  })
  await serving(place, async (api, { settings }) => {
    expect(settings.kept('window')).toEqual(window)
    expect(await settingsOf(api)).toEqual({ appearance: 'dark' })
  })
})
