import type { MenuItemConstructorOptions } from 'electron'
import { commandTable, searchNumbers, type CommandId } from '#core/commands'
import { keysInForce, type OwnKeys } from '#core/keys'
import { acceleratorOf } from '#main/desktop/accelerator'

export interface MenuOptions {
  readonly platform: NodeJS.Platform
  /** True while developing: the developer tools are in the menu. */
  readonly tools: boolean
  /** The user's own keys. */
  readonly keys?: OwnKeys | undefined
  readonly choose: (command: CommandId) => void
}

type Item = MenuItemConstructorOptions

const line: Item = { type: 'separator' }

/** These go on to ask something. */
const asking: ReadonlySet<CommandId> = new Set([
  'import',
  'importFolder',
  'paste',
  'watchFolder',
  'backups',
  'settings',
  'saveSearch',
  'palette'
])

/** The menu of the application: every command of the table, and what each system's users expect beside them. */
export function menuTemplate({ platform, tools, keys, choose }: MenuOptions): Item[] {
  const mac = platform === 'darwin'
  const inForce = keysInForce(keys)

  const item = (id: CommandId): Item => {
    const [, title] = commandTable[id]
    const accelerator = shownKey(inForce[id], mac)
    return {
      id,
      label: asking.has(id) ? `${title}…` : title,
      click: () => {
        choose(id)
      },
      // Keys are the window's own: it knows whether one is typing.
      ...(accelerator !== null && { accelerator, registerAccelerator: false })
    }
  }
  const items = (...ids: readonly CommandId[]): Item[] => ids.map(item)

  const application: Item = {
    label: 'Papertray',
    submenu: [
      item('about'),
      line,
      item('settings'),
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' }
    ]
  }
  const recent: Item[] = [{ role: 'recentDocuments', submenu: [{ role: 'clearRecentDocuments' }] }]
  const file: Item = {
    label: '&File',
    submenu: [
      ...items('import', 'importFolder', 'paste', 'watchFolder'),
      ...(mac ? recent : []),
      line,
      ...items('backups', 'revealLibrary'),
      line,
      ...(mac ? [] : [item('settings'), line]),
      mac ? { role: 'close' } : { role: 'quit' }
    ]
  }
  const edit: Item = {
    label: '&Edit',
    submenu: [
      ...items('undo', 'redo', 'takeBack'),
      line,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
      line,
      ...items('select', 'selectDown', 'selectUp', 'selectAll', 'selectNone'),
      line,
      ...items('search', 'saveSearch', 'palette', 'more')
    ]
  }
  const paper: Item = {
    label: '&Paper',
    submenu: [
      ...items('done', 'star', 'starDone'),
      line,
      ...items('tag', 'note'),
      line,
      ...items('toggleRead', 'read', 'unread', 'readAll'),
      line,
      ...items('openAbstract', 'openPdf', 'announced'),
      line,
      item('rules'),
      line,
      ...items('copyBibtex', 'copyLink')
    ]
  }
  const go: Item = {
    label: '&Go',
    submenu: [
      ...items('goInbox', 'goUpdated', 'goStarred', 'goNotes', 'goRead', 'goUnseen', 'goAll'),
      line,
      item('goHistory'),
      {
        label: 'Saved searches',
        submenu: searchNumbers.map((number) => item(`savedSearch${number}`))
      },
      line,
      ...items('next', 'previous', 'nextDigest', 'previousDigest'),
      line,
      ...items('first', 'last', 'pageDown', 'pageUp'),
      line,
      ...items('scroll', 'scrollBack'),
      line,
      item('back')
    ]
  }
  const view: Item = {
    label: '&View',
    submenu: [
      ...items('focusMode', 'sidebar', 'appearance', 'open'),
      line,
      ...items('order', 'toggleRelevance', 'facets', 'muted'),
      line,
      ...items('zoomIn', 'zoomOut', 'zoomReset'),
      line,
      { role: 'togglefullscreen' },
      ...(tools ? [line, { role: 'toggleDevTools' } as const] : [])
    ]
  }
  const help: Item = {
    label: '&Help',
    role: 'help',
    submenu: [...items('help', 'searchHelp', 'diagnostics'), ...(mac ? [] : [line, item('about')])]
  }
  return [
    ...(mac ? [application] : []),
    file,
    edit,
    paper,
    go,
    view,
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    help
  ]
}

/**
 * The key that stands beside a command. On macOS the system takes what a menu shows, and single letters would be gone
 * from every field: there only keys held with ⌘ are shown.
 */
function shownKey(keys: readonly string[], mac: boolean): string | null {
  const held = keys.find((key) => key.includes('$mod'))
  const shown = held ?? (mac ? undefined : keys[0])
  return shown === undefined ? null : acceleratorOf(shown)
}
