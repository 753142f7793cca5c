/**
 * A moment in the time of this machine: `9:41`, with its day where that is not today's: `9:41 on 23 November 2026`.
 * What is no moment stays as it is.
 *
 * @param iso ISO 8601.
 */
export function momentWords(iso: string, now: Date): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return iso
  const time = `${moment.getHours()}:${String(moment.getMinutes()).padStart(2, '0')}`
  if (moment.toDateString() === now.toDateString()) return time
  const day = moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' })
  return `${time} on ${day}`
}

/** A moment in the time zone of whoever reads it: `2026-11-21 08:15`. */
export function localMoment(iso: string): string {
  const date = new Date(iso)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`
}
