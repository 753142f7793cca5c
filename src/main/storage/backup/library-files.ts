import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isLibraryPath } from '#main/storage/backup/manifest'
import { deviceFolders, journalPrefix } from '#main/storage/journal-lines'

/** A file of a library, as long as it was when that was looked at. */
export interface LibraryFile {
  /** Below the library, with `/`. */
  readonly path: string
  readonly length: number
}

const step = 64 * 1024

/**
 * Everything of a library that is true, up to the last whole line of each file. Journals are looked at first: what
 * their Decisions name was on disk before them, so that it is in the entries that are looked at after.
 */
export async function libraryFiles(folder: string): Promise<LibraryFile[]> {
  const journals: string[] = []
  const others: string[] = []
  for (const device of await deviceFolders(folder)) {
    for (const name of (await readdir(join(folder, 'devices', device))).sort()) {
      const path = `devices/${device}/${name}`
      if (isLibraryPath(path)) (name.startsWith(journalPrefix) ? journals : others).push(path)
    }
  }
  const found: LibraryFile[] = []
  for (const path of [...journals, ...others, 'library.json']) {
    const length = await lengthOf(join(folder, path), path.endsWith('.jsonl'))
    if (length !== null) found.push({ path, length })
  }
  return found
}

/** Null where there is no such file. */
async function lengthOf(path: string, lines: boolean): Promise<number | null> {
  try {
    return lines ? await wholeLength(path) : (await stat(path)).size
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
}

/** Bytes up to the end of the last whole line: what stands behind it may be being written just now. */
async function wholeLength(path: string): Promise<number> {
  const file = await open(path, 'r')
  try {
    let end = (await file.stat()).size
    const buffer = Buffer.allocUnsafe(step)
    while (end > 0) {
      const start = Math.max(0, end - step)
      const { bytesRead } = await file.read(buffer, 0, end - start, start)
      const feed = buffer.subarray(0, bytesRead).lastIndexOf(0x0a)
      if (feed >= 0) return start + feed + 1
      end = start
    }
    return 0
  } finally {
    await file.close()
  }
}
