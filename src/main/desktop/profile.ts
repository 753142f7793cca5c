import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'

/**
 * The folder in which Chromium keeps what may be lost at any time, made if it is missing. Each library has one: it is
 * also what tells a second start from the first, so that two libraries can be open at once.
 */
export function profileFolder(cache: string, library: string): string {
  const name = createHash('sha256').update(realPath(library)).digest('hex').slice(0, 12)
  const folder = join(cache, 'desktop', name)
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch {
    // Whether Papertray may write where it keeps everything else, opening the library will tell.
    const elsewhere = join(tmpdir(), `papertray-${name}`)
    mkdirSync(elsewhere, { recursive: true })
    return elsewhere
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    // It is only being made; what leads to it may be a link all the same.
    const parent = dirname(resolve(path))
    return parent === resolve(path) ? parent : join(realPath(parent), basename(path))
  }
}
