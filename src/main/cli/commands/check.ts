import { checkLibrary } from '#main/library/check-library'
import { commonOptions, locate, readArguments, type Command } from '#main/cli/command'
import { complain, print, UsageError } from '#main/cli/io'
import { counted } from '#core/words/counted'
import { localMoment } from '#core/words/moment'
import { isLoss, type Damage } from '#main/storage/damage'

const reasons: Readonly<Record<Damage['reason'], string>> = {
  checksum: 'its checksum is wrong, so it is set aside',
  shape: 'it is no record, so it is set aside',
  torn: 'it was not written whole, so it is left out',
  missing: 'all or part of it is missing',
  mismatch: 'it is not what was imported',
  awaited: 'another device wrote it, and all or part of it has not arrived',
  conflictCopy: 'a synchroniser made this copy; what it holds is read as well'
}

export const check: Command = {
  name: 'check',
  usage: '[--library DIR]',
  summary: 'Verifies every record of the library and says what it found.',
  help: ['', 'Changes nothing. Ends with 1 where a record is damaged or lost.'],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, commonOptions)
    if (positionals.length > 0) throw new UsageError('“check” takes no further words.')
    const found = await checkLibrary(locate(values.library))
    const { devices, decisions, digests, entries, papers, damages, backup } = found
    for (const { file, line, reason } of damages) {
      await print(io, `${file}${line > 0 ? `, line ${line}` : ''}: ${reasons[reason]}`)
    }
    await print(
      io,
      [
        counted(devices, 'device'),
        counted(decisions, 'decision'),
        counted(digests, 'digest'),
        counted(entries, 'entry', 'entries'),
        counted(papers, 'paper')
      ].join(', ') + `: ${verdict(damages)}.`
    )
    if (backup !== null)
      complain(io, `The last daily backup failed (${localMoment(backup.at)}). ${backup.message}`)
    return damages.some(isLoss) ? 1 : 0
  }
}

/** What a crash left unfinished was never acknowledged: that is no damage. */
function verdict(damages: readonly Damage[]): string {
  const number = (reason: Damage['reason']): number => damages.filter((each) => each.reason === reason).length
  const said = (count: number, words: string): string =>
    count > 0 ? `${count.toLocaleString('en')} ${words}` : ''
  const parts = [
    said(damages.filter(isLoss).length, 'damaged or missing'),
    said(number('torn'), 'not written whole'),
    said(number('awaited'), 'still on the way from another device'),
    said(number('conflictCopy'), 'copied by a synchroniser')
  ]
  return parts.filter(Boolean).join(', ') || 'all records are whole'
}
