/** Days, both included, as `2023-12-18`; null: no end. */
export interface DateRange {
  readonly first: string | null
  readonly last: string | null
}

const point = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/
const ago = /^(\d{1,4})([dwmy])$/i
const dayLength = 86_400_000

/**
 * Reads `2023`, `2023-12`, `2023-12-18`, `A..B` where either may be left out, `>A`, `>=A`, `<A`, `<=A`, `today`,
 * `yesterday`, and `7d`, `2w`, `3m` or `1y`: so long until today.
 * @param today As `2023-12-18`.
 * @returns Null for anything else.
 */
export function readDates(text: string, today: string): (DateRange & { readonly reversed: boolean }) | null {
  const dots = text.indexOf('..')
  if (dots >= 0) return between(text.slice(0, dots), text.slice(dots + 2).replace(/^\./, ''), today)
  const [, compared = '', rest = ''] = /^([<>]=?)?(.*)$/s.exec(text) ?? []
  const range = pointIn(rest, today)
  if (range === null) return null
  switch (compared) {
    case '>':
      return ordered(range.isSpan ? range.first : dayAfter(range.last), null)
    case '>=':
      return ordered(range.first, null)
    case '<':
      return ordered(null, dayBefore(range.first))
    case '<=':
      return ordered(null, range.last)
    default:
      return ordered(range.first, range.last)
  }
}

interface Point {
  readonly first: string
  readonly last: string
  /** Such as `7d`: `>7d` would be nothing. */
  readonly isSpan: boolean
}

function between(from: string, to: string, today: string): ReturnType<typeof readDates> {
  const [first, last] = [from === '' ? null : pointIn(from, today), to === '' ? null : pointIn(to, today)]
  if ((from !== '' && first === null) || (to !== '' && last === null)) return null
  if (first === null && last === null) return null
  if (first !== null && last !== null && first.first > last.last)
    return { first: last.first, last: first.last, reversed: true }
  return ordered(first?.first ?? null, last?.last ?? null)
}

function ordered(first: string | null, last: string | null): ReturnType<typeof readDates> {
  return { first, last, reversed: false }
}

function pointIn(text: string, today: string): Point | null {
  const word = text.toLowerCase()
  if (word === 'today') return { first: today, last: today, isSpan: false }
  if (word === 'yesterday') {
    const day = dayBefore(today)
    return { first: day, last: day, isSpan: false }
  }
  const span = ago.exec(text)
  if (span !== null)
    return { first: daysAgo(Number(span[1]), span[2] ?? 'd', today), last: today, isSpan: true }
  return dayIn(text)
}

function dayIn(text: string): Point | null {
  const match = point.exec(text)
  if (match === null) return null
  const [, year = '', month, day] = match
  if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31`, isSpan: false }
  const start = `${year}-${month.padStart(2, '0')}`
  if (Number(month) < 1 || Number(month) > 12) return null
  const length = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate()
  if (day === undefined) return { first: `${start}-01`, last: `${start}-${length}`, isSpan: false }
  if (Number(day) < 1 || Number(day) > length) return null
  const whole = `${start}-${day.padStart(2, '0')}`
  return { first: whole, last: whole, isSpan: false }
}

function daysAgo(number: number, unit: string, today: string): string {
  const date = new Date(`${today}T00:00:00Z`)
  switch (unit.toLowerCase()) {
    case 'd':
      date.setUTCDate(date.getUTCDate() - number + 1)
      break
    case 'w':
      date.setUTCDate(date.getUTCDate() - 7 * number + 1)
      break
    case 'm':
      goBack(date, number)
      break
    default:
      goBack(date, 12 * number)
  }
  return dayOf(date)
}

/** By months: to the last day of one that has no such day, as a month before 31 March is 29 February. */
function goBack(date: Date, months: number): void {
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() - months)
  if (date.getUTCDate() !== day) date.setUTCDate(0)
}

function dayBefore(day: string): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) - dayLength))
}

function dayAfter(day: string): string {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + dayLength))
}

/** Years have four digits, as in the days that this is compared with. */
function dayOf(date: Date): string {
  const year = date.getUTCFullYear()
  return year < 0 ? '0000-01-01' : date.toISOString().slice(0, 10)
}
