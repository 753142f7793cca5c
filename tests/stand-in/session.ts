import { EventEmitter } from 'node:events'
import { application } from './application'
import { record } from './control'
import { permissionHandlers } from './permissions'
import { protocol } from './protocol'
import { emitterMembers, strict, strictModule } from './strict'
import { webRequest } from './web-request'

const members = [
  'isSpellCheckerEnabled',
  'protocol',
  'setDevicePermissionHandler',
  'setPermissionCheckHandler',
  'setPermissionRequestHandler',
  'setSpellCheckerDictionaryDownloadURL',
  'setSpellCheckerEnabled',
  'spellCheckerEnabled',
  'webRequest'
] as const

class DefaultSession extends EventEmitter implements Pick<Electron.Session, (typeof members)[number]> {
  readonly protocol = protocol
  readonly webRequest = webRequest
  #checksSpelling = true

  setPermissionCheckHandler(handler: typeof permissionHandlers.check): void {
    permissionHandlers.check = handler
  }

  setPermissionRequestHandler(handler: typeof permissionHandlers.ask): void {
    permissionHandlers.ask = handler
  }

  setDevicePermissionHandler(handler: typeof permissionHandlers.device): void {
    permissionHandlers.device = handler
  }

  get spellCheckerEnabled(): boolean {
    return this.#checksSpelling
  }

  set spellCheckerEnabled(isEnabled: boolean) {
    this.#checksSpelling = isEnabled
    record('setting', { name: 'session.spellCheckerEnabled', value: isEnabled })
  }

  isSpellCheckerEnabled(): boolean {
    return this.#checksSpelling
  }

  setSpellCheckerEnabled(isEnabled: boolean): void {
    this.spellCheckerEnabled = isEnabled
  }

  setSpellCheckerDictionaryDownloadURL(url: string): void {
    record('setting', { name: 'session.setSpellCheckerDictionaryDownloadURL', value: url })
  }
}

export const sessionEvents = new DefaultSession()
export const defaultSession = strict<Electron.Session>(sessionEvents, {
  name: 'session.defaultSession',
  members: [...members, ...emitterMembers],
  settable: ['spellCheckerEnabled'],
  events: ['will-download']
})

export const session = strictModule<typeof Electron.Session>('session', {
  get defaultSession(): Electron.Session {
    if (!application.isReady) throw new Error('Session can only be received when app is ready')
    return defaultSession
  }
})
