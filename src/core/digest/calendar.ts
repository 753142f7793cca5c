const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** `YYYY-MM-DD` for a day that exists, else null. */
export function isoDay(year: number, month: number, day: number): string | null {
  return readIsoDay(`${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
}

/** Reads `2023-12-18`. */
export function readIsoDay(text: string): string | null {
  if (text.length !== 10 || text.charAt(4) !== '-' || text.charAt(7) !== '-') return null
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  return year >= 1991 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) ? text : null
}

/** Reads `3 Jan 2022`, `Mon, 3 Jan 2022` and `Mon, 3 January 22`. */
export function readWrittenDay(text: string): string | null {
  const match = /^(?:[A-Za-z]{2,9},\s*)?(\d{1,2})\s+([A-Za-z]{3,9})\s+(\d{4}|\d{2})$/.exec(text.trim())
  if (match === null) return null
  const [, day = '', name = '', digits = ''] = match
  const year = digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) > 90 ? 1900 : 2000)
  return isoDay(year, months.indexOf(name.slice(0, 3).toLowerCase()) + 1, Number(day))
}

/** Reads `2023-12-18 00:05:28+00:00`, with `T` or `Z` as well, as `2023-12-18T00:05:28Z`; other offsets are turned. */
export function readInstant(text: string): string | null {
  if (text.length === 25 && text.endsWith('+00:00') && text.charAt(10) === ' ' && isClock(text, 11)) {
    const day = readIsoDay(text.slice(0, 10))
    return day === null ? null : `${day}T${text.slice(11, 19)}Z`
  }
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    text
  )
  if (match === null) return readIsoDay(text)
  const [, day = '', hours = '', minutes = '', seconds = '', zone = 'Z'] = match
  if (readIsoDay(day) === null || !isClock(text, 11)) return null
  if (zone === 'Z' || /^[+-]00:?00$/.test(zone)) return `${day}T${hours}:${minutes}:${seconds}Z`
  const offset = (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  const utc = new Date(Date.parse(`${day}T${hours}:${minutes}:${seconds}Z`) - offset * 60_000).toISOString()
  return readIsoDay(utc.slice(0, 10)) === null ? null : utc.replace('.000Z', 'Z')
}

const mailDate =
  /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2}) ([A-Za-z]{3,9}) (\d{4}|\d{2}) (\d{2}:\d{2}(?::\d{2})?)(?: ([A-Z]{1,5}|[+-]\d{4}))?$/

/**
 * Reads the dates of mails and RSS (RFC 2822, section 3.3): `Wed, 1 Mar 2023 19:00:02 GMT` as `2023-03-01T19:00:02Z`.
 * Zones with letters count as UTC, for arXiv writes no others.
 */
export function readMailInstant(text: string): string | null {
  const match = mailDate.exec(text.slice(0, 100).trim().replaceAll(/\s+/g, ' '))
  if (match === null) return null
  const [, day = '', month = '', year = '', clock = '', zone = ''] = match
  const date = readWrittenDay(`${day} ${month} ${year}`)
  const seconds = clock.length === 5 ? ':00' : ''
  return date === null ? null : readInstant(`${date}T${clock}${seconds}${/^[+-]/.test(zone) ? zone : 'Z'}`)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** True where `hh:mm:ss` of a day stands at an offset. */
function isClock(text: string, at: number): boolean {
  if (text.charAt(at + 2) !== ':' || text.charAt(at + 5) !== ':') return false
  const [hours, minutes, seconds] = [twoDigits(text, at), twoDigits(text, at + 3), twoDigits(text, at + 6)]
  return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60
}

/** The number of two digits; far below zero where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30
  const ones = text.charCodeAt(at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100_000
}
