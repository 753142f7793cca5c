import { app, dialog } from 'electron'
import { capabilities } from '#main/desktop/host-api'
import type { Log } from '#main/desktop/log'
import { openHandingService, type HandingService } from '#main/handover/open-handing-service'
import type { LibraryLocation } from '#main/library/open-library'
import { whenFree } from '#main/library/when-free'
import { sentenceOf } from '#main/terminal/sentences'
import { version } from '../../../package.json'

/** Opens the library; null where it cannot be had: then the user has been told why, and Papertray ends. */
export async function openForDesktop(
  location: LibraryLocation,
  ended: AbortSignal,
  log: Log
): Promise<HandingService | null> {
  try {
    return await whenFree(() => openHandingService(location, { version, capabilities }), {
      stop: ended,
      told: () => {
        log.info('Another process has the library open')
      },
      instead: () => Promise.resolve(null)
    })
  } catch (cause) {
    if (ended.aborted) {
      app.exit(0)
      return null
    }
    log.error('The library could not be opened', cause)
    const sentence = sentenceOf(cause)
    process.stderr.write(`${sentence}\n`)
    dialog.showErrorBox('Papertray cannot open the library', sentence)
    app.exit(2)
    return null
  }
}
