import { stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'

/**
 * The file of the built renderer that the path of a URL names; null where there is none to be had.
 * @param urlPath As it was sent, percent-encoded, beginning with `/` and without query.
 */
export async function findRendererFile(folder: string, urlPath: string): Promise<string | null> {
  const path = decodedOnce(urlPath)
  if (path === null) return null
  const names = path === '/' ? ['index.html'] : path.slice(1).split('/')
  // Every file has one path, and hidden ones are none of the renderer's.
  if (names.some((name) => name === '' || name.startsWith('.'))) return null
  const file = resolve(folder, ...names)
  if (!isInside(folder, file)) return null
  const stats = await stat(file).catch(() => null)
  return stats?.isFile() === true ? file : null
}

/** True for what stands below the folder, whatever `..` and drives in its name. */
export function isInside(folder: string, file: string): boolean {
  const path = relative(folder, file)
  return path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
}

/** What is still encoded afterwards is part of a name. Null for what no file of ours is called. */
function decodedOnce(urlPath: string): string | null {
  if (!urlPath.startsWith('/')) return null
  try {
    const path = decodeURIComponent(urlPath)
    return /[\0\\]/.test(path) ? null : path
  } catch {
    return null
  }
}
