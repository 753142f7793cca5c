import { clipboard, dialog, type BrowserWindow } from 'electron'

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

/**
 * Asks what to do about a window that does not work. @param diagnostics What is copied for a report.
 * @param signal Takes the question back: the window answers again.
 */
export async function offerReload(
  window: BrowserWindow,
  fault: keyof typeof faults,
  diagnostics: () => Promise<string>,
  signal?: AbortSignal
): Promise<'reload' | 'close' | 'wait'> {
  const { message, detail, last } = faults[fault]
  for (;;) {
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: ['Reload', 'Copy diagnostics', last],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
      ...(signal !== undefined && { signal })
    })
    if (signal?.aborted === true) return 'wait'
    if (response === 0) return 'reload'
    if (response === 2) return last === 'Wait' ? 'wait' : 'close'
    await clipboard.writeText(await diagnostics())
  }
}
