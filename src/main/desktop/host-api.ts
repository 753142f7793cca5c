import { basename, join } from 'node:path'
import { shell } from 'electron'
import type { Capability, HostApi } from '#core/contract'
import { ask, askForFiles, askWhere } from '#main/desktop/dialogs'
import { externalAddress } from '#main/desktop/external-address'
import { openOutside } from '#main/desktop/external-links'
import type { Log } from '#main/desktop/log'
import type { OfferedFiles } from '#main/desktop/offered-files'
import { showProgress } from '#main/desktop/taskbar'
import type { LibraryArchives } from '#main/library/backup/library-archives'
import type { WatchFolder } from '#main/library/watch-folder/watch-folder'
import type { MainWindow } from '#main/desktop/window'

/** UTF-16 code units of an address that a dialog shows: the longest name of a host has 253. */
const longestShown = 400

export interface HostParts {
  readonly window: MainWindow
  readonly offered: OfferedFiles
  /** The library's. */
  readonly folder: string
  readonly diagnostics: () => Promise<string>
  /** Hands over files that the user named. */
  readonly offer: (paths: readonly string[]) => Promise<void>
  readonly archives: LibraryArchives
  readonly watch: WatchFolder
  readonly log: Log
}

/** All of them: a desktop can do everything. */
export const capabilities = [
  'takeOfferedFiles',
  'readOfferedFile',
  'chooseDigests',
  'openLink',
  'revealLibrary',
  'diagnostics',
  'showProgress',
  'exportLibrary',
  'chooseArchive',
  'watchFolder',
  'chooseWatchFolder',
  'endWatching',
  'zoom',
  'readyToClose'
] as const satisfies readonly Capability[]

/* eslint-disable @typescript-eslint/require-await -- a request's failure is a rejection, also where nothing is awaited */
export function hostApi({
  window,
  offered,
  folder,
  diagnostics,
  offer,
  archives,
  watch,
  log
}: HostParts): Required<HostApi> {
  return {
    takeOfferedFiles: async () => {
      // It is the first thing that a page asks for once it hears what it is told.
      window.pageListens()
      return offered.take()
    },
    readOfferedFile: ({ file }) => offered.read(file),
    chooseDigests: async ({ what }) => {
      if (window.window === null) return
      const paths = await askForFiles(window.window, {
        title: what === 'files' ? 'Import digests' : 'Import a folder of digests',
        buttonLabel: 'Import',
        properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory']
      })
      await offer(paths)
    },
    openLink: async ({ url }) => {
      const address = externalAddress(url, 'http:')
      if (address === null || window.window === null) return
      const answer = await ask(window.window, {
        type: 'question',
        message: 'Open this address?',
        detail: `${shortened(address)}\n\nIt is not encrypted (http), so others on your network can see and change what it shows.`,
        buttons: ['Open in the browser', 'Cancel'],
        cancelId: 1
      })
      if (answer === 0) await openOutside(address, log)
    },
    revealLibrary: async () => {
      // Shown in its folder rather than opened: a folder may be a program.
      shell.showItemInFolder(join(folder, 'library.json'))
    },
    diagnostics,
    showProgress: async ({ progress }) => {
      showProgress(progress, window.window)
    },
    exportLibrary: async () => {
      if (window.window === null) return { file: null, download: null }
      const file = await askWhere(window.window, {
        title: 'Export the library',
        buttonLabel: 'Export',
        defaultPath: archives.nameFor(new Date()),
        filters: [{ name: 'Archive of the library', extensions: ['gz'] }]
      })
      if (file !== null) await archives.write(file)
      return { file, download: null }
    },
    chooseArchive: async () => {
      if (window.window === null) return null
      const [path] = await askForFiles(window.window, {
        title: 'Restore an exported library',
        buttonLabel: 'Choose',
        properties: ['openFile'],
        filters: [{ name: 'Archive of a library', extensions: ['gz', 'tar'] }]
      })
      return path === undefined ? null : { backup: archives.offer(path), name: basename(path) }
    },
    watchFolder: async () => watch.state,
    chooseWatchFolder: async () => {
      if (window.window === null) return watch.state
      const [path] = await askForFiles(window.window, {
        title: 'Watch a folder for digests',
        buttonLabel: 'Watch',
        properties: ['openDirectory', 'createDirectory']
      })
      return path === undefined ? watch.state : watch.choose(path)
    },
    endWatching: async () => {
      await watch.end()
    },
    zoom: async ({ by }) => {
      window.zoom(by)
    },
    readyToClose: async ({ kept }) => {
      window.readyToClose(kept)
    }
  }
}
/* eslint-enable @typescript-eslint/require-await */

/** The host of an address comes first, and must be seen whole; what follows may be longer than a screen. */
function shortened(address: string): string {
  return address.length <= longestShown ? address : `${address.slice(0, longestShown)}…`
}
