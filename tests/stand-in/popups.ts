import { setTimeout as sleep } from 'node:timers/promises'
import { record } from './control'
import { targets, type Target } from './targets'
import { toHost } from './translate'
import type { WebContents } from './web-contents'

type Disposition = Electron.HandlerDetails['disposition']

interface Wish {
  readonly contents: WebContents
  readonly details: Electron.HandlerDetails
}

/** Windows that pages asked for and that have not come yet. */
const wishes: Wish[] = []

/** Milliseconds after the page itself within which it is told who asked for it; on a busy machine. */
const longestWait = 10_000

/** A page asks for a window: `window.open`, a link with a target, a middle click. */
export function noteOpening(
  contents: WebContents,
  { url, windowName, windowFeatures }: { url: string; windowName: string; windowFeatures: readonly string[] },
  disposition: string
): void {
  const details = {
    url: toHost(url),
    frameName: windowName,
    features: windowFeatures.join(','),
    disposition: dispositions[disposition] ?? 'other',
    referrer: { url: '', policy: 'strict-origin-when-cross-origin' }
  } as const
  // One click is told in two ways; the second adds nothing.
  if (!wishes.some((wish) => wish.details.url === details.url)) wishes.push({ contents, details })
}

const dispositions: Readonly<Record<string, Disposition>> = {
  'foreground-tab': 'foreground-tab',
  newTab: 'background-tab',
  newWindow: 'new-window'
}

/**
 * Answers windows that pages open. Chromium holds each before it loads anything: refused, it closes having done nothing.
 * A host without a handler gets the window, as in Electron.
 */
export function followPopups(adopt: (target: Target, options: object) => void): void {
  targets.onPopup = (target) => {
    void decide(target, adopt)
  }
}

async function decide(target: Target, adopt: (target: Target, options: object) => void): Promise<void> {
  const wish = await wishFor(target)
  const url = wish?.details.url ?? toHost(target.info.url)
  const answer = wish?.contents.windowOpenHandler?.(wish.details) ?? { action: 'allow' as const }
  record('popup', { url, action: answer.action })
  if (answer.action === 'deny') await target.close().catch(() => undefined)
  else adopt(target, answer.overrideBrowserWindowOptions ?? {})
}

async function wishFor(target: Target): Promise<Wish | undefined> {
  const { openerId } = target.info
  const latest = Date.now() + longestWait
  while (Date.now() < latest) {
    const place = wishes.findIndex(
      ({ contents }) => openerId === undefined || contents.page?.target.info.targetId === openerId
    )
    if (place >= 0) return wishes.splice(place, 1)[0]
    await sleep(10)
  }
  return undefined
}
