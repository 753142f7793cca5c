import { readSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { placesColumn, type IndexState } from '#core/search/index/kept-segments'
import { StoredBytes } from '#core/search/index/place-bytes'
import {
  isAsWritten,
  readColumnFile,
  writeColumnFile,
  type Columns,
  type LazyColumn
} from '#main/storage/column-file'

/** Raised with every change of what the index holds, or of how texts are taken apart into words. */
const format = 3

interface Meta {
  readonly format: number
  /** Of the catalog's file whose rows it is about. */
  readonly catalog: string
}

/** Where words stand is left in the file; all else was read from it. */
export class SearchFile {
  readonly places: StoredBytes
  readonly #lazy: LazyColumn
  #isOpen = true

  constructor(lazy: LazyColumn) {
    this.#lazy = lazy
    this.places = new StoredBytes(lazy.length, (bytes, at) => {
      // From the system's cache a megabyte takes a fifth of a millisecond.
      const bytesRead = readSync(lazy.file.fd, bytes, 0, bytes.length, lazy.offset + at)
      if (bytesRead < bytes.length) throw new Error('the search index ends early')
    })
  }

  /** Whether all of it is what was written. */
  isWhole(): Promise<boolean> {
    return isAsWritten(this.#lazy.file)
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    await this.#lazy.file.close()
  }
}

/** An index as it was kept. Its columns belong to whoever makes one of them. */
export interface KeptIndex {
  readonly columns: Columns
  readonly file: SearchFile
}

/**
 * The search index as it was kept for a catalog's file; null where there is none, or it is about other rows, cut or of
 * another release: it is made anew. Queries need not wait until it is known to be undamaged, which {@link SearchFile}
 * tells later: to use one that is not comes to an end, too.
 *
 * @param began See {@link Reading}; not called where there is no such file.
 */
export async function readSearchFile(
  cache: string,
  catalog: string,
  began: () => void = () => undefined
): Promise<KeptIndex | null> {
  const file = await readColumnFile(searchPath(cache), { lazy: placesColumn, unchecked: true, began })
  if (file?.lazy == null) return null
  const { format: made, catalog: of } = file.meta as Meta
  if (made === format && of === catalog) return { columns: file.columns, file: new SearchFile(file.lazy) }
  await file.lazy.file.close()
  return null
}

export async function writeSearchFile(
  cache: string,
  catalog: string,
  { columns, places }: IndexState
): Promise<void> {
  const meta: Meta = { format, catalog }
  await writeColumnFile(searchPath(cache), meta, { ...columns, [placesColumn]: places })
}

export async function removeSearchFile(cache: string): Promise<void> {
  await rm(searchPath(cache), { force: true })
}

function searchPath(cache: string): string {
  return join(cache, 'search.columns')
}
