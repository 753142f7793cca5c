import { readdir, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file that is being written now is younger: milliseconds. */
const oldEnough = 60 * 60 * 1000

/**
 * Takes away what processes that were killed while they wrote a file left beside it: its name, hidden or not, a dot and
 * twelve hex digits. Nothing depends on that, so nothing is told where it fails.
 */
export async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path)
  const name = basename(path)
  try {
    for (const each of await readdir(folder)) {
      const bare = each.startsWith('.') ? each.slice(1) : each
      if (!bare.startsWith(`${name}.`) || !/^[\da-f]{12}$/.test(bare.slice(name.length + 1))) continue
      const { mtimeMs } = await stat(join(folder, each))
      if (Date.now() - mtimeMs > oldEnough) await unlink(join(folder, each))
    }
  } catch {
    // As said above.
  }
}
