import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '#main/library/open-library'
import { entriesOf, type DigestFile } from '../digests'
import { locationOf, makeLibrary } from '../library'
import { corpusOf } from './corpus'
import { answersOf } from './papertray'
import { queriesOf } from './typed-queries'
import { figuresOf, typeAll, type KeyPress } from './typing'

const slowest = 10

/** For work on the search itself: how long answers take at one size, and which take longest. */
export async function measureQuickly(files: readonly DigestFile[], papers: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const first = corpusOf(files, 10_000).files.flatMap(({ bytes }) => entriesOf(bytes))
    const { queries, warmUp } = queriesOf(first)
    const corpus = corpusOf(files, papers)
    await makeLibrary(folder, corpus.files)
    const library = await openLibrary(locationOf(folder), 'benchmark')
    await library.search.ready()
    process.stdout.write(
      `${corpus.papers.toLocaleString('en')} papers, ${corpus.made.toLocaleString('en')} of them made\n`
    )
    const answers = answersOf(library)
    for (const name of ['newest', 'best'] as const) {
      const answer = answers[name]
      await typeAll(warmUp, answer)
      report(name, await typeAll(queries, answer))
    }
    await library.close()
  } finally {
    await rm(folder, { recursive: true })
  }
}

function report(name: string, presses: readonly KeyPress[]): void {
  const figures = Object.entries(figuresOf(presses)).map(([key, value]) => `${key} ${value.toFixed(2)}`)
  process.stdout.write(`${name} first, ${presses.length} key presses: ${figures.join(', ')}\n`)
  const longest = [...presses].sort((a, b) => b.took - a.took).slice(0, slowest)
  for (const { took, found, text } of longest)
    process.stdout.write(`  ${took.toFixed(2)} ms, ${found} papers: ${text}\n`)
}
