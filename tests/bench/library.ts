import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { Library } from '#main/library/library'
import type { Sort } from '#core/domain/list-order'
import { openLibrary } from '#main/library/open-library'
import { OpenedViews } from '#main/library/opened-views'
import { median, peakMemory, timed } from './measure'
import type { DigestFile } from './digests'

/** Where a library made for the benchmark stands. */
export interface MadeLibrary {
  readonly home: string
  readonly papers: number
}

const imports = 4

export /** Of the library of a home. */
function locationOf(home: string): Parameters<typeof openLibrary>[0] {
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  return { folder: directories.library, directories }
}

/**
 * Makes a library as after years of use: all but the newest tenth read (in bulks of 500), one paper in fifty starred
 * and one in a hundred tagged by single decisions.
 * @param unread Nothing is read: the inbox is as long as the library.
 */
export async function makeLibrary(
  home: string,
  files: readonly DigestFile[],
  { unread = false } = {}
): Promise<MadeLibrary> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  const pending: Promise<unknown>[] = []
  for (const { name, bytes } of files) {
    if (pending.length >= imports) await pending.shift()
    pending.push(library.importFile(name, bytes))
  }
  await Promise.all(pending)
  const ids = library.rows('all').map((row) => library.catalog.id(row))
  const old = unread ? [] : ids.slice(Math.floor(ids.length / 10))
  for (let from = 0; from < old.length; from += 500)
    await library.mark({ read: true }, old.slice(from, from + 500))
  await Promise.all(everyNth(ids, 50).map((id) => library.mark({ starred: true }, [id])))
  await Promise.all(everyNth(ids, 100).map((id) => library.mark({ addTags: ['vision'] }, [id])))
  await library.close()
  return { home, papers: ids.length }
}

/** Opens such a library and answers its first 100 rows; run in a process of its own. Milliseconds and megabytes. */
export async function openInChild(home: string): Promise<Record<string, number>> {
  const { readLibrary } = await import('#main/library/open-library')
  let shown = 0
  const opening = await timed(async () => {
    const library = await readLibrary(locationOf(home))
    const rows = library?.rows('inbox') ?? []
    shown = rows.slice(0, 100).map((row) => library?.summary(row)).length
  })
  return { opening, shown, megabytes: peakMemory() }
}

/**
 * Single decisions on an open library, each beside the disk's own append and datasync of as many bytes through the same
 * asynchronous calls, and then a burst of decisions; run in a process of its own. Milliseconds.
 */
export async function decideInChild(home: string, rounds: string): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  const ids = library
    .rows('all')
    .slice(0, 1000)
    .map((row) => library.catalog.id(row))
  const file = await open(join(home, 'appended'), 'w')
  const line = Buffer.from(`${'x'.repeat(249)}\n`)
  const append = async (round: number): Promise<void> => {
    await file.write(line, 0, line.length, round * line.length)
    await file.datasync()
  }
  const times: { decision: number[]; append: number[] } = { decision: [], append: [] }
  for (let round = 0; round < Number(rounds); round++) {
    times.decision.push(await timed(() => toggle(library, ids[round % ids.length])))
    times.append.push(await timed(() => append(round)))
  }
  await file.close()
  const burst = await timed(() => Promise.all(ids.map((id) => toggle(library, id))))
  await library.close()
  return { decision: median(times.decision), append: median(times.append), burst }
}

/**
 * Opens the list of all papers as a window does, sorted by title: the first time, and once the order is kept; and the same
 * with a rule that mutes; run in a process of its own. Milliseconds.
 */
export async function listInChild(home: string): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  const views = new OpenedViews(library)
  const opened = (sort: Sort, kind: 'all' | 'inbox' = 'all'): Promise<number> =>
    timed(() => views.open({ view: { kind }, query: '', order: { sort, reversed: false, group: 'day' } }))
  await opened('announced')
  const usual = await opened('announced')
  const first = await opened('title')
  const again = await opened('title')
  await library.setNamed('rule', 'r', { does: 'mute', matches: 'keyword', text: 'survey', colour: null })
  const ruled = await opened('announced', 'inbox')
  const ruledAgain = await opened('announced', 'inbox')
  await library.setNamed('rule', 'r', null)
  await library.close()
  return { usual, first, again, ruled, ruledAgain }
}

/** Takes back that so many papers were read at once; run in a process of its own. Milliseconds. */
export async function undoInChild(home: string, bulk: string): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  const ids = library
    .rows('all')
    .slice(0, Number(bulk))
    .map((row) => library.catalog.id(row))
  // Whatever holds before: the second changes all of them.
  await library.mark({ read: true }, ids)
  await library.mark({ read: false }, ids)
  const undo = await timed(() => library.undo())
  await library.undo()
  await library.close()
  return { undo }
}

async function toggle(library: Library, id: ArxivId | undefined): Promise<void> {
  if (id !== undefined) await library.mark({ starred: !library.marks.isStarred(id) }, [id])
}

function everyNth<T>(items: readonly T[], step: number): T[] {
  return items.filter((_, index) => index % step === 0)
}
