import { clipboard, type BrowserWindow } from 'electron'
import { ask } from '#main/desktop/dialogs'
import type { Log } from '#main/desktop/log'

const faults = {
  crashed: {
    message: 'Papertray’s window stopped working.',
    detail: 'What you decided and wrote is in the library. Reload the window to go on.',
    last: 'Close'
  },
  hanging: {
    message: 'Papertray’s window does not answer.',
    detail: 'What you decided and wrote is in the library. Wait a moment, or reload the window to go on.',
    last: 'Wait'
  },
  notLoaded: {
    message: 'Papertray’s window could not be loaded.',
    detail: 'Your library is untouched. Try again; if that does not help, install Papertray anew.',
    last: 'Close'
  }
} as const

export type WindowFault = keyof typeof faults

export interface ReloadOffer {
  readonly fault: WindowFault
  /** Takes the question back: it is settled. */
  readonly signal: AbortSignal
  /** What is copied for a report. */
  readonly diagnostics: () => Promise<string>
  readonly log: Log
}

/** Asks what to do about a window that does not work. */
export async function offerReload(
  window: BrowserWindow,
  { fault, signal, diagnostics, log }: ReloadOffer
): Promise<'reload' | 'close' | 'wait'> {
  const { message, detail, last } = faults[fault]
  for (;;) {
    const buttons = ['Reload', 'Copy diagnostics', last]
    const answer = await ask(window, { type: 'warning', message, detail, buttons, cancelId: 2, signal })
    if (signal.aborted) return 'wait'
    if (answer === 0) return 'reload'
    if (answer === 2) return last === 'Wait' ? 'wait' : 'close'
    try {
      await clipboard.writeText(await diagnostics())
    } catch (cause) {
      // Another program may hold it.
      log.error('The clipboard could not be written', cause)
    }
  }
}
