import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeDigest } from '#core/digest/decode'
import { parseDigests } from '#core/digest/parse'
import type { Entry, EntryFields } from '#core/domain/entry'

export interface DigestFile {
  readonly name: string
  readonly bytes: Buffer
}

/** Papers of one made digest: as many as on an ordinary day of cs.CV. */
const perDigest = 50

/** Every digest below a folder, in the order of their paths. */
export async function readDigests(folder: string): Promise<DigestFile[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(md|txt)$/.test(name)).sort()
  return Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })))
}

/** Digests of the dialect `field-list` with as many papers as asked for, recombined from the sample digests. */
export async function makeDigests(seeds: string, papers: number): Promise<DigestFile[]> {
  const models = (await readDigests(seeds)).flatMap(({ bytes }) => entriesOf(bytes)).filter(hasAuthors)
  const files: DigestFile[] = []
  for (let made = 0; made < papers; made += perDigest) {
    const day = new Date(Date.UTC(2015, 0, 1 + files.length)).toISOString().slice(0, 10)
    const records: string[] = []
    for (let at = made; at < Math.min(papers, made + perDigest); at++)
      records.push(recordOf(recombined(models, at), madeId(at), day))
    files.push(digestOf(day, records))
  }
  return files
}

/** A later version of a digest's file: other abstracts for every second paper, a higher version for every fourth. */
export function laterFile({ name, bytes }: DigestFile): DigestFile {
  let at = 0
  const text = bytes
    .toString('utf8')
    .replace(/^- \*\*Arxiv ID\*\*: (\S+)v(\d+)$/gm, (line, id: string, version: string) =>
      at++ % 4 === 0 ? `- **Arxiv ID**: ${id}v${Number(version) + 1}` : line
    )
    .replace(/^- \*\*Summary\*\*: /gm, (line) => (at++ % 2 === 0 ? `${line}Revised. ` : line))
  return { name, bytes: Buffer.from(text) }
}

/** All that a digest's file holds. */
export function entriesOf(bytes: Buffer): readonly Entry[] {
  const decoded = decodeDigest(bytes)
  if (!decoded.ok) return []
  const parsing = parseDigests(decoded.text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return step.value.flatMap(({ entries }) => entries)
  }
}

export function hasAuthors({ fields }: Entry): boolean {
  return fields.authors != null && fields.abstract != null && fields.title !== undefined
}

/** An id of the years before most real digests, which hardly any of them name. */
export function madeId(at: number): string {
  return `${String(1501 + Math.floor(at / 90_000))}.${String(10_000 + (at % 90_000))}`
}

/** A file of the dialect `field-list`. */
export function digestOf(day: string, records: readonly string[]): DigestFile {
  const text = `# Arxiv Papers in cs.CV on ${day}\n${records.join('\n\n\n\n')}\n\n\n\n`
  return { name: `${day}.md`, bytes: Buffer.from(text) }
}

/** What one paper is in such a file. */
export function recordOf(fields: EntryFields, id: string, day: string): string {
  return [
    `### ${fields.title ?? ''}`,
    `- **Arxiv ID**: http://arxiv.org/abs/${id}v1`,
    '- **DOI**: None',
    `- **Categories**: **cs.CV**, ${(fields.categories ?? []).slice(1).join(', ')}`,
    `- **Links**: [PDF](http://arxiv.org/pdf/${id}v1)`,
    `- **Published**: ${day} 00:05:28+00:00`,
    `- **Updated**: ${day} 00:05:28+00:00`,
    `- **Authors**: ${(fields.authors ?? []).join(', ')}`,
    `- **Comment**: ${fields.comment ?? 'None'}`,
    '- **Journal**: None',
    `- **Summary**: ${(fields.abstract ?? '').replaceAll('\n', '   ')}`
  ].join('\n')
}

function recombined(models: readonly Entry[], at: number): EntryFields {
  // Steps without a common divisor: each made paper has title, authors and abstract of three different ones.
  const pick = (step: number): EntryFields => models[(at * step) % models.length]?.fields ?? {}
  return {
    ...pick(1),
    authors: pick(7).authors ?? [],
    comment: pick(11).comment ?? null,
    abstract: pick(13).abstract ?? ''
  }
}
