import { isoDay } from '#core/digest/calendar'
import { longestField, longestHeading, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import { beginsBullet, readBullet } from '#core/digest/dialects/table-bullet'
import { isNothing, splitRow, type Row } from '#core/digest/dialects/table-cells'
import { align, guessColumns, readColumns, type Column } from '#core/digest/dialects/table-columns'
import { finishRecord, paperOf, type TableRecord } from '#core/digest/dialects/table-entry'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { mentionsPaper } from '#core/digest/mention'
import { problem } from '#core/domain/problem'

/** How rows begin, and headers, whose names have asterisks around them or none. */
const rowBeginnings = Array.from(
  ' *[12ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  (next) => `|${next}`
)

/**
 * Tables of papers in a README: `|Publish Date|Title|Authors|PDF|Code|`, `| **Title** | **Date** | **Abstract** |
 * **Comment** |` and others alike, by the names of their columns; and lists of
 * `- DATE, **Title**, First Author et.al., Paper: [url](url), Code: **[url](url)**`. Papers are sorted by keywords, and
 * stand under each that they fit. `## Updated on 2022.05.10` says of which day they are.
 */
export const table: Dialect = {
  name: 'table',
  openings: [
    ...['# ', '## ', '### ', '> ', ''].flatMap((marks) =>
      ['Updated on ', 'Last update'].map((words) => ({ prefix: `${marks}${words}`, read: readHeading }))
    ),
    ...rowBeginnings.map((prefix) => ({ prefix, read: readRow })),
    ...['- 19', '- 20', '* 19', '* 20'].map((prefix) => ({ prefix, read: readListed }))
  ],
  amongProse: true,
  parse
}

/** Of a row, how much is looked at to tell whether it is a paper's: its title, date and address stand before that. */
const rowAhead = 5000
/** How far behind a heading a paper has to follow, in lines and UTF-16 code units: a table of contents may stand there. */
const [linesAhead, textAhead] = [40, 8000]

/** A header may not be followed by its first paper at once: one of another archive may stand above it. */
const rowsAhead = 3

function readRow(text: string, offset: number): 'record' | null {
  const row = splitRow(lineAt(text, offset, rowAhead))
  if (guessColumns(row) !== null) return 'record'
  const columns = readColumns(row)
  return columns !== null && papersFollow(text, lineAfter(text, offset), columns) ? 'record' : null
}

/** A header opens a digest where one of the rows below it is a paper's. */
function papersFollow(text: string, offset: number, columns: readonly Column[]): boolean {
  if (!isRuler(lineAt(text, offset))) return false
  let at = lineAfter(text, offset)
  for (let row = 0; row < rowsAhead && text.startsWith('|', at); row++) {
    const record = readRecord(splitRow(lineAt(text, at, rowAhead)), columns, false)
    if (record !== null && paperOf(record) !== null) return true
    at = lineAfter(text, at)
  }
  return false
}

function readListed(text: string, offset: number): 'record' | null {
  const record = readBullet(lineAt(text, offset, rowAhead))
  return record === null || paperOf(record) === null ? null : 'record'
}

/** A heading alone is too common a line to open a digest: papers have to follow. */
function readHeading(text: string, offset: number): Heading | null {
  const heading = readUpdated(lineAt(text, offset, longestHeading))
  if (heading === null) return null
  let at = lineAfter(text, offset)
  for (let line = 0; line < linesAhead && at < Math.min(text.length, offset + textAhead); line++) {
    const opens = text.startsWith('|', at)
      ? readRow(text, at)
      : /^[-*] \d/.test(text.slice(at, at + 3)) && readListed(text, at)
    if (opens === 'record') return heading
    at = lineAfter(text, at)
  }
  return null
}

/** Reads `## Updated on 2022.05.10`, `> Updated on 2022.01.16` and `Last update: 2025-11-11`. */
function readUpdated(line: string): Heading | null {
  const match =
    /^(?:#{1,6} |> ?)?\*{0,2}(?:last )?update[ds]?(?: on)?:? ?\*{0,2}:? ?(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?:$|[ T*])/i.exec(
      line
    )
  return match === null ? null : { date: isoDay(Number(match[1]), Number(match[3]), Number(match[4])) }
}

/** The line of dashes below a header. */
function isRuler(line: string): boolean {
  return /^[\s|:-]{3,}$/.test(line) && line.includes('-')
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let columns: readonly Column[] | null = null
  let atHeader = false
  let hasPapers = false
  let dated = false
  let afterBlank = false
  while (lines.advance()) {
    if (lines.blank) {
      afterBlank = true
      continue
    }
    const beginsBlock = afterBlank
    afterBlank = false
    if (lines.length > longestField) {
      yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
      continue
    }
    const line = lines.from().trimStart()
    const inTable = line.startsWith('|')
    if (!inTable) columns = null
    if (inTable && isRuler(line)) {
      // Below a header of other columns than those of papers.
      if (!atHeader) columns = null
      continue
    }
    const row = inTable ? splitRow(lines.unfinished ? withoutOpenDetails(line) : line) : null
    const header = row === null ? null : readColumns(row)
    atHeader = header !== null
    columns = header ?? columns
    if (atHeader) continue
    const unfinished = lines.unfinished
    const record = row === null ? readBullet(line, unfinished) : readRecord(row, columns, unfinished)
    // A row that begins a table may be a header of other columns.
    const foreign = inTable && beginsBlock && !unfinished && record !== null && paperOf(record) === null
    if (record !== null && !foreign) {
      hasPapers = true
      yield* finishRecord(record, lines.number, line)
      continue
    }
    const heading = inTable ? null : readUpdated(line)
    // Of several days it is that which stands nearest above the papers.
    if (heading?.date != null && !(dated && hasPapers)) {
      dated = true
      yield heading
    } else if (unfinished && (columns !== null || (hasPapers && (inTable || beginsBullet(line)))))
      yield problem(lines.number, 'cutShort', line)
    else if (mentionsPaper(line)) yield problem(lines.number, 'strayText', line)
  }
}

/** Bars within the last `<details>`, whose end is missing, end no cell. */
function withoutOpenDetails(line: string): string {
  const at = line.lastIndexOf('<details')
  return at > line.lastIndexOf('</details>') ? `${line.slice(0, at)}…` : line
}

/**
 * Reads a row by its table's columns, or else by its looks; null where it is no paper's.
 *
 * @param unfinished Whether the row's end may be missing.
 */
function readRecord(row: Row, columns: readonly Column[] | null, unfinished: boolean): TableRecord | null {
  const open = unfinished && !row.closed
  const given = open ? { cells: row.cells.slice(0, -1), closed: true } : row
  let best: TableRecord | null = null
  for (const each of [columns, guessColumns(given)]) {
    const aligned = each === null ? null : align(given, each)
    if (each === null || aligned === null) continue
    const { count } = aligned
    const cut = open || (unfinished && count < each.length)
    const last = each[count - 1]
    const values = new Map(aligned.values)
    // The bar that seems to end the last cell may be one within the text.
    if (cut && !open && last !== undefined && last !== 'date' && last !== 'link') values.delete(last)
    const record = { values, missing: each.slice(count), cut }
    if (paperOf(record) !== null) return record
    best ??= record
  }
  return best !== null && [...best.values.values()].every(isNothing) ? null : best
}
