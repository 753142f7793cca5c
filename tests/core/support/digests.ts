import { decodeDigest } from '#core/digest/decode'
import { parseDigests } from '#core/digest/parse'
import type { ParsedDigest } from '#core/domain/digest'
import type { Entry } from '#core/domain/entry'
import type { ProblemReason } from '#core/domain/problem'

/** Every digest in a text with line feeds only. */
export function parseText(text: string): ParsedDigest[] {
  const parsing = parseDigests(text)
  for (;;) {
    const step = parsing.next()
    if (step.done === true) return step.value
  }
}

/** Every digest in a file; none where it is no text. */
export function parseBytes(bytes: Uint8Array): ParsedDigest[] {
  const decoded = decodeDigest(bytes)
  return decoded.ok ? parseText(decoded.text) : []
}

/** The one digest in a text. */
export function onlyDigest(text: string): ParsedDigest {
  const digests = parseText(text)
  const [digest] = digests
  if (digest === undefined || digests.length > 1) throw new Error(`${digests.length} digests instead of one`)
  return digest
}

/** The one entry of the one digest in a text. */
export function onlyEntry(text: string): Entry {
  const { entries } = onlyDigest(text)
  const [entry] = entries
  if (entry === undefined || entries.length > 1) throw new Error(`${entries.length} entries instead of one`)
  return entry
}

/** What went wrong where. */
export function reasons(digest: Pick<ParsedDigest, 'problems'>): [line: number, reason: ProblemReason][] {
  return digest.problems.map(({ line, reason }) => [line, reason])
}

/** A record of a field list, without the blank lines after it. */
export function fieldRecord(values: Partial<Record<string, string>> = {}): string {
  const record: Record<string, string | undefined> = {
    title: 'A Small Title',
    'Arxiv ID': 'http://arxiv.org/abs/2312.10854v1',
    DOI: 'None',
    Categories: '**cs.CV**',
    Links: '[PDF](http://arxiv.org/pdf/2312.10854v1)',
    Published: '2023-12-18 00:05:28+00:00',
    Updated: '2023-12-18 00:05:28+00:00',
    Authors: 'Ada Example, Bo Sample',
    Comment: 'None',
    Journal: 'None',
    Summary: 'One short sentence.',
    ...values
  }
  const { title = '', ...bullets } = record
  const lines = Object.entries(bullets).filter(([, value]) => value !== undefined)
  return [`### ${title}`, ...lines.map(([key, value]) => `- **${key}**: ${value ?? ''}`)].join('\n')
}

/** A field list of records, three blank lines after each. */
export function fieldList(...records: string[]): string {
  return `# Arxiv Papers in cs.CV on 2023-12-18\n${records.map((record) => `${record}\n\n\n\n`).join('')}`
}

/** A record of a numbered list. */
export function numberedRecord(number: number, title: string, id: string, abstract?: string): string {
  const first = `### ${number}.${title}  [ :arrow_down: ](https://arxiv.org/pdf/${id}.pdf)`
  return abstract === undefined ? first : `${first}\n>  ${abstract}      `
}

export function numberedList(...records: string[]): string {
  return `# ArXiv cs.CV --Mon, 3 Jan 2022\n${records.map((record) => `${record}\n`).join('')}`
}
