import { createInterface } from 'node:readline/promises'
import { reasonWords } from '#core/words/backup-words'
import { localMoment } from '#core/words/moment'
import { changesAnything, restoreWords } from '#core/words/restore-words'
import type { BackupContents } from '#main/library/backup/contents'
import { findBackup } from '#main/library/backup/find-backup'
import { previewLocated, restoreLocated } from '#main/library/backup/restore-located'
import type { LibraryLocation } from '#main/library/open-library'
import { commonOptions, locate, readArguments, type Command } from '#main/cli/command'
import { complain, print, printText, UsageError, type ExitCode, type Io } from '#main/cli/io'

export const restore: Command = {
  name: 'restore',
  usage: '[--library DIR] [--keep] [--yes] FILE|DATE',
  summary: 'Goes back to a backup, after saying what that would change; “undo” takes it back.',
  help: [
    '',
    '  FILE|DATE      An archive that “export” wrote, the list of a backup, or when it was made: 2026-11-21 or',
    '                 “2026-11-21 08:15”, as the list of backups shows it; of several that day the newest.',
    '  --keep         Only bring back what is lost or damaged: what was done since stays as it is.',
    '  --yes          Do it without asking.',
    '  --library DIR  The library, or an empty or missing folder; without it the library of the application.',
    'The library as it is now is backed up before. Nothing in it is overwritten.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, {
      ...commonOptions,
      keep: { type: 'boolean' },
      yes: { type: 'boolean' }
    })
    const [asked] = positionals
    if (asked === undefined || positionals.length > 1)
      throw new UsageError('Name one backup: an archive, a list, or its date.')
    const location = locate(values.library)
    const contents = await findBackup(location, asked)
    try {
      return await goBackTo(contents, location, values, io)
    } finally {
      await contents.close()
    }
  }
}

interface Wish {
  readonly keep?: boolean | undefined
  readonly yes?: boolean | undefined
}

async function goBackTo(
  contents: BackupContents,
  location: LibraryLocation,
  { keep = false, yes = false }: Wish,
  io: Io
): Promise<ExitCode> {
  const { made, why } = contents.manifest
  await print(io, `Backup of ${localMoment(made)} (${reasonWords(why)}):`)
  const { preview, library } = await previewLocated(location, contents, keep)
  if (library === 'none')
    await printText(io, `There is no library in ${location.folder} yet: it would be made.`)
  if (library === 'unreadable')
    await printText(io, `The library in ${location.folder} cannot be opened as it is.`)
  const lines = restoreWords(preview, keep, localMoment(made))
  // Nothing can have been done since in a library that is not there.
  for (const line of library === 'there' ? lines : lines.slice(0, 1)) await print(io, line)
  if (library === 'there' && !changesAnything(preview)) {
    await print(io, 'The library is as it was then: nothing to restore.')
    return 0
  }
  if (!yes && !(await agreed(io))) return 1
  const { decision } = await restoreLocated(location, contents, 'command line', { keep, less: true })
  await print(io, decision === null ? 'Restored.' : 'Restored: “papertray undo” takes it back.')
  return 0
}

async function agreed(io: Io): Promise<boolean> {
  if (io.in.isTTY !== true || io.err.isTTY !== true) {
    complain(io, 'Nothing was changed: add --yes to do this.')
    return false
  }
  const lines = createInterface({ input: io.in, output: io.err })
  try {
    const answer = await lines.question('Restore? [y/N] ')
    if (/^y(es)?$/i.test(answer.trim())) return true
    complain(io, 'Nothing was changed.')
    return false
  } finally {
    lines.close()
  }
}
