import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Brings a folder's list of files to disk, where the platform can: Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a folder and those above it where they are missing, so that they survive a crash. */
export async function makeFolder(folder: string): Promise<void> {
  // Resolved first: of `a/../b` mkdir makes `a` as well, which is not above `b`.
  const path = resolve(folder)
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; ; made = dirname(made)) {
    await syncFolder(dirname(made))
    if (made === resolve(first)) return
  }
}
