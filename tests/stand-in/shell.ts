import { record } from './control'
import { strict } from './strict'

const members = ['openExternal', 'openPath', 'showItemInFolder'] as const

/** Tells what would be opened; opens nothing. */
const implementation: Pick<Electron.Shell, (typeof members)[number]> = {
  openExternal: (url) => {
    record('openExternal', { url })
    return Promise.resolve()
  },
  openPath: (path) => {
    record('openPath', { path })
    return Promise.resolve('')
  },
  showItemInFolder: (path) => {
    record('showItemInFolder', { path })
  }
}

export const shell = strict<Electron.Shell>(implementation, { name: 'shell', members })
