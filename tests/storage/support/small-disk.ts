import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../../support/temporary.ts'

const run = promisify(execFile)

export interface SmallDisk {
  readonly folder: string
  /** False where this process may not mount one: then the folder has as much room as any other. */
  readonly isSmall: boolean
}

/** A folder on a real file system of so many bytes. */
export async function smallDisk(size: number): Promise<SmallDisk> {
  const folder = join(await temporaryFolder(), 'disk')
  await mkdir(folder)
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder])
  } catch {
    return { folder, isSmall: false }
  }
  onTestFinished(async () => {
    await run('umount', ['--lazy', folder])
  })
  return { folder, isSmall: true }
}
