import type { Parsed } from '#core/digest/dialect'
import {
  foreignAddresses,
  isNothing,
  paperIn,
  splitLink,
  withBars,
  withoutBold,
  withoutDetails
} from '#core/digest/dialects/table-cells'
import { readDay, type Column } from '#core/digest/dialects/table-columns'
import { Repair } from '#core/digest/repair/repair'
import { parseArxivId, type ArxivId, type VersionedId } from '#core/domain/arxiv-id'
import type { EntryFields } from '#core/domain/entry'
import type { Link } from '#core/domain/paper'
import { problem } from '#core/domain/problem'

/** A paper's row, or its item in a list. */
export interface TableRecord {
  readonly values: ReadonlyMap<Column, string>
  /** Columns of the table that the row lacks. */
  readonly missing: readonly Column[]
  /** Whether its end is missing. */
  readonly cut: boolean
}

/** What a record without its title, or its column, is reported to lack; other columns are no loss. */
const names: Partial<Readonly<Record<Column, string>>> = {
  title: 'Title',
  authors: 'Authors',
  date: 'Date',
  abstract: 'Abstract',
  comment: 'Comment'
}

/** The paper of a record: what its address names, or else the one that its title leads to. Words name none. */
export function paperOf({ values }: TableRecord): VersionedId | null {
  return (
    paperIn(values.get('link') ?? '') ??
    parseArxivId(splitLink(values.get('title') ?? '').url ?? '') ??
    paperIn(values.get('other') ?? '', /arxiv/i)
  )
}

/**
 * Yields the Entry of a record, and what is wrong with it.
 *
 * @param line Its line, 1-based.
 * @param source What stands there.
 */
export function* finishRecord(record: TableRecord, line: number, source: string): Generator<Parsed, void> {
  const { values, cut } = record
  const repair = new Repair()
  const { text, url } = splitLink(values.get('title') ?? '')
  const title = repair.html(withBars(text))
  const paper = paperOf(record)
  if (paper === null) {
    yield problem(line, cut ? 'cutShort' : 'noId', title || source)
    return
  }
  const missing = [...(title === '' ? (['title'] as const) : []), ...record.missing]
  const lacking = missing.map((column) => names[column]).filter((name) => name !== undefined)
  if (cut) yield problem(line, 'cutShort', title || source)
  else if (lacking.length > 0) yield problem(line, 'missingFields', lacking.join(', '))
  const date = values.get('date') ?? ''
  const day = readDay(date) ?? null
  if (day === null && !isNothing(date)) yield problem(line, 'badDate', date)
  const fields = {
    ...(title === '' ? {} : { title }),
    ...authorsOf(values.get('authors') ?? '', repair),
    ...datesOf(day, paper.version),
    ...textsOf(values, repair),
    ...linksOf(url, values.get('code') ?? '', paper.id)
  }
  // Spelled out: an object that is spread into a larger one takes more memory.
  const { id, version } = paper
  yield { id, version, kind: 'new', lines: [line, line], fields, repaired: repair.changed }
}

function authorsOf(cell: string, repair: Repair): Pick<EntryFields, 'authors'> {
  const authors = isNothing(cell) ? [] : repair.authors(withBars(withoutBold(cell)))
  return authors.length > 0 ? { authors } : {}
}

/** The date is that of the version which the row leads to: the paper's own where this is the first one. */
function datesOf(day: string | null, version: number | null): Pick<EntryFields, 'published' | 'updated'> {
  if (day === null) return {}
  return version === 1 ? { published: day, updated: day } : { updated: day }
}

/** An empty cell says that there is no comment; every paper has an abstract. */
function textsOf(
  values: ReadonlyMap<Column, string>,
  repair: Repair
): Pick<EntryFields, 'abstract' | 'comment'> {
  const [abstract, comment] = (['abstract', 'comment'] as const).map((column) => {
    const cell = values.get(column)
    if (cell === undefined) return undefined
    return (isNothing(cell) ? '' : repair.html(withBars(withoutDetails(cell)))) || null
  })
  return {
    ...(abstract == null ? {} : { abstract }),
    ...(comment === undefined ? {} : { comment })
  }
}

function linksOf(titleUrl: string | null, code: string, id: ArxivId): Pick<EntryFields, 'links'> {
  const links: Link[] = [
    ...foreignAddresses(code, id).map((url): Link => ({ kind: 'code', url })),
    ...foreignAddresses(titleUrl ?? '', id).map((url): Link => ({ kind: 'other', url }))
  ]
  return links.length > 0 ? { links } : {}
}
