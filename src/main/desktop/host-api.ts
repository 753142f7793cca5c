import { dialog, shell } from 'electron'
import type { Capability, HostApi } from '#core/contract'
import { externalAddress } from '#main/desktop/external-address'
import { openOutside } from '#main/desktop/external-links'
import type { Log } from '#main/desktop/log'
import type { OfferedFiles } from '#main/desktop/offered-files'
import { showProgress } from '#main/desktop/taskbar'
import type { MainWindow } from '#main/desktop/window'

export interface HostParts {
  readonly window: MainWindow
  readonly offered: OfferedFiles
  /** The library's. */
  readonly folder: string
  readonly diagnostics: () => Promise<string>
  /** Hands over files that the user named. */
  readonly offer: (paths: readonly string[]) => Promise<void>
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
  'zoom',
  'readyToClose'
] as const satisfies readonly Capability[]

/* eslint-disable @typescript-eslint/require-await -- a request's failure is a rejection, also where nothing is awaited */
export function hostApi({ window, offered, folder, diagnostics, offer, log }: HostParts): Required<HostApi> {
  return {
    takeOfferedFiles: async () => offered.take(),
    readOfferedFile: ({ file }) => offered.read(file),
    chooseDigests: async ({ what }) => {
      if (window.window === null) return
      const { filePaths } = await dialog.showOpenDialog(window.window, {
        title: what === 'files' ? 'Import digests' : 'Import a folder of digests',
        buttonLabel: 'Import',
        properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory']
      })
      await offer(filePaths)
    },
    openLink: async ({ url }) => {
      const address = externalAddress(url, 'http:')
      if (address === null || window.window === null) return
      const { response } = await dialog.showMessageBox(window.window, {
        type: 'question',
        message: 'Open this address?',
        detail: `${address}\n\nIt is not encrypted (http), so others on your network can see and change what it shows.`,
        buttons: ['Open in the browser', 'Cancel'],
        defaultId: 0,
        cancelId: 1,
        noLink: true
      })
      if (response === 0) await openOutside(address, log)
    },
    revealLibrary: async () => {
      // Answers with what went wrong.
      if ((await shell.openPath(folder)) !== '') log.warn('The library folder could not be shown')
    },
    diagnostics,
    showProgress: async ({ progress }) => {
      showProgress(progress, window.window)
    },
    zoom: async ({ by }) => {
      window.zoom(by)
    },
    readyToClose: async () => {
      window.readyToClose()
    }
  }
}
/* eslint-enable @typescript-eslint/require-await */
