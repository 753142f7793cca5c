import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DigestPlace } from '#core/domain/decision'
import { dialectNames } from '#core/domain/dialect-name'
import type { Marks } from '#core/domain/marks'
import { Catalog, type CatalogDigest } from '#main/storage/catalog'
import { CatalogFilling } from '#main/storage/catalog-filling'
import { CatalogColumns, textColumn } from '#main/storage/catalog-columns'
import { readColumnFile, writeColumnFile, type ReadColumns } from '#main/storage/column-file'
import type { Segments } from '#main/storage/segments'
import { TextHeap } from '#main/storage/text-heap'

/** Raised with every change of what the columns hold: a file of another number is made anew. */
const format = 2

interface Meta {
  readonly format: number
  /** The merge depends on the ranks of the dialects: a release that knows others computes other rows. */
  readonly dialects: readonly string[]
  readonly digests: readonly CatalogDigest[]
}

/** Entries that a start may fold in from their segments before the columns are worth writing again. */
const mostUnwritten = 500

/** The column file of a library, read but not yet compared with what is in the library. */
export type CatalogFile = ReadColumns | null

/** Begun before the Marks are there, since it needs nothing of them. */
export function readCatalogFile(cache: string): Promise<CatalogFile> {
  return readColumnFile(columnPath(cache), textColumn)
}

/**
 * The Catalog of the Digests that Marks say are in the library: from the column file as far as that goes, the rest
 * from the entry segments. A missing, stale or damaged column file is made anew by this.
 */
export async function loadCatalog(file: CatalogFile, segments: Segments, marks: Marks): Promise<Catalog> {
  return (await openCatalog(file, segments, () => marks, Infinity)).catalog
}

/**
 * The same without what would take long: that is still to be filled in where `filling` is not null.
 *
 * @param marks Those of the library, which are others once they had to be read again.
 * @param atOnce Bytes of records that are read before this answers, if there are no more.
 */
export async function openCatalog(
  file: CatalogFile,
  segments: Segments,
  marks: () => Marks,
  atOnce: number
): Promise<{ readonly catalog: Catalog; readonly filling: CatalogFilling | null }> {
  const catalog = (await storedCatalog(file, segments, marks())) ?? new Catalog(segments)
  const filling = new CatalogFilling(catalog, marks)
  if (filling.total > atOnce) return { catalog, filling }
  await filling.run()
  return { catalog, filling: null }
}

/**
 * Writes the columns, if enough has changed to make the next start quicker. The Catalog is of no use afterwards: it
 * shows nothing more of Digests that are not there in full.
 */
export async function keepCatalog(cache: string, catalog: Catalog): Promise<void> {
  const path = columnPath(cache)
  // Made anew by the next start, which costs that one a second. What is damaged now may be mended by then.
  if (catalog.lost || catalog.columns.damaged || (catalog.changes > 0 && catalog.columns.wasteful)) {
    await rm(path, { force: true })
    return
  }
  if (catalog.changes <= Math.max(mostUnwritten, catalog.columns.entries / 50)) return
  // What is not there in full is looked for by every start.
  for (const key of catalog.unfinished) await catalog.hide(key)
  const columns = catalog.columns.columns()
  if (columns === null) return
  const meta: Meta = { format, dialects: dialectNames, digests: catalog.digests }
  await writeColumnFile(path, meta, { order: catalog.order(), ...columns })
}

async function storedCatalog(file: CatalogFile, segments: Segments, marks: Marks): Promise<Catalog | null> {
  if (file === null) return null
  const { columns, lazy } = file
  const meta = file.meta as Meta
  const { order, textChecksums: checksums } = columns
  const text =
    lazy === null || !(checksums instanceof Uint32Array) ? null : new TextHeap({ ...lazy, checksums })
  const known = new CatalogColumns(columns, text ?? undefined)
  // A copy of a library has the same id and may have gone its own way since.
  const usable =
    meta.format === format &&
    meta.dialects.join() === dialectNames.join() &&
    text !== null &&
    order instanceof Uint32Array &&
    meta.digests.every(({ digest, place }) => isPlaceOf(place, marks.digest(digest.key)?.places ?? []))
  if (usable) return new Catalog(segments, { columns: known, digests: meta.digests, order })
  await lazy?.file.close()
  return null
}

function isPlaceOf(place: DigestPlace, places: readonly DigestPlace[]): boolean {
  return places.some(
    ({ device, file, offset, length }) =>
      device === place.device && file === place.file && offset === place.offset && length === place.length
  )
}

function columnPath(cache: string): string {
  return join(cache, 'catalog.columns')
}
