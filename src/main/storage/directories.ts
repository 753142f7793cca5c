import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where Papertray keeps what. The same for all hosts. */
export interface Directories {
  /** The device's identity and the locks. */
  readonly userData: string
  /** The library, where none is named. */
  readonly library: string
  /** What may be deleted at any time. */
  readonly cache: string
}

/**
 * The platform's folders for a user's data and caches: XDG Base Directory on Linux, Library on macOS, AppData on
 * Windows. `PAPERTRAY_HOME` moves all of them below one folder.
 */
export function directories(env: NodeJS.ProcessEnv = process.env, platform = process.platform): Directories {
  const home = env.PAPERTRAY_HOME
  if (home !== undefined && home !== '') return below(resolve(home), join(resolve(home), 'cache'))
  if (platform === 'darwin') {
    const library = join(homedir(), 'Library')
    return below(join(library, 'Application Support', 'Papertray'), join(library, 'Caches', 'Papertray'))
  }
  if (platform === 'win32') {
    const roaming = env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
    const local = env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
    return below(join(roaming, 'Papertray'), join(local, 'Papertray', 'Cache'))
  }
  const data = absolute(env.XDG_DATA_HOME) ?? join(homedir(), '.local', 'share')
  const cache = absolute(env.XDG_CACHE_HOME) ?? join(homedir(), '.cache')
  return below(join(data, 'papertray'), join(cache, 'papertray'))
}

function below(userData: string, cache: string): Directories {
  return { userData, cache, library: join(userData, 'library') }
}

/** The XDG specification has relative paths ignored. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') === true ? path : null
}
