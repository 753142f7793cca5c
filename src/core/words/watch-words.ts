import type { WatchedFolder, WatchedImport } from '#core/domain/watched-folder'
import { counted } from '#core/words/counted'

/** How it stands with a watched folder, and what to do about it, in a sentence. */
export function watchStateWords({ state, reason }: Pick<WatchedFolder, 'state' | 'reason'>): string {
  switch (state) {
    case 'watching':
      return 'Digests that come into this folder are imported by themselves.'
    case 'missing':
      return 'The watched folder is not there now: Papertray goes on once it is back.'
    case 'unreadable':
      return 'The watched folder may not be looked into: change its permissions, or choose another one.'
    case 'tooMany':
      return 'The watched folder holds more than 20,000 files, so nothing of it is imported: choose a smaller one.'
    case 'failing':
      return `Nothing is taken from the watched folder just now. ${reason ?? ''}`.trimEnd()
  }
}

/**
 * What came from a watched folder: `58 new papers, 2 newer versions, 1 problem`.
 * @param where Words that tell where it came from.
 */
export function watchedImportWords({ papers, newer, problems, digests }: WatchedImport, where = ''): string {
  const came = [
    ...some(papers, 'new paper'),
    ...some(newer, 'newer version'),
    ...(papers + newer === 0 && digests > 0 ? [`${counted(digests, 'digest')} of known papers`] : [])
  ]
  const told = came.length > 0 ? [`${came.join(', ')}${where}`] : []
  return [...told, ...some(problems, 'problem')].join(', ')
}

function some(count: number, one: string): string[] {
  return count === 0 ? [] : [counted(count, one)]
}
