import { bisect } from '../../state/bisect'

/** Chromium draws no element higher than 33.5 million pixels; half of that leaves room for zoom. */
const mostHeight = 16_000_000

/** The lines of a list: rows, and headings between them. Lengths in CSS pixels. */
export interface Lines {
  /** How many rows there are. */
  readonly length: number
  /** Places of rows before which a heading stands, ascending; one at `length` stands below them all. */
  readonly heads: Uint32Array
  readonly rowHeight: number
  readonly headHeight: number
}

/** What part of a long list is in view. All lengths in CSS pixels. */
export interface RowWindow {
  /** Of the element that is scrolled. */
  readonly height: number
  /** First row to draw, and how many. */
  readonly first: number
  readonly count: number
  /** First heading to draw, and the one after the last: the first one stays in view above the rows it is about. */
  readonly firstHead: number
  readonly endHead: number
  /** Where a line is drawn: where it stands among all lines, and this. */
  readonly shift: number
}

/** Rows drawn above and below those in view. */
const over = 6

/** How many headings stand before a row. */
export function headsUpTo(heads: Uint32Array, place: number): number {
  return bisect(heads.length, (index) => (heads[index] ?? 0) <= place)
}

/** Which heading a row is the first below; -1 where it is not. */
export function beginning(heads: Uint32Array, place: number): number {
  const head = headsUpTo(heads, place) - 1
  return heads[head] === place ? head : -1
}

/** Where a row begins. */
export function rowTop({ heads, rowHeight, headHeight }: Lines, place: number): number {
  return place * rowHeight + headsUpTo(heads, place) * headHeight
}

/** Where a heading begins; for the one after the last, where the list ends. */
export function headTop({ length, heads, rowHeight, headHeight }: Lines, index: number): number {
  return (heads[index] ?? length) * rowHeight + index * headHeight
}

/** The row that stands somewhere, or the first one below a heading that does. */
export function placeAt(lines: Lines, top: number): number {
  const { length, heads, rowHeight, headHeight } = lines
  const index = bisect(heads.length, (each) => headTop(lines, each) <= top) - 1
  const from = index < 0 ? 0 : (heads[index] ?? 0)
  const below = index < 0 ? top : Math.max(0, top - headTop(lines, index) - headHeight)
  return Math.max(0, Math.min(length - 1, from + Math.floor(below / rowHeight)))
}

/**
 * The window over the lines of a list. Where all of them would be too high for an element, a pixel of scrolling stands
 * for more than one of the list.
 */
export function rowWindow(lines: Lines, viewHeight: number, scrollTop: number): RowWindow {
  const { length, heads, rowHeight } = lines
  const top = listTop(lines, viewHeight, scrollTop)
  // One more than fits: a row in part at either end. The number stays the same, so that elements are used again.
  const count = Math.min(length, Math.ceil(viewHeight / rowHeight) + 1 + 2 * over)
  const first = Math.max(0, Math.min(placeAt(lines, top) - over, length - count))
  return {
    height: Math.min(heightOf(lines), mostHeight),
    first,
    count,
    firstHead: Math.max(0, headsUpTo(heads, first) - 1),
    endHead: headsUpTo(heads, first + count),
    shift: scrollTop - top
  }
}

/**
 * The scroll position at which a row is in view whole, moved no further than needed: one row beyond it where there is
 * one, and not under the heading that stays in view.
 */
export function scrollTopFor(lines: Lines, place: number, viewHeight: number, scrollTop: number): number {
  const { length, heads, rowHeight, headHeight } = lines
  const whole = heightOf(lines)
  const free = (row: number): number => rowTop(lines, row) - (headsUpTo(heads, row) > 0 ? headHeight : 0)
  const least = (place + 1 < length ? rowTop(lines, place + 1) + rowHeight : whole) - viewHeight
  const most = place === 0 ? 0 : Math.max(0, free(place - 1))
  const top = listTop(lines, viewHeight, scrollTop)
  const isLow = viewHeight < 3 * rowHeight + 2 * headHeight
  return (isLow ? free(place) : Math.min(most, Math.max(least, top))) / scaleOf(whole, viewHeight)
}

/** How much of a list is above the view. */
export function listTop(lines: Lines, viewHeight: number, scrollTop: number): number {
  return scrollTop * scaleOf(heightOf(lines), viewHeight)
}

/** The scroll position at which a row is drawn so far below the upper edge of the view. */
export function scrollTopAt(lines: Lines, place: number, viewHeight: number, below: number): number {
  return (rowTop(lines, place) - below) / scaleOf(heightOf(lines), viewHeight)
}

function heightOf(lines: Lines): number {
  return headTop(lines, lines.heads.length)
}

/** Pixels of the list for a pixel of scrolling. */
function scaleOf(whole: number, viewHeight: number): number {
  if (whole <= mostHeight) return 1
  return (whole - viewHeight) / (mostHeight - viewHeight)
}
