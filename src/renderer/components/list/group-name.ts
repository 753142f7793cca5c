import { monthText } from '../../state/words'

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * What papers of a group have in common, in words: a category, or `Monday 18 December 2023`.
 * @returns In the middle what can be left out where there is little room.
 */
export function groupName(name: string): readonly [string, string, string] {
  if (!/^\d{4}-\d\d-\d\d$/.test(name)) return [name === '' ? 'No category' : name, '', '']
  const weekday = weekdays[new Date(`${name}T00:00Z`).getUTCDay()] ?? ''
  return [weekday.slice(0, 3), weekday.slice(3), ` ${Number(name.slice(8))} ${monthText(name)}`]
}
