import { problemAdvice, problemText } from '#core/problem-messages'
import type { ImportRun } from '../../state/imports.svelte'
import { counted } from '../../state/words'

/** What an import's card is headed with. */
export function importHeading(run: ImportRun): string {
  switch (run.status) {
    case 'running':
    case 'cancelling':
      return run.files.length === 1 ? 'Importing…' : `Importing ${counted(run.files.length, 'file')}…`
    case 'cancelled':
      return 'Import cancelled'
    case 'failed':
      return 'Import stopped'
    case 'done':
      if (run.reports.length === 0 || run.unread === run.reports.length) return 'Nothing imported'
      return run.newPapers > 0 ? counted(run.newPapers, 'new paper') : 'No new papers'
  }
}

/** What came of it, in a sentence or two. */
export function importResult(run: ImportRun): string {
  const { failure, reports, unread, papers, newPapers, repaired, problems, leftOut, doneFiles } = run
  if (failure !== null) return failure
  const sentences: string[] = []
  if (run.status === 'cancelled')
    sentences.push(
      `${counted(doneFiles, 'file')} of ${run.files.length.toLocaleString('en')} are in the library.`
    )
  const [first] = reports
  const reason = first?.problems[0]?.reason
  if (reports.length === 1 && first?.key === null && reason !== undefined)
    return [`${first.file}: ${problemText(reason)}.`, problemAdvice(reason), 'Nothing was changed.']
      .filter((sentence) => sentence !== null)
      .join(' ')
  if (papers > newPapers) sentences.push(`${counted(papers - newPapers, 'paper')} were known already.`)
  if (repaired > 0) sentences.push(`${counted(repaired, 'field')} repaired.`)
  if (unread > 0) sentences.push(`${counted(unread, 'file')} could not be read as a digest.`)
  else if (problems > 0) sentences.push(`${counted(problems, 'problem')}: the report says where.`)
  if (leftOut > 0) sentences.push(`${counted(leftOut, 'file')} left out: no digest.`)
  if (sentences.length === 0)
    sentences.push(reports.length === 0 ? 'There was nothing to read.' : 'Everything was read.')
  return sentences.join(' ')
}
