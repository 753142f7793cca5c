import { readIsoDay, readWrittenDay } from '#core/digest/calendar'
import { longestField, longestHeading, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { linkedPaper, RecordDraft, type RecordEnd } from '#core/digest/dialects/record-draft'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { mentionsPaper } from '#core/digest/mention'
import { Repair } from '#core/digest/repair/repair'
import type { VersionedId } from '#core/domain/arxiv-id'
import { isCategory, separateCategories } from '#core/domain/category'
import type { EntryFields } from '#core/domain/entry'
import { problem } from '#core/domain/problem'

const introductions = ['New submissions for ', 'Showing new listings for ']

/**
 * `# New submissions for Mon,  6 Jun 22`, then for each keyword the papers that hold it: a title, bullets such as
 * ` - **Subjects:** Robotics (cs.RO)`, and the abstract in the lines below the last of them. A paper stands under each
 * of its keywords. Cross-lists and replacements follow the new papers without a border between them.
 */
export const newSubmissions: Dialect = {
  name: 'new-submissions',
  openings: [
    ...['# ', '## ', '### '].flatMap((marks) =>
      introductions.map((words) => ({
        prefix: `${marks}${words}`,
        read: (text: string, offset: number) => readHeading(lineAt(text, offset, longestHeading))
      }))
    ),
    ...['### ', '#### '].map((prefix) => ({ prefix, read: readTitle }))
  ],
  // Many of these programs write a README, with words about themselves before the papers and a signature after them.
  amongProse: true,
  parse
}

type Key =
  | 'Title'
  | 'Authors'
  | 'Subjects'
  | 'Arxiv link'
  | 'Pdf link'
  | 'Comments'
  | 'Journal-ref'
  | 'DOI'
  | 'Abstract'

/** The fields by their labels in small letters. */
const keys: ReadonlyMap<string, Key> = new Map([
  ['authors', 'Authors'],
  ['author', 'Authors'],
  ['subjects', 'Subjects'],
  ['subject', 'Subjects'],
  ['arxiv link', 'Arxiv link'],
  ['pdf link', 'Pdf link'],
  ['comments', 'Comments'],
  ['comment', 'Comments'],
  ['journal-ref', 'Journal-ref'],
  ['journal ref', 'Journal-ref'],
  ['journal reference', 'Journal-ref'],
  ['doi', 'DOI'],
  ['abstract', 'Abstract']
])
/** Without these a record is reported. The PDF's address is made from the id. */
const usual: readonly Key[] = ['Title', 'Authors', 'Subjects', 'Abstract']
/** Other text may hold the rest: a README its DOI, a paragraph its heading. */
const telling: readonly Key[] = ['Authors', 'Subjects', 'Arxiv link', 'Pdf link', 'Abstract']

/** How far behind a title the address is looked for, in lines: some programs leave a blank one after each. */
const linesAhead = 16

function readHeading(line: string): Heading | null {
  const rest = /^#{1,3} (?:New submissions|Showing new listings) for (.+)$/.exec(line)?.[1]
  if (rest === undefined) return null
  // `Monday, 29 July 2024 (showing 53 of 53 entries )`
  const written = (rest.split('(', 1)[0] ?? '').trim()
  const date = readWrittenDay(written) ?? readIsoDay(written)
  return date !== null || /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}, /.test(rest) ? { date } : null
}

/** A title opens a digest where the bullets of its record follow, the address among them. */
function readTitle(text: string, offset: number): 'record' | null {
  let found = 0
  for (let at = lineAfter(text, offset), line = 0; line < linesAhead && at < text.length; line++) {
    if (text.startsWith('#', at)) return null
    const key = readBullet(lineAt(text, at, 100))?.key
    if (key === 'Arxiv link') return found > 0 ? 'record' : null
    if (key !== undefined && key !== null) found++
    at = lineAfter(text, at)
  }
  return null
}

interface Bullet {
  /** Null where the label is unknown. */
  readonly key: Key | null
  /** Where its value begins. */
  readonly from: number
}

