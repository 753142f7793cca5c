import type { ProblemReason } from '#core/domain/problem'

const problems: Readonly<Record<ProblemReason, string>> = {
  fileEmpty: 'it is empty',
  fileBinary: 'it is not text',
  fileTooLarge: 'it is larger than 64 MiB',
  fileUnknown: 'it is no digest that Papertray knows',
  fileMissing: 'there is no such file',
  fileUnreadable: 'it cannot be read',
  filePassedOver: 'it is hidden, a link or a device',
  onlyIds: 'it is no digest, but it names arXiv papers',
  archiveEmpty: 'it is an archive without a digest',
  archiveDamaged: 'it is damaged: what could be read of it was imported',
  archiveCut: 'it ends too early: what stands before that was imported',
  archiveEncrypted: 'it is encrypted',
  archiveMethod: 'it is packed in a way that Papertray does not know',
  archiveNested: 'it is an archive within an archive',
  archiveTooLarge: 'it unpacks to more than 2 GiB: the rest was left out',
  archiveTooMany: 'it holds more than 50,000 files: the rest was left out',
  archiveSwollen: 'it unpacks to far more than a digest would',
  archiveMore: 'more files of it could not be read',
  libraryArchive: 'it is a whole library of Papertray, not a digest',
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
  fileBinary:
    'Digests are text. Of archives Papertray opens .zip, .tar, .tar.gz and .gz: unpack others first.',
  fileTooLarge: 'Split it into smaller ones, or unpack it.',
  fileUnknown:
    'Papertray reads arXiv’s mails, Atom and RSS feeds, and daily lists and tables of arXiv papers; its README shows what they look like.',
  fileMissing: 'Check that it is still there.',
  fileUnreadable: 'Check that it is still there, and that you may read it.',
  archiveDamaged: 'Get it anew where something is missing.',
  archiveCut: 'Check that its download has finished.',
  archiveEncrypted: 'Unpack it with its password, and import what comes out.',
  archiveMethod: 'Unpack it, and import what comes out.',
  archiveNested: 'Unpack the outer one, and import what comes out.',
  archiveTooLarge: 'Unpack it, and import the folder.',
  archiveTooMany: 'Unpack it, and import the folder.',
  libraryArchive: 'Restore it: under Backups in the menu, or with “papertray restore”.'
}

/** The reason of a problem in the user's words, to stand after a place such as `line 12:`. */
export function problemText(reason: ProblemReason): string {
  return problems[reason]
}

/** What to do about it, in a sentence; null where the rest of the file was read all the same. */
export function problemAdvice(reason: ProblemReason): string | null {
  return advice[reason] ?? null
}
