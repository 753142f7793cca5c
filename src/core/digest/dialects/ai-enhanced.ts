import { longestField, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { longestJson, looksLikePaper, readJson } from '#core/digest/dialects/ai-enhanced-json'
import { RecordDraft, type RecordEnd } from '#core/digest/dialects/record-draft'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { mentionsPaper } from '#core/digest/mention'
import { Repair } from '#core/digest/repair/repair'
import { parseArxivId, type VersionedId } from '#core/domain/arxiv-id'
import { isCategory } from '#core/domain/category'
import type { EntryFields } from '#core/domain/entry'
import { problem } from '#core/domain/problem'

/**
 * arXiv's papers with the words of a language model about them, which are somebody's and never the paper's: as
 * Markdown, `### [1] [Title](https://arxiv.org/abs/ID)` with authors, `Main category:` and, in `<details>`, what was
 * generated and then `Abstract:`; or as one object of JSON a line.
 */
export const aiEnhanced: Dialect = {
  name: 'ai-enhanced',
  openings: [
    {
      prefix: '### [',
      read: (text, offset) => (readTitle(lineAt(text, offset, 5000)) === null ? null : 'record')
    },
    { prefix: '<div id=toc></div>', read: readContents },
    { prefix: "<div id='", read: readSection },
    ...['{"', '{ "', '[{', '[ {', '[\n'].map((prefix) => ({ prefix, read: readObject }))
  ],
  amongProse: true,
  parse
}

type Key = 'Title' | 'Authors' | 'Main category' | 'Abstract'

/** Without these a record is reported. */
const usual: readonly Key[] = ['Title', 'Authors', 'Main category', 'Abstract']

class Draft extends RecordDraft<Key> {
  readonly named: VersionedId
  details: 'none' | 'open' | 'closed' = 'none'
  /** Whether a blank line stands before the current one. */
  afterBlank = false

  constructor(title: Title, line: number) {
    super(line)
    this.named = title.named
    this.set('Title', title.text, line)
  }
}

interface Title {
  readonly text: string
  readonly named: VersionedId
}

/** An array has its bracket before the first object, or on a line of its own. */
function readObject(text: string, offset: number): 'record' | null {
  const line = lineAt(text, offset, longestJson)
  return looksLikePaper(line === '[' ? lineAt(text, lineAfter(text, offset), longestJson) : line)
    ? 'record'
    : null
}

/** The table of contents stands above everything else; a day may have no papers below it. */
function readContents(text: string, offset: number): Heading | null {
  return /^<div id=toc><\/div>\n\s{0,5}# Table of Contents[ \t]*(?:\n|$)/.test(
    text.slice(offset, offset + 100)
  )
    ? {}
    : null
}

/** `<div id='cs.CV'></div>` above `# cs.CV [[Back]](#toc)`. */
function readSection(text: string, offset: number): 'record' | null {
  const [first = '', , third = ''] = text.slice(offset, offset + 200).split('\n')
  return /^<div id='[\w.-]{2,30}'><\/div>\s*$/.test(first) && sectionOf(third.trimEnd()) !== null
    ? 'record'
    : null
}

