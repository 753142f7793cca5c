import { homedir } from 'node:os'
import { counts } from '#main/library/counts'
import type { Library } from '#main/library/library'
import type { Log } from '#main/desktop/log'

/** Lines of the log that go along. */
const lines = 60

/** What a report of a fault needs: versions, sizes, and what happened. Nothing of papers and notes. */
export async function diagnostics(library: Library, version: string, log: Log): Promise<string> {
  const { electron, chrome, node } = process.versions
  const { catalog, damages, folder } = library
  return [
    `Papertray ${version}, ${process.platform} ${process.arch}`,
    `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    `Library: ${counts(library).views.all} papers, ${catalog.digests.length} digests, ${damages.length} damages`,
    `Folder: ${withoutHome(folder)}`,
    '',
    ...(await log.tail(lines))
  ].join('\n')
}

/** The user's name stands in the home folder's. */
function withoutHome(path: string): string {
  const home = homedir()
  return path.startsWith(home) ? `~${path.slice(home.length)}` : path
}
