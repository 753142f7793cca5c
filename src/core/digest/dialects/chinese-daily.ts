import { longestField, longestHeading, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { linkedPaper, RecordDraft, type RecordEnd } from '#core/digest/dialects/record-draft'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { Repair } from '#core/digest/repair/repair'
import type { VersionedId } from '#core/domain/arxiv-id'
import { isCategory, separateCategories } from '#core/domain/category'
import type { EntryFields } from '#core/domain/entry'
import type { EntryKind } from '#core/domain/paper'
import { problem } from '#core/domain/problem'

/**
 * `# 音频 cs.SD;  eess.AS`, how many papers are new and replaced, then a record a paper: `#### [new 001] Title`, bullets
 * and quoted lines with Chinese labels, a rule at its end. It gives no date.
 */
export const chineseDaily: Dialect = {
  name: 'chinese-daily',
  openings: [
    { prefix: '# ', read: readHeading },
    ...['### [', '#### ['].map((prefix) => ({ prefix, read: readTitle })),
    ...['- **最新发布 ', '- **更新 ', '## 最新发布', '## 更新'].map((prefix) => ({ prefix, read: readFrame }))
  ],
  amongProse: false,
  parse
}

type Key =
  'Title' | 'Categories' | 'Summary' | 'Link' | 'Authors' | 'Comment' | 'Journal' | 'DOI' | 'Abstract'

const keys: ReadonlyMap<string, Key> = new Map([
  ['分类', 'Categories'],
  ['类别', 'Categories'],
  // Somebody's summary of the paper, made by a language model: no field of ours.
  ['简介', 'Summary'],
  ['链接', 'Link'],
  ['论文链接', 'Link'],
  ['作者', 'Authors'],
  ['备注', 'Comment'],
  ['评论', 'Comment'],
  ['期刊', 'Journal'],
  ['期刊引用', 'Journal'],
  ['DOI', 'DOI'],
  ['摘要', 'Abstract']
])
/** Without these a new paper is reported; replaced ones often lack some. */
const usual: ReadonlyMap<Key, string> = new Map([
  ['Title', 'Title'],
  ['Categories', '分类'],
  ['Authors', '作者'],
  ['Abstract', '摘要']
])

const kinds: Readonly<Record<string, EntryKind>> = {
  new: 'new',
  cross: 'cross-list',
  'cross-list': 'cross-list',
  replaced: 'replacement',
  updated: 'replacement'
}

const recordTitle = /^#{3,5} \[(new|cross|cross-list|replaced|updated) \d{1,6}\]\s*/
/** `- **最新发布 5 篇**` */
const count = /^[-*] \*\*\S{1,10} ?\d{1,6} ?篇\*\*$/
const section = /^## \p{Script=Han}{1,20}$/u
/** How many lines are looked at for what a digest of this dialect goes on with. */
const linesAhead = 12

/** A name, then categories; what follows is looked at too, for a heading of any other text may end so. */
function readHeading(text: string, offset: number): Heading | null {
  const [first = '', ...others] = lineAt(text, offset, longestHeading).split(/[;；]/)
  const listed = [first.slice(first.lastIndexOf(' ') + 1), ...others.map((item) => item.trim())].filter(
    Boolean
  )
  if (listed.length === 0 || !listed.every(isCategory)) return null
  return leadsToRecords(text, offset) ? { category: listed.join(', ') } : null
}

/** Of a digest whose heading is missing, the counts or the first section are left. */
function readFrame(text: string, offset: number): 'record' | null {
  const line = lineAt(text, offset, longestHeading)
  return isFrame(line) && leadsToRecords(text, offset) ? 'record' : null
}

/** Whether a count of papers or a record comes next; on a day without papers the counts are all that there is. */
function leadsToRecords(text: string, offset: number): boolean {
  for (let at = lineAfter(text, offset), line = 0; line < linesAhead && at < text.length; line++) {
    const next = lineAt(text, at, longestHeading)
    if (recordTitle.test(next) || count.test(next)) return true
    if (next !== '' && !isFrame(next)) return false
    at = lineAfter(text, at)
  }
  return false
}

/** What stands around the records: the counts, sections such as `## 最新发布`, and rules. */
function isFrame(line: string): boolean {
  return count.test(line) || section.test(line) || isRule(line)
}

function isRule(line: string): boolean {
  return /^(?:-{3,80}|\*{3,80})$/.test(line)
}

/** A title opens a digest where its record's link to arXiv follows. */
function readTitle(text: string, offset: number): 'record' | null {
  if (!recordTitle.test(lineAt(text, offset, longestHeading))) return null
  for (let at = lineAfter(text, offset), line = 0; line < linesAhead && at < text.length; line++) {
    const next = lineAt(text, at, 1000)
    if (next.startsWith('#')) return null
    const field = readField(next)
    if (field?.key === 'Link') return linkedPaper(field.value) === null ? null : 'record'
    at = lineAfter(text, at)
  }
  return null
}

interface Field {
  /** Null where the label is unknown. */
  readonly key: Key | null
  readonly value: string
}

/**
 * Reads `- **标签: value**`, `> **标签:** value` and `【标签】value`, with colons of either width; null where a line is none.
 */
function readField(line: string): Field | null {
  const match = fieldStart.exec(line)
  if (match === null) return null
  const [whole, bold, bracket, label = '', inside, closed, outside] = match
  const key = keys.get(label) ?? null
  // Bold words may begin a line of an abstract: unknown labels are Chinese.
  if (bold === undefined && bracket === undefined) return null
  if (key === null && !(/^\p{Script=Han}+$/u.test(label) && (inside ?? outside ?? bracket) !== undefined))
    return null
  const value = line.slice(whole.length)
  // `- **链接: value**` ends bold; of a line that is cut one asterisk may be left.
  const bare = bold !== undefined && closed === undefined ? value.replace(/\*{1,2}$/, '').trimEnd() : value
  return { key, value: bare }
}

const fieldStart =
  /^(?:[>*+-] {0,4})?(\*\*)? ?(【)?([^\s*【】:：]{1,12}) ?】? ?([:：])? ?(\*\*)? ?([:：])?[ \t]{0,8}/
/** What is left of a quoted label where a file is cut within it: no part of the field before it. */
const labelBegun = /^> ?\*{1,2}[\p{Script=Han}A-Z]{0,12}\*?$/u

class Draft extends RecordDraft<Key> {
  readonly kind: EntryKind
  /** Whether a blank line stands before the current one. */
  afterBlank = false
  /** The same within a quotation, where a line of it is empty. */
  afterBreak = false

  constructor(line: number, kind: EntryKind) {
    super(line)
    this.kind = kind
  }
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let draft: Draft | null = null
  let strayBefore = false
  while (lines.advance()) {
    if (lines.blank) {
      if (draft !== null) draft.afterBlank = true
      strayBefore = false
      continue
    }
    const tooLong = lines.length > longestField
    if (tooLong) yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
    const line = tooLong ? lines.from().slice(0, longestHeading) : lines.from()
    const title = recordTitle.exec(line)
    if (title !== null || isFrame(line)) {
      if (draft !== null) yield* finish(draft, 'followed')
      draft =
        title === null
          ? null
          : startRecord(lines.number, tooLong ? '' : line.slice(title[0].length), title[1])
      strayBefore = false
      continue
    }
    if (tooLong) {
      draft?.close()
      continue
    }
    const field = readField(line)
    if (field?.key != null) {
      if (draft?.has(field.key) !== false) {
        // The title between two records is missing: the first paper must not get the other's fields.
        if (draft !== null) yield* finish(draft, 'followed')
        draft = new Draft(lines.number, 'new')
      }
      draft.set(field.key, field.value, lines.number)
      draft.afterBlank = draft.afterBreak = strayBefore = false
      continue
    }
    if (draft !== null && lines.unfinished && labelBegun.test(line)) break
    if (draft !== null && field === null && goesOn(draft, line)) {
      strayBefore = false
      if (!addTo(draft, line, lines.number)) yield problem(lines.number, 'lineTooLong', line)
      continue
    }
    draft?.close()
    if (!strayBefore) yield problem(lines.number, 'strayText', line)
    strayBefore = true
  }
  if (draft !== null) yield* finish(draft, draft.endAt(lines, 'Abstract'))
}

function startRecord(line: number, title: string, kind = ''): Draft {
  const draft = new Draft(line, kinds[kind] ?? 'new')
  draft.set('Title', title, line)
  return draft
}

/** Whether a line without label goes on with the field before it. */
function goesOn(draft: Draft, line: string): boolean {
  // Behind the last field the quotation ends with an empty line.
  if (line === '>') return true
  if (draft.lastKey === null || line.startsWith('#')) return false
  if (/^[-*+](?:\s|$)/.test(line)) return draft.lastKey === 'Summary'
  // A line without its mark goes on with a quotation too, but not behind an empty line of it.
  return line.startsWith('>') || !(draft.afterBlank || draft.afterBreak) || draft.lastKey === 'Summary'
}

/** False where the field becomes too long. */
function addTo(draft: Draft, line: string, number: number): boolean {
  const text = line.replace(/^> ?/, '')
  if (text === '') {
    draft.afterBreak = true
    return true
  }
  const between = draft.lastKey === 'Abstract' && draft.afterBreak ? '   ' : ' '
  draft.afterBlank = draft.afterBreak = false
  return draft.add(text, number, between)
}

function* finish(draft: Draft, end: RecordEnd): Generator<Parsed, void> {
  const title = draft.value('Title') ?? ''
  if (end === 'cut') draft.dropLast()
  const incomplete = end === 'cut' || (end === 'last' && draft.value('Abstract') === undefined)
  const named = linkedPaper(draft.value('Link'))
  if (named === null) {
    yield problem(draft.line, incomplete ? 'cutShort' : 'noId', title)
    return
  }
  const missing = [...usual].filter(([key]) => draft.value(key) === undefined)
  if (incomplete) yield problem(draft.lastLine, 'cutShort', title)
  else if (missing.length > 0 && draft.kind !== 'replacement')
    yield problem(draft.line, 'missingFields', missing.map(([, label]) => label).join(', '))
  yield entryOf(draft, named)
}

function entryOf(draft: Draft, { id, version }: VersionedId): Parsed {
  const repair = new Repair()
  const fields = readFields(draft, repair)
  const lines = [draft.line, draft.lastLine] as const
  return { id, version, kind: draft.kind, lines, fields, repaired: repair.changed }
}

function readFields(draft: Draft, repair: Repair): EntryFields {
  const fields: { -readonly [Name in keyof EntryFields]: EntryFields[Name] } = {}
  const line = (key: Key): string => repair.line(draft.value(key) ?? '')
  const title = line('Title')
  if (title !== '') fields.title = title
  // A comma belongs to a name here: only semicolons separate them.
  const authors = repair.names((draft.value('Authors') ?? '').split(/ ?[;；] ?/))
  if (authors.length > 0) fields.authors = authors
  const { categories, classes } = separateCategories(line('Categories').replaceAll('；', ';'))
  const [primary] = categories
  if (primary !== undefined) Object.assign(fields, { primaryCategory: primary, categories })
  if (classes.length > 0) fields.classes = classes
  const [doi, journal, comment] = [line('DOI'), line('Journal'), line('Comment')]
  if (doi !== '') fields.doi = doi
  if (journal !== '') fields.journal = journal
  if (comment !== '') fields.comment = comment
  const abstract = repair.paragraphs(draft.value('Abstract') ?? '')
  if (abstract !== '') fields.abstract = abstract
  return fields
}
