import { readWrittenDay } from '#core/digest/calendar'
import { longestField, longestHeading, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { endsWhole } from '#core/digest/ends-whole'
import { lineAt, type Lines } from '#core/digest/lines'
import { Repair } from '#core/digest/repair/repair'
import { parseArxivId } from '#core/domain/arxiv-id'
import { problem } from '#core/domain/problem'

/**
 * Two lines a paper: `### N.Title  [ :arrow_down: ](https://arxiv.org/pdf/ID.pdf)` and `>  abstract`, below
 * `# ArXiv cs.CV --Mon, 3 Jan 2022`. It knows no versions, authors or categories, and marks no border between new
 * papers and cross-lists.
 */
export const numberedList: Dialect = {
  name: 'numbered-list',
  openings: [
    { prefix: '# ArXiv ', read: readHeading },
    {
      prefix: '### ',
      read: (text, offset) => (splitTitle(lineAt(text, offset, longestTitle)) === null ? null : 'record')
    }
  ],
  amongProse: false,
  parse
}

/** Of a line that may be a title, in UTF-16 code units: no title is longer. */
const longestTitle = 5000
/** Between a title and the address of its PDF. */
const arrow = '[ :arrow_down: ]('

interface Title {
  readonly title: string
  readonly url: string
}

interface Draft extends Title {
  readonly line: number
  lastLine: number
  abstract: string | null
}

function readHeading(text: string, offset: number): Heading | null {
  const match = /^# ArXiv (\S+) --(.+)$/.exec(lineAt(text, offset, longestHeading))
  return match === null ? null : { category: match[1] ?? null, date: readWrittenDay(match[2] ?? '') }
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let draft: Draft | null = null
  let strayBefore = false
  while (lines.advance()) {
    if (lines.blank) {
      strayBefore = false
      continue
    }
    if (lines.length > longestField) {
      yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
      if (!lines.startsWith('### ')) continue
    }
    if (lines.startsWith('### ')) {
      if (draft !== null) yield* finish(draft, 'followed')
      const title = lines.length > longestField ? null : splitTitle(lines.from())
      draft = title === null ? null : { ...title, line: lines.number, lastLine: lines.number, abstract: null }
      if (draft === null) yield problem(lines.number, lines.unfinished ? 'cutShort' : 'noId', lines.from(4))
      continue
    }
    if (draft !== null && lines.startsWith('>') && readAbstract(lines, draft)) {
      strayBefore = false
      continue
    }
    // What follows may belong to a paper whose title is damaged, not to the one before.
    if (draft !== null) yield* finish(draft, 'followed')
    draft = null
    if (!strayBefore) yield problem(lines.number, 'strayText', lines.from())
    strayBefore = true
  }
  if (draft !== null) yield* finish(draft, isCut(draft, lines) ? 'cut' : 'last')
}

/**
 * The number ends at the first full stop (`1.3-D Material` is number 1), the title at the last arrow, since it may
 * hold brackets and arrows itself.
 */
function splitTitle(line: string): Title | null {
  const number = /^### \d{1,6}\./.exec(line)
  const at = line.lastIndexOf(arrow)
  if (number === null || at < 0 || !line.endsWith(')')) return null
  return { title: line.slice(number[0].length, at), url: line.slice(at + arrow.length, -1) }
}

function readAbstract(lines: Lines, draft: Draft): boolean {
  const text = lines.from(1)
  if (draft.abstract !== null && draft.abstract.length + text.length > longestField) return false
  draft.abstract = draft.abstract === null ? text : `${draft.abstract} ${text}`
  draft.lastLine = lines.number
  return true
}

/** A file that ends without a line feed may still be whole: then its last abstract ends a sentence. */
function isCut(draft: Draft, lines: Lines): boolean {
  if (!lines.unfinished || draft.lastLine !== lines.number) return false
  const abstract = draft.abstract ?? ''
  const openLink = abstract.lastIndexOf('<a ') > abstract.lastIndexOf('</a>')
  return openLink || !(endsWhole(abstract) || abstract.endsWith('</a>'))
}

function* finish(draft: Draft, end: 'followed' | 'last' | 'cut'): Generator<Parsed, void> {
  const named = parseArxivId(draft.url)
  if (named === null) {
    yield problem(draft.line, 'noId', draft.title)
    return
  }
  const cut = end === 'cut'
  if (cut || (draft.abstract === null && end === 'last'))
    yield problem(draft.lastLine, 'cutShort', draft.title)
  else if (draft.abstract === null) yield problem(draft.line, 'missingFields', 'Abstract')
  const repair = new Repair()
  const title = repair.html(draft.title)
  const abstract = cut || draft.abstract === null ? undefined : repair.html(draft.abstract) || null
  yield {
    id: named.id,
    version: named.version,
    kind: 'new',
    lines: [draft.line, draft.lastLine],
    fields: { ...(title === '' ? {} : { title }), ...(abstract === undefined ? {} : { abstract }) },
    repaired: repair.changed
  }
}
