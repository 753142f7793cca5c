import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readColumnFile, writeColumnFile, type Columns } from '#main/storage/column-file'

/** Raised with every change of what the index holds, or of how texts are taken apart into words. */
const format = 1

interface Meta {
  readonly format: number
  /** Of the catalog's file whose rows it is about. */
  readonly catalog: string
}

/**
 * The search index as it was kept for a catalog's file; null where there is none, or it is about other rows, damaged or
 * of another release: it is made anew.
 */
export async function readSearchFile(cache: string, catalog: string): Promise<Columns | null> {
  const file = await readColumnFile(searchPath(cache))
  if (file === null) return null
  const { format: made, catalog: of } = file.meta as Meta
  return made === format && of === catalog ? file.columns : null
}

export async function writeSearchFile(cache: string, catalog: string, columns: Columns): Promise<void> {
  await writeColumnFile(searchPath(cache), { format, catalog } satisfies Meta, columns)
}

export async function removeSearchFile(cache: string): Promise<void> {
  await rm(searchPath(cache), { force: true })
}

function searchPath(cache: string): string {
  return join(cache, 'search.columns')
}
