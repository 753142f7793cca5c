import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { unreadable, type FileReport } from '#core/domain/file-report'
import { problemText } from '#core/problem-messages'
import { entriesIn } from '#main/handover/own-library'
import type { CommandImport, WritableLibrary } from '#main/handover/writable-library'
import { findFiles, type FoundFile } from '#main/library/find-files'
import { readDigestFile } from '#main/library/read-digest-file'
import { commonOptions, openLocated, readArguments, type Command } from '#main/cli/command'
import { complain, print, printText, UsageError, type ExitCode, type Io } from '#main/cli/io'
import {
  leftOutLine,
  paperCounts,
  toldOf,
  totalLine,
  totalsOf,
  underPath,
  type Imported
} from '#main/terminal/import-totals'
import { counted } from '#core/words/counted'
import { problemJson } from '#main/cli/problem-json'
import { Progress } from '#main/cli/progress'

/** Files under way at once: while one waits for the disk, the next is parsed. */
const atOnce = 4

export const importCommand: Command = {
  name: 'import',
  usage: '[--library DIR] [--read] [--ids] [--json] FILE|DIR…',
  summary: 'Brings digests into the library, also those in archives.',
  help: [
    '',
    '  FILE|DIR…      Digest files; of a directory all files below it, in the order of their paths.',
    '                 Archives count as the files in them: .zip, .tar, .tar.gz and .gz, told by their content.',
    '                 Hidden files and files that are no digest are left out there, and counted.',
    '  --read         File everything that is new under Read.',
    '  --ids          Of a FILE that is no digest but names arXiv papers, add those: only their ids are known.',
    '  --json         Print one JSON object instead of text.',
    '  --library DIR  The library; without it the one of the application.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, {
      ...commonOptions,
      read: { type: 'boolean' },
      ids: { type: 'boolean' },
      json: { type: 'boolean' }
    })
    if (positionals.length === 0) throw new UsageError('Name a file or a directory to import.')
    const found = await findFiles(positionals)
    if (found.files.length > 0 && found.files.every(({ path }) => !existsSync(path))) {
      // Nothing to import: no library is made for that.
      const reports = found.files.map((file) => ({
        found: file,
        reports: [unreadable(file.path, 'fileMissing')]
      }))
      return tell(reports, found.leftOut, values.json === true, io)
    }
    const library = await openLocated(values.library, io, { create: true })
    try {
      const imported: Imported[] = []
      const told = (): Promise<ExitCode> =>
        tell(Object.values(imported), found.leftOut, values.json === true, io)
      try {
        const wish = { read: values.read === true, ids: values.ids === true }
        await importAll(library, found.files, wish, imported, io)
      } catch (cause) {
        // The files before the failure are in the library all the same.
        if (Object.keys(imported).length > 0) await told()
        throw cause
      }
      return await told()
    } finally {
      await library.close()
    }
  }
}

/** @param imported What is done, at the files' places. */
async function importAll(
  library: WritableLibrary,
  files: readonly FoundFile[],
  { read, ids }: { readonly read: boolean; readonly ids: boolean },
  imported: Imported[],
  io: Io
): Promise<void> {
  const progress = new Progress(io, files.length)
  // All of them are one step for undo.
  const visit = randomUUID()
  const pending: Promise<void>[] = []
  try {
    for (const [index, found] of files.entries()) {
      if (pending.length >= atOnce) await pending.shift()
      const bytes = await readDigestFile(found.path)
      const done = importOne(library, found, bytes, {
        read,
        visit,
        // Only of what the user named: READMEs name papers too.
        ids: ids && found.named,
        progress: ({ files, of, entries }) => {
          progress.found(index, entries)
          progress.within(basename(found.path), files, of)
        }
      }).then((reports) => {
        imported[index] = { found, reports }
        progress.found(index, entriesIn(reports))
        progress.advance()
      })
      // It may fail while another one is waited for.
      done.catch(() => undefined)
      pending.push(done)
    }
    await Promise.all(pending)
  } finally {
    // Also after a failure: what is still under way must end before the library is closed.
    await Promise.allSettled(pending)
    progress.end()
  }
}

async function importOne(
  library: WritableLibrary,
  { path }: FoundFile,
  content: Uint8Array | FileReport,
  options: CommandImport
): Promise<readonly FileReport[]> {
  if (!(content instanceof Uint8Array)) return [content]
  const name = basename(path)
  return underPath(await library.importFile(name, content, options), name, path)
}

async function tell(
  imported: readonly Imported[],
  leftOutBefore: number,
  json: boolean,
  io: Io
): Promise<ExitCode> {
  const { reports, files, leftOut: notTold, withIds } = toldOf(imported)
  const totals = totalsOf(reports, files)
  const leftOut = leftOutBefore + notTold
  const left = leftOutLine(leftOut, withIds)
  if (json) {
    await print(io, JSON.stringify({ files: reports.map(jsonReport), totals }))
    if (leftOut > 0) complain(io, left)
  } else {
    for (const report of reports) for (const line of reportLines(report)) await printText(io, line)
    await printText(io, totalLine(totals))
    if (leftOut > 0) await printText(io, left)
  }
  return reports.some(({ key }) => key === null) ? 1 : 0
}

function jsonReport({
  file,
  dialect,
  category,
  date,
  entries,
  papers,
  repaired,
  problems
}: FileReport): unknown {
  const told = problems.map(problemJson)
  return { file, dialect, category, date, entries, papers, repaired, problems: told }
}

function reportLines({
  file,
  key,
  dialect,
  category,
  date,
  entries,
  papers,
  repaired,
  problems
}: FileReport): string[] {
  const about = [dialect, category, date].filter((each) => each !== null).join(', ')
  const repairs = repaired > 0 ? `, ${counted(repaired, 'field')} repaired` : ''
  const lines =
    key === null
      ? []
      : [`${file}: ${counted(entries, 'entry', 'entries')} (${about})${paperCounts(papers)}${repairs}`]
  const shown = problems.map(({ line, reason, excerpt }) => {
    if (reason === 'onlyIds')
      return `${file}: ${problemText(reason)} (${excerpt}): “papertray import --ids” adds them`
    const quoted = excerpt === '' ? '' : reason === 'archiveMore' ? `: ${excerpt}` : `: “${excerpt}”`
    return key === null
      ? `${file}: ${problemText(reason)}${quoted}`
      : `  line ${line}: ${problemText(reason)}${quoted}`
  })
  return [...lines, ...shown]
}
