import { standInWindows, type StandInWindow } from './browser-window'
import { onCommand, record } from './control'
import type { FrameName } from './control-messages'
import { emitPreventable, makeEvent } from './event'
import type { Frame } from './frames'
import { binding, type Page } from './page'
import { foreignPages, withoutPolicy } from './page-requests'
import { followPermissionCommands } from './permissions'
import { sessionEvents } from './session'
import { targets } from './targets'
import { toHost, toPage } from './translate'

/* What a test asks for that happens to a window. */

/** The window with a number, else the only one. */
function windowOf(id?: number): StandInWindow {
  const windows = standInWindows()
  const window = id === undefined ? windows[0] : windows.find((candidate) => candidate.id === id)
  if (window === undefined) throw new Error(`no window ${id ?? ''}`)
  return window
}

async function pageOf(id?: number): Promise<Page> {
  return windowOf(id).contents.opened
}

function frameOf(page: Page, { url }: FrameName): Frame {
  const frame =
    url === undefined ? page.frames.main : page.frames.all.find((candidate) => candidate.url === url)
  if (frame === undefined) {
    throw new Error(`no frame ${url}; there are ${page.frames.all.map((each) => each.url).join(', ')}`)
  }
  return frame
}

export function followCommands(): void {
  followPermissionCommands((window) => windowOf(window).contents.face)

  onCommand('userWindow', ({ window: id, act, bounds = {} }) => {
    const window = windowOf(id)
    switch (act) {
      case 'move':
        window.setBounds(bounds)
        window.tell('moved')
        break
      case 'resize':
        window.setBounds(bounds)
        window.tell('resized')
        break
      default:
        window[act]()
    }
    return undefined
  })

  onCommand('windowState', ({ window: id }) => {
    const window = windowOf(id)
    return {
      bounds: window.getBounds(),
      isVisible: window.isVisible(),
      isFocused: window.isFocused(),
      isMaximized: window.isMaximized(),
      isMinimized: window.isMinimized(),
      isFullScreen: window.isFullScreen()
    }
  })

  onCommand('emitUnresponsive', ({ window: id, isResponsive }) => {
    const window = windowOf(id)
    const name = isResponsive ? 'responsive' : 'unresponsive'
    window.tell(name)
    window.contents.emit(name, makeEvent({}))
    return undefined
  })

  onCommand('crash', ({ window }) => {
    windowOf(window).contents.forcefullyCrashRenderer()
    return undefined
  })

  onCommand('reload', ({ window }) => {
    windowOf(window).reload()
    return undefined
  })

  onCommand('zoomWheel', ({ direction, window }) => {
    windowOf(window).contents.emit('zoom-changed', makeEvent({}), direction)
    return undefined
  })

  targets.onDownload = (url, fileName) => {
    const item = { getURL: () => toHost(url), getFilename: () => fileName, cancel: () => undefined }
    const face = standInWindows()[0]?.contents.face
    const isAllowed = emitPreventable(sessionEvents, 'will-download', {}, item, face)
    record('download', { url: toHost(url), fileName, isAllowed })
  }

  onCommand('redirect', ({ url, window }) => {
    const about = { url, isSameDocument: false, isMainFrame: true }
    return {
      isPrevented: !emitPreventable(windowOf(window).contents, 'will-redirect', about, url, false, true)
    }
  })

  onCommand('attachWebview', ({ src, window }) => ({
    isPrevented: !emitPreventable(windowOf(window).contents, 'will-attach-webview', {}, {}, { src })
  }))

  onCommand('contextMenu', ({ params, window }) => {
    windowOf(window).contents.emit('context-menu', makeEvent({}), params)
    return undefined
  })

  onCommand('callFrom', async ({ frame: name, channel, args }) => {
    const page = await pageOf(name.window)
    try {
      const value = await page.callTaken(frameOf(page, name), 'callAsFrame', binding, channel, args)
      return { value: value as string }
    } catch (error) {
      return { failure: error instanceof Error ? error.message : String(error) }
    }
  })

  onCommand('addFrame', async ({ url, html, window: id }) => {
    const { contents } = windowOf(id)
    const page = await contents.opened
    const pageUrl = toPage(url)
    foreignPages.set(pageUrl, html)
    contents.navigations.forced.add(pageUrl)
    if (!withoutPolicy.has(contents.id)) {
      // The browser itself enforces the policy of the page as it was loaded, so that it is loaded anew without one.
      withoutPolicy.add(contents.id)
      await contents.navigations.reload(page)
    }
    await page.callTaken(page.frames.main, 'addFrame', pageUrl)
    return undefined
  })
}
