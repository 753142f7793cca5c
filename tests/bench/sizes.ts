import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLibrary } from '#main/library/open-library'
import { makeDigests } from './digests'
import { measureKeeping } from './keeping'
import { makeLibrary } from './library'
import { inChild, inChildren, type Row } from './measure'
import { measureRebuild } from './rebuild'

const rounds = '300'
/** Beyond this its JSON is longer than V8's longest string, and lowdb's one file ends. */
const mostInOneFile = 200_000

/** Opening and deciding at one size of the library, with lowdb's one file as the reference. */
export async function measureSize(seeds: string, papers: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const home = join(folder, 'home')
    await makeLibrary(home, await makeDigests(seeds, papers))
    const ours = await inChildren(5, 'open', home)
    const oneFile =
      papers <= mostInOneFile
        ? await oneFileOf(home, join(folder, 'one-file.json'), Math.min(5000, papers))
        : null
    const bulk = Math.min(5000, papers)
    const database = join(folder, 'papers.sqlite')
    await inChild('make-sqlite', home, database)
    const sqlite = await inChildren(3, 'sqlite', database, String(bulk))
    const { undo = NaN } = await inChildren(3, 'undo', home, String(bulk))
    const lists = await inChildren(3, 'list', home)
    const { decision = NaN, append = NaN, burst = NaN } = await inChildren(3, 'decide', home, rounds)
    // At a thousand papers these are over before they can be measured.
    const kept = papers > 1000 ? await measureKeeping(home, papers) : []
    const rebuilt = papers > 1000 ? await measureRebuild(home, papers) : []
    const size = papers.toLocaleString('en')
    const opening = ours.opening ?? NaN
    const goal = papers <= 100_000 ? 40 : 100
    const memory = ours.megabytes ?? NaN
    const faster = oneFile === null || papers < 100_000 || (oneFile.opening ?? 0) >= 50 * opening
    return [
      {
        what: `open ${size} papers, first 100 rows answered`,
        measured: opening,
        unit: 'ms',
        ...(oneFile && { reference: { what: 'lowdb’s one file, read', measured: oneFile.opening ?? NaN } }),
        goal: papers === 100_000 ? `≤ ${goal} ms, ≥ 50 × faster` : `≤ ${goal} ms`,
        reached: opening <= goal && faster
      },
      {
        what: `memory of a process that opened ${size} papers`,
        measured: memory,
        unit: 'MB',
        ...(oneFile && { reference: { what: 'lowdb’s one file', measured: oneFile.megabytes ?? NaN } }),
        goal: `≤ ${papers <= 100_000 ? 220 : 450} MB`,
        reached: memory <= (papers <= 100_000 ? 220 : 450)
      },
      {
        what: `one decision durable at ${size} papers`,
        measured: decision,
        unit: 'ms',
        reference: { what: 'append and datasync', measured: append },
        goal: '≤ 1.5 ×',
        reached: decision <= 1.5 * append
      },
      {
        what: `1,000 decisions at once at ${size} papers`,
        measured: burst,
        unit: 'ms',
        reference: { what: '1,000 appends, each with its datasync', measured: 1000 * append },
        goal: '≤ 0.2 ×',
        reached: burst <= 200 * append
      },
      {
        what: `undo of a bulk of ${bulk.toLocaleString('en')} at ${size} papers`,
        measured: undo,
        unit: 'ms',
        reference: { what: 'SQLite, one transaction', measured: sqlite.undo ?? NaN },
        goal: 'for comparison',
        reached: true
      },
      ...listRows(lists, size),
      ...comparisons('SQLite', sqlite, { opening, decision, burst, undo }),
      ...(oneFile === null ? [] : comparisons('lowdb’s one file', oneFile, { opening, decision, undo })),
      ...kept,
      ...rebuilt
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A list of all papers as a window opens it. */
function listRows(lists: Readonly<Record<string, number>>, size: string): Row[] {
  const rows = {
    usual: `answer a list of ${size} papers in groups of days`,
    first: 'the same sorted by title, for the first time',
    again: 'and once that order is kept',
    ruled: 'the inbox with a rule that mutes, for the first time',
    ruledAgain: 'and once what it mutes is known'
  }
  return Object.entries(rows).map(([name, what]) => ({
    what,
    measured: lists[name] ?? NaN,
    unit: 'ms',
    goal: 'for comparison',
    reached: true
  }))
}

const compared: Readonly<Record<string, string>> = {
  opening: 'the same opening, all rows read, with',
  decision: 'the same decision with',
  burst: 'the same 1,000 decisions, in one transaction, with',
  undo: 'the same undo with'
}

/** What a peer takes for what was measured of us. */
function comparisons(
  peer: string,
  theirs: Readonly<Record<string, number>>,
  ours: Readonly<Record<string, number>>
): Row[] {
  return Object.entries(ours).map(([name, measured]) => ({
    what: `${compared[name] ?? name} ${peer}`,
    measured: theirs[name] ?? NaN,
    unit: 'ms',
    reference: { what: 'Papertray', measured },
    goal: 'for comparison',
    reached: true
  }))
}

async function oneFileOf(
  home: string,
  path: string,
  bulk: number
): Promise<Readonly<Record<string, number>>> {
  await writeOneFile(home, path)
  return inChild('one-file', path, String(bulk))
}

async function writeOneFile(home: string, path: string): Promise<void> {
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  const library = await readLibrary({ folder: directories.library, directories })
  if (library === null) throw new Error('the benchmark’s library is missing')
  const papers = await library.papers(library.rows('all'))
  await library.close()
  await writeFile(path, JSON.stringify({ papers: papers.map((paper) => ({ ...paper, starred: false })) }))
}
