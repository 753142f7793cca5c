const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const longMonths = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December'
]

/** `2023-12-18` as `18 Dec 2023`; without the year where it is asked for. */
export function dayText(day: string, withYear = true): string {
  const [year = '', month = '', date = ''] = day.slice(0, 10).split('-')
  const text = `${Number(date)} ${months[Number(month) - 1] ?? month}`
  return withYear ? `${text} ${year}` : text
}

/** `2023-12`, or a day of it, as `December 2023`. */
export function monthText(month: string): string {
  const [year = '', number = ''] = month.split('-')
  return `${longMonths[Number(number) - 1] ?? number} ${year}`
}

/** Seconds as a person would say them: `12 s`, `3 min`. */
export function durationText(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`
}

/** Longest beginning of a text that is only named, in UTF-16 code units. */
const longestBeginning = 60

/** The beginning of a text, to the end of a word. */
export function beginning(text: string): string {
  if (text.length <= longestBeginning) return text
  return `${text.slice(0, longestBeginning).replace(/\s+\S*$/, '')}…`
}
