import { shell } from 'electron'
import type { Log } from '#main/desktop/log'

/** Shows an address in the system's browser. */
export async function openOutside(address: string, log: Log): Promise<void> {
  try {
    await shell.openExternal(address)
  } catch {
    // Which address it was is the user's.
    log.warn('No program of the system opened an address')
  }
}
