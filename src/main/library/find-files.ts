import { readdir, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface FoundFile {
  /** As given, or below a directory as given. */
  readonly path: string
  /** True for a file that was named itself rather than found in a directory. */
  readonly named: boolean
}

export interface FoundFiles {
  readonly files: readonly FoundFile[]
  /** Hidden files, pipes, sockets and devices in directories. */
  readonly leftOut: number
}

/** The files that arguments name, directories walked in the order of their paths. */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files: FoundFile[] = []
  let leftOut = 0
  const walk = async (folder: string, names: readonly string[], walked: Set<string>): Promise<void> => {
    // A link may lead back to a folder above it.
    // Some file systems of Windows know no real paths.
    const real = await realpath(folder).catch(() => folder)
    if (walked.has(real)) return
    walked.add(real)
    for (const name of names) {
      const path = join(folder, name)
      const kind = name.startsWith('.') ? 'other' : await kindOf(path)
      if (kind === 'other') leftOut++
      else if (kind === 'file') files.push({ path, named: false })
      else await walk(path, kind, walked)
    }
  }
  for (const path of paths) {
    const kind = await kindOf(path)
    if (typeof kind === 'string') files.push({ path, named: true })
    else await walk(path, kind, new Set())
  }
  return { files, leftOut }
}

/** The names in a folder; for anything else what it is. What cannot be looked at counts as a file: reading it will say why. */
async function kindOf(path: string): Promise<readonly string[] | 'file' | 'other'> {
  try {
    const stats = await stat(path)
    if (stats.isDirectory()) return (await readdir(path)).sort()
    return stats.isFile() ? 'file' : 'other'
  } catch {
    return 'file'
  }
}
