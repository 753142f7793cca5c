import { monthText } from '../../state/words'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** What papers of a group have in common, in words. */
export function groupName(name: string): string {
  if (name === '') return 'No category'
  return /^\d{4}-\d\d-\d\d$/.test(name) ? longDayText(name) : name
}

/** `2023-12-18` as `Monday 18 December 2023`. */
function longDayText(day: string): string {
  const weekday = weekdays[new Date(`${day}T00:00Z`).getUTCDay()] ?? ''
  return `${weekday} ${Number(day.slice(8))} ${monthText(day)}`
}
