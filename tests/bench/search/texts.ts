import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { readLibrary } from '#main/library/open-library'
import { locationOf } from '../library'

/** What of a paper is searched. */
export interface SearchedTexts {
  readonly title: string
  readonly authors: string
  readonly abstract: string
  readonly comment: string
}

const atOnce = 1000

/** Writes the papers of a library for its peers, the oldest first, one a line; run in a process of its own. */
export async function writeTextsInChild(home: string, path: string): Promise<Record<string, number>> {
  const library = await readLibrary(locationOf(home))
  if (library === null) throw new Error('the benchmark’s library is missing')
  const rows = library.rows('all').reverse()
  const file = await open(path, 'w')
  for (let at = 0; at < rows.length; at += atOnce) {
    const papers = await library.papers(rows.slice(at, at + atOnce))
    const lines = papers.map(({ title, authors, abstract, comment, journal }) =>
      JSON.stringify({
        title: title ?? '',
        authors: (authors ?? []).join(', '),
        abstract: abstract ?? '',
        comment: [comment, journal].filter((text) => text !== null).join('; ')
      } satisfies SearchedTexts)
    )
    await file.write(`${lines.join('\n')}\n`)
  }
  await file.close()
  await library.close()
  return { papers: rows.length }
}

/** One after the other, so that a peer's memory is its own. */
export async function* readTexts(path: string): AsyncGenerator<SearchedTexts> {
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity }))
    yield JSON.parse(line) as SearchedTexts
}
