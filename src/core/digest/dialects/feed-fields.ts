import { readIsoDay, readWrittenDay } from '#core/digest/calendar'
import type { Parsed } from '#core/digest/dialect'
import { fieldOf, type FeedRecord } from '#core/digest/xml/feed'
import { archives } from '#core/domain/archive'
import { parseArxivId, type VersionedId } from '#core/domain/arxiv-id'
import { isCategory } from '#core/domain/category'
import type { Entry, EntryFields } from '#core/domain/entry'
import type { EntryKind } from '#core/domain/paper'
import { problem, type Problem } from '#core/domain/problem'

/** What Atom and RSS have in common: how arXiv and others name papers, days and categories in them. */

/** Fields while they are read. */
export type DraftFields = { -readonly [Name in keyof EntryFields]: EntryFields[Name] }

/** What a record says of the paper that it names. */
export interface FeedReading {
  readonly kind: EntryKind
  readonly fields: EntryFields
  /** Usual fields that it lacks, as the feed calls them. */
  readonly missing: readonly string[]
  readonly repaired: number
}

/** The entry of a record, and what is wrong with it. One that is cut must have come as far as its title. */
export function* finishRecord(
  { lines, whole }: FeedRecord,
  { id, version }: VersionedId,
  { kind, fields, missing, repaired }: FeedReading
): Generator<Parsed, void> {
  const { title = '' } = fields
  if (!whole) yield problem(lines[1], 'cutShort', title ?? '')
  else if (missing.length > 0) yield problem(lines[0], 'missingFields', missing.join(', '))
  if (!whole && title === '') return
  const entry: Entry = { id, version, kind, lines, fields, repaired }
  yield entry
}

/** What is wrong with a record that names no paper. */
export function unnamed(record: FeedRecord): Problem {
  const title = fieldOf(record, 'title')?.text.trim().replaceAll(/\s+/g, ' ') ?? ''
  return record.whole ? problem(record.lines[0], 'noId', title) : problem(record.lines[1], 'cutShort', title)
}

/** What arXiv writes before the name of a paper where other feeds write an address. */
const scheme = /^(?:oai:arxiv\.org:|(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.)/i

/**
 * The paper that the first of several texts names which names one; its version is what any of them names of that
 * paper.
 */
export function paperNamed(texts: readonly (string | undefined)[]): VersionedId | null {
  let named: VersionedId | null = null
  for (const text of texts) {
    if (text === undefined) continue
    const found = parseArxivId(text.trim().slice(0, 300).replace(scheme, ''))
    if (found === null) continue
    named ??= found
    if (found.id === named.id && found.version !== null) return found
  }
  return named
}

/** What arXiv's own feeds say before an abstract. */
export interface Announced {
  readonly id: string
  readonly type: string
  readonly abstract: string
}

const announcement =
  /^arXiv:(\S{1,40})\s{1,40}Announce Type:\s{0,5}([A-Za-z-]{1,20})\s{0,40}(?:Abstract:\s{0,40})?/i

/** Reads `arXiv:2401.00001v1 Announce Type: new Abstract: …`; null for other text. */
export function readAnnouncement(text: string): Announced | null {
  const trimmed = text.trimStart()
  const match = announcement.exec(trimmed)
  if (match === null) return null
  const [whole, id = '', type = ''] = match
  return { id, type, abstract: trimmed.slice(whole.length) }
}

/** arXiv's types of announcement: `new`, `cross`, `replace`, `replace-cross`. */
export function kindOf(type: string): EntryKind {
  const word = type.trim().toLowerCase()
  if (word.startsWith('replace')) return 'replacement'
  return word.startsWith('cross') ? 'cross-list' : 'new'
}

/**
 * The paragraphs of a text that was wrapped into lines. One begins behind a blank line, and where a line is indented
 * further than others; the first line says nothing of that.
 */
export function unwrap(text: string): string[] {
  const lines = text.split('\n')
  const start = lines.findIndex((line) => line.trim() !== '')
  const rest = lines.slice(start + 1).filter((line) => line.trim() !== '')
  const usual = rest.reduce((least, line) => Math.min(least, indentOf(line)), Infinity)
  const paragraphs: string[][] = []
  let blank = true
  for (const [index, line] of lines.entries()) {
    const words = line.trim()
    if (words === '') {
      blank = true
      continue
    }
    if (blank || (index > start && indentOf(line) > usual)) paragraphs.push([])
    paragraphs.at(-1)?.push(words)
    blank = false
  }
  return paragraphs.map((words) => words.join(' '))
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

/**
 * The day that an instant names where it was written: arXiv's feeds are of midnight at its own place. `YYYY-MM-DD`;
 * null where there is none.
 */
export function dayOf(text: string): string | null {
  const written = text.trim().slice(0, 60)
  const day = /^(?:[A-Za-z]{3,9},?\s{1,5})?(\d{1,2}\s{1,5}[A-Za-z]{3,9}\s{1,5}\d{2,4})\b/.exec(written)?.[1]
  return readIsoDay(written.slice(0, 10)) ?? (day === undefined ? null : readWrittenDay(day))
}

/** The category that a title begins with, as `cs.CV updates on arXiv.org`; null for others. */
export function categoryAt(title: string): string | null {
  const [word = ''] = title.trim().slice(0, 60).split(/\s/, 1)
  return isCategoryName(word) ? word : null
}

/** True for a category of one of arXiv's archives: `arxiv.org` looks like one too. */
export function isCategoryName(word: string): boolean {
  return isCategory(word) && archives.has(word.split('.', 1)[0] ?? '')
}
