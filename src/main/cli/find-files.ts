import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FoundFile {
  /** As given, or below a directory as given. */
  readonly path: string
  /** True for a file that was named itself rather than found in a directory. */
  readonly named: boolean
}

/** The files that arguments name, directories walked in the order of their paths, and how many hidden ones were skipped. */
export async function findFiles(paths: readonly string[]): Promise<{ files: FoundFile[]; hidden: number }> {
  const files: FoundFile[] = []
  let hidden = 0
  const walk = async (folder: string): Promise<void> => {
    const names = (await readdir(folder)).sort()
    for (const name of names) {
      const path = join(folder, name)
      if (name.startsWith('.')) hidden++
      else if (await isFolder(path)) await walk(path)
      else files.push({ path, named: false })
    }
  }
  for (const path of paths) {
    if (await isFolder(path)) await walk(path)
    else files.push({ path, named: true })
  }
  return { files, hidden }
}

/** A path that is not there counts as a file: reading it will say so. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}
