import { longestField, type Dialect, type Heading, type Parsed } from '#core/digest/dialect'
import {
  listIntroduction,
  readDayBetweenMarks,
  readHeader,
  readListHeading,
  readMailHeading,
  readReceived
} from '#core/digest/dialects/arxiv-email-headings'
import {
  goesOnAsRecord,
  isEnvelope,
  isRecordAt,
  readField,
  readMark,
  readRecordStart,
  readRule,
  readStatedDate
} from '#core/digest/dialects/arxiv-email-lines'
import { MailRecord, type MailRecordEnd } from '#core/digest/dialects/arxiv-email-record'
import { lineAfter, lineAt, type Lines } from '#core/digest/lines'
import { mentionsPaper } from '#core/digest/mention'
import type { VersionedId } from '#core/domain/arxiv-id'
import type { EntryKind } from '#core/domain/paper'
import { problem } from '#core/domain/problem'

/**
 * arXiv's own mailings and lists: between lines of `\\` a paper's id, dates and fields, then its abstract. Replacements
 * and the lists of a week or month go without the abstract. Mails have a header, of which the date and the subject count.
 */
export const arxivEmail: Dialect = {
  name: 'arxiv-email',
  openings: [
    { prefix: 'Date: ', read: readMailHeading },
    { prefix: 'Subject: ', read: readMailHeading },
    {
      prefix: listIntroduction,
      read: (text, offset) => readListHeading(lineAt(text, offset))
    },
    { prefix: '\\\\\n', read: readOpeningMark },
    { prefix: '\\\\ ', read: readOpeningMark },
    ...['arXiv:', 'Paper:', 'Paper '].map((prefix) => ({
      prefix,
      read: (text: string, offset: number) => (isRecordAt(text, offset) ? ('record' as const) : null)
    }))
  ],
  // Headers of mails, lists of addresses, how to unsubscribe.
  amongProse: true,
  parse: (lines) => new Mailing(lines).read()
}

/** A line of `\\` opens a digest where a record or the day of one stands below it. */
function readOpeningMark(text: string, offset: number): Heading | 'record' | null {
  const below = lineAfter(text, offset)
  return isRecordAt(text, below) ? 'record' : readDayBetweenMarks(lineAt(text, below))
}

/** The lists of a month are dated by their first day: their papers came within this many days after it. */
const longestMonth = 31

/** One mailing or list while its lines are read. */
class Mailing {
  readonly #lines: Lines
  #record: MailRecord | null = null
  /** Whether any record was read: what says something of the mailing stands before them. */
  #begun = false
  /** What the last rule said of the papers below it. */
  #section: EntryKind = 'new'
  /** Whether the line before is one of `\\` behind which a record may begin. */
  #marked = false
  #blankBefore = false
  #dated = false
  /** Daily mailings give abstracts, lists of a week or month do not. */
  #withAbstracts = false
  /** The day of a month's list; null for other mailings. */
  #listed: string | null = null
  #newest = ''
  /** The archives of a month's new papers. */
  readonly #archives = new Set<string>()

  constructor(lines: Lines) {
    this.#lines = lines
  }

