import { EventEmitter } from 'node:events'
import { application } from './application'
import { standInWindows } from './browser-window'
import type { Session } from './cdp'
import { onCommand, record } from './control'
import { emitterMembers, strict } from './strict'

const members = ['themeSource', 'shouldUseDarkColors'] as const

class NativeTheme extends EventEmitter implements Pick<Electron.NativeTheme, (typeof members)[number]> {
  #source: Electron.NativeTheme['themeSource'] = 'system'
  #isSystemDark = false

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source
  }

  /** Pages see it too: `prefers-color-scheme`. */
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    const wasDark = this.shouldUseDarkColors
    this.#source = source
    record('theme', { source })
    this.#changed(wasDark)
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#isSystemDark : this.#source === 'dark'
  }

  setSystem(isDark: boolean): void {
    const wasDark = this.shouldUseDarkColors
    this.#isSystemDark = isDark
    this.#changed(wasDark)
  }

  #changed(wasDark: boolean): void {
    if (wasDark === this.shouldUseDarkColors) return
    for (const { contents } of standInWindows()) this.show(contents)
    this.emit('updated')
  }

  show(contents: { readonly opened: Promise<{ readonly session: Session }> }): void {
    const value = this.shouldUseDarkColors ? 'dark' : 'light'
    void contents.opened.then(({ session }) => {
      session.tell('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })
    })
  }
}

const implementation = new NativeTheme()

export const nativeTheme = strict<Electron.NativeTheme>(implementation, {
  name: 'nativeTheme',
  members: [...members, ...emitterMembers],
  settable: ['themeSource'],
  events: ['updated']
})

onCommand('setDark', ({ isDark }) => {
  implementation.setSystem(isDark)
  return undefined
})
application.on('web-contents-created', () => {
  // The window is listed once it has been made.
  queueMicrotask(() => {
    for (const { contents } of standInWindows()) implementation.show(contents)
  })
})
