import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Paper } from '#core/domain/paper'
import { addPaper } from '#core/search/index/add-documents'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import type { Library } from '#main/library/library'
import type { LibraryReader } from '#main/library/library-reader'
import { openService } from '#main/library/library-service'
import { openLibrary, readLibrary } from '#main/library/open-library'
import { OpenedViews } from '#main/library/opened-views'
import { PaperIntake } from '#main/library/search/paper-intake'
import { viewRows } from '#main/library/view-rows'
import { digestOf, recordOf } from '../digests'
import { watchEventLoop } from '../event-loop'
import { locationOf } from '../library'
import { median, peakMemory, timed } from '../measure'
import { everyPlain, readQueries, type TypedQuery } from './typed-queries'
import { figuresOf, named, typeAll, type KeyPress } from './typing'

const perDigest = 300
const digests = 9
/** A word that no paper has. */
const newWord = 'qqzebraqq'

/** Answers to a query as lists have them: all papers that it finds, in order. */
export interface Answers {
  readonly newest: (text: string) => number
  readonly best: (text: string) => number
}

export function answersOf(library: LibraryReader): Answers {
  const { search } = library
  return {
    newest: (text) => viewRows(library, { kind: 'all' }, search.ask(text).rows).length,
    best: (text) => {
      const { query, rows } = search.ask(text)
      return search.ranked(query.node, viewRows(library, { kind: 'all' }, rows)).length
    }
  }
}

/**
 * Types queries into an opened library: all of them, and of the plain ones each first, second and so on as `steps` say,
 * for the peers that are asked only those; run in a process of its own. Milliseconds.
 */
export async function typeInChild(
  home: string,
  path: string,
  ...steps: string[]
): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  await library.search.ready()
  const { queries, warmUp } = await readQueries(path)
  const answers = answersOf(library)
  const figures: Record<string, number> = {}
  for (const order of ['newest', 'best'] as const) {
    await typeAll(warmUp, answers[order])
    const presses = await typeAll(queries, answers[order])
    Object.assign(figures, named(order, figuresOf(presses)))
    for (const step of steps) {
      const asked = new Set(everyPlain(queries, Number(step)))
      const some = presses.filter(({ query }) => asked.has(query))
      Object.assign(figures, named(`${order}/${step}`, figuresOf(some)))
    }
  }
  const third = queries.filter((_, index) => index % 3 === 0)
  Object.assign(figures, named('window', figuresOf(await typeIntoWindow(library, third))))
  await library.close()
  return figures
}

/** With all that a window gets: the first rows, marks, how the query was understood, what else may have been meant. */
function typeIntoWindow(library: Library, queries: readonly TypedQuery[]): Promise<KeyPress[]> {
  const views = new OpenedViews(library)
  return typeAll(queries, async (query) => {
    const { order } = await views.open({ view: { kind: 'all' }, query })
    return order.length
  })
}

/** An index made of papers in memory, and digests added to it; run in a process of its own. Milliseconds. */
export async function buildInChild(home: string): Promise<Record<string, number>> {
  const papers = await allPapers(home)
  const index = new WordIndex()
  const build = await timed(() => fill(index, papers))
  const times: number[] = []
  for (let digest = 0; digest < digests; digest++) {
    const some = papers.slice(digest * perDigest, (digest + 1) * perDigest)
    const first = papers.length + digest * perDigest
    times.push(
      await timed(() => {
        const builder = new SegmentBuilder()
        some.forEach((paper, at) => {
          addPaper(builder, first + at, paper)
        })
        index.add(runNow(builder.finish()))
      })
    )
  }
  return { build, digest: median(times), papers: papers.length }
}

async function allPapers(home: string): Promise<readonly Paper[]> {
  const library = await readLibrary(locationOf(home))
  if (library === null) throw new Error('the benchmark’s library is missing')
  const papers = await library.papers(library.rows('all'))
  await library.close()
  return papers
}

