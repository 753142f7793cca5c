import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seedFolder } from '../../support/seeds'

/** A paper of a digest that a test makes; what is left out is as in the samples. */
export interface MadePaper {
  readonly id: string
  readonly version?: number
  readonly title?: string
  readonly authors?: string
  readonly doi?: string
  readonly categories?: string
  readonly links?: string
  readonly comment?: string
  readonly journal?: string
  readonly abstract?: string
}

/** A digest's text in the dialect with a line for each field. */
export function digestText(date: string, papers: readonly MadePaper[], category = 'cs.CV'): string {
  return [`# Arxiv Papers in ${category} on ${date}`, ...papers.map(entryText), ''].join('\n')
}

function entryText(paper: MadePaper): string {
  const { id, version = 1, title = `Paper ${id}`, authors = 'Ada Lovelace, Emmy Noether' } = paper
  const { doi = 'None', categories = '**cs.CV**, cs.LG', comment = 'None', journal = 'None' } = paper
  const { links = `[PDF](http://arxiv.org/pdf/${id}v${version})`, abstract = `About ${id}.` } = paper
  return [
    `### ${title}`,
    `- **Arxiv ID**: http://arxiv.org/abs/${id}v${version}`,
    `- **DOI**: ${doi}`,
    `- **Categories**: ${categories}`,
    `- **Links**: ${links}`,
    '- **Published**: 2026-11-18 00:05:28+00:00',
    '- **Updated**: 2026-11-18 00:05:28+00:00',
    `- **Authors**: ${authors}`,
    `- **Comment**: ${comment}`,
    `- **Journal**: ${journal}`,
    `- **Summary**: ${abstract}`,
    '',
    ''
  ].join('\n')
}

/** The samples' names, and their papers in the dialect with a line for each field. */
export const sampleNames = readdirSync(seedFolder)
  .filter((name) => name.endsWith('.txt'))
  .sort()

export const samplePaths = sampleNames.map((name) => join(seedFolder, name))

const sampleEntries = samplePaths.flatMap((path) => {
  const text = readFileSync(path, 'utf8')
  if (!text.startsWith('# Arxiv Papers')) return []
  return text
    .split(/^### /m)
    .slice(1)
    .filter((entry) => entry.includes('- **Arxiv ID**'))
})

/**
 * Digests made of the samples' entries under ids of their own: one a day, the first on 1 January 2020.
 *
 * @param each Papers a digest.
 */
export function recombined(
  digests: number,
  each: number
): { readonly name: string; readonly text: string }[] {
  return Array.from({ length: digests }, (_, digest) => {
    const date = new Date(Date.UTC(2020, 0, 1 + digest)).toISOString().slice(0, 10)
    const entries = Array.from({ length: each }, (__, entry) => {
      const number = digest * each + entry
      // Five digits a month.
      const id = `${2001 + Math.floor(number / 90_000)}.${String(10_000 + (number % 90_000))}`
      const text = sampleEntries[number % sampleEntries.length] ?? ''
      return `### ${text.replace(/^- \*\*Arxiv ID\*\*: .*$/m, `- **Arxiv ID**: http://arxiv.org/abs/${id}v1`)}`
    })
    return { name: `${date}.md`, text: `# Arxiv Papers in cs.CV on ${date}\n${entries.join('')}` }
  })
}

/** Today's date, as digests have it: papers announced today are not old. */
export function today(): string {
  return new Date().toISOString().slice(0, 10)
}

/** Writes such digests into a new folder. @returns Their paths. */
export function writeRecombined(folder: string, digests: number, each: number): string[] {
  mkdirSync(folder)
  return recombined(digests, each).map(({ name, text }) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  })
}
