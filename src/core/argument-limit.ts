import { largestArchive, largestFile } from '#core/domain/file-report'

/** What a name, and what carries a request, add to a file: bytes. */
const beside = 64 * 1024

/**
 * How many bytes a request's argument may take: an archive where one may come, else far less, which still holds a list
 * of all papers.
 */
export function longestArgument(request: string): number {
  return (request === 'importFile' ? largestArchive : largestFile) + beside
}
