/* global Response */
/* A small application that uses the stand-in as a host would; its tests steer it by PROBE. */
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { URL } from 'node:url'
import { act, setMenu } from './system.js'

const wishes = JSON.parse(process.env.PROBE ?? '{}')
const say = (text) => process.stdout.write(`${text}\n`)

app.setPath('userData', join(process.env.PAPERTRAY_HOME, 'user-data'))
app.on('ready', () => say('ready'))
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
await setTimeout(50)
say('evaluated')
if (app.isPackaged) say(`given ${process.argv.slice(1).join(' ')}`)

const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-src *"
const files = {
  '/': [
    'text/html',
    `<title>Probe</title><script>window.inline = true</script><script src="page.js"></script>
    <h1>Probe</h1><a id="away" href="https://example.org/">away</a>
    <a id="blank" href="https://example.org/blank" target="_blank">blank</a>
    <a id="other" href="/other">other</a>`
  ],
  '/other': ['text/html', '<title>Other</title><h1>Other</h1>'],
  '/page.js': ['text/javascript', 'window.ran = true']
}

function open() {
  const window = new BrowserWindow({
    width: 700,
    minHeight: 300,
    height: 500,
    show: false,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true
    }
  })
  const { webContents } = window
  window.on('ready-to-show', () => window.show())
  webContents.on('will-navigate', (event) => {
    say(`will-navigate ${event.url}`)
    if (!wishes.navigates) event.preventDefault()
  })
  webContents.on('will-redirect', (event) => {
    say(`will-redirect ${event.url}`)
    event.preventDefault()
  })
  if (!wishes.opensAll) webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.on('close', (event) => {
    say('close')
    if (wishes.staysOpen) event.preventDefault()
  })
  webContents.on('will-prevent-unload', () => say('will-prevent-unload'))
  window.on('closed', () => say('closed'))
  webContents.on('context-menu', (_, { linkURL, isEditable }) => say(`context-menu ${linkURL} ${isEditable}`))
  webContents.on('zoom-changed', (_, direction) => say(`zoom ${direction}`))
  void window.loadURL('app://papertray/')
  return window
}

ipcMain.handle('echo', (_, value) => value)
ipcMain.handle('kinds', (_, ...values) => values.map((value) => Object.prototype.toString.call(value)))
ipcMain.handle('fail', () => {
  throw new RangeError('out of reach')
})
ipcMain.handle('who', ({ senderFrame, sender }) => ({
  url: senderFrame.url,
  origin: senderFrame.origin,
  isTop: senderFrame.parent === null && senderFrame === senderFrame.top && senderFrame === sender.mainFrame
}))
ipcMain.handle('send', ({ sender }, value) => sender.send('news', value, new Uint32Array([1, 2])))
ipcMain.handle('act', ({ sender }, name) => act(BrowserWindow.fromWebContents(sender), name))
ipcMain.handle('unknown', () => dialog.showCertificateTrustDialog)
ipcMain.handle('unknown option', () => new BrowserWindow({ kiosk: true }))

const isFirst = app.requestSingleInstanceLock({ said: wishes.said ?? 'hello', at: new Date(0) })
if (!isFirst) {
  say('second')
  app.quit()
} else {
  app.on('second-instance', (_, argv, cwd, data) => {
    say(`heard ${data.said} ${data.at.toISOString()} ${argv.slice(1).join(' ')}`)
  })
  app.on('before-quit', (event) => {
    say('before-quit')
    if (wishes.refusesToQuit) {
      event.preventDefault()
      wishes.refusesToQuit = false
    }
  })
  app.on('will-quit', () => say('will-quit'))
  app.on('quit', (_, code) => say(`quit ${code}`))
  app.on('window-all-closed', () => say('window-all-closed'))
  void app.whenReady().then(() => {
    session.defaultSession.setPermissionCheckHandler(
      (_, permission) => permission === 'clipboard-sanitized-write'
    )
    session.defaultSession.setPermissionRequestHandler((_, permission, answer) =>
      answer(permission === 'clipboard-sanitized-write')
    )
    session.defaultSession.on('will-download', (event) => event.preventDefault())
    session.defaultSession.protocol.handle('app', ({ url }) => {
      if (url.endsWith('/moved')) return Response.redirect('https://example.org/moved')
      const [type, text] = files[new URL(url).pathname] ?? []
      if (text === undefined) return new Response('', { status: 404 })
      return new Response(text, { headers: { 'content-type': type, 'content-security-policy': policy } })
    })
    setMenu(say)
    open()
  })
}
