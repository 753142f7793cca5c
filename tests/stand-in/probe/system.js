/* global AbortController */
/* The parts of the probe that stand beside its window. */
import { app, clipboard, dialog, Menu, nativeTheme, powerMonitor, screen, shell } from 'electron'
import process from 'node:process'
import { setImmediate, setTimeout } from 'node:timers'

/** Does one of the things that a host does to the system when its page asks for it. */
export async function act(window, name) {
  switch (name) {
    case 'badge':
      return app.setBadgeCount(3)
    case 'choose':
      return dialog.showOpenDialog(window, { properties: ['openDirectory'] })
    case 'ask':
      return dialog.showMessageBox(window, { message: 'Sure?', buttons: ['Yes', 'Cancel'] })
    case 'ask until it answers':
      return dialog.showMessageBox(window, {
        message: 'Wait?',
        buttons: ['Stop', 'Wait'],
        cancelId: 1,
        signal: aborted()
      })
    case 'open':
      return shell.openExternal('https://example.org/')
    case 'copy':
      await clipboard.writeText('copied')
      return clipboard.readText()
    case 'displays':
      return [
        screen.getAllDisplays().length,
        screen.getDisplayMatching({ x: 2000, y: 0, width: 9, height: 9 }).id
      ]
    case 'dark':
      nativeTheme.themeSource = 'dark'
      return nativeTheme.shouldUseDarkColors
    case 'place':
      window.setBounds({ x: 10, y: 20, width: 900, height: 100 })
      window.maximize()
      return [window.getBounds(), window.getNormalBounds(), window.isMaximized()]
    case 'zoom':
      window.webContents.setZoomFactor(2)
      return window.webContents.zoomFactor
    case 'destroyed':
      setImmediate(() => {
        window.destroy()
        try {
          window.getBounds()
        } catch ({ message }) {
          process.stdout.write(`${message}\n`)
        }
      })
      return undefined
  }
}

function aborted() {
  const abort = new AbortController()
  setTimeout(() => abort.abort(), 100)
  return abort.signal
}

export function setMenu(say) {
  const template = [
    {
      label: '&File',
      submenu: [
        {
          id: 'import',
          label: 'Import…',
          accelerator: 'CmdOrCtrl+O',
          click: (item) => say(`chosen ${item.label}`)
        },
        { label: 'Off', enabled: false, click: () => say('never') },
        { id: 'check', label: 'Check', type: 'checkbox', click: (item) => say(`checked ${item.checked}`) },
        { label: 'Full', role: 'togglefullscreen' },
        { role: 'quit' }
      ]
    }
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  powerMonitor.on('suspend', () => say('suspend'))
  screen.on('display-removed', (_, display) => say(`display ${display.id} removed`))
  nativeTheme.on('updated', () => say(`dark ${nativeTheme.shouldUseDarkColors}`))
  app.on('open-file', (event, path) => {
    event.preventDefault()
    say(`open-file ${path}`)
  })
  app.on('activate', (_, hasVisibleWindows) => say(`activate ${hasVisibleWindows}`))
}
