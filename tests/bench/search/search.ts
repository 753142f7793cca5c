import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entriesOf, type DigestFile } from '../digests'
import { makeLibrary } from '../library'
import { inChild, inChildren, type Row } from '../measure'
import { corpusOf } from './corpus'
import { queriesOf, writeQueries } from './typed-queries'
import { percentiles } from './typing'

type Figures = Readonly<Record<string, number>>

/** What a size is measured with. A step of 0 leaves a peer out: it would take hours, or more memory than there is. */
interface Size {
  readonly papers: number
  readonly steps: { readonly minisearch: number; readonly flexsearch: number; readonly fullText: number }
  readonly goals: Readonly<Partial<Record<'newest' | 'best' | 'restore' | 'memory', number>>>
}

const sizes: readonly Size[] = [
  { papers: 10_000, steps: { minisearch: 8, flexsearch: 1, fullText: 1 }, goals: {} },
  {
    papers: 100_000,
    steps: { minisearch: 24, flexsearch: 1, fullText: 8 },
    goals: { newest: 1.5, best: 5, restore: 100, memory: 220 }
  },
  {
    papers: 300_000,
    steps: { minisearch: 0, flexsearch: 0, fullText: 24 },
    goals: { newest: 3, memory: 450 }
  }
]

/** Search as you type at several sizes, beside others that search the same papers. */
export async function measureSearch(
  files: readonly DigestFile[],
  wanted: readonly number[],
  show: (rows: readonly Row[]) => void
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const queries = join(folder, 'queries.json')
    const first = corpusOf(files, sizes[0]?.papers ?? 0)
    await writeQueries(queries, queriesOf(first.files.flatMap(({ bytes }) => entriesOf(bytes))))
    for (const size of sizes)
      if (wanted.includes(size.papers)) await measureSize(files, size, { folder, queries }, show)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function measureSize(
  files: readonly DigestFile[],
  { papers, steps, goals }: Size,
  { folder, queries }: { readonly folder: string; readonly queries: string },
  show: (rows: readonly Row[]) => void
): Promise<void> {
  const [home, texts, database] = ['home', 'texts', 'database'].map((name) =>
    join(folder, `${papers}-${name}`)
  )
  if (home === undefined || texts === undefined || database === undefined) return
  const size = await make(files, papers, home)
  await inChild('search-texts', home, texts)
  const usedSteps = [...new Set(Object.values(steps))].filter((step) => step > 0).map(String)
  const typed = await inChild('search-type', home, queries, ...usedSteps)
  show(typedRows(typed, size, goals))
  const built = await inChildren(3, 'search-build', home)
  const kept = await inChildren(3, 'search-restore', home)
  const memory = await inChild('search-memory', home, queries)
  const remade = await inChild('search-remake', home)
  const changed = await inChild('search-change', home)
  show(ownRows({ built, kept, memory, remade, changed }, size, goals))
  if (steps.flexsearch > 0) {
    const peer = await inChild('flexsearch', texts, queries, String(steps.flexsearch))
    show(peerRows('FlexSearch', peer, { typed, built, memory, kept }, size, steps.flexsearch))
  }
  if (steps.fullText > 0) {
    const peer = await inChild('full-text', database, texts, queries, String(steps.fullText))
    show(peerRows('SQLite FTS5', peer, { typed, built, memory, kept }, size, steps.fullText))
  }
  if (steps.minisearch > 0) {
    const peer = await inChild('minisearch', texts, queries, String(steps.minisearch))
    show(peerRows('MiniSearch', peer, { typed, built, memory, kept }, size, steps.minisearch))
    show([foundRow(peer, typed, size, steps.minisearch)])
  }
  await rm(home, { recursive: true })
}

/** @returns How rows call the size. */
async function make(files: readonly DigestFile[], papers: number, home: string): Promise<string> {
  const corpus = corpusOf(files, papers)
  await makeLibrary(home, corpus.files)
  const size = corpus.papers.toLocaleString('en')
  return corpus.made === 0 ? size : `${size} (${corpus.made.toLocaleString('en')} recombined)`
}

const orders = { newest: 'newest first', best: 'best match first' } as const
type Order = keyof typeof orders

function typedRows(typed: Figures, size: string, goals: Size['goals']): Row[] {
  const rows = (['newest', 'best'] as const).flatMap((order) =>
    percentiles.map((share): Row => {
      const goal = share === 95 ? goals[order] : undefined
      return row(
        `300 queries typed over ${size} papers, ${orders[order]}, p${share}`,
        typed[`${order} p${share}`],
        {
          unit: 'ms',
          ...(goal !== undefined && { most: goal })
        }
      )
    })
  )
  const window = percentiles.map((share) =>
    row(
      `100 of them with all that a window gets, the best match first, p${share}`,
      typed[`window p${share}`],
      {
        unit: 'ms'
      }
    )
  )
  return [...rows, ...window]
}

interface Own {
  readonly built: Figures
  readonly kept: Figures
  readonly memory: Figures
  readonly remade: Figures
  readonly changed: Figures
}

function ownRows(
  { built, kept, memory, remade, changed }: Own,
  size: string,
  { restore, memory: most }: Size['goals']
): Row[] {
  const limit = (value: number | undefined): { readonly most?: number } =>
    value === undefined ? {} : { most: value }
  return [
    row(`index of ${size} papers in memory made`, (built.build ?? NaN) / 1000, { unit: 's' }),
    row('kept index read until the first query is answered', kept.restore, { unit: 'ms', ...limit(restore) }),
    row('and until it is as quick as it gets', kept.prepared, { unit: 'ms' }),
    row(`300 papers of a digest added to the index of ${size}`, built.digest, { unit: 'ms', most: 25 }),
    row('first query after an import of 300 papers', changed.digest, { unit: 'ms' }),
    row('first query after a note, which finds it', changed.note, { unit: 'ms' }),
    row('lost index made anew from what is on disk', (remade.remade ?? NaN) / 1000, { unit: 's' }),
    row('longest hold of the event loop meanwhile, pauses of the garbage collector aside', remade.held, {
      unit: 'ms',
      most: 20,
      reference: { what: 'longest pause of the garbage collector', measured: remade.collected ?? NaN }
    }),
    row(
      `peak memory of the library’s process with ${size} papers and their index, after 60 queries`,
      memory.megabytes,
      {
        unit: 'MB',
        ...limit(most),
        reference: { what: 'before the index was read', measured: memory.without ?? NaN }
      }
    ),
    row('resident at the end', memory.resident, { unit: 'MB' }),
    row('peak memory of making a lost index anew', remade.megabytes, { unit: 'MB' }),
    row('index on disk', kept.megabytes, { unit: 'MB' })
  ]
}

interface Ours {
  readonly typed: Figures
  readonly built: Figures
  readonly memory: Figures
  readonly kept: Figures
}

/** A peer beside Papertray, at the same queries. */
function peerRows(
  name: string,
  peer: Figures,
  { typed, built, memory, kept }: Ours,
  size: string,
  step: number
): Row[] {
  const beside = (what: string, of: Figures, key: string, ours: number | undefined, unit: Row['unit']): Row =>
    row(what, of[key], { unit, reference: { what: 'Papertray', measured: ours ?? NaN } })
  const given = name === 'MiniSearch' ? 'all of them' : 'the first 100'
  const answers = (Object.keys(orders) as Order[])
    .filter((order) => `${order} p50` in peer)
    .flatMap((order) =>
      percentiles.map((share) => {
        const what = `${peer.queries ?? 0} plain ones of those queries over ${size} papers with ${name}, ${given}, ${orders[order]}, p${share}`
        return beside(what, peer, `${order} p${share}`, typed[`${order}/${step} p${share}`], 'ms')
      })
    )
  const seconds = { build: (peer.build ?? NaN) / 1000 }
  return [
    ...answers,
    beside(`index of the same papers made with ${name}`, seconds, 'build', (built.build ?? NaN) / 1000, 's'),
    beside(`300 papers added with ${name}`, peer, 'digest', built.digest, 'ms'),
    beside(`peak memory of a process with the index of ${name}`, peer, 'megabytes', memory.megabytes, 'MB'),
    ...('disk' in peer ? [beside(`index of ${name} on disk`, peer, 'disk', kept.megabytes, 'MB')] : [])
  ]
}

/** Whether the answers can be compared at all. */
function foundRow(peer: Figures, typed: Figures, size: string, step: number): Row {
  return row(`papers that a key press finds on average in ${size} with MiniSearch`, peer['best found'], {
    unit: 'papers',
    reference: { what: 'Papertray', measured: typed[`best/${step} found`] ?? NaN }
  })
}

interface Told {
  readonly unit: Row['unit']
  /** The goal; without one it is for comparison. */
  readonly most?: number
  readonly reference?: NonNullable<Row['reference']>
}

function row(what: string, measured = NaN, { unit, most, reference }: Told): Row {
  return {
    what,
    measured,
    unit,
    ...(reference && { reference }),
    goal: most === undefined ? 'for comparison' : `≤ ${most} ${unit}`,
    reached: most === undefined || measured <= most
  }
}
