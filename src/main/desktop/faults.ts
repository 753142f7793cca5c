import { app } from 'electron'
import { ask } from '#main/desktop/dialogs'
import type { Log } from '#main/desktop/log'

/** Milliseconds that saving may take before the end. */
const longestFarewell = 2000

/**
 * A fault that nothing caught leaves the process in a state that nobody knows: it ends, and can be started again. What
 * was acknowledged is on disk.
 * @param keep Keeps what is still to be kept, as far as that goes.
 */
export function endOnFaults(log: Log, keep: () => Promise<void>): void {
  let ending = false
  const end = (cause: unknown): void => {
    log.error('A fault ends Papertray', cause)
    if (ending) return
    ending = true
    finish(keep).catch(() => {
      app.exit(1)
    })
  }
  // A terminal that is closed takes nothing more; Papertray goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (reason !== 'clean-exit') log.warn(`A process of Chromium ended: ${type}, ${reason}`)
  })
  process.on('uncaughtException', end)
  process.on('unhandledRejection', end)
}

async function finish(keep: () => Promise<void>): Promise<void> {
  await Promise.race([
    keep().catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, longestFarewell))
  ])
  await app.whenReady()
  // An AppImage is not there any more to be started once it has ended.
  const again = process.env.APPIMAGE === undefined
  const answer = await ask(null, {
    type: 'error',
    message: 'Something went wrong inside Papertray, and it has to end.',
    detail: 'What you decided and wrote is in the library. Start Papertray again to go on.',
    buttons: again ? ['Start again', 'End'] : ['End'],
    cancelId: again ? 1 : 0
  })
  // Without the files that it was started with: they are imported.
  if (again && answer === 0) app.relaunch({ args: withoutFiles(process.argv) })
  app.exit(1)
}

function withoutFiles(argv: readonly string[]): string[] {
  const library = argv.find((argument) => argument.startsWith('--library='))
  const place = argv.indexOf('--library')
  return [
    ...(app.isPackaged ? [] : argv.slice(1, 2)),
    ...(library === undefined ? [] : [library]),
    ...(place < 0 ? [] : argv.slice(place, place + 2))
  ]
}
