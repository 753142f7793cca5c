import type { FileReport, PaperCounts } from '#core/domain/file-report'
import { counted } from '#core/words/counted'
import { outcomeWords } from '#core/words/outcomes'

/** What an import brought, over all its files. */
export interface ImportTotals {
  readonly files: number
  readonly entries: number
  readonly papers: PaperCounts
  readonly repaired: number
  readonly problems: number
}

/** @param files How many files the reports are of: a file may hold several digests. */
export function totalsOf(reports: readonly FileReport[], files: number): ImportTotals {
  const papers = { new: 0, newerVersion: 0, completed: 0, known: 0, repeated: 0 }
  let entries = 0
  let repaired = 0
  let problems = 0
  for (const report of reports) {
    entries += report.entries
    repaired += report.repaired
    problems += report.problems.length
    for (const name of Object.keys(papers) as (keyof PaperCounts)[]) papers[name] += report.papers[name]
  }
  return { files, entries, papers, repaired, problems }
}

/** `2 files, 6 entries, 2 new, 4 known.` */
export function totalLine({ files, entries, papers, problems }: ImportTotals): string {
  const found = problems > 0 ? `, ${counted(problems, 'problem')}` : ''
  return `${counted(files, 'file')}, ${counted(entries, 'entry', 'entries')}${paperCounts(papers)}${found}.`
}

/** `, 2 new, 4 known`: goes on after a count of entries. */
export function paperCounts(papers: PaperCounts): string {
  return outcomeWords(papers)
    .map((each) => `, ${each}`)
    .join('')
}

export function leftOutLine(files: number): string {
  return `${counted(files, 'file')} left out: hidden, or no digest.`
}
