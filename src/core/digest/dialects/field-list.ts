import { readInstant, readIsoDay } from '#core/digest/calendar'
import { longestField, longestHeading, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { endsWhole } from '#core/digest/ends-whole'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { Repair } from '#core/digest/repair/repair'
import { parseArxivId, type ArxivId } from '#core/domain/arxiv-id'
import { separateCategories } from '#core/domain/category'
import type { Entry, EntryFields } from '#core/domain/entry'
import type { Link } from '#core/domain/paper'
import { problem, type Problem } from '#core/domain/problem'

/**
 * Ten bullets a paper below a `### ` title, a heading of `# Arxiv Papers in cs.CV on YYYY-MM-DD`. `None` says that
 * there is no value. Fields may go on in lines indented by two spaces.
 */
export const fieldList: Dialect = {
  name: 'field-list',
  openings: [
    { prefix: '# Arxiv Papers in ', read: readHeading },
    // A record whose title is missing.
    { prefix: '- **Arxiv ID**: ', read: () => 'record' },
    {
      prefix: '### ',
      read: (text, offset) => (text.startsWith('- **Arxiv ID**: ', lineAfter(text, offset)) ? 'record' : null)
    }
  ],
  amongProse: false,
  parse
}

const keys = [
  'Arxiv ID',
  'DOI',
  'Categories',
  'Links',
  'Published',
  'Updated',
  'Authors',
  'Comment',
  'Journal',
  'Summary'
] as const
type Key = (typeof keys)[number]
/** No bullet follows this one. */
const lastOfKeys = 'Summary'
/** What may go on in the lines after it. */
const severalLines: ReadonlySet<Key> = new Set(['DOI', 'Categories', 'Comment', 'Journal'])
/** How each bullet begins. */
const bullets = keys.map((key) => `- **${key}**:`)

/** A record while its lines are read. */
interface Draft {
  readonly title: string
  readonly line: number
  lastLine: number
  readonly values: Partial<Record<Key, string>>
  lastKey: Key | null
  /** Which bullet to expect next: they nearly always come in one order. */
  expected: number
}

function readHeading(text: string, offset: number): Heading | null {
  const match = /^# Arxiv Papers in (\S+) on (\S+)$/.exec(lineAt(text, offset, longestHeading))
  return match === null ? null : { category: match[1] ?? null, date: readIsoDay(match[2] ?? '') }
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let draft: Draft | null = null
  let strayBefore = false
  while (lines.advance()) {
    if (lines.blank) {
      strayBefore = false
      continue
    }
    const tooLong = lines.length > longestField
    if (tooLong) yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
    if (lines.startsWith('### ') || beginsWithoutTitle(lines, draft)) {
      if (draft !== null) yield* finish(draft, 'followed')
      draft = newDraft(tooLong || !lines.startsWith('### ') ? '' : lines.from(4), lines.number)
      if (lines.startsWith('### ')) continue
    }
    if (tooLong) {
      if (draft !== null) draft.lastKey = null
      continue
    }
    if (draft !== null && (readBullet(lines, draft) || continues(lines, draft))) {
      strayBefore = false
      continue
    }
    if (!strayBefore) yield problem(lines.number, 'strayText', lines.from())
    strayBefore = true
  }
  if (draft !== null) yield* finish(draft, isCut(draft, lines) ? 'cut' : 'last')
}

function newDraft(title: string, line: number): Draft {
  return { title, line, lastLine: line, values: {}, lastKey: null, expected: 0 }
}

/**
 * True where a field comes that the record has already: the title between two records is missing. To go on would give
 * the first paper the other's fields.
 */
function beginsWithoutTitle(lines: Lines, draft: Draft | null): boolean {
  if (!lines.startsWith('- **')) return false
  if (draft === null) return lines.startsWith(bullets[0] ?? '')
  const index = bulletAt(lines, draft)
  const key = keys[index]
  return key !== undefined && draft.values[key] !== undefined
}

/** Which bullet a line is, or -1. */
function bulletAt(lines: Lines, draft: Draft): number {
  const expected = bullets[draft.expected]
  if (expected !== undefined && lines.startsWith(expected)) return draft.expected
  return bullets.findIndex((bullet) => lines.startsWith(bullet))
}

/** Reads `- **Key**: value`; false where the line is none. */
function readBullet(lines: Lines, draft: Draft): boolean {
  if (!lines.startsWith('- **')) return false
  const index = bulletAt(lines, draft)
  const [key, bullet] = [keys[index], bullets[index]]
  if (key === undefined || bullet === undefined) return false
  draft.values[key] = lines.from(bullet.length + 1)
  draft.lastKey = key
  draft.lastLine = lines.number
  draft.expected = index + 1
  return true
}

/** Adds an indented line to the field before it; false where there is none to go on with. */
function continues(lines: Lines, draft: Draft): boolean {
  if (draft.lastKey === null || !lines.startsWith('  ')) return false
  const value = draft.values[draft.lastKey] ?? ''
  if (value.length + lines.length > longestField) return false
  draft.values[draft.lastKey] = `${value} ${lines.from(2)}`
  draft.lastLine = lines.number
  return true
}

function* finish(draft: Draft, end: 'followed' | 'last' | 'cut'): Generator<Parsed, void> {
  // The last field of a cut record may be any part of what it was: it is left out rather than believed.
  if (end === 'cut' && draft.lastKey !== null) Reflect.deleteProperty(draft.values, draft.lastKey)
  const named = parseArxivId(draft.values['Arxiv ID'] ?? '')
  const incomplete = end === 'cut' || (end === 'last' && draft.lastKey !== lastOfKeys)
  if (named === null) {
    yield problem(draft.line, incomplete ? 'cutShort' : 'noId', draft.title)
    return
  }
  const missing = [
    ...(draft.title === '' ? ['Title'] : []),
    ...keys.filter((key) => draft.values[key] === undefined)
  ]
  if (incomplete) yield problem(draft.lastLine, 'cutShort', draft.title)
  else if (missing.length > 0) yield problem(draft.line, 'missingFields', missing.join(', '))
  yield* entryOf(draft, named.id, named.version)
}

/** Whether the digest's last record may lack a part of its last field. */
function isCut(draft: Draft, lines: Lines): boolean {
  if (draft.lastKey === null) return false
  const atEnd = draft.lastLine === lines.number
  if (atEnd && lines.unfinished)
    return draft.lastKey !== lastOfKeys || !endsWhole(draft.values[lastOfKeys] ?? '')
  // A line that was to go on with the field may be cut off whole, or behind its first spaces.
  const goesOn = lines.unfinished && lines.blank && draft.lastLine === lines.number - 1
  return (atEnd || goesOn) && severalLines.has(draft.lastKey)
}

function* entryOf(draft: Draft, id: ArxivId, version: number | null): Generator<Parsed, void> {
  const repair = new Repair()
  const problems: Problem[] = []
  const fields = readFields(draft, id, repair, problems)
  yield* problems
  const entry: Entry = {
    id,
    version,
    kind: 'new',
    lines: [draft.line, draft.lastLine],
    fields,
    repaired: repair.changed
  }
  yield entry
}

function readFields(draft: Draft, id: ArxivId, repair: Repair, problems: Problem[]): EntryFields {
  const { values } = draft
  const fields: { -readonly [Name in keyof EntryFields]: EntryFields[Name] } = {}
  const title = repair.line(draft.title)
  if (title !== '') fields.title = title
  if (values.Authors !== undefined) fields.authors = presence(values.Authors, (text) => repair.nameList(text))
  if (values.Categories !== undefined) Object.assign(fields, readCategories(repair.line(values.Categories)))
  const published = instantOf(draft, 'Published', problems)
  if (published !== undefined) fields.published = published
  // Of most papers only one version is known: both lines say the same.
  const same = values.Updated === values.Published
  const updated = same ? published : instantOf(draft, 'Updated', problems)
  if (updated !== undefined) fields.updated = updated
  if (values.DOI !== undefined) fields.doi = presence(values.DOI, (text) => repair.line(text))
  if (values.Journal !== undefined) fields.journal = presence(values.Journal, (text) => repair.line(text))
  if (values.Comment !== undefined) fields.comment = presence(values.Comment, (text) => repair.line(text))
  if (values.Summary !== undefined)
    fields.abstract = presence(values.Summary, (text) => repair.paragraphs(text))
  const links = values.Links === undefined ? [] : foreignLinks(repair.line(values.Links), id)
  if (links.length > 0) fields.links = links
  return fields
}

function instantOf(
  draft: Draft,
  key: 'Published' | 'Updated',
  problems: Problem[]
): string | null | undefined {
  const text = draft.values[key]
  if (text === undefined) return undefined
  const instant = presence(text, readInstant)
  if (instant !== null || text === 'None' || text === '') return instant
  problems.push(problem(draft.line, 'badDate', `${key}: ${text}`))
  return undefined
}

function presence<T>(text: string, read: (text: string) => T): T | null {
  return text === 'None' || text === '' ? null : read(text)
}

function readCategories(list: string): Pick<EntryFields, 'primaryCategory' | 'categories' | 'classes'> {
  const { categories, classes } = separateCategories(list.replaceAll('**', ''))
  const primary = categories[0]
  return primary === undefined ? { classes } : { primaryCategory: primary, categories, classes }
}

const ownPdf = '[PDF](http://arxiv.org/pdf/'

/** The PDF's address is made from the id; only other links are worth keeping. */
function foreignLinks(list: string, id: ArxivId): Link[] {
  if (list.startsWith(ownPdf) && list.startsWith(id, ownPdf.length) && list.indexOf(')') === list.length - 1)
    return []
  const links: Link[] = []
  for (const [, label = '', url = ''] of list.matchAll(/\[([^\][]{1,80})\]\(([^()\s]{1,2000})\)/g)) {
    if (parseArxivId(url)?.id === id || !/^https?:\/\//i.test(url)) continue
    links.push({ kind: label === 'PDF' ? 'pdf' : /^code$/i.test(label) ? 'code' : 'other', url })
  }
  return links
}
