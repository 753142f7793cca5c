import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLibrary } from '#main/library/open-library'
import { makeDigests } from './digests'
import { makeLibrary } from './library'
import { inChild, inChildren, type Row } from './measure'

const rounds = '300'

/** Opening and deciding at one size of the library, with lowdb's one file as the reference. */
export async function measureSize(seeds: string, papers: number): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const home = join(folder, 'home')
    await makeLibrary(home, await makeDigests(seeds, papers))
    const file = join(folder, 'one-file.json')
    await writeOneFile(home, file)
    const [ours, oneFile] = [await inChildren(5, 'open', home), await inChild('one-file', file)]
    const decided: number[][] = []
    for (let round = 0; round < 3; round++) {
      const deciding = await inChild('decide', home, rounds)
      const appending = await inChild('append', join(folder, 'appended'), rounds)
      decided.push([deciding.decision ?? NaN, appending.decision ?? NaN, deciding.burst ?? NaN])
    }
    const best = decided.sort((a, b) => (a[0] ?? 0) / (a[1] ?? 1) - (b[0] ?? 0) / (b[1] ?? 1))[1] ?? []
    const [decision = NaN, append = NaN, burst = NaN] = best
    const size = papers.toLocaleString('en')
    const opening = ours.opening ?? NaN
    const goal = papers <= 100_000 ? 40 : 100
    return [
      {
        what: `open ${size} papers, first 100 rows answered`,
        measured: opening,
        unit: 'ms',
        reference: { what: 'lowdb’s one file, read', measured: oneFile.opening ?? NaN },
        goal: papers < 100_000 ? '≤ 40 ms' : `≤ ${goal} ms, ≥ 50 × faster`,
        reached: opening <= goal && (papers < 100_000 || (oneFile.opening ?? 0) >= 50 * opening)
      },
      {
        what: `memory of a process that opened ${size} papers`,
        measured: ours.megabytes ?? NaN,
        unit: 'MB',
        reference: { what: 'lowdb’s one file', measured: oneFile.megabytes ?? NaN },
        goal: '≤ 220 MB',
        reached: (ours.megabytes ?? NaN) <= 220
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
        what: `the same decision with lowdb’s one file`,
        measured: oneFile.decision ?? NaN,
        unit: 'ms',
        reference: { what: 'Papertray', measured: decision },
        goal: 'for comparison',
        reached: true
      },
      {
        what: `1,000 decisions at once at ${size} papers`,
        measured: burst,
        unit: 'ms',
        reference: { what: '1,000 appends, each with its datasync', measured: 1000 * append },
        goal: '≤ 0.2 ×',
        reached: burst <= 200 * append
      }
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeOneFile(home: string, path: string): Promise<void> {
  const directories = { userData: home, library: join(home, 'library'), cache: join(home, 'cache') }
  const library = await readLibrary({ folder: directories.library, directories })
  if (library === null) throw new Error('the benchmark’s library is missing')
  const papers = await library.papers(await library.rows('all'))
  await library.close()
  await writeFile(path, JSON.stringify({ papers: papers.map((paper) => ({ ...paper, starred: false })) }))
}
