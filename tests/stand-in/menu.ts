import { standInWindows } from './browser-window'
import { onCommand, record } from './control'
import type { MenuRecord } from './control-messages'
import { isAccelerator } from './accelerators'
import { application } from './application'
import { makeEvent } from './event'
import { playRole, roles } from './menu-roles'
import type { KeyAct } from './page/user-acts'
import { emitterMembers, NotInStandIn, refuseUnknown, strict } from './strict'

type Options = Electron.MenuItemConstructorOptions

const knownOptions = [
  'accelerator',
  'acceleratorWorksWhenHidden',
  'checked',
  'click',
  'enabled',
  'icon',
  'id',
  'label',
  'registerAccelerator',
  'role',
  'sublabel',
  'submenu',
  'toolTip',
  'type',
  'visible'
] as const satisfies readonly (keyof Options)[]

const itemMembers = [
  'accelerator',
  'checked',
  'click',
  'enabled',
  'id',
  'label',
  'menu',
  'role',
  'submenu',
  'type',
  'visible'
] as const

const menuMembers = ['append', 'closePopup', 'getMenuItemById', 'items', 'popup'] as const

/** These roles bring items of their own, which are not rebuilt here. */
const whole = ['appmenu', 'filemenu', 'editmenu', 'viewmenu', 'sharemenu']

class Item {
  readonly face: Electron.MenuItem
  readonly id: string
  readonly label: string
  readonly type: NonNullable<Options['type']>
  readonly role: string | undefined
  readonly accelerator: string | undefined
  readonly sub: StandInMenu | undefined
  readonly menu: Electron.Menu
  readonly #owner: StandInMenu
  readonly #options: Options
  #isEnabled: boolean
  #isVisible: boolean
  #isChecked: boolean

  constructor(owner: StandInMenu, options: Options) {
    refuseUnknown('MenuItem', options, knownOptions)
    const role = options.role?.toLowerCase()
    if (role !== undefined && whole.includes(role)) throw new NotInStandIn(`menu role ${role}`)
    const known = role === undefined ? undefined : roles[role]
    if (role !== undefined && known === undefined && options.submenu === undefined) {
      throw new NotInStandIn(`menu role ${role}`)
    }
    this.#owner = owner
    this.#options = options
    this.menu = owner.face
    this.id = options.id ?? ''
    this.label = options.label ?? known?.label ?? ''
    this.role = role
    this.type = options.type ?? (options.submenu === undefined ? 'normal' : 'submenu')
    this.accelerator = options.accelerator ?? known?.accelerator
    const { submenu } = options
    this.sub = Array.isArray(submenu) ? new StandInMenu(submenu) : menuOf(submenu)
    this.#isEnabled = options.enabled ?? true
    this.#isVisible = options.visible ?? true
    this.#isChecked = options.checked ?? false
    this.face = strict(this, {
      name: 'MenuItem',
      members: itemMembers,
      settable: ['enabled', 'visible', 'checked']
    })
  }

  get submenu(): Electron.Menu | undefined {
    return this.sub?.face
  }

  get enabled(): boolean {
    return this.#isEnabled
  }

  set enabled(isEnabled: boolean) {
    this.#isEnabled = isEnabled
    changed()
  }

  get visible(): boolean {
    return this.#isVisible
  }

  set visible(isVisible: boolean) {
    this.#isVisible = isVisible
    changed()
  }

  get checked(): boolean {
    return this.#isChecked
  }

