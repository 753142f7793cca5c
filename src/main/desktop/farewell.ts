import type { BrowserWindow } from 'electron'
import { ask } from '#main/desktop/dialogs'

/** Milliseconds that a page may take to keep what it holds before the user is asked. */
const longestSilence = 5000

/** The same for a page that is still on its way: one that never comes to listen holds nothing. */
const longestArrival = 1000

/** The same where the system ends the session and asks nobody. */
const longestHurry = 1500

type Outcome = 'kept' | 'notKept' | 'late' | 'gone'

export interface FarewellParts {
  /** Asks the page to keep what it holds, and to say so. */
  readonly askPage: () => void
  /** Whether an import is under way. */
  readonly busy: () => boolean
}

/** What has to be settled before a window may close: nothing that was typed or decided in it is lost unasked. */
export class Farewell {
  readonly #parts: FarewellParts
  #end: ((outcome: Outcome) => void) | null = null
  /** The page hears what it is told. */
  listening = false
  /** The session ends: questions would keep the system from it. */
  hurry = false

  constructor(parts: FarewellParts) {
    this.#parts = parts
  }

  /** The page has answered. */
  answer(kept: boolean): void {
    this.#end?.(kept ? 'kept' : 'notKept')
  }

  /** A page that is gone keeps nothing more. */
  pageGone(): void {
    this.listening = false
    this.#end?.('gone')
  }

  /** @returns Whether the window may close now. */
  async mayClose(window: BrowserWindow): Promise<boolean> {
    if (this.#parts.busy() && !this.hurry && !(await wantsToStop(window))) return false
    for (;;) {
      const outcome = await this.#outcome()
      if (outcome === 'kept' || outcome === 'gone' || this.hurry || window.isDestroyed()) return true
      if (await closesAllTheSame(window, outcome)) return true
      if (outcome === 'notKept') return false
    }
  }

  async #outcome(): Promise<Outcome> {
    let timer: NodeJS.Timeout | undefined
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#end = resolve
      if (this.listening) timer = setTimeout(resolve, this.hurry ? longestHurry : longestSilence, 'late')
      else timer = setTimeout(resolve, longestArrival, 'gone')
      this.#parts.askPage()
    })
    clearTimeout(timer)
    this.#end = null
    return outcome
  }
}

async function wantsToStop(window: BrowserWindow): Promise<boolean> {
  const answer = await ask(window, {
    type: 'question',
    message: 'An import is under way.',
    detail: 'What is imported already stays in the library. The rest can be imported again later.',
    buttons: ['Go on importing', 'Stop and close'],
    cancelId: 0
  })
  return answer === 1
}

const warnings = {
  late: {
    message: 'Papertray is still saving.',
    detail: 'The window or the disk takes long. Closed now, what you did last may be lost.',
    otherwise: 'Wait'
  },
  notKept: {
    message: 'A note could not be saved.',
    detail:
      'The library cannot be written now. Stay to copy the note or to try again; closed, what you typed is lost.',
    otherwise: 'Stay'
  }
} as const

async function closesAllTheSame(window: BrowserWindow, outcome: keyof typeof warnings): Promise<boolean> {
  const { message, detail, otherwise } = warnings[outcome]
  const buttons = [otherwise, 'Close all the same']
  return (await ask(window, { type: 'warning', message, detail, buttons, cancelId: 0 })) === 1
}
