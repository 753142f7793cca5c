import { application } from './application'
import type { Protocol, Session } from './cdp'

/** A page that Chromium has made, and that does nothing yet. */
export interface Target {
  readonly session: Session
  readonly info: Protocol.Target.TargetInfo
  readonly close: () => Promise<void>
  readonly closed: Promise<void>
}

type OnPopup = (target: Target) => void

/** All pages of Chromium: those asked for here, and those that pages open. Each waits until it is told to go on. */
class Targets {
  readonly #attached = new Map<string, Target>()
  readonly #goes = new Map<string, () => void>()
  readonly #wanted = new Map<string, (target: Target) => void>()
  #opening = 0
  #followed: Promise<Session> | undefined
  onPopup: OnPopup = () => undefined
  onDownload: (url: string, fileName: string) => void = () => undefined

  async open(): Promise<Target> {
    this.#opening++
    try {
      const browser = await (this.#followed ??= this.#follow())
      const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', newWindow: true })
      const target =
        this.#attached.get(targetId) ??
        (await new Promise<Target>((resolve) => this.#wanted.set(targetId, resolve)))
      this.#attached.delete(targetId)
      return target
    } finally {
      this.#opening--
      this.#sort()
    }
  }

  async #follow(): Promise<Session> {
    const { connection } = await application.chromium()
    const { browser } = connection
    const sessions = new Map<string, string>()
    browser.on('Target.attachedToTarget', ({ sessionId, targetInfo: info }) => {
      sessions.set(sessionId, info.targetId)
      const closed = new Promise<void>((resolve) => this.#goes.set(info.targetId, resolve))
      const close = async (): Promise<void> => {
        await browser.send('Target.closeTarget', { targetId: info.targetId })
      }
      this.#add({ session: connection.session(sessionId), info, close, closed })
    })
    browser.on('Browser.downloadWillBegin', ({ url, suggestedFilename }) => {
      this.onDownload(url, suggestedFilename)
    })
    browser.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.#goes.get(sessions.get(sessionId) ?? '')?.()
    })
    await browser.send('Browser.setDownloadBehavior', { behavior: 'deny', eventsEnabled: true })
    await browser.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter: [{ type: 'page' }, { exclude: true }]
    })
    return browser
  }

  #add(target: Target): void {
    const { targetId } = target.info
    const wanted = this.#wanted.get(targetId)
    this.#wanted.delete(targetId)
    if (wanted !== undefined) {
      wanted(target)
      return
    }
    this.#attached.set(targetId, target)
    this.#sort()
  }

  /** While pages are being made here, it is not known yet which ones are not. */
  #sort(): void {
    if (this.#opening > 0) return
    const popups = [...this.#attached.values()]
    this.#attached.clear()
    for (const popup of popups) this.onPopup(popup)
  }
}

export const targets = new Targets()
