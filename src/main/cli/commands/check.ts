import { checkLibrary } from '#main/library/check-library'
import { commonOptions, locate, readArguments, type Command } from '#main/cli/command'
import { print, UsageError } from '#main/cli/io'
import { counted } from '#core/words/counted'
import type { Damage } from '#main/storage/damage'

const reasons: Readonly<Record<Damage['reason'], string>> = {
  checksum: 'its checksum is wrong, so it is set aside',
  shape: 'it is no record, so it is set aside',
  torn: 'it was not written whole, so it is left out',
  missing: 'all or part of it is missing',
  mismatch: 'it is not what was imported'
}

export const check: Command = {
  name: 'check',
  usage: '[--library DIR]',
  summary: 'Verifies every record of the library and says what it found.',
  help: ['', 'Changes nothing. Ends with 1 where a record is damaged or missing.'],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, commonOptions)
    if (positionals.length > 0) throw new UsageError('“check” takes no further words.')
    const found = await checkLibrary(locate(values.library))
    const { devices, decisions, digests, entries, papers, damages } = found
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
    return damages.some(({ reason }) => reason !== 'torn') ? 1 : 0
  }
}

/** What a crash left unfinished was never acknowledged: that is no damage. */
function verdict(damages: readonly Damage[]): string {
  const torn = damages.filter(({ reason }) => reason === 'torn').length
  const damaged = damages.length - torn
  const parts = [
    damaged > 0 ? `${damaged.toLocaleString('en')} damaged or missing` : '',
    torn > 0 ? `${torn.toLocaleString('en')} not written whole` : ''
  ]
  return parts.filter(Boolean).join(', ') || 'all records are whole'
}
