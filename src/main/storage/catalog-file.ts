import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { dialectNames } from '#core/domain/dialect-name'
import type { Marks } from '#core/domain/marks'
import { Catalog, type PaperObserver } from '#main/storage/catalog'
import { CatalogFilling } from '#main/storage/catalog-filling'
import { CatalogColumns, textColumn } from '#main/storage/catalog-columns'
import { readColumnFile, writeColumnFile, type Columns, type ReadColumns } from '#main/storage/column-file'
import { DigestTable, type CatalogDigest } from '#main/storage/digest-table'
import type { Segments } from '#main/storage/segments'
import { TextHeap } from '#main/storage/text-heap'

/** Raised with every change of what the columns hold: a file of another number is made anew. */
const format = 4

interface Meta {
  readonly format: number
  /** Random: names this file. */
  readonly token: string
  /** The merge depends on the ranks of the dialects: a release that knows others computes other rows. */
  readonly dialects: readonly string[]
  /** `device/file`: where Digests stand. */
  readonly files: readonly string[]
}

/** Entries that a start may fold in from their segments before the columns are worth writing again. */
const mostUnwritten = 500

/** The column file of a library, read but not yet compared with what is in the library. */
export type CatalogFile = ReadColumns | null

/** Begun before the Marks are there, since it needs nothing of them. */
export function readCatalogFile(cache: string): Promise<CatalogFile> {
  return readColumnFile(columnPath(cache), { lazy: textColumn })
}

/**
 * The Catalog of the Digests that Marks say are in the library: from the column file as far as that goes, the rest
 * from the entry segments. A missing, stale or damaged column file is made anew by this.
 */
export async function loadCatalog(
  file: CatalogFile,
  segments: Segments,
  marks: Marks,
  observer?: PaperObserver
): Promise<Catalog> {
  return (await openCatalog(file, segments, () => marks, Infinity, observer)).catalog
}

/**
 * The same without what would take long: that is still to be filled in where `filling` is not null.
 *
 * @param marks Those of the library, which are others once they had to be read again.
 * @param atOnce Bytes of records that are read before this answers, if there are no more.
 * @param observer Told of the Papers that were not in the file.
 */
export async function openCatalog(
  file: CatalogFile,
  segments: Segments,
  marks: () => Marks,
  atOnce: number,
  observer?: PaperObserver
): Promise<{ readonly catalog: Catalog; readonly filling: CatalogFilling | null }> {
  const catalog =
    (await storedCatalog(file, segments, marks(), observer)) ?? new Catalog(segments, undefined, observer)
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
    catalog.token = null
    return
  }
  if (catalog.changes <= Math.max(mostUnwritten, catalog.columns.entries / 50)) return
  // What is not there in full is looked for by every start.
  for (const key of catalog.unfinished) await catalog.hide(key)
  const columns = catalog.columns.columns()
  if (columns === null) return
  const { files, placeColumns } = placesOf(catalog.digests.all())
  const token = randomBytes(8).toString('hex')
  const meta: Meta = { format, token, dialects: dialectNames, files }
  const order = catalog.order()
  await writeColumnFile(path, meta, { ...placeColumns, ...catalog.digests.columns(), order, ...columns })
  catalog.token = token
}

async function storedCatalog(
  file: CatalogFile,
  segments: Segments,
  marks: Marks,
  observer?: PaperObserver
): Promise<Catalog | null> {
  if (file === null) return null
  const { columns, lazy } = file
  const meta = file.meta as Meta
  const { order, textChecksums: checksums } = columns
  const text =
    lazy === null || !(checksums instanceof Uint32Array) ? null : new TextHeap({ ...lazy, checksums })
  const known = new CatalogColumns(columns, text ?? undefined)
  // A copy of a library has the same id and may have gone its own way since.
  const digests = new DigestTable(columns)
  const usable =
    meta.format === format &&
    meta.dialects.join() === dialectNames.join() &&
    text !== null &&
    order instanceof Uint32Array &&
    areThere(meta.files, columns, digests, marks)
  if (usable) return new Catalog(segments, { columns: known, digests, order, token: meta.token }, observer)
  await lazy?.file.close()
  return null
}

/** Where Digests stand, as numbers, so that they can be compared without any of them being taken apart. */
function placesOf(digests: readonly CatalogDigest[]): { files: string[]; placeColumns: Columns } {
  const files = [...new Set(digests.map(({ place }) => `${place.device}/${place.file}`))]
  const numbers = new Map(files.map((file, number) => [file, number]))
  const placeColumns = {
    placeFile: Uint32Array.from(
      digests,
      ({ place }) => numbers.get(`${place.device}/${place.file}`) ?? files.length
    ),
    placeOffset: Float64Array.from(digests, ({ place }) => place.offset),
    placeLength: Float64Array.from(digests, ({ place }) => place.length)
  }
  return { files, placeColumns }
}

/** Whether each Digest of the columns stands where the Marks know one of its places. */
function areThere(files: readonly string[], columns: Columns, digests: DigestTable, marks: Marks): boolean {
  const { placeFile, placeOffset, placeLength } = columns
  if (placeFile === undefined || placeOffset === undefined || placeLength === undefined) return false
  if (placeFile.length !== digests.length) return false
  let found = 0
  for (const { key, places } of marks.digests()) {
    const number = digests.find(key)
    if (number === undefined) continue
    const isHere = places.some(
      ({ device, file, offset, length }) =>
        offset === placeOffset[number] &&
        length === placeLength[number] &&
        files[placeFile[number] ?? -1] === `${device}/${file}`
    )
    if (!isHere) return false
    found++
  }
  return found === digests.length
}

function columnPath(cache: string): string {
  return join(cache, 'catalog.columns')
}
