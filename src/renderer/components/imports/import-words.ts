import { problemAdvice, problemText } from '#core/problem-messages'
import type { ImportRun } from '../../state/imports.svelte'
import { counted } from '#core/words/counted'

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
      if (run.unread === run.reports.length) return 'Nothing imported'
      return run.newPapers > 0 ? counted(run.newPapers, 'new paper') : 'No new papers'
  }
}

/** What came of it, in a sentence or two. */
export function importResult(run: ImportRun): string {
  const { failure, reports, unread, papers, newPapers, repaired, problems, leftOut } = run
  const [first] = reports
  const reason = first?.problems[0]?.reason
  if (run.status === 'done' && reports.length === 1 && first?.key === null && reason !== undefined)
    return [`${first.file}: ${problemText(reason)}.`, problemAdvice(reason), 'Nothing was changed.']
      .filter((sentence) => sentence !== null)
      .join(' ')
  const sentences: string[] = failure === null ? [] : [failure]
  const imported = reports.length - unread
  if (run.status === 'cancelled' || (run.status === 'failed' && imported > 0))
    sentences.push(`${counted(imported, 'digest')} ${imported === 1 ? 'is' : 'are'} in the library.`)
  const known = papers - newPapers
  if (known > 0) sentences.push(`${counted(known, 'paper')} ${known === 1 ? 'was' : 'were'} known already.`)
  if (repaired > 0) sentences.push(`${counted(repaired, 'field')} repaired.`)
  if (unread > 0) sentences.push(`${counted(unread, 'file')} could not be read as a digest.`)
  else if (problems > 0) sentences.push(`${counted(problems, 'problem')}: the report says where.`)
  if (leftOut > 0) sentences.push(`${counted(leftOut, 'file')} left out: no digest.`)
  if (sentences.length === 0)
    sentences.push(reports.length === 0 ? 'There was nothing to read.' : 'All of it was understood.')
  return sentences.join(' ')
}