  *read(): Generator<Parsed, void> {
    const lines = this.#lines
    while (lines.advance()) {
      if (lines.blank) {
        this.#blankBefore = true
        continue
      }
      if (lines.length > longestField)
        yield problem(lines.number, 'lineTooLong', lines.from().slice(0, longestField))
      else yield* this.#readLine(lines.from())
      this.#blankBefore = false
    }
    yield* this.#finish('cut')
    if (this.#listed !== null) yield this.#monthsHeading(this.#listed)
  }

  *#readLine(line: string): Generator<Parsed, void> {
    const marked = this.#marked
    this.#marked = false
    const rule = readRule(line)
    if (rule !== null) {
      yield* this.#finish('followed')
      if (rule !== 'same') this.#section = rule
      return
    }
    const mark = readMark(line)
    if (mark !== null) {
      yield* this.#readMark(line, mark)
      return
    }
    if (this.#record !== null && isEnvelope(line)) yield* this.#finish('cut')
    if (this.#record?.part === 'fields') yield* this.#readFields(line)
    else if (this.#record !== null) yield* this.#readAbstract(line)
    else yield* this.#readOutside(line, marked)
  }

  *#readMark(
    line: string,
    { ends, named }: { readonly ends: boolean; readonly named: VersionedId | null }
  ): Generator<Parsed, void> {
    const record = this.#record
    if (record?.certain !== true) {
      yield* this.#finish('followed')
      this.#marked = !ends
      if (mentionsPaper(line)) yield problem(this.#lines.number, 'strayText', line)
      return
    }
    // Where no abstract stands between two of them, the second one belongs to the next record.
    if (!ends && record.part === 'abstract' && !record.hasAbstract) {
      yield* this.#finish('followed')
      this.#marked = true
      return
    }
    const over = ends || record.part === 'abstract'
    record.endPart(this.#lines.number)
    if (over) yield* this.#finish('whole', named)
  }

  *#readFields(line: string): Generator<Parsed, void> {
    const { certain } = this.#record ?? {}
    if (certain === false && !goesOnAsRecord(line)) {
      yield* this.#finish('followed')
      yield* this.#readOutside(line, false)
      return
    }
    const next = readRecordStart(line)
    if (next?.named != null) {
      yield* this.#finish('followed')
      this.#begin(new MailRecord(this.#lines, next, this.#section, true))
      return
    }
    if (this.#record?.beginsAnother(readField(line)?.key ?? 'Other') === true) {
      yield* this.#finish('followed')
      this.#begin(new MailRecord(this.#lines, null, this.#section, true))
    }
    yield* this.#addToFields(line)
  }

  *#addToFields(line: string): Generator<Parsed, void> {
    const record = this.#record
    if (record === null) return
    record.certain = true
    const date = record.hasTitle ? null : readStatedDate(line)
    if (date !== null) record.addDate(date, this.#lines.number)
    else if (!record.addToFields(line, this.#lines.number))
      yield problem(this.#lines.number, 'lineTooLong', line)
  }

  *#readAbstract(line: string): Generator<Parsed, void> {
    const record = this.#record
    if (record === null) return
    // The list is over, or the lines between this record and the next are missing.
    const over = !record.hasAbstract && this.#blankBefore && !line.startsWith(' ')
    if (!record.hasAbstract && (over || readRecordStart(line)?.named != null)) {
      yield* this.#finish('followed')
      yield* this.#readOutside(line, !over)
    } else if (!record.addToAbstract(line, this.#lines.number))
      yield problem(this.#lines.number, 'lineTooLong', line)
  }

  *#readOutside(line: string, marked: boolean): Generator<Parsed, void> {
    const start = readRecordStart(line)
    if (start !== null && (marked || start.named !== null)) {
      this.#begin(new MailRecord(this.#lines, start, this.#section, marked))
    } else if (marked && goesOnAsRecord(line)) {
      this.#begin(new MailRecord(this.#lines, null, this.#section, true))
      yield* this.#addToFields(line)
    } else {
      if (mentionsPaper(line)) yield problem(this.#lines.number, 'strayText', line)
      if (!this.#begun) yield* this.#readHeading(line)
    }
  }

  *#readHeading(line: string): Generator<Heading, void> {
    const header = readHeader(line)
    if (header !== null) {
      if (header.date !== undefined) this.#dated = true
      if (header.category !== undefined) this.#withAbstracts = true
      yield header
      return
    }
    const list = readListHeading(line)
    if (list !== null) this.#listed = list.date ?? null
    if (list !== null || readDayBetweenMarks(line) !== null) this.#dated = true
    // The papers of a mail without header: the day on which they were last received comes closest to its own.
    const received = this.#dated ? null : readReceived(line)
    if (received !== null) yield { date: received }
  }

  #begin(record: MailRecord): void {
    this.#record = record
    this.#begun = true
  }

  *#finish(end: MailRecordEnd, address: VersionedId | null = null): Generator<Parsed, void> {
    const record = this.#record
    if (record === null) return
    this.#record = null
    if (!record.certain) {
      yield problem(record.line, 'strayText', record.firstText)
      return
    }
    // Without an abstract the second `\\` is a record's end; with others that have one, the file may end before it.
    const ended = end === 'cut' && record.part === 'abstract' && !record.hasAbstract
    const short = this.#withAbstracts && record.kind !== 'replacement'
    if (record.hasAbstract) this.#withAbstracts = true
    for (const item of record.finish(
      this.#lines,
      ended && !short ? 'whole' : end,
      address,
      this.#withAbstracts
    )) {
      if ('id' in item && item.kind === 'new' && item.id.includes('/'))
        this.#archives.add(item.id.split('/', 1)[0] ?? '')
      yield item
    }
    if (record.published !== null && record.published > this.#newest) this.#newest = record.published
  }

  /** What the papers of a month's list say of it: it names the day of its first ones alone, and no archive. */
  #monthsHeading(listed: string): Heading {
    const [archive] = this.#archives
    const days = (Date.parse(this.#newest) - Date.parse(listed)) / 86_400_000
    return {
      ...(archive !== undefined && this.#archives.size === 1 ? { category: archive } : {}),
      ...(days > 0 && days <= longestMonth ? { date: this.#newest } : {})
    }
  }
}
