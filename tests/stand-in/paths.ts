import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runtime } from './runtime-state'

export type PathName = Parameters<Electron.App['getPath']>[0]

const set = new Map<string, string>()

/** As `app.setPath`; folders come into being when something is written to them. */
export function setPath(name: string, path: string): void {
  set.set(name, path)
}

/** The folders that Electron names on Linux, see its page on `app.getPath`. */
export function pathOf(name: PathName): string {
  const own = set.get(name)
  if (own !== undefined) return own
  const home = homedir()
  switch (name) {
    case 'home':
      return home
    case 'appData':
      return process.env.XDG_CONFIG_HOME ?? join(home, '.config')
    case 'userData':
      return join(pathOf('appData'), names.application)
    case 'sessionData':
      return pathOf('userData')
    case 'logs':
      return join(pathOf('userData'), 'logs')
    case 'crashDumps':
      return join(pathOf('userData'), 'Crashpad')
    case 'temp':
      return tmpdir()
    case 'exe':
      return runtime().executable
    case 'assets':
    case 'module':
      return dirname(runtime().executable)
    case 'desktop':
    case 'documents':
    case 'downloads':
    case 'music':
    case 'pictures':
    case 'videos':
      return join(home, name.charAt(0).toUpperCase() + name.slice(1))
    default:
      throw new Error(`Failed to get '${name}' path`)
  }
}

/** Folders are named after the application. */
export const names = { application: '' }
