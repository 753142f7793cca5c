import { application } from './application'
import { standInWindows, type StandInWindow } from './browser-window'
import type { WebContents } from './web-contents'

interface Role {
  readonly label: string
  readonly accelerator?: string
  readonly window?: (window: StandInWindow) => void
  readonly contents?: (contents: WebContents) => void
  readonly application?: () => void
}

const zoomBy = (contents: WebContents, levels: number): void => {
  // A level is a fifth, as Chromium counts.
  contents.zoomFactor *= 1.2 ** levels
}

/** What Electron gives an item with a role, and what choosing it does; on Linux and Windows. */
export const roles: Readonly<Record<string, Role>> = {
  about: { label: 'About' },
  clearrecentdocuments: { label: 'Clear Menu' },
  close: {
    label: 'Close Window',
    accelerator: 'CommandOrControl+W',
    window: (window) => {
      window.close()
    }
  },
  copy: {
    label: 'Copy',
    accelerator: 'CommandOrControl+C',
    contents: (contents) => {
      contents.copy()
    }
  },
  cut: {
    label: 'Cut',
    accelerator: 'CommandOrControl+X',
    contents: (contents) => {
      contents.cut()
    }
  },
  delete: { label: 'Delete' },
  forcereload: {
    label: 'Force Reload',
    accelerator: 'Shift+CmdOrCtrl+R',
    contents: (contents) => {
      contents.reload()
    }
  },
  front: { label: 'Bring All to Front' },
  help: { label: 'Help' },
  hide: { label: 'Hide' },
  hideothers: { label: 'Hide Others' },
  minimize: {
    label: 'Minimize',
    accelerator: 'CommandOrControl+M',
    window: (window) => {
      window.minimize()
    }
  },
  paste: {
    label: 'Paste',
    accelerator: 'CommandOrControl+V',
    contents: (contents) => {
      contents.paste()
    }
  },
  pasteandmatchstyle: { label: 'Paste and Match Style', accelerator: 'Shift+CommandOrControl+V' },
  quit: {
    label: 'Quit',
    accelerator: 'CommandOrControl+Q',
    application: () => {
      application.quit()
    }
  },
  recentdocuments: { label: 'Open Recent' },
  redo: {
    label: 'Redo',
    accelerator: 'Shift+CommandOrControl+Z',
    contents: (contents) => {
      contents.redo()
    }
  },
  reload: {
    label: 'Reload',
    accelerator: 'CmdOrCtrl+R',
    contents: (contents) => {
      contents.reload()
    }
  },
  resetzoom: {
    label: 'Actual Size',
    accelerator: 'CommandOrControl+0',
    contents: (contents) => {
      contents.zoomFactor = 1
    }
  },
  selectall: {
    label: 'Select All',
    accelerator: 'CommandOrControl+A',
    contents: (contents) => {
      contents.selectAll()
    }
  },
  services: { label: 'Services' },
  toggledevtools: {
    label: 'Toggle Developer Tools',
    accelerator: 'Ctrl+Shift+I',
    contents: (contents) => {
      contents.toggleDevTools()
    }
  },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: 'F11',
    window: (window) => {
      window.setFullScreen(!window.isFullScreen())
    }
  },
  undo: {
    label: 'Undo',
    accelerator: 'CommandOrControl+Z',
    contents: (contents) => {
      contents.undo()
    }
  },
  unhide: { label: 'Show All' },
  windowmenu: { label: 'Window' },
  zoom: { label: 'Zoom' },
  zoomin: {
    label: 'Zoom In',
    accelerator: 'CommandOrControl+Plus',
    contents: (contents) => {
      zoomBy(contents, 0.5)
    }
  },
  zoomout: {
    label: 'Zoom Out',
    accelerator: 'CommandOrControl+-',
    contents: (contents) => {
      zoomBy(contents, -0.5)
    }
  }
}

/** @returns Whether the role does something here. */
export function playRole(name: string): boolean {
  const role = roles[name.toLowerCase()]
  const window = standInWindows().find((candidate) => candidate.isFocused())
  if (role?.application !== undefined) role.application()
  else if (window !== undefined && role?.window !== undefined) role.window(window)
  else if (window !== undefined && role?.contents !== undefined) role.contents(window.contents)
  else return false
  return true
}
