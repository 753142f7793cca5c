/** Chromium draws no element higher than 33.5 million pixels; half of that leaves room for zoom. */
const mostHeight = 16_000_000

/** What part of a long list is in view. All lengths in CSS pixels. */
export interface RowWindow {
  /** Of the element that is scrolled. */
  readonly height: number
  /** First row to draw, and how many. */
  readonly first: number
  readonly count: number
  /** Where a row is drawn: its place times its height, and this. */
  readonly shift: number
}

/** Rows drawn above and below those in view. */
const over = 6

/**
 * The window over `length` rows of one height. Where all of them would be too high for an element, a pixel of
 * scrolling stands for more than one of the list.
 */
export function rowWindow(
  length: number,
  rowHeight: number,
  viewHeight: number,
  scrollTop: number
): RowWindow {
  const whole = length * rowHeight
  const height = Math.min(whole, mostHeight)
  const top = listTop(whole, viewHeight, scrollTop)
  const first = Math.max(0, Math.min(length - 1, Math.floor(top / rowHeight) - over))
  // One more than fits: a row in part at either end. The number stays the same, so that elements are used again.
  const count = Math.min(length, Math.ceil(viewHeight / rowHeight) + 1 + 2 * over)
  return { height, first: Math.min(first, length - count), count, shift: scrollTop - top }
}

/** The scroll position at which a row is in view whole, moved no further than needed; one row beyond it where there is one. */
export function scrollTopFor(
  place: number,
  length: number,
  rowHeight: number,
  viewHeight: number,
  scrollTop: number
): number {
  const whole = length * rowHeight
  const top = listTop(whole, viewHeight, scrollTop)
  const least = Math.min(whole, (place + 2) * rowHeight) - viewHeight
  const most = Math.max(0, (place - 1) * rowHeight)
  const wanted = viewHeight < 3 * rowHeight ? place * rowHeight : Math.min(most, Math.max(least, top))
  return wanted / scaleOf(whole, viewHeight)
}

function listTop(whole: number, viewHeight: number, scrollTop: number): number {
  return scrollTop * scaleOf(whole, viewHeight)
}

/** Pixels of the list for a pixel of scrolling. */
function scaleOf(whole: number, viewHeight: number): number {
  if (whole <= mostHeight) return 1
  return (whole - viewHeight) / (mostHeight - viewHeight)
}
