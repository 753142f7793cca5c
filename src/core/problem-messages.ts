import type { ProblemReason } from '#core/domain/problem'

const problems: Readonly<Record<ProblemReason, string>> = {
  fileEmpty: 'it is empty',
  fileBinary: 'it is not text',
  fileTooLarge: 'it is larger than 64 MiB',
  fileUnknown: 'it is no digest that Papertray knows',
  fileMissing: 'there is no such file',
  fileUnreadable: 'it cannot be read',
  badCharacters: 'the line holds characters that no encoding explains',
  cutShort: 'the record is cut short, its last field is left out',
  noId: 'the record has no arXiv id',
  badDate: 'the date cannot be read',
  missingFields: 'the record lacks fields',
  strayText: 'the text belongs to no record',
  lineTooLong: 'the line is longer than a digest’s can be',
  badHeading: 'the heading’s date cannot be read',
  badXml: 'the XML is damaged here',
  xmlDoctype: 'the XML declares a document type, which may hide anything, so that it is not read',
  badJson: 'the line is not JSON as it should be',
  more: 'more problems than can be listed'
}

/** What to do about a file of which nothing was read. */
const advice: Partial<Readonly<Record<ProblemReason, string>>> = {
  fileEmpty: 'Check that its download has finished.',
  fileBinary: 'Digests are text: unpack archives first.',
  fileTooLarge: 'Split it into smaller ones.',
  fileUnknown:
    'Papertray reads arXiv’s mails, Atom and RSS feeds, and daily lists and tables of arXiv papers; its README shows what they look like.',
  fileMissing: 'Check that it is still there.',
  fileUnreadable: 'Check that it is still there, and that you may read it.'
}

/** The reason of a problem in the user's words, to stand after a place such as `line 12:`. */
export function problemText(reason: ProblemReason): string {
  return problems[reason]
}

/** What to do about it, in a sentence; null where the rest of the file was read all the same. */
export function problemAdvice(reason: ProblemReason): string | null {
  return advice[reason] ?? null
}
