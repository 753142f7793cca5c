import { app, dialog } from 'electron'
import type { Log } from '#main/desktop/log'

/**
 * A fault that nothing caught leaves the process in a state that nobody knows: it ends, and can be started again. What
 * was acknowledged is on disk.
 */
export function endOnFaults(log: Log): void {
  let ending = false
  const end = (cause: unknown): void => {
    log.error('A fault ends Papertray', cause)
    if (ending) return
    ending = true
    void app.whenReady().then(askToRestart)
  }
  // A terminal that is closed takes nothing more; Papertray goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') log.warn(`A process of Chromium ended: ${type}, ${reason}`)
  })
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

async function askToRestart(): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Something went wrong inside Papertray, and it has to end.',
    detail: 'What you decided and wrote is in the library. Start Papertray again to go on.',
    buttons: ['Start again', 'End'],
    defaultId: 0,
    cancelId: 1,
    noLink: true
  })
  if (response === 0) app.relaunch()
  app.exit(1)
}
