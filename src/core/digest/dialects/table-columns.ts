import { isoDay } from '#core/digest/calendar'
import { isNothing, paperIn, splitLink, withoutBold, type Row } from '#core/digest/dialects/table-cells'
import { parseArxivId } from '#core/domain/arxiv-id'

/** What a column holds; `other` is not read. */
export type Column = 'date' | 'title' | 'authors' | 'link' | 'code' | 'abstract' | 'comment' | 'other'

/** A row's cells by their columns, the title with the bars in it. */
export interface Aligned {
  readonly values: ReadonlyMap<Column, string>
  /** How many columns have cells, from the left; fewer than the table's where the row lacks the last ones. */
  readonly count: number
}

const columnNames: Readonly<Record<string, Column>> = {
  date: 'date',
  'publish date': 'date',
  'publication date': 'date',
  published: 'date',
  'update date': 'date',
  updated: 'date',
  title: 'title',
  'paper title': 'title',
  author: 'authors',
  authors: 'authors',
  'first author': 'authors',
  pdf: 'link',
  link: 'link',
  arxiv: 'link',
  'arxiv id': 'link',
  'arxiv link': 'link',
  'paper link': 'link',
  'pdf link': 'link',
  url: 'link',
  id: 'link',
  'paper id': 'link',
  code: 'code',
  'code link': 'code',
  github: 'code',
  repository: 'code',
  abstract: 'abstract',
  comment: 'comment',
  comments: 'comment'
}

/** No table of papers has more. */
const mostColumns = 20
/** Those that may hold bars, the likeliest first. */
const wide = ['title', 'abstract', 'comment'] as const satisfies readonly Column[]

/** The columns that a header names, in whatever order and case; null where it is no header of a table of papers. */
export function readColumns({ cells }: Row): readonly Column[] | null {
  if (cells.length < 2 || cells.length > mostColumns) return null
  const names = cells.map((cell) =>
    cell
      .slice(0, 40)
      .replaceAll(/[*_`]+/g, ' ')
      .trim()
      .toLowerCase()
  )
  const columns = names.map((name) => (Object.hasOwn(columnNames, name) ? columnNames[name] : undefined))
  // A column of papers holds their titles, or what leads to them where another holds the titles.
  const papers = names.findIndex((name) => name === 'paper' || name === 'papers')
  if (papers >= 0) columns[papers] = columns.includes('title') ? 'link' : 'title'
  const known = columns.filter((column) => column !== undefined)
  if (!known.includes('title') || known.length < 2) return null
  return columns.map((column) => column ?? 'other')
}

/** The columns of a row in a table without header, told by where the date and the paper's address stand; or null. */
export function guessColumns({ cells }: Row): readonly Column[] | null {
  const date = cells.findIndex((cell) => readDay(cell) !== undefined)
  if (date === 0) {
    const link = cells.findIndex((cell, at) => at > 1 && isLink(cell))
    if (link < 0 || cells.length - link > mostColumns) return null
    const behind = cells.slice(link + 1).map((): Column => 'other')
    if (behind.length > 0) behind[behind.length - 1] = 'code'
    return ['date', 'title', ...(link > 2 ? (['authors'] as const) : []), 'link', ...behind]
  }
  if (date < 0 || !isTitleLink(cells.slice(0, date).join('|'))) return null
  return (['title', 'date', 'abstract', 'comment'] as const).slice(0, cells.length - date + 1)
}

/** Whether a cell is nothing but the way to a paper. */
function isLink(cell: string): boolean {
  if (cell.length > 1000) return false
  const { text, url } = splitLink(cell)
  return parseArxivId(url ?? (/arxiv/i.test(text) ? text : '')) !== null
}

function isTitleLink(cell: string): boolean {
  return parseArxivId(splitLink(cell).url ?? '') !== null
}

/** The day that a cell is: null where it is none of the calendar, undefined where it does not look like one. */
export function readDay(cell: string): string | null | undefined {
  if (cell.length > 40) return undefined
  const match = /^(\d{4})([-./])(\d{1,2})\2(\d{1,2})$/.exec(withoutBold(cell))
  return match === null ? undefined : isoDay(Number(match[1]), Number(match[3]), Number(match[4]))
}

/**
 * Gives a row's cells to its columns. A row with more cells than columns has bars in a text: the columns are counted
 * from both ends, so that this text, the title where dates and addresses allow it, keeps them. A row with fewer lacks
 * the last columns. Null where the row fits in no way.
 */
export function align({ cells }: Row, columns: readonly Column[]): Aligned | null {
  for (let count = Math.min(columns.length, cells.length); count > 0; count--) {
    const shown = columns.slice(0, count)
    // A date that cannot be read is a smaller fault than a row that cannot.
    for (const withDates of [true, false])
      for (const at of [...wide.map((column) => shown.indexOf(column)).filter((at) => at >= 0), count]) {
        if (!fits(cells, shown, at, withDates)) continue
        const values = new Map<Column, string>()
        shown.forEach((column, index) => {
          const cell = cells
            .slice(...rangeOf(index, at, cells, count))
            .join('|')
            .trim()
          const before = values.get(column)
          if (before === undefined) values.set(column, cell)
          // A paper may have several addresses.
          else if (column === 'link' || column === 'other') values.set(column, `${before} ${cell}`)
        })
        return { values, count }
      }
  }
  return null
}

/** The cells of a column where that at `at` takes those that are too many; where `at` is none, the last are left. */
function rangeOf(
  index: number,
  at: number,
  cells: readonly string[],
  count: number
): [from: number, to: number] {
  const more = at < count ? cells.length - count : 0
  return [index > at ? index + more : index, index >= at ? index + more + 1 : index + 1]
}

function fits(cells: readonly string[], columns: readonly Column[], at: number, withDates: boolean): boolean {
  return columns.every((column, index) => {
    const [from, to] = rangeOf(index, at, cells, columns.length)
    const [first, last] = [(cells[from] ?? '').trim(), (cells[to - 1] ?? '').trim()]
    if (column === 'date') return !withDates || readDay(first) !== undefined || isNothing(first)
    if (column === 'link') return paperIn(first) !== null || first.includes('](') || isNothing(first)
    // The title of a table without a column for addresses is the address.
    if (column === 'title' && !columns.includes('link'))
      return /\)(?:\*\*)?$/.test(last) || !/^(?:\*\*)?\[/.test(first)
    if (column === 'abstract') return !first.startsWith('<details') || last.endsWith('</details>')
    return true
  })
}
