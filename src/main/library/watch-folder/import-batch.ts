import { relative, sep } from 'node:path'
import type { ImportResult } from '#core/contract'
import { isLeftOut, type FileReport } from '#core/domain/file-report'
import type { ProblemReason } from '#core/domain/problem'
import type { WatchedImport } from '#core/domain/watched-folder'
import type { ImportSessions } from '#main/library/import-sessions'
import type { Library } from '#main/library/library'
import { readDigestFile } from '#main/library/read-digest-file'
import { candidateAt, isSame, type Candidate } from '#main/library/watch-folder/candidates'
import { hashSlowly } from '#main/library/watch-folder/hash-slowly'
import type { WatchMemory } from '#main/library/watch-folder/watch-memory'

/** As which imports of a watched folder stand in their Decisions. */
export const watchFolderOrigin = 'watch folder'

export interface Batch {
  readonly library: Library
  readonly sessions: ImportSessions
  readonly memory: WatchMemory
  /** Absolute, through no link. */
  readonly folder: string
  readonly files: readonly Candidate[]
  /** Ends it between two files; what was imported stays. */
  readonly stop: AbortSignal
  /** Told before each file. */
  readonly progress: (done: number) => void
  /** Told of a file that cannot be read just now. */
  readonly unreadable: (file: Candidate, reason: ProblemReason) => void
}

/**
 * Imports files that are complete, as one session: one step for undo. What was dealt with is remembered file by file.
 *
 * @param told What came of them, also where it ends early.
 * @throws Failure as Library.importFile does.
 */
export async function importBatch(batch: Batch, told: (imported: WatchedImport) => void): Promise<void> {
  const { sessions, files, stop, progress } = batch
  let session: string | null = null
  try {
    for (const [index, file] of files.entries()) {
      progress(index)
      const read = await readWhole(batch, file)
      // Only now: whoever stops it ends the sessions that there are, and none must begin after that.
      if (stop.aborted) return
      if (read === null) continue
      session ??= sessions.begin(watchFolderOrigin)
      const name = nameBelow(batch.folder, file.path)
      const reports = await sessions.importFile(session, name, read.bytes)
      batch.memory.take({ ...file, sha256: read.sha256, problem: problemIn(reports) })
    }
  } finally {
    if (session !== null) {
      const result = await sessions.finish(session)
      const imported = importOf(batch.library, session, result)
      if (imported !== null) told(imported)
    }
  }
}

/** The path of a file below a folder, as people of any system write it. */
export function nameBelow(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/')
}

/** Null where it is not to be imported: it cannot be read, is still changing, or was dealt with under another name. */
async function readWhole(
  { memory, unreadable }: Batch,
  file: Candidate
): Promise<{ readonly bytes: Uint8Array; readonly sha256: string } | null> {
  const bytes = await readDigestFile(file.path)
  // Whoever is still writing, or put another file in its place: it is looked at again.
  if (!isSame(file, await candidateAt(file.path))) return null
  if (!(bytes instanceof Uint8Array)) {
    const reason = bytes.problems[0]?.reason ?? 'fileUnreadable'
    // Its size does not change by itself; a lock or a permission may.
    if (reason === 'fileTooLarge') memory.take({ ...file, sha256: null, problem: reason })
    else unreadable(file, reason)
    return null
  }
  const sha256 = await hashSlowly(bytes)
  const before = memory.withBytes(sha256)
  if (before === undefined) return { bytes, sha256 }
  memory.take({ ...file, sha256, problem: before.problem })
  return null
}

/** Why a file could not be read; null where it could, or is merely left out as in a folder that is imported. */
function problemIn(reports: readonly FileReport[]): ProblemReason | null {
  const unread = reports.find((report) => report.key === null && !isLeftOut(report, false))
  return unread?.problems[0]?.reason ?? null
}

function importOf(library: Library, session: string, { files, older }: ImportResult): WatchedImport | null {
  const told = files.filter((report) => !isLeftOut(report, false))
  const total = (of: (report: FileReport) => number): number =>
    told.reduce((sum, report) => sum + of(report), 0)
  const problems = total((report) => report.problems.length)
  const decision = library.marks.recent(library.device).findLast(({ visit }) => visit === session)?.id
  if (decision === undefined && problems === 0) return null
  return {
    when: new Date().toISOString(),
    digests: told.filter(({ key }) => key !== null).length,
    papers: total(({ papers }) => papers.new),
    newer: total(({ papers }) => papers.newerVersion),
    problems,
    older,
    decision: decision ?? null,
    session
  }
}
