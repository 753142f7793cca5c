import { dayText } from '../../state/words'

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const dayLength = 24 * 60 * 60 * 1000

/** `Mon 23 Nov` for a day (`YYYY-MM-DD`), with its year where that is not this one; `Today, 23 Nov`. @param now A stamp. */
export function dayTitle(day: string, now: number): string {
  const today = localDay(now)
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? ''
  const text = dayText(day, day.slice(0, 4) !== today.slice(0, 4))
  if (day === today) return `Today, ${text}`
  return day === dayBefore(today) ? `Yesterday, ${text}` : `${weekday} ${text}`
}

/** `9:41` on this machine's clock. */
export function clockTime(stamp: number): string {
  const date = new Date(stamp)
  return `${date.getHours()}:${String(date.getMinutes()).padStart(2, '0')}`
}

/** `9:41–9:58`; of times in one minute `9:41`. */
export function clockSpan(first: number, last: number): string {
  const [from, to] = [clockTime(first), clockTime(last)]
  return from === to ? from : `${from}–${to}`
}

/** The time of something that followed something else; with its day, where that is another one. @param now A stamp. */
export function momentText(stamp: number, after: number, now: number): string {
  const day = localDay(stamp)
  if (day === localDay(after)) return `at ${clockTime(stamp)}`
  return `on ${dayText(day, day.slice(0, 4) !== localDay(now).slice(0, 4))}, ${clockTime(stamp)}`
}

function localDay(stamp: number): string {
  const date = new Date(stamp)
  const [month, of] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${String(date.getFullYear()).padStart(4, '0')}-${month}-${of}`
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - dayLength).toISOString().slice(0, 10)
}
