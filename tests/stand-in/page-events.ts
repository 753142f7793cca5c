import { record } from './control'
import { emitPreventable, makeEvent } from './event'
import type { Posted } from './ipc-main'
import type { TitleTold } from './page/title'
import type { ContextMenuAct, KeyAct } from './page/user-acts'
import { binding, preloadWorld, type Page } from './page'
import { answer } from './page-requests'
import { noteOpening } from './popups'
import { toHost } from './translate'
import type { WebContents } from './web-contents'

/** Hands on what Chromium tells of a window's page. */
export function followPage(contents: WebContents, page: Page): void {
  const { session, frames } = page
  session.on('Fetch.requestPaused', (paused) => {
    const isDocument = paused.resourceType === 'Document'
    if (isDocument && !contents.navigations.allows(paused)) {
      // Aborted: the page is left as it is.
      session.tell('Fetch.failRequest', { requestId: paused.requestId, errorReason: 'Aborted' })
      return
    }
    // A page that goes away meanwhile needs no answer.
    answer(session, paused, contents.id).catch(() => undefined)
  })
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    const context = frames.ofContext(executionContextId)
    if (name !== binding || context === undefined) return
    // Only the main frame has a preload: in the preload's world of any other nobody speaks.
    if (context.world === preloadWorld && context.frame.above !== undefined) return
    const posted = JSON.parse(payload) as Posted | ContextMenuAct | KeyAct | TitleTold
    if (posted.kind === 'contextMenu') {
      contents.emit('context-menu', makeEvent({}), {
        ...posted.params,
        linkURL: toHost(posted.params.linkURL)
      })
    } else if (posted.kind === 'key') {
      contents.onKey(posted)
    } else if (posted.kind === 'title') {
      contents.onTitle(posted.title)
    } else {
      void contents.hear(context.frame, context.world, posted)
    }
  })
  session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
    const frame = frames.byId(frameId)
    const isSameDocument = navigationType === 'sameDocument'
    const about = {
      url: toHost(url),
      isSameDocument,
      isMainFrame: frame?.above === undefined,
      frame: frame?.face ?? null
    }
    contents.emit(
      'did-start-navigation',
      makeEvent(about),
      about.url,
      isSameDocument,
      about.isMainFrame,
      1,
      1
    )
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    const isMainFrame = frames.byId(frameId)?.above === undefined
    contents.emit('did-navigate-in-page', makeEvent({}), toHost(url), isMainFrame, 1, 1)
  })
  session.on('Page.frameRequestedNavigation', ({ url, disposition, frameId }) => {
    if (disposition !== 'currentTab')
      noteOpening(contents, { url, windowName: '', windowFeatures: [] }, disposition)
    // No request is made for these, such as mailto: or app: itself, and Chromium opens none: the host is asked all the same.
    else if (!/^(https?|about|blob|data|javascript):/.test(url)) {
      contents.navigations.asks(url, frames.byId(frameId))
    }
  })
  session.on('Page.windowOpen', (opening) => {
    noteOpening(contents, opening, 'foreground-tab')
  })
  session.on('Page.domContentEventFired', () => {
    if (contents.navigations.showsHosts) contents.emit('dom-ready', makeEvent({}))
  })
  session.on('Page.loadEventFired', () => {
    contents.navigations.finished()
  })
  session.on('Page.javascriptDialogOpening', ({ type, message }) => {
    record('pageDialog', { type, message })
    // As if the user had said no, but for leaving a page, which Electron asks the host alone.
    const accept = type === 'beforeunload' && !emitPreventable(contents, 'will-prevent-unload', {})
    session.tell('Page.handleJavaScriptDialog', { accept })
    if (type === 'beforeunload' && !accept) contents.onStays()
  })
  session.on('Inspector.targetCrashed', () => {
    contents.crashed()
  })
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    const text = args.map(({ value, description }) => String(value ?? description ?? '')).join(' ')
    log(contents, type, text)
  })
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { exception, text } }) => {
    log(contents, 'error', exception?.description ?? text)
  })
  session.on('Log.entryAdded', ({ entry: { level, text, url } }) => {
    log(contents, level, url === undefined ? text : `${text} (${toHost(url)})`)
  })
}

const levels: Readonly<Record<string, 'info' | 'warning' | 'error' | 'debug'>> = {
  error: 'error',
  assert: 'error',
  warning: 'warning',
  debug: 'debug',
  verbose: 'debug'
}

function log(contents: WebContents, type: string, text: string): void {
  const level = levels[type] ?? 'info'
  record('console', { window: contents.id, level, text })
  const event = makeEvent({
    message: text,
    level,
    lineNumber: 0,
    sourceId: '',
    frame: contents.page?.frames.top?.face
  })
  contents.emit('console-message', event, ['debug', 'info', 'warning', 'error'].indexOf(level), text, 0, '')
}
