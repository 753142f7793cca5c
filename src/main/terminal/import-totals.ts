import { isLeftOut, type FileReport, type PaperCounts } from '#core/domain/file-report'
import { counted } from '#core/words/counted'
import { leftOutIds, outcomeWords } from '#core/words/outcomes'

/** A file that was given, and what became of it or of the files in it. */
export interface Imported {
  readonly found: { readonly path: string; readonly named: boolean }
  readonly reports: readonly FileReport[]
}

/** What there is to tell of an import. */
export interface Told {
  readonly reports: readonly FileReport[]
  /** How many files they are of. */
  readonly files: number
  /** Files found in folders and archives that are no digests, and how many of them name papers. */
  readonly leftOut: number
  readonly withIds: number
}

/** The reports of one file under its path: those of files in an archive begin with its name. */
export function underPath(reports: readonly FileReport[], name: string, path: string): FileReport[] {
  return reports.map((report) => ({ ...report, file: `${path}${report.file.slice(name.length)}` }))
}

/** Parts what is told file by file from what is merely counted. */
export function toldOf(imported: readonly Imported[]): Told {
  const told = imported.map(({ found, reports }) => reports.filter((each) => !isLeftOut(each, found.named)))
  const left = imported.flatMap(({ found, reports }) =>
    reports.filter((each) => isLeftOut(each, found.named))
  )
  return {
    reports: told.flat(),
    files: told.reduce((sum, reports) => sum + new Set(reports.map(({ file }) => file)).size, 0),
    leftOut: left.length,
    withIds: left.filter(({ problems }) => problems[0]?.reason === 'onlyIds').length
  }
}

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

/** @param withIds How many of them name papers: their ids are only added where such a file is named itself. */
export function leftOutLine(files: number, withIds: number): string {
  return `${counted(files, 'file')} left out: hidden, or no digest. ${leftOutIds(withIds, files)}`.trimEnd()
}
