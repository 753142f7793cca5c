import { readMailInstant, readWrittenDay } from '#core/digest/calendar'
import { longestHeading, type Heading } from '#core/digest/dialect'
import { lineAfter, lineAt } from '#core/digest/lines'
import { isCategory } from '#core/domain/category'

/** How many lines the header of a mail may have between its date and its subject. */
const headersAhead = 25

/**
 * Reads the header of a mail from its `Date: ` or `Subject: `, whichever comes first; the other one has to follow before
 * the first blank line, and the subject has to be of a daily mailing. Records have dates too, but no subject.
 */
export function readMailHeading(text: string, offset: number): Heading | null {
  let date: string | undefined
  let category: string | null = null
  for (let at = offset, line = 0; line < headersAhead; line++) {
    const header = lineAt(text, at, longestHeading)
    if (header === '') return null
    if (header.startsWith('Date: ')) date ??= header
    if (header.startsWith('Subject: ')) category ??= categoryOf(header)
    if (date !== undefined && category !== null) return { category, date: mailDay(date) }
    at = lineAfter(text, at)
  }
  return null
}

/** What a line of a mail's header, or above its first record, says of the mailing; null where it is nothing. */
export function readHeader(line: string): Heading | null {
  if (line.startsWith('Subject: ')) {
    const category = categoryOf(line.slice(0, longestHeading))
    return category === null ? null : { category }
  }
  // Sizes stand behind the dates of papers.
  if (!line.startsWith('Date: ') || line.includes('kb')) return null
  const date = mailDay(line.slice(0, longestHeading))
  return date === null ? null : { date }
}

/** Reads ` received from  Wed  1 Mar 23 19:00:00 GMT  to  Thu  2 Mar 23 19:00:00 GMT`: the last day. */
export function readReceived(line: string): string | null {
  if (!line.trimStart().startsWith('received from ')) return null
  const until = line.slice(0, longestHeading).split(' to ')[1]
  return readMailInstant(until ?? '')?.slice(0, 10) ?? null
}

export const listIntroduction = 'Papers received as of '

/**
 * Reads `Papers received as of Mon Jun  1 02:09:12 METDST 1992.`, the heading of a month's list; null for other lines.
 * It is the day on which the month's first papers were listed.
 */
export function readListHeading(line: string): Heading | null {
  if (!line.startsWith(listIntroduction)) return null
  const [, month = '', day = '', year = ''] =
    /^[A-Z][a-z]{2}\s{1,2}([A-Z][a-z]{2})\s{1,2}(\d{1,2})\s{1,2}[\d:]{5,8}(?:\s[A-Z]{1,8})?\s(\d{4})\.?$/.exec(
      line.slice(listIntroduction.length)
    ) ?? []
  return { date: readWrittenDay(`${day} ${month} ${year}`) }
}

/** Reads the day, a comment as in C, that divides the lists of a week between two lines of `\\`. */
export function readDayBetweenMarks(line: string): Heading | null {
  const day = /^\/\*\s{0,3}(.{6,40}?)\s{0,3}\*\/$/.exec(line)?.[1]
  const date = day === undefined ? null : readWrittenDay(day)
  return date === null ? null : { date }
}

/** The category that a mailing's subject names: `Subject: astro-ph.HE daily Subj-class mailing`, also forwarded. */
function categoryOf(subject: string): string | null {
  const name =
    /^Subject:\s{1,3}(?:(?:Fwd?|FW|Re|AW|WG|TR):\s{0,3}){0,5}(?:\[[^\]]{1,60}\]\s{0,3})?(\S{2,30})\s{1,3}daily\b/i.exec(
      subject
    )?.[1]
  return name !== undefined && isCategory(name) ? name : null
}

/** The day of a mail, by the clock of Greenwich. */
function mailDay(header: string): string | null {
  const text = (header.slice('Date: '.length).split('(', 1)[0] ?? '').trim()
  // As some programs write it above a mail that they forward: `Fri, Mar 3, 2023 at 1:36 AM`.
  const american = /^(?:[A-Z][a-z]{2,8}, )?([A-Z][a-z]{2,8}) (\d{1,2}), (\d{4})\b/.exec(text)
  if (american !== null)
    return readWrittenDay(`${american[2] ?? ''} ${american[1] ?? ''} ${american[3] ?? ''}`)
  return readMailInstant(text)?.slice(0, 10) ?? readWrittenDay(text)
}
