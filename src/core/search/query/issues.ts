import type { Span } from '#core/search/query/query'

/** Why a part of a query does not say what it seems to say. */
export type IssueCode =
  | 'unknownField'
  | 'emptyField'
  | 'openQuote'
  | 'openBracket'
  | 'closingBracket'
  | 'emptyBrackets'
  | 'looseOr'
  | 'looseNot'
  | 'unknownState'
  | 'unknownBelonging'
  | 'badDate'
  | 'badYear'
  | 'datesReversed'
  | 'noWord'
  | 'tooDeep'

export interface QueryIssue extends Span {
  readonly code: IssueCode
  /** What was written there. */
  readonly text: string
  /** What was probably meant, to be put in its place; null where nobody knows. */
  readonly meant: string | null
  /** Only because the query is being typed: no fault so far. */
  readonly unfinished: boolean
}

const messages: Readonly<Record<IssueCode, (text: string) => string>> = {
  unknownField: (text) => `There is no field “${text}”: it is looked for as a word.`,
  emptyField: (text) => emptyFields[text.toLowerCase()] ?? `“${text}:” waits for what to look for.`,
  openQuote: () => 'The quotation is not closed: it goes on to the end.',
  openBracket: () => 'The bracket is not closed: it goes on to the end.',
  closingBracket: () => 'A bracket is closed that was not opened: it is passed over.',
  emptyBrackets: () => 'There is nothing in the brackets: they are passed over.',
  looseOr: () => 'OR stands between two words: one is missing.',
  looseNot: () => 'NOT and “-” stand before a word: it is missing.',
  unknownState: (text) =>
    `“is:${text}” is no state: there are starred, read, unread, noted, updated and unseen.`,
  unknownBelonging: (text) => `“has:${text}” is not known: there are code, doi, note, tag and comment.`,
  badDate: (text) => `“${text}” is no date: 2023-12-18, 2023-12, 2023, 2023-12..2024-01 or 7d are.`,
  badYear: (text) => `“${text}” is no year.`,
  datesReversed: () => 'The later date stood first: they are taken the other way round.',
  noWord: (text) => `“${text}” has no letter or digit to look for: it is passed over.`,
  tooDeep: () => 'There are too many brackets or NOTs within each other: the innermost are passed over.'
}

const emptyFields: Readonly<Record<string, string>> = {
  cat: '“cat:” waits for a category, such as cs.LG, or an archive, such as cs.',
  tag: '“tag:” waits for one of your tags.',
  is: '“is:” waits for starred, read, unread, noted, updated or unseen.',
  has: '“has:” waits for code, doi, note, tag or comment.',
  date: '“date:” waits for a date: 2023-12-18, 2023-12, 2023, 2023-12..2024-01 or 7d.',
  year: '“year:” waits for a year, such as 2024.'
}

/** A sentence for people. */
export function issueText({ code, text }: Pick<QueryIssue, 'code' | 'text'>): string {
  return messages[code](text)
}