function sectionOf(line: string): string | null {
  return line.length > 100 ? null : (/^# (\S{2,30}) \[\[Back\]\]\(#toc\)$/.exec(line)?.[1] ?? null)
}

/** The title ends at the last `](`, for it may hold brackets and addresses itself. */
function readTitle(line: string): Title | null {
  const begin = /^### {0,3}\[\d{1,6}\] {0,3}\[/.exec(line)
  const at = line.lastIndexOf('](')
  if (begin === null || at < begin[0].length || !line.endsWith(')')) return null
  const address = line.slice(at + 2, -1)
  const named = /arxiv/i.test(address) ? parseArxivId(address) : null
  return named === null ? null : { text: line.slice(begin[0].length, at), named }
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let draft: Draft | null = null
  let hadDetails = false
  const sections = new Set<string>()
  while (lines.advance()) {
    if (lines.blank) {
      if (draft !== null) draft.afterBlank = true
      continue
    }
    const json = lines.startsWith('{') || lines.startsWith('[') || lines.startsWith(' ')
    if (lines.length > (json ? longestJson : longestField)) {
      yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
      if (draft !== null && lines.startsWith('### [')) yield* finish(draft, 'followed')
      if (lines.startsWith('### [')) draft = null
      draft?.close()
      continue
    }
    const line = lines.from()
    const inside = draft !== null && !isBoundary(line, draft)
    if (draft !== null && inside && goesOn(draft, line)) {
      if (!draft.add(line.trim(), lines.number, betweenLines(draft, line)))
        yield problem(lines.number, 'lineTooLong', line)
      draft.afterBlank = false
      continue
    }
    // What does not belong to a record ends it only where it is to be reported behind it.
    if (draft !== null && inside && (readInside(draft, line, lines.number) || !mentionsPaper(line))) {
      draft.afterBlank = false
      continue
    }
    if (draft !== null) {
      hadDetails ||= draft.details !== 'none'
      yield* finish(draft, 'followed')
      draft = null
    }
    const title = readTitle(line)
    const section = sectionOf(line)
    if (title !== null) draft = new Draft(title, lines.number)
    else if (section !== null) {
      // Two are as many as a thousand: the digest has no category of its own.
      if (sections.size < 2) sections.add(section)
    } else if (json && beginsJson(line.trimStart()))
      yield* readJson(line.trim(), lines.number, lines.unfinished)
    else if (beginsTitle(line))
      yield problem(lines.number, lines.unfinished ? 'cutShort' : 'noId', line.slice(4))
    else if (mentionsPaper(line)) yield problem(lines.number, 'strayText', line)
  }
  if (draft !== null) yield* finish(draft, endOf(draft, lines, hadDetails))
  const [section] = sections
  if (section !== undefined && sections.size === 1) yield { category: section }
}

function beginsJson(line: string): boolean {
  return /^(?:\[ ?)?\{ ?"/.test(line)
}

function beginsTitle(line: string): boolean {
  return /^### {0,3}\[\d{1,6}\] {0,3}\[/.test(line)
}

/** Whether a line cannot belong to the record before it. Abstracts may hold nearly anything in `<details>`. */
function isBoundary(line: string, draft: Draft): boolean {
  if (draft.details === 'closed' || beginsTitle(line) || sectionOf(line) !== null || /^-{3,}$/.test(line))
    return true
  if (beginsJson(line.trimStart()) && looksLikePaper(line)) return true
  return draft.details !== 'open' && /^(?:#{1,6} |<div\b)/.test(line)
}

const label =
  /^\*{0,2}(TL;DR|TLDR|Motivation|Method|Result|Conclusion|Main category|Abstract)\*{0,2} ?[:：]\*{0,2}\s{0,9}/

/** Whether a line goes on with the abstract, which ends with its `<details>`, or else with a blank line. */
function goesOn(draft: Draft, line: string): boolean {
  if (draft.lastKey !== 'Abstract' || line.trimStart().startsWith('</details>')) return false
  if (!draft.afterBlank) return true
  return draft.details === 'open' && !label.test(line)
}

/** arXiv indents the first line of a paragraph. */
function betweenLines(draft: Draft, line: string): string {
  return draft.afterBlank || line.startsWith('  ') ? '   ' : ' '
}

/** Reads a line of a record; false where it does not belong to it as far as can be told. */
function readInside(draft: Draft, line: string, number: number): boolean {
  const [whole = '', name = ''] = label.exec(line) ?? []
  const tag = line.trimStart()
  if (tag.startsWith('<details')) {
    draft.details = 'open'
    draft.close()
  } else if (tag.startsWith('</details>')) {
    draft.details = 'closed'
    draft.close()
  } else if ((name === 'Main category' || name === 'Abstract') && !draft.has(name))
    draft.set(name, line.slice(whole.length), number)
  else if (isAuthors(draft, line)) draft.set('Authors', line.slice(1, -1), number)
  else if (whole !== '' || tag.startsWith('<summary') || draft.details === 'open') draft.close()
  else return false
  draft.lastLine = number
  return true
}

/** The authors are what stands in italics below the title. */
function isAuthors(draft: Draft, line: string): boolean {
  return draft.lastKey === 'Title' && /^\*[^*].*[^*]\*$|^\*[^*]\*$/.test(line)
}

function* finish(draft: Draft, end: RecordEnd): Generator<Parsed, void> {
  const title = draft.value('Title') ?? ''
  const missing = usual.filter((key) => draft.value(key) === undefined)
  if (end === 'cut') yield problem(draft.lastLine, 'cutShort', title)
  else if (missing.length > 0) yield problem(draft.line, 'missingFields', missing.join(', '))
  const repair = new Repair()
  const fields = readFields(draft, repair)
  const lines = [draft.line, draft.lastLine] as const
  // Spelled out: an object that is spread into a larger one takes more memory.
  const { id, version } = draft.named
  yield { id, version, kind: 'new', lines, fields, repaired: repair.changed }
}

/** How the last record ends; what may be a part of a field is dropped. */
function endOf(draft: Draft, lines: Lines, hadDetails: boolean): RecordEnd {
  if (draft.details === 'closed') return 'last'
  const cut = draft.details === 'open' || draft.endAt(lines, 'Abstract') === 'cut'
  // Brackets and asterisks show that the title and the authors are whole.
  if (cut && (draft.lastKey === 'Abstract' || draft.lastKey === 'Main category')) draft.dropLast()
  const beginsMore = lines.unfinished && !lines.blank && draft.lastLine < lines.number
  return cut || beginsMore || hadDetails || !draft.has('Abstract') ? 'cut' : 'last'
}

function readFields(draft: Draft, repair: Repair): EntryFields {
  const fields: { -readonly [Name in keyof EntryFields]: EntryFields[Name] } = {}
  const title = repair.line(draft.value('Title') ?? '')
  if (title !== '') fields.title = title
  const authors = draft.value('Authors')
  if (authors !== undefined) fields.authors = repair.nameList(authors)
  const primary = repair.line(draft.value('Main category') ?? '')
  if (isCategory(primary)) fields.primaryCategory = primary
  const abstract = repair.paragraphs(draft.value('Abstract') ?? '')
  if (abstract !== '') fields.abstract = abstract
  return fields
}
