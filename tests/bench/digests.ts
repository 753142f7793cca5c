import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeDigest } from '#core/digest/decode'
import { parseDigests } from '#core/digest/parse'
import type { Entry } from '#core/domain/entry'

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
    for (let at = made; at < Math.min(papers, made + perDigest); at++) records.push(record(models, at, day))
    const text = `# Arxiv Papers in cs.CV on ${day}\n${records.join('\n\n\n\n')}\n\n\n\n`
    files.push({ name: `${day}.md`, bytes: Buffer.from(text) })
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

function entriesOf(bytes: Buffer): readonly Entry[] {
  const decoded = decodeDigest(bytes)
  if (!decoded.ok) return []
  const parsing = parseDigests(decoded.text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return step.value.flatMap(({ entries }) => entries)
  }
}

function hasAuthors({ fields }: Entry): boolean {
  return fields.authors != null && fields.abstract != null && fields.title !== undefined
}

function record(models: readonly Entry[], at: number, day: string): string {
  // Steps without a common divisor: each made paper has title, authors and abstract of three different ones.
  const pick = (step: number): Entry['fields'] => models[(at * step) % models.length]?.fields ?? {}
  const id = `${String(1501 + Math.floor(at / 90_000))}.${String(10_000 + (at % 90_000))}`
  return [
    `### ${pick(1).title ?? ''}`,
    `- **Arxiv ID**: http://arxiv.org/abs/${id}v1`,
    '- **DOI**: None',
    `- **Categories**: **cs.CV**, ${(pick(1).categories ?? []).slice(1).join(', ')}`,
    `- **Links**: [PDF](http://arxiv.org/pdf/${id}v1)`,
    `- **Published**: ${day} 00:05:28+00:00`,
    `- **Updated**: ${day} 00:05:28+00:00`,
    `- **Authors**: ${(pick(7).authors ?? []).join(', ')}`,
    `- **Comment**: ${pick(11).comment ?? 'None'}`,
    '- **Journal**: None',
    `- **Summary**: ${(pick(13).abstract ?? '').replaceAll('\n', '   ')}`
  ].join('\n')
}
