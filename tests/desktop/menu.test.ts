import type { MenuItemConstructorOptions } from 'electron'
import { expect, test } from 'vitest'
import { commandTable, type CommandId } from '#core/commands'
import { menuTemplate } from '#main/desktop/menu'

type Item = MenuItemConstructorOptions

function itemsOf(items: readonly Item[]): Item[] {
  return items.flatMap((item) => [item, ...itemsOf(Array.isArray(item.submenu) ? item.submenu : [])])
}

function menu(platform: NodeJS.Platform, chosen: CommandId[] = []): Item[] {
  return itemsOf(menuTemplate({ platform, tools: false, choose: (id) => chosen.push(id) }))
}

const platforms = ['linux', 'win32', 'darwin'] as const

test.each(platforms)('every command stands once in the menu of %s', (platform) => {
  const ids = menu(platform).flatMap(({ id }) => id ?? [])
  expect([...ids].sort()).toEqual(Object.keys(commandTable).sort())
})

test.each(platforms)('every command of the menu of %s is chosen under its own name', (platform) => {
  const chosen: CommandId[] = []
  const items = menu(platform, chosen).filter(({ id }) => id !== undefined)
  for (const { click } of items) (click as () => void)()
  expect(chosen).toEqual(items.map(({ id }) => id))
})

test.each(platforms)(
  'on %s no key is taken from the window, which knows whether one is typing',
  (platform) => {
    const items = menu(platform).filter(
      ({ id, accelerator }) => id !== undefined && accelerator !== undefined
    )
    expect(items.length).toBeGreaterThan(0)
    for (const item of items) expect(item).toMatchObject({ registerAccelerator: false })
  }
)

test('on macOS, which takes every key that a menu shows, none of them can be typed', () => {
  for (const { accelerator } of menu('darwin'))
    if (accelerator !== undefined) expect(accelerator).toContain('CommandOrControl')
})

test('keys stand beside their commands', () => {
  const byId = new Map(menu('linux').map((item) => [item.id, item.accelerator]))
  expect(byId.get('done')).toBe('E')
  expect(byId.get('import')).toBe('CommandOrControl+O')
  expect(byId.get('undo')).toBe('CommandOrControl+Z')
  expect(byId.get('goInbox')).toBeUndefined()
})

test('the user’s own keys stand there instead, and nowhere else', () => {
  const keys = { star: ['e'], goInbox: ['$mod+i'], redo: [] }
  const template = menuTemplate({ platform: 'linux', tools: false, keys, choose: () => undefined })
  const byId = new Map(itemsOf(template).map((item) => [item.id, item.accelerator]))
  expect([byId.get('star'), byId.get('done'), byId.get('goInbox'), byId.get('redo')]).toEqual([
    'E',
    undefined,
    'CommandOrControl+I',
    undefined
  ])
})

test('no two items of one menu have the same name', () => {
  for (const { submenu } of menuTemplate({ platform: 'linux', tools: true, choose: () => undefined })) {
    const labels = (submenu as Item[]).flatMap(({ label }) => label ?? [])
    expect(new Set(labels).size).toBe(labels.length)
  }
})

test('developer tools are in the menu only while developing', () => {
  const roles = (tools: boolean): unknown[] =>
    itemsOf(menuTemplate({ platform: 'linux', tools, choose: () => undefined })).map(({ role }) => role)
  expect(roles(true)).toContain('toggleDevTools')
  expect(roles(false)).not.toContain('toggleDevTools')
})
