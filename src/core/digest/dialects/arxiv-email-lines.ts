import { readMailInstant } from '#core/digest/calendar'
import { lineAfter, lineAt } from '#core/digest/lines'
import { parseArxivId, type VersionedId } from '#core/domain/arxiv-id'
import type { EntryKind } from '#core/domain/paper'

/** How a record begins: the paper it names, null where that is no id, and whether it says that it is a cross-list. */
export interface RecordStart {
  readonly named: VersionedId | null
  readonly crossListed: boolean
}

/** A line that says when a version was submitted. */
export interface StatedDate {
  /** `first` where no revision is named. */
  readonly of: 'first' | 'revision' | 'replacement'
  readonly version: number | null
  /** Null where it is no date. */
  readonly instant: string | null
  /** The line as it stands there. */
  readonly text: string
}

const keys = [
  'Title',
  'Authors',
  'Categories',
  'Comments',
  'MSC-class',
  'ACM-class',
  'Journal-ref',
  'DOI'
] as const
/** `Other` are fields that say nothing about the paper: who sent it, report numbers, licences. */
export type FieldKey = (typeof keys)[number] | 'Abstract' | 'Other'

const keyOf: ReadonlyMap<string, FieldKey> = new Map<string, FieldKey>([
  ...keys.map((key) => [key.toLowerCase(), key] as const),
  ['author', 'Authors'],
  ['comment', 'Comments'],
  ['category', 'Categories'],
  ['journal', 'Journal-ref']
])

const recordStart =
  /^(?:arXiv|Paper(?:\s{1,3}\(\*cross-listing\*\))?):\s{0,3}(\S{1,60})(?:\s{1,3}\(\*cross-listing\*\))?$/
/** No line that a record begins with is longer, in UTF-16 code units. */
const longestStart = 200

/** Reads `arXiv:2303.00766 (*cross-listing*)` and `Paper (*cross-listing*): hep-ph/9206201`; null for other lines. */
export function readRecordStart(line: string): RecordStart | null {
  if (!line.startsWith('arXiv:') && !line.startsWith('Paper')) return null
  const match = line.length > longestStart ? null : recordStart.exec(line)
  if (match === null)
    return /^(?:arXiv|Paper[^:]{0,20}):/.test(line) ? { named: null, crossListed: false } : null
  return { named: parseArxivId(match[1] ?? ''), crossListed: line.includes('(*cross-listing*)') }
}

const dateLine =
  /^(?:Date(?:\s{0,3}\((?:revised)?\s{0,3}(?:v(\d{1,3}))?\))?:|(replaced with revised version|(?:figures|part) added)\b)(.*)$/

/** Reads `Date: … (9kb)`, `Date (revised v2): …` and `replaced with revised version …`; null for other lines. */
export function readStatedDate(line: string): StatedDate | null {
  const match = /^(?:Date|replaced|figures|part)/.test(line)
    ? dateLine.exec(line.slice(0, longestStart))
    : null
  if (match === null) return null
  const [whole, digits, replaced, rest = ''] = match
  const version = digits === undefined || Number(digits) === 0 ? null : Number(digits)
  const first = whole.startsWith('Date:') || (version === 1 && !whole.includes('revised'))
  return {
    of: replaced !== undefined ? 'replacement' : first ? 'first' : 'revision',
    version,
    instant: readMailInstant(rest.split('(', 1)[0] ?? ''),
    text: whole
  }
}

/** Reads `Key: value`; null for other lines. */
export function readField(line: string): { readonly key: FieldKey; readonly value: string } | null {
  const name = /^[A-Z][A-Za-z-]{1,20}(?=:(?:\s|$))/.exec(line)?.[0]
  if (name === undefined) return null
  return { key: keyOf.get(name.toLowerCase()) ?? 'Other', value: line.slice(name.length + 1).trim() }
}

/** True for the lines with which a record goes on behind its id. */
export function goesOnAsRecord(line: string): boolean {
  return readStatedDate(line) !== null || /^(?:From|Title|Authors?):/.test(line)
}

/** Whether a record begins at an offset: its first line, and one that only a record goes on with. */
export function isRecordAt(text: string, offset: number): boolean {
  const start = readRecordStart(lineAt(text, offset, longestStart + 1))
  if (start?.named == null) return false
  let at = lineAfter(text, offset)
  for (let blank = 0; blank < 2 && lineAt(text, at) === ''; blank++) at = lineAfter(text, at)
  return goesOnAsRecord(lineAt(text, at))
}

/**
 * The lines between a record's parts: `\\` alone, or with the paper's address behind it where the record ends; null for
 * other lines.
 */
export function readMark(
  line: string
): { readonly ends: boolean; readonly named: VersionedId | null } | null {
  if (!line.startsWith('\\\\')) return null
  if (line === '\\\\') return { ends: false, named: null }
  if (!/^\\\\\s{1,4}\((?:\s{1,4}h|$)/.test(line)) return null
  return { ends: true, named: parseArxivId(/\/abs\/(\S{1,60})/.exec(line.slice(0, 300))?.[1] ?? '') }
}

/**
 * The lines between records: dashes, or percent signs among them that say what follows. The last kind, below which no
 * paper stands, is told like the first, for other mailings may follow it.
 */
export function readRule(line: string): EntryKind | 'same' | null {
  if (!/^[-%]{20,200}$/.test(line)) return null
  if (!line.includes('%')) return 'same'
  return line.startsWith('%-%-') ? 'cross-list' : line.startsWith('%%--') ? 'replacement' : 'new'
}

/** True for the line that mbox files put before a mail. */
export function isEnvelope(line: string): boolean {
  return /^From \S{1,200}\s{1,3}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\s/.test(line)
}
