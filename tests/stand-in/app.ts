import { application } from './application'
import { onCommand, record } from './control'
import { emitPreventable, makeEvent } from './event'
import { names, pathOf, setPath, type PathName } from './paths'
import { runtime } from './runtime-state'
import { singleInstance } from './single-instance'
import { emitterMembers, strict } from './strict'

const members = [
  'addRecentDocument',
  'clearRecentDocuments',
  'commandLine',
  'enableSandbox',
  'exit',
  'focus',
  'getAppPath',
  'getBadgeCount',
  'getName',
  'getPath',
  'getVersion',
  'hasSingleInstanceLock',
  'isPackaged',
  'isReady',
  'name',
  'quit',
  'releaseSingleInstanceLock',
  'relaunch',
  'requestSingleInstanceLock',
  'setAboutPanelOptions',
  'setAppUserModelId',
  'setBadgeCount',
  'setName',
  'setPath',
  'whenReady'
] as const

const events = [
  'activate',
  'before-quit',
  'browser-window-blur',
  'browser-window-created',
  'browser-window-focus',
  'child-process-gone',
  'open-file',
  'open-url',
  'quit',
  'ready',
  'render-process-gone',
  'second-instance',
  'web-contents-created',
  'will-finish-launching',
  'will-quit',
  'window-all-closed'
]

class App implements Pick<Electron.App, (typeof members)[number]> {
  #badge = 0
  /** Of macOS alone. */
  readonly dock = undefined
  readonly commandLine = commandLine()

  // Subscribing goes to the one emitter of the application's events.
  on(name: string, listener: (...args: unknown[]) => void): this {
    // A listener that comes late is not called, as in Electron.
    application.on(name, listener)
    return this
  }

  once(name: string, listener: (...args: unknown[]) => void): this {
    application.once(name, listener)
    return this
  }

  off(name: string, listener: (...args: unknown[]) => void): this {
    application.off(name, listener)
    return this
  }

  readonly addListener = this.on.bind(this)
  readonly removeListener = this.off.bind(this)

  get name(): string {
    return names.application
  }

  set name(name: string) {
    names.application = name
  }

  get isPackaged(): boolean {
    return runtime().isPackaged
  }

  getName = (): string => names.application
  setName = (name: string): void => {
    names.application = name
  }
  getVersion = (): string => runtime().version
  getAppPath = (): string => runtime().appFolder
  getPath = (name: PathName): string => pathOf(name)
  setPath = (name: string, path: string): void => {
    setPath(name, path)
  }

  requestSingleInstanceLock = (data?: unknown): boolean => singleInstance.request(data)
  hasSingleInstanceLock = (): boolean => singleInstance.isHeld
  releaseSingleInstanceLock = (): void => {
    singleInstance.release()
  }

  isReady = (): boolean => application.isReady
  whenReady = (): Promise<void> => application.whenReady()
  quit = (): void => {
    application.quit()
  }
  exit = (code?: number): void => {
    application.exit(code)
  }
  relaunch = (options: Electron.RelaunchOptions = {}): void => {
    record('relaunch', { args: options.args ?? null, execPath: options.execPath ?? null })
  }
  focus = (): void => {
    record('setting', { name: 'app.focus', value: true })
  }

  setBadgeCount = (count = 0): boolean => {
    this.#badge = count
    record('badge', { count })
    return true
  }
  getBadgeCount = (): number => this.#badge

  addRecentDocument = (path: string): void => {
    record('recentDocument', { path })
  }
  clearRecentDocuments = (): void => {
    record('recentDocument', { path: null })
  }

  setAppUserModelId = (id: string | null): void => {
    record('setting', { name: 'app.setAppUserModelId', value: id })
  }
  enableSandbox = (): void => {
    if (application.isReady) throw new Error('app.enableSandbox() can only be called before app is ready')
    record('setting', { name: 'app.enableSandbox', value: true })
  }
  setAboutPanelOptions = (options: Electron.AboutPanelOptionsOptions): void => {
    record('about', options)
  }
}

/** Switches are only told: Chromium here is started by the stand-in, with its own. */
function commandLine(): Electron.CommandLine {
  const switches = new Map(givenSwitches())
  const commandMembers = ['appendSwitch', 'hasSwitch', 'getSwitchValue'] as const
  const implementation: Pick<Electron.CommandLine, (typeof commandMembers)[number]> = {
    appendSwitch: (name, value) => {
      switches.set(name, value ?? '')
      record('commandLine', { name, value: value ?? null })
    },
    hasSwitch: (name) => switches.has(name),
    getSwitchValue: (name) => switches.get(name) ?? ''
  }
  return strict(implementation, { name: 'app.commandLine', members: commandMembers })
}

/** As Chromium reads them: wherever they stand before two dashes alone. */
function givenSwitches(): [string, string][] {
  const end = process.argv.indexOf('--')
  return process.argv.slice(1, end < 0 ? undefined : end).flatMap((argument): [string, string][] => {
    const [, name = '', value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(argument) ?? []
    return name === '' ? [] : [[name, value]]
  })
}

export const app = strict<Electron.App>(new App(), {
  name: 'app',
  members: [...emitterMembers, ...members, 'dock'],
  settable: ['name'],
  events
})

onCommand('openFile', ({ path }) => ({
  // Unhandled files are the system's to open; a host that takes one prevents that.
  isHandled: !emitPreventable(application, 'open-file', {}, path)
}))
onCommand('activate', ({ hasVisibleWindows }) => {
  application.emit('activate', makeEvent({}), hasVisibleWindows)
  return undefined
})
