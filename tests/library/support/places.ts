import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Mark } from '#core/domain/mark'
import type { Paper } from '#core/domain/paper'
import type { ViewName } from '#core/domain/view'
import type { Library } from '#main/library/library'
import type { LibraryReader } from '#main/library/library-reader'
import { openLibrary, readLibrary, type LibraryLocation } from '#main/library/open-library'
import { directories } from '#main/storage/directories'
import { temporaryFolder } from '../../support/temporary'

/** Where a library of a test stands: everything below a folder of its own. */
export async function newPlace(): Promise<LibraryLocation> {
  return placeBelow(await temporaryFolder())
}

/** The default library of the device that has its folders in `home`. */
export function placeBelow(home: string): LibraryLocation {
  const places = directories({ PAPERTRAY_HOME: home })
  return { folder: places.library, directories: places }
}

/** The same library from another device: other user data, and another cache. */
export async function anotherDevice({ folder }: LibraryLocation): Promise<LibraryLocation> {
  return { ...placeBelow(await temporaryFolder()), folder }
}

/** The same library without what is derived from it. */
export async function withoutCache(place: LibraryLocation): Promise<LibraryLocation> {
  return { ...place, directories: { ...place.directories, cache: join(await temporaryFolder(), 'cache') } }
}

/** Opens a library for writing, and closes it when the work is done. */
export async function writing<T>(place: LibraryLocation, work: (library: Library) => Promise<T>): Promise<T> {
  const library = await openLibrary(place, 'test')
  try {
    return await work(library)
  } finally {
    await library.close()
  }
}

/** Reads a library that is there, without locking it. */
export async function reading<T>(
  place: LibraryLocation,
  work: (library: LibraryReader) => Promise<T> | T
): Promise<T> {
  const library = await readLibrary(place)
  if (library === null) throw new Error('There is no library.')
  try {
    return await work(library)
  } finally {
    await library.close()
  }
}

export type Listed = Paper & Mark

/** Everything that a view shows, in its order. */
export async function listed(library: LibraryReader, view: ViewName = 'all', query = ''): Promise<Listed[]> {
  const papers = await library.papers(await rowsOf(library, view, query))
  return papers.map((paper) => ({ ...paper, ...library.marks.mark(paper.id) }))
}

/** The same of a library that is not open. */
export function listedAt(place: LibraryLocation, view: ViewName = 'all'): Promise<Listed[]> {
  return reading(place, (library) => listed(library, view))
}

/** Ids in the order of a view. */
export async function idsIn(library: LibraryReader, view: ViewName, query = ''): Promise<string[]> {
  return (await rowsOf(library, view, query)).map((row) => library.summary(row).id)
}

async function rowsOf(library: LibraryReader, view: ViewName, query: string): Promise<number[]> {
  return query === '' ? library.rows(view) : (await library.find(view, query)).rows
}

/** Brings digests in under names of their own. */
export async function importAll(library: Library, files: readonly Uint8Array[]): Promise<void> {
  for (const [index, bytes] of files.entries()) await library.importFile(`${index}.md`, bytes)
}

/** Text of a test as the id that it is. */
export function id(text: string): ArxivId {
  return text as ArxivId
}
