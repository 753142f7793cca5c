import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import MarkdownIt from 'markdown-it'
import { parseDigests } from '#core/digest/parse'
import { Repair } from '#core/digest/repair/repair'
import type { DigestFile } from './digests'
import { paired, type Row } from './measure'

/** Parsing against reading and decoding the same bytes, and against a Markdown parser's tokens. */
export async function measureParsing(files: readonly DigestFile[]): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bench-'))
  try {
    const paths = files.map((_, index) => join(folder, `${index}.md`))
    await Promise.all(files.map(({ bytes }, index) => writeFile(paths[index] ?? '', bytes)))
    const texts = files.map(({ bytes }) => bytes.toString('utf8'))
    const decoder = new TextDecoder()
    const reading = async (): Promise<void> => {
      for (const path of paths) decoder.decode(await readFile(path))
    }
    const [parsing, read] = await paired(
      5,
      () => texts.reduce((sum, text) => sum + countEntries(text), 0),
      reading
    )
    const fields = texts.flatMap(textFields)
    const [repairing] = await paired(
      5,
      () => {
        fields.forEach(repairAlone)
      },
      () => undefined
    )
    const markdown = new MarkdownIt()
    const some = texts.slice(0, Math.max(1, Math.ceil(texts.length / 20)))
    const [ours, tokens] = await paired(
      3,
      () => {
        some.forEach(countEntries)
      },
      () => {
        some.forEach((text) => markdown.parse(text, {}))
      }
    )
    return [
      {
        what: `parse ${megabytes(files)} MB of digests, text repair included`,
        measured: parsing,
        unit: 'ms',
        reference: { what: 'reading and decoding the same bytes', measured: read },
        goal: 'for comparison',
        reached: true
      },
      {
        what: 'the same without text repair (its time over the same fields taken off)',
        measured: parsing - repairing,
        unit: 'ms',
        reference: { what: 'reading and decoding the same bytes', measured: read },
        goal: '≤ 1 × reading',
        reached: parsing - repairing <= read
      },
      {
        what: 'parse a twentieth of them',
        measured: ours,
        unit: 'ms',
        reference: { what: 'markdown-it’s tokens', measured: tokens },
        goal: '≥ 12 × faster',
        reached: tokens >= 12 * ours
      }
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Titles, comments and abstracts: what text repair looks at. */
function textFields(text: string): string[] {
  const parsing = parseDigests(text)
  for (;;) {
    const step = parsing.next()
    if (step.done !== true) continue
    const entries = step.value.flatMap((digest) => digest.entries)
    return entries.flatMap(({ fields: { title, comment, abstract } }) => [
      title ?? '',
      comment ?? '',
      abstract ?? ''
    ])
  }
}

function repairAlone(field: string): string {
  return new Repair().paragraphs(field)
}

function countEntries(text: string): number {
  const parsing = parseDigests(text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return step.value.reduce((sum, { entries }) => sum + entries.length, 0)
  }
}

function megabytes(files: readonly DigestFile[]): string {
  return (files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6).toFixed(1)
}
