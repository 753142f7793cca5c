import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { Argument, Replies, Reply, RequestName } from '#core/contract'
import { problemText } from '#core/problem-messages'
import { findFiles, type FoundFile } from '#main/library/find-files'
import { readDigestFile } from '#main/library/read-digest-file'
import {
  leftOutLine,
  toldOf,
  totalLine,
  totalsOf,
  underPath,
  type Imported
} from '#main/terminal/import-totals'

/** Files under way at once, as a window has them. */
const atOnce = 2

/** Files told of one by one; the others are in the window's report. */
const mostTold = 5

/** How a library is asked: in this process, or through the one that has it open. */
export type Ask = (name: string, argument: unknown) => Promise<Reply>

/** A request that was refused; the message is in the user's words. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'
}

/**
 * Imports the files that were named at the start as one session, so that windows see it like one of theirs.
 * @param stop Ends it after the files under way; what was imported stays.
 * @returns What is to be told of it, line by line.
 * @throws RequestRefused
 */
export async function importNamed(paths: readonly string[], ask: Ask, stop: AbortSignal): Promise<string[]> {
  const { files, leftOut } = await findFiles(paths)
  const { session } = await asked(ask, 'beginImport', { window: randomUUID() })
  const imported: Imported[] = []
  try {
    await importAll(files, session, ask, stop, imported)
  } finally {
    // Also after a failure: a session that nobody ends would show as under way for ever.
    await ask(stop.aborted ? 'cancelImport' : 'finishImport', { session })
  }
  return linesOf(Object.values(imported), leftOut)
}

/** @param imported What is done, at the files' places. */
async function importAll(
  files: readonly FoundFile[],
  session: string,
  ask: Ask,
  stop: AbortSignal,
  imported: Imported[]
): Promise<void> {
  const left = files.entries()
  const worker = async (): Promise<void> => {
    for (const [index, found] of left) {
      if (stop.aborted) return
      const bytes = await readDigestFile(found.path)
      const name = basename(found.path)
      const reports =
        bytes instanceof Uint8Array ? await asked(ask, 'importFile', { session, name, bytes }) : [bytes]
      imported[index] = {
        found,
        reports: bytes instanceof Uint8Array ? underPath(reports, name, found.path) : reports
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

async function asked<N extends RequestName>(ask: Ask, name: N, argument: Argument<N>): Promise<Replies[N]> {
  const reply = await ask(name, argument)
  if (!reply.ok) throw new RequestRefused(reply.error.message)
  return reply.value as Replies[N]
}

function linesOf(imported: readonly Imported[], leftOutBefore: number): string[] {
  const { reports, files, leftOut: notTold, withIds } = toldOf(imported)
  const unread = reports.filter(({ key }) => key === null)
  const lines = unread.slice(0, mostTold).map(({ file, problems: [problem] }) => {
    return `${file}: ${problem === undefined ? 'not read' : problemText(problem.reason)}.`
  })
  if (unread.length > mostTold) lines.push(`And ${unread.length - mostTold} more that could not be read.`)
  if (reports.length > unread.length) lines.push(totalLine(totalsOf(reports, files)))
  const leftOut = leftOutBefore + notTold
  return leftOut > 0 ? [...lines, leftOutLine(leftOut, withIds)] : lines
}
