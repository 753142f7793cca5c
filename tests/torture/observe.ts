import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import { checkLibrary } from '#main/library/check-library'
import type { LibraryReader } from '#main/library/library-reader'
import { openLibrary, readLibrary, type LibraryLocation } from '#main/library/open-library'
import { isMade, titleOf } from './files'
import type { KnownFile, Model, Told } from './model'

export function placeOf(home: string): LibraryLocation {
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  return { folder: directories.library, directories }
}

/** What a library holds, as a text that can be compared. */
export interface Held {
  readonly decisions: number
  readonly digests: string
  readonly papers: string
  readonly marks: string
}

export interface Observed extends Held {
  /** Lines that a kill left without their end. */
  readonly torn: number
}

/**
 * Reads a library in every way there is: as reading commands do, as they do without what is derived, by opening it for
 * writing, and record by record.
 * @throws Error where these tell different things, or anything but a torn line is damaged.
 */
export async function observe(home: string, files: readonly KnownFile[]): Promise<Observed> {
  const place = placeOf(home)
  const read = await readAt(place, files)
  const anew = { ...place, directories: { ...place.directories, cache: join(home, 'no-cache') } }
  await rm(anew.directories.cache, { recursive: true, force: true })
  const ways: Record<string, Omit<Held, 'decisions'> | null> = { 'made anew': await readAt(anew, files) }
  const library = await openLibrary(place, 'torture')
  try {
    ways['open for writing'] = tell(library, files)
  } finally {
    await library.close()
  }
  const closed = await readAt(place, files)
  ways.closed = closed
  // Of a library whose making was cut short there was nothing to read.
  const expected = read ?? closed
  for (const [way, held] of Object.entries(ways)) {
    if (held === null && read === null && way === 'made anew') continue
    if (JSON.stringify(held) !== JSON.stringify(expected))
      throw new Error(`read ${way} it holds something else: ${difference(expected, held)}`)
  }
  const { decisions, damages } = await checkLibrary(place)
  const unsound = damages.filter(({ reason }) => reason !== 'torn')
  if (unsound.length > 0) throw new Error(`check finds damage: ${JSON.stringify(unsound.slice(0, 5))}`)
  if (closed === null) throw new Error('there is no library')
  return { ...closed, decisions, torn: damages.length }
}

/** The same as the model tells it. */
export function expected(model: Model, files: readonly KnownFile[]): Held {
  const papers = [...model.papers].map(([id, version]) => shown(id, version, () => titleOf(id, version)))
  const marks = model.marks()
  return {
    decisions: model.decisions,
    digests: model.present.sort().join(' '),
    papers: papers.sort().join('\n'),
    marks: idsOf(files)
      .flatMap((id) => toldAs(id, marks.get(id) ?? nothing))
      .join('\n')
  }
}

/** Where two of them differ, shortened. */
export function difference(a: object | null, b: object | null): string {
  if (a === null || b === null) return a === b ? 'nothing' : 'one of them is no library'
  const lines: string[] = []
  const other = b as Record<string, unknown>
  for (const [name, value] of Object.entries(a)) {
    const [one, two] = [String(value).split('\n'), String(other[name]).split('\n')]
    const [inOne, inTwo] = [new Set(one), new Set(two)]
    const only = (some: string[], others: Set<string>): string[] =>
      some.filter((line) => !others.has(line)).slice(0, 4)
    if (String(value) !== String(other[name]))
      lines.push(`${name}: ${JSON.stringify({ only: only(one, inTwo), other: only(two, inOne) })}`)
  }
  return lines.join('; ')
}

const nothing: Told = { read: false, starred: false, tags: [], note: '' }

async function readAt(
  place: LibraryLocation,
  files: readonly KnownFile[]
): Promise<Omit<Held, 'decisions'> | null> {
  const library = await readLibrary(place)
  if (library === null) return null
  try {
    return tell(library, files)
  } finally {
    await library.close()
  }
}

function tell(library: LibraryReader, files: readonly KnownFile[]): Omit<Held, 'decisions'> {
  const { catalog, marks } = library
  const papers = [...catalog.order()].map((row) => {
    const { id, version, title } = library.summary(row)
    return shown(id, version ?? 0, () => title)
  })
  return {
    digests: library
      .digests()
      .map(({ key }) => key)
      .sort()
      .join(' '),
    papers: papers.sort().join('\n'),
    marks: idsOf(files)
      .flatMap((id) => {
        const { note, ...mark } = marks.mark(id as ArxivId)
        return toldAs(id, { ...mark, note: note ?? '' })
      })
      .join('\n')
  }
}

function shown(id: string, version: number, title: () => string): string {
  return isMade(id) ? `${id} v${version} ${title()}` : `${id} v${version}`
}

function toldAs(id: string, { read, starred, tags, note }: Told): string[] {
  if (!read && !starred && tags.length === 0 && note === '') return []
  return [`${id} ${read ? 'read' : ''} ${starred ? 'starred' : ''} ${[...tags].sort().join()} ${note}`]
}

function idsOf(files: readonly KnownFile[]): string[] {
  const ids = files.flatMap(({ parts }) => parts.flat()).flatMap(({ papers }) => papers.map(({ id }) => id))
  return [...new Set(ids)].sort()
}