  set checked(isChecked: boolean) {
    // Of radio items that stand together one is checked.
    if (isChecked && this.type === 'radio')
      for (const other of this.#owner.group(this)) other.#isChecked = false
    this.#isChecked = isChecked
    changed()
  }

  /** As when the user chooses it: a checkbox changes before its handler is called, and roles need no handler. */
  readonly click = (): void => {
    if (!this.#isEnabled || !this.#isVisible) throw new Error(`the menu item ${this.label} cannot be chosen`)
    if (this.type === 'checkbox') this.checked = !this.#isChecked
    if (this.type === 'radio') this.checked = true
    if (this.role !== undefined && playRole(this.role)) return
    const window = standInWindows().find((candidate) => candidate.isFocused())
    const event = { ...makeEvent({}), triggeredByAccelerator: false } as unknown as Electron.KeyboardEvent
    this.#options.click?.(this.face, window?.face, event)
  }

  /** Whether a key chooses it. Editing needs no menu: the page does it by itself. */
  isChosenBy(act: KeyAct): boolean {
    const editing = ['undo', 'redo', 'cut', 'copy', 'paste', 'pasteandmatchstyle', 'selectall', 'delete']
    return (
      this.accelerator !== undefined &&
      this.#options.registerAccelerator !== false &&
      !editing.includes(this.role ?? '') &&
      isAccelerator(this.accelerator, act, process.platform === 'darwin')
    )
  }

  told(): MenuRecord {
    return {
      id: this.id === '' ? null : this.id,
      label: this.label,
      type: this.type,
      role: this.role ?? null,
      accelerator: this.accelerator ?? null,
      enabled: this.#isEnabled,
      visible: this.#isVisible,
      checked: this.#isChecked,
      submenu: this.sub?.told() ?? null
    }
  }
}

const menus = new WeakMap<object, StandInMenu>()

function menuOf(face: Electron.Menu | undefined): StandInMenu | undefined {
  return face === undefined ? undefined : menus.get(face)
}

class StandInMenu {
  readonly face: Electron.Menu
  readonly entries: Item[]

  constructor(template: readonly Options[] = []) {
    this.face = strict(this, {
      name: 'Menu',
      members: [...menuMembers, ...emitterMembers],
      events: ['menu-will-show', 'menu-will-close']
    })
    menus.set(this.face, this)
    this.entries = template.map((options) => new Item(this, options))
  }

  get items(): Electron.MenuItem[] {
    return this.entries.map(({ face }) => face)
  }

  append(): never {
    throw new NotInStandIn('Menu.append')
  }

  popup(): void {
    record('popupMenu', { items: this.told() })
    opened.unshift(this)
  }

  closePopup(): void {
    opened.shift()
  }

  readonly on = (): this => this
  readonly once = (): this => this
  readonly off = (): this => this

  getMenuItemById(id: string): Electron.MenuItem | null {
    return this.find((item) => item.id === id)?.face ?? null
  }

  find(wanted: (item: Item) => boolean): Item | undefined {
    for (const item of this.entries) {
      const found = wanted(item) ? item : item.sub?.find(wanted)
      if (found !== undefined) return found
    }
    return undefined
  }

  /** The radio items that stand together with one. */
  group(item: Item): Item[] {
    const place = this.entries.indexOf(item)
    const ends = this.entries
      .map(({ type }, index) => (type === 'radio' ? -1 : index))
      .filter((index) => index >= 0)
    const from = Math.max(-1, ...ends.filter((index) => index < place))
    const to = Math.min(this.entries.length, ...ends.filter((index) => index > place))
    return this.entries.slice(from + 1, to)
  }

  told(): MenuRecord[] {
    return this.entries.map((item) => item.told())
  }
}

let applicationMenu: StandInMenu | undefined
/** Context menus, the last one first. */
const opened: StandInMenu[] = []

function changed(): void {
  if (applicationMenu !== undefined) record('menu', { items: applicationMenu.told() })
}

const statics: Pick<typeof Electron.Menu, 'buildFromTemplate' | 'setApplicationMenu' | 'getApplicationMenu'> =
  {
    buildFromTemplate: (template) => new StandInMenu(template as Options[]).face,
    setApplicationMenu: (menu) => {
      applicationMenu = menuOf(menu ?? undefined)
      record('menu', { items: applicationMenu?.told() ?? null })
    },
    getApplicationMenu: () => applicationMenu?.face ?? null
  }

export const Menu = strict<typeof Electron.Menu>(statics, {
  name: 'Menu',
  members: ['buildFromTemplate', 'setApplicationMenu', 'getApplicationMenu']
})

onCommand('clickMenu', ({ path = [], id }) => {
  const from = [opened[0], applicationMenu]
  const found = from.map((menu) =>
    id === undefined ? walk(menu, path) : menu?.find((item) => item.id === id)
  )
  const item = found.find((candidate) => candidate !== undefined)
  if (item === undefined) throw new Error(`no menu item ${id ?? path.join(' > ')}`)
  opened.length = 0
  item.click()
  return undefined
})

/** Labels are given without the mark of their access key. */
function walk(menu: StandInMenu | undefined, path: readonly string[]): Item | undefined {
  const [label, ...further] = path
  const item = menu?.entries.find((candidate) => candidate.label.replace('&', '') === label)
  return further.length === 0 ? item : walk(item?.sub, further)
}

// Keys come to the menu once the page has left them alone.
application.on('browser-window-created', () => {
  queueMicrotask(() => {
    for (const { contents } of standInWindows()) {
      contents.onKey = (act) => {
        const item = applicationMenu?.find((candidate) => candidate.isChosenBy(act))
        if (item?.enabled === true) item.click()
      }
    }
  })
})
