import type { FileReport } from '#core/domain/file-report'
import { problemAdvice, problemText } from '#core/problem-messages'
import { counted } from '#core/words/counted'
import { leftOutIds } from '#core/words/outcomes'
import { pastedName } from '../../state/dropped-files'
import { progressOf } from '../../state/import-progress'
import type { ImportRun } from '../../state/import-run.svelte'
import { idsIn, offersOf } from './add-ids'

/** What an import's card is headed with. */
export function importHeading(run: ImportRun): string {
  switch (run.status) {
    case 'running':
    case 'ending':
    case 'cancelling':
      return run.fileCount === 1 ? 'Importing…' : `Importing ${counted(run.fileCount, 'file')}…`
    case 'cancelled':
      return 'Import cancelled'
    case 'failed':
      return 'Import stopped'
    case 'done':
      if (unreadIn(run) === run.reports.length) return 'Nothing imported'
      return run.newPapers > 0 ? counted(run.newPapers, 'new paper') : 'No new papers'
  }
}

/** What came of it, in a sentence or two. */
export function importResult(run: ImportRun): string {
  const { failure, reports, newPapers, problems, leftOut } = run
  const offers = offersOf(run)
  const unread = unreadIn(run) - offers.length
  const [first] = reports
  const reason = first?.problems[0]?.reason
  const only = run.status === 'done' && reports.length === 1 && unread === 1
  if (only && first?.key === null && reason !== undefined)
    return [`${first.file}: ${problemText(reason)}.`, problemAdvice(reason), 'Nothing was changed.']
      .filter((sentence) => sentence !== null)
      .join(' ')
  const sentences: string[] = failure === null ? [] : [failure]
  const imported = reports.length - unreadIn(run)
  if (run.status === 'cancelled' || (run.status === 'failed' && imported > 0))
    sentences.push(`${counted(imported, 'digest')} ${imported === 1 ? 'is' : 'are'} in the library.`)
  const newer = reports.reduce((sum, { papers }) => sum + papers.newerVersion, 0)
  const known = papersIn(run) - newPapers - newer
  const repaired = reports.reduce((sum, each) => sum + each.repaired, 0)
  if (newer > 0) sentences.push(`${counted(newer, 'paper')} ${newer === 1 ? 'has' : 'have'} a newer version.`)
  if (known > 0) sentences.push(`${counted(known, 'paper')} ${known === 1 ? 'was' : 'were'} known already.`)
  if (repaired > 0) sentences.push(`${counted(repaired, 'field')} repaired.`)
  if (unread > 0) sentences.push(`${counted(unread, 'file')} could not be read as a digest.`)
  else if (problems > offers.length) sentences.push(`${counted(problems, 'problem')}: the report says where.`)
  if (leftOut.length > 0)
    sentences.push(`${counted(leftOut.length, 'file')} left out: no digest. ${leftOutText(run)}`.trimEnd())
  if (offers.length > 0) sentences.push(offerText(offers))
  if (reports.some(({ dialect }) => dialect === 'ids-only'))
    sentences.push('Where only the id is known so far, a digest with the paper completes it.')
  if (sentences.length === 0)
    sentences.push(reports.length === 0 ? 'There was nothing to read.' : 'All of it was understood.')
  return sentences.join(' ')
}

/** How far an import has come: `1,204 of 5,783 files`; where no one knows yet of how many, `1,204 files`. */
export function filesText({ doneFiles, fileCount, within }: ImportRun): string {
  const done = doneFiles + (within?.done ?? 0)
  if (within?.counted === false) return counted(done, 'file')
  return `${done.toLocaleString('en')} of ${counted(fileCount + (within?.found ?? 0), 'file')}`
}

/** Distinct papers of the digests so far. */
export function papersIn({ reports, within }: ImportRun): number {
  const done = reports.reduce(
    (sum, { papers }) => sum + papers.new + papers.newerVersion + papers.completed + papers.known,
    0
  )
  return Math.max(done, within?.papers ?? 0)
}

/** Seconds that are left, at the pace so far; null while that cannot be told. */
export function secondsLeft(run: ImportRun): number | null {
  const progress = progressOf(run)
  const passed = (performance.now() - run.started) / 1000
  return progress === 0 || passed < 1 ? null : (passed / progress) * (1 - progress)
}

/** What there is to say of files in folders and archives that are no digests, but name papers. */
export function leftOutText({ leftOut }: ImportRun): string {
  const withIds = leftOut.filter(({ problems }) => problems[0]?.reason === 'onlyIds').length
  return leftOutIds(withIds, leftOut.length)
}

/** Files that are no digests although they were named. */
function unreadIn({ reports }: ImportRun): number {
  return reports.filter(({ key }) => key === null).length
}

function offerText(offers: readonly FileReport[]): string {
  const [first] = offers
  const ids = idsIn(offers)
  const name = first?.file === pastedName ? 'the pasted text' : (first?.file ?? '')
  const where = offers.length === 1 ? name : `${counted(offers.length, 'file')} that are no digests`
  return `${counted(ids, 'arXiv id')} found in ${where}. Add ${ids === 1 ? 'it' : 'them'}?`
}
