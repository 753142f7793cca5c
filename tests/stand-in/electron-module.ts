/*
 * What `import … from 'electron'` gives an application under the stand-in. Importing anything else fails while the
 * application is linked, with a message that names it.
 */
import { app } from './app'
import { BrowserWindow } from './browser-window'
import { clipboard } from './clipboard'
import { followCommands } from './commands'
import { dialog } from './dialog'
import { ipcMain } from './ipc-main'
import { Menu } from './menu'
import { nativeImage } from './native-image'
import { nativeTheme } from './native-theme'
import { powerMonitor } from './power-monitor'
import { protocol } from './protocol'
import { screen } from './screen'
import { session } from './session'
import { shell } from './shell'
import { strictModule } from './strict'

followCommands()

const members = {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell
} satisfies Partial<typeof Electron.CrossProcessExports>

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
  shell
}

export default strictModule('electron', members)
