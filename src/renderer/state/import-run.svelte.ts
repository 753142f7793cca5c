import type { ImportProgress, ImportResult } from '#core/contract'
import { isLeftOut, type FileReport } from '#core/domain/file-report'
import type { DigestFile } from './dropped-files'

export type ImportStatus = 'running' | 'ending' | 'cancelling' | 'done' | 'cancelled' | 'failed'

/** Milliseconds for which a list is not filled with a part of an import: most end sooner. */
const short = 2_000
const shortOfFew = 10_000
/** Bytes that take less than a second, unless the machine is busy with other things. */
const few = 2 ** 20

/** One import: what was dropped, chosen or pasted together, and what was added while it was under way. */
export class ImportRun {
  /** Of files that are still to be read, the next one first. */
  readonly waiting: DigestFile[] = []
  fileCount = $state(0)
  bytes = $state(0)
  /** Sample digests are old and there to be tried: they are not filed away. */
  sample = true
  readonly started = performance.now()
  status = $state<ImportStatus>('running')
  doneFiles = $state(0)
  doneBytes = $state(0)
  /** Of archives; null while there is none. Told by the part of the window that shows it. */
  within = $state.raw<ImportProgress | null>(null)
  reports = $state.raw<readonly FileReport[]>([])
  /** Texts that are no digests but name papers, by their reports: they are added if the user says so. */
  readonly texts = new Map<FileReport, Uint8Array>()
  /** Of files in folders and archives that are no digests. */
  leftOut = $state.raw<readonly FileReport[]>([])
  /** Papers that could be filed under Read, since they were announced long ago. */
  older = $state(0)
  /** Why it ended early, in the user's words. */
  failure = $state<string | null>(null)
  session: string | null = null

  constructor(files: readonly DigestFile[], sample: boolean) {
    this.include(files, sample)
  }

  include(files: readonly DigestFile[], sample: boolean): void {
    this.waiting.push(...files)
    this.fileCount += files.length
    this.bytes += files.reduce((sum, { size }) => sum + size, 0)
    this.sample &&= sample
  }

  get active(): boolean {
    return this.status === 'running' || this.status === 'ending' || this.status === 'cancelling'
  }

  /** True while it began just now and may end at any moment. */
  get fresh(): boolean {
    return this.active && performance.now() - this.started < (this.bytes > few ? short : shortOfFew)
  }

  /** Papers that the library did not have. */
  get newPapers(): number {
    return this.reports.reduce((sum, { papers }) => sum + papers.new, 0)
  }

  get problems(): number {
    return this.reports.reduce((sum, { problems }) => sum + problems.length, 0)
  }

  /** True where it asks whether to file the older papers under Read. */
  get asks(): boolean {
    return !this.active && this.older > 0 && !this.sample
  }

  /** True where it ended well and has nothing to ask. */
  get silent(): boolean {
    return this.status === 'done' && this.problems === 0 && this.newPapers > 0 && !this.asks
  }

  add(file: DigestFile, reports: readonly FileReport[]): void {
    this.doneFiles++
    this.doneBytes += file.size
    const left = reports.filter((report) => isLeftOut(report, file.named))
    this.leftOut = [...this.leftOut, ...left]
    this.reports = [...this.reports, ...reports.filter((report) => !left.includes(report))]
  }

  /** Of an archive that was not gone through to its end, only the session knows what it brought. */
  end({ files, older }: ImportResult): void {
    this.older = older
    this.reports = [
      ...this.reports.filter(({ key }) => key === null),
      ...files.filter(({ key }) => key !== null)
    ]
  }
}