/** Reads ` - **Label:** value`, or with the colon behind the asterisks, or without; null where a line is none. */
function readBullet(line: string): Bullet | null {
  const match = /^\s{0,8}[-*+] {1,4}\*\*([A-Za-z][A-Za-z -]{0,18}[A-Za-z]) ?(:?) ?\*\*( ?:)?[ \t]*/.exec(line)
  if (match === null) return null
  const [whole, label = '', inside = '', outside = ''] = match
  const key = keys.get(label.toLowerCase()) ?? null
  return key === null && inside === '' && outside === '' ? null : { key, from: whole.length }
}

const bulletMark = /^\s{0,8}[-*+](?:\s|$)/
/** What is left of a bullet where a file is cut within its label. */
const bulletBegun = /^\s{0,8}[-*+](?: {1,4}(?:\*{1,2}[A-Za-z -]{0,20}:?\*?)?)?$/

class Draft extends RecordDraft<Key> {
  /** Whether a blank line stands before the current one. */
  afterBlank = false
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let draft: Draft | null = null
  while (lines.advance()) {
    if (lines.blank) {
      if (draft !== null) draft.afterBlank = true
      continue
    }
    const tooLong = lines.length > longestField
    if (tooLong) yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
    const line = tooLong ? '' : lines.from()
    if (lines.startsWith('#') && (tooLong || /^#{1,6}(?: |$)/.test(line))) {
      if (draft !== null) yield* finish(draft, 'followed')
      draft = startRecord(line, lines.number)
      continue
    }
    if (tooLong) {
      draft?.close()
      continue
    }
    const bullet = readBullet(line)
    if (bullet?.key != null && (draft === null || draft.has(bullet.key))) {
      // The title between two records is missing: the first paper must not get the other's fields.
      if (draft !== null) yield* finish(draft, 'followed')
      draft = new Draft(lines.number)
    }
    if (draft !== null && bullet !== null) {
      if (bullet.key === null) draft.close()
      else draft.set(bullet.key, line.slice(bullet.from), lines.number)
      draft.afterBlank = false
      if (bullet.key !== null) continue
    }
    if (draft !== null && bullet === null && goesOn(draft, line)) {
      if (!draft.add(line.trimStart(), lines.number, between(draft)))
        yield problem(lines.number, 'lineTooLong', line)
      draft.afterBlank = false
      continue
    }
    if (draft !== null && (isTitleOnly(draft) || draft.has('Abstract'))) {
      yield* finish(draft, lines.unfinished && bulletBegun.test(line) ? 'cut' : 'followed')
      draft = null
    }
    draft?.close()
    if (mentionsPaper(line)) yield problem(lines.number, 'strayText', line)
  }
  if (draft !== null) yield* finish(draft, draft.endAt(lines, 'Abstract'))
}

/** A heading may be a title: only the bullets that follow tell it from those of other text. */
function startRecord(line: string, number: number): Draft | null {
  if (readHeading(line) !== null || !/^#{3}/.test(line)) return null
  const draft = new Draft(number)
  draft.set('Title', line.replace(/^#+ ?/, ''), number)
  return draft
}

function isTitleOnly(draft: Draft): boolean {
  return draft.size === 1 && draft.has('Title')
}

/** Whether a line that is no bullet goes on with the field before it. */
function goesOn(draft: Draft, line: string): boolean {
  if (draft.lastKey === null) return false
  // Abstracts may hold lists.
  if (draft.lastKey !== 'Abstract' && bulletMark.test(line)) return false
  // What is not indented behind a blank line may be anything, a signature for one.
  if (!draft.afterBlank || (draft.lastKey === 'Abstract' && /^\s/.test(line))) return true
  return said(draft, draft.lastKey) === ''
}

function between(draft: Draft): string {
  return draft.lastKey === 'Abstract' && draft.afterBlank ? '   ' : ' '
}

/**
 * What a field says, empty where it is missing. Some programs leave arXiv's label in, and a line feed behind it:
 * `### Title:` with the title in the next line.
 */
function said(draft: Draft, key: Key): string {
  const value = draft.value(key) ?? ''
  return value.startsWith(`${key}:`) ? value.slice(key.length + 1).trimStart() : value
}

function* finish(draft: Draft, end: RecordEnd): Generator<Parsed, void> {
  const title = said(draft, 'Title')
  if (!isRecord(draft) && !(end !== 'followed' && endsInTitle(draft))) {
    // A heading, or a list, of the text around the records.
    const naming = draft.values().find(mentionsPaper)
    if (naming !== undefined) yield problem(draft.line, 'strayText', naming)
    return
  }
  if (end === 'cut') draft.dropLast()
  const incomplete = end === 'cut' || (end === 'last' && draft.value('Abstract') === undefined)
  const named = linkedPaper(draft.value('Arxiv link')) ?? linkedPaper(draft.value('Pdf link'))
  if (named === null) {
    yield problem(draft.line, incomplete ? 'cutShort' : 'noId', title)
    return
  }
  const missing = usual.filter((key) => draft.value(key) === undefined)
  if (incomplete) yield problem(draft.lastLine, 'cutShort', title)
  else if (missing.length > 0) yield problem(draft.line, 'missingFields', missing.join(', '))
  yield entryOf(draft, named)
}

function isRecord(draft: Draft): boolean {
  return telling.filter((key) => draft.has(key)).length > (draft.has('Title') ? 0 : 1)
}

/** Whether a text that ends behind a heading ends in a record's title; a paragraph's heading has text below it. */
function endsInTitle(draft: Draft): boolean {
  const title = draft.value('Title') ?? ''
  if (!isTitleOnly(draft)) return false
  return title.startsWith('Title:') || (draft.lastLine === draft.line && !title.startsWith('Today: '))
}

function entryOf(draft: Draft, { id, version }: VersionedId): Parsed {
  const repair = new Repair()
  const fields = readFields(draft, repair)
  return { id, version, kind: 'new', lines: [draft.line, draft.lastLine], fields, repaired: repair.changed }
}

function readFields(draft: Draft, repair: Repair): EntryFields {
  const fields: { -readonly [Name in keyof EntryFields]: EntryFields[Name] } = {}
  const line = (key: Key): string => repair.line(said(draft, key))
  const title = line('Title')
  if (title !== '') fields.title = title
  const authors = readAuthors(said(draft, 'Authors'), repair)
  if (authors.length > 0) fields.authors = authors
  Object.assign(fields, readSubjects(line('Subjects')))
  const [doi, journal, comment] = [line('DOI'), line('Journal-ref'), line('Comments')]
  if (doi !== '') fields.doi = doi
  if (journal !== '') fields.journal = journal
  if (comment !== '') fields.comment = comment
  const abstract = repair.paragraphs(said(draft, 'Abstract'))
  if (abstract !== '') fields.abstract = abstract
  return fields
}

/** arXiv separates names by commas; it adds affiliations and `et al. (70 additional authors not shown)` to some. */
function readAuthors(list: string, repair: Repair): string[] {
  if (list.trim() === '') return []
  return /\(|\bet\.? ?al\b/.test(list) ? repair.authors(list) : repair.nameList(list)
}

/** Reads `Robotics (cs.RO); Distributed, Parallel, and Cluster Computing (cs.DC)`; classes may stand among them. */
function readSubjects(list: string): Pick<EntryFields, 'primaryCategory' | 'categories' | 'classes'> {
  const categories = new Set<string>()
  const classes = new Set<string>()
  for (const part of list.split(';')) {
    const item = part.trim()
    const code = item.endsWith(')') ? item.slice(item.lastIndexOf('(') + 1, -1) : ''
    if (isCategory(code)) {
      categories.add(code)
      continue
    }
    const others = separateCategories(item)
    for (const category of others.categories) categories.add(category)
    // A subject's name without its category is no class.
    for (const found of others.classes) if (/^(?:[A-K]\.|\d\d)/.test(found)) classes.add(found)
  }
  const [primary] = categories
  return {
    ...(primary === undefined ? {} : { primaryCategory: primary, categories: [...categories] }),
    ...(classes.size === 0 ? {} : { classes: [...classes] })
  }
}