async function fill(index: WordIndex, papers: readonly Paper[]): Promise<void> {
  // In one thread, as the others build theirs.
  const intake = new PaperIntake(true, null)
  const take = async (): Promise<void> => {
    const segment = await intake.next()
    if (segment !== null) index.add(segment)
  }
  for (const [row, paper] of papers.entries()) {
    intake.add(row, paper)
    if (intake.hasFull) await take()
  }
  await take()
  runNow(index.tidy())
}

/** From a list that is shown to the first answer, with the kept index; run in a process of its own. Milliseconds. */
export async function restoreInChild(home: string): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  const { newest } = answersOf(library)
  await new OpenedViews(library).open({ view: { kind: 'all' }, query: '' })
  let found = 0
  const restore = await timed(async () => {
    await library.search.usable()
    found = newest('network')
  })
  const prepared = restore + (await timed(() => library.search.ready()))
  const { size } = await stat((await searchFiles(home))[0] ?? '')
  await library.close()
  return { restore, prepared, found, megabytes: size / 1e6 }
}

/**
 * The memory of the library's process as windows have it, with a list shown, and after queries; run in a process of its
 * own. Megabytes.
 */
export async function memoryInChild(home: string, path: string): Promise<Record<string, number>> {
  const service = await openService(locationOf(home), { version: '0', capabilities: [] })
  const { api, library } = service
  await api.openView({ view: { kind: 'all' }, query: '' })
  const without = peakMemory()
  await library.search.ready()
  const { warmUp } = await readQueries(path)
  for (const { text } of warmUp)
    for (let end = 1; end <= text.length; end++)
      await api.openView({ view: { kind: 'all' }, query: text.slice(0, end) })
  const megabytes = peakMemory()
  const resident = process.memoryUsage.rss() / 2 ** 20
  await service.close()
  return { without, megabytes, resident }
}

/** A lost index is made again from what is on disk; run in a process of its own. Milliseconds. */
export async function remakeInChild(home: string): Promise<Record<string, number>> {
  for (const path of await searchFiles(home)) await rm(path)
  const library = await openLibrary(locationOf(home), 'benchmark')
  // As windows have it: a list is shown.
  await new OpenedViews(library).open({ view: { kind: 'all' }, query: '' })
  const holds = watchEventLoop()
  const remade = await timed(() => library.search.ready())
  const watched = holds()
  const megabytes = peakMemory()
  await library.close()
  return { remade, megabytes, ...watched }
}

/**
 * Notes and digests that come to an opened library, each until the first query that finds it is answered; run in a
 * process of its own. Milliseconds.
 */
export async function changeInChild(home: string): Promise<Record<string, number>> {
  const library = await openLibrary(locationOf(home), 'benchmark')
  await library.search.ready()
  const { newest } = answersOf(library)
  const rows = library.rows('all').slice(0, perDigest)
  const papers = await library.papers(rows)
  const times: { note: number[]; digest: number[] } = { note: [], digest: [] }
  for (let round = 0; round < digests; round++) {
    const id = library.catalog.id(rows[round] ?? 0)
    newest(`${newWord}${round}`)
    await library.mark({ note: `See ${newWord}${round} and what follows from it.` }, [id])
    times.note.push(
      await timed(() => {
        found(newest(`${newWord}${round}`), 1)
      })
    )
    const day = `20${40 + round}-01-01`
    const records = papers.map((paper, at) =>
      recordOf({ ...paper, comment: `${newWord}c${round}` }, madeLaterId(round, at), day)
    )
    const { name, bytes } = digestOf(day, records)
    await library.importFile(name, bytes)
    times.digest.push(
      await timed(() => {
        found(newest(`${newWord}c${round}`), papers.length)
      })
    )
  }
  await library.close()
  return { note: median(times.note), digest: median(times.digest) }
}

/** @throws Error where a figure would be about nothing. */
function found(papers: number, expected: number): void {
  if (papers !== expected) throw new Error(`${papers} papers were found instead of ${expected}`)
}

function madeLaterId(round: number, at: number): string {
  return `${2901 + round}.${10_000 + at}`
}

async function searchFiles(home: string): Promise<string[]> {
  const names = await readdir(join(home, 'cache'), { recursive: true })
  return names.filter((name) => name.endsWith('search.columns')).map((name) => join(home, 'cache', name))
}
