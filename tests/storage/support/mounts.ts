import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'

const run = promisify(execFile)

/** A folder on a file system of its own, which can be full and can be read-only; of Linux, for root. */
export interface Mount {
  readonly setReadOnly: (is: boolean) => Promise<void>
}

/** Null where this process may not mount anything: then a test lets the calls fail instead. */
export async function mounted(folder: string, size = 64 * 1024 * 1024): Promise<Mount | null> {
  await mkdir(folder, { recursive: true })
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  } catch {
    return null
  }
  onTestFinished(async () => {
    await run('umount', ['--lazy', folder])
  })
  return {
    setReadOnly: async (is) => {
      await run('mount', ['-o', `remount,${is ? 'ro' : 'rw'}`, folder])
    }
  }
}
