import { lstat, readdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'

/** More files than any folder of digests has: whoever chose such a folder chose the wrong one. */
export const mostCandidates = 20_000

/** A file of a watched folder, as it was when it was looked at. */
export interface Candidate {
  /** Absolute, through no link. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** When it was changed last: milliseconds since 1970, with fractions. */
  readonly mtime: number
}

export interface Candidates {
  /** In the order of their paths. */
  readonly files: readonly Candidate[]
  /** Folders below it that may not be looked into. */
  readonly closed: readonly string[]
  /** There are more than {@link mostCandidates}. */
  readonly tooMany: boolean
}

/** Endings of what browsers, editors and synchronisers have not finished. */
const temporaryEndings = [
  '~',
  '.part',
  '.partial',
  '.crdownload',
  '.download',
  '.opdownload',
  '.aria2',
  '.filepart',
  '.tmp',
  '.temp',
  '.swp'
]

/** Whether a file or folder is hidden, or by its name not finished. */
export function isPassedOver(name: string): boolean {
  const lower = name.toLowerCase()
  return name.startsWith('.') || name.startsWith('~') || temporaryEndings.some((end) => lower.endsWith(end))
}

/**
 * The files of a folder and of those below it. Links are not followed: what they lead to inside the folder is found
 * anyway, and what lies outside was not chosen.
 *
 * @param except A folder that is left out wherever it is met: its path through no link.
 * @throws As readdir does where the folder itself cannot be looked into.
 */
export async function candidatesIn(
  folder: string,
  except: string,
  most = mostCandidates
): Promise<Candidates> {
  const files: Candidate[] = []
  const closed: string[] = []
  let met = 0
  const walk = async (path: string): Promise<void> => {
    const entries = await readdir(path, { withFileTypes: true })
    for (const entry of entries.sort(byName)) {
      if (isPassedOver(entry.name)) continue
      const inner = join(path, entry.name)
      if (entry.isDirectory() && inner !== except) {
        if (++met > most) return
        await walk(inner).catch((cause: unknown) => {
          if (!isGone(cause)) closed.push(inner)
        })
      } else if (entry.isFile()) {
        if (++met > most) return
        const state = await candidateAt(inner)
        if (state !== null) files.push(state)
      }
      if (met > most) return
    }
  }
  await walk(await realpath(folder))
  return { files, closed, tooMany: met > most }
}

/** Null where there is no file of that name, or none that may be looked at. */
export async function candidateAt(path: string): Promise<Candidate | null> {
  try {
    const stats = await lstat(path)
    return stats.isFile() ? { path, size: stats.size, mtime: stats.mtimeMs } : null
  } catch {
    return null
  }
}

export function isSame(a: Candidate, b: Candidate | null): boolean {
  return b !== null && a.size === b.size && a.mtime === b.mtime
}

/** Whether a failure of the file system says that something is not there. */
export function isGone(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ENOTDIR'
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1
}
