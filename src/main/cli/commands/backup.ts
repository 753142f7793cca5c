import { resolve } from 'node:path'
import { failureText } from '#core/messages'
import { reasonWords } from '#core/words/backup-words'
import { counted } from '#core/words/counted'
import { localMoment } from '#core/words/moment'
import { heldWords } from '#core/words/restore-words'
import { sizeWords } from '#core/words/size'
import { commonOptions, locate, openLocated, readArguments, type Command } from '#main/cli/command'
import { complain, print, UsageError, type ExitCode, type Io } from '#main/cli/io'
import type { BackupHolds } from '#main/handover/writable-library'
import { listBackups } from '#main/storage/backup/backup-list'
import { bytesIn, isSmaller } from '#main/storage/backup/manifest'

export const backup: Command = {
  name: 'backup',
  usage: '[--library DIR] [--list]',
  summary: 'Backs the library up in its own folder, and verifies the backup by reading it back.',
  help: [
    '',
    '  --list         List the backups there are, the newest first, instead of making one.',
    '  --library DIR  The library; without it the one of the application.',
    'The application makes one a day by itself. One a day is kept for a week, one a week for a month, and always',
    'the fullest. They protect from mistakes and damage, not from the loss of the disk: “export” does.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, { ...commonOptions, list: { type: 'boolean' } })
    if (positionals.length > 0) throw new UsageError('“backup” takes no further words.')
    if (values.list === true) return listAll(resolve(locate(values.library).folder), io)
    const library = await openLocated(values.library, io, { create: false })
    try {
      const { backup: made, fuller } = await library.backUp()
      await print(io, `Backed up: ${holdingWords(made)}.`)
      if (fuller !== null) await print(io, smallerWords(fuller))
      return 0
    } finally {
      await library.close()
    }
  }
}

async function listAll(folder: string, io: Io): Promise<ExitCode> {
  const { backups, unreadable } = await listBackups(folder)
  for (const [index, each] of backups.entries()) {
    const before = backups.slice(index + 1).find(({ device }) => device === each.device)
    const smaller = before !== undefined && isSmaller(each.manifest, before.manifest)
    const { made, why } = each.manifest
    const about = `${localMoment(made)}  ${reasonWords(why).padEnd(16)}  ${holdingWords({ ...each.manifest, bytes: bytesIn(each.manifest) })}`
    await print(io, smaller ? `${about}; smaller than the one before` : about)
  }
  for (const path of unreadable) complain(io, failureText('backupDamaged', { file: path }))
  if (backups.length === 0) complain(io, 'There is no backup yet: “papertray backup” makes one.')
  return unreadable.length > 0 ? 1 : 0
}

function holdingWords({ holds, bytes }: Omit<BackupHolds, 'made'>): string {
  return `${heldWords(holds)}, ${counted(holds.decisions, 'decision')}, ${sizeWords(bytes)}`
}

function smallerWords(fuller: BackupHolds): string {
  return `It holds less than the one of ${localMoment(fuller.made)} (${holdingWords(fuller)}): that one is kept. “papertray check” says whether something was lost.`
}
