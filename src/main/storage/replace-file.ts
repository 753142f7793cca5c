import { rename } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'

/** Milliseconds between the attempts: half a second in all. */
const pauses = [10, 20, 40, 80, 160, 200]

/**
 * Renames a file over another one. On Windows a virus scanner or a synchroniser that looks at one of them refuses that for
 * a moment, so it is tried again; elsewhere what is refused stays so, but for a busy file system.
 */
export async function replaceFile(from: string, to: string, platform = process.platform): Promise<void> {
  for (const ms of pauses) {
    try {
      await rename(from, to)
      return
    } catch (cause) {
      const code = (cause as NodeJS.ErrnoException).code
      const passes = code === 'EBUSY' || (platform === 'win32' && (code === 'EACCES' || code === 'EPERM'))
      if (!passes) throw cause
      await pause(ms)
    }
  }
  await rename(from, to)
}
