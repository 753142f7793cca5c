import type { TakenBack } from '#main/handover/writable-library'
import { commonOptions, openLocated, readArguments, type Command } from '#main/cli/command'
import { print, UsageError } from '#main/cli/io'
import { counted } from '#core/words/counted'

export const undo: Command = {
  name: 'undo',
  usage: '[--library DIR]',
  summary: 'Takes back the last thing done on this device that is not undone yet.',
  help: ['', 'What has been changed again since stays as it is.'],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, commonOptions)
    if (positionals.length > 0) throw new UsageError('“undo” takes no further words.')
    const library = await openLocated(values.library, io, { create: false })
    try {
      await print(io, describe(await library.undo()))
      return 0
    } finally {
      await library.close()
    }
  }
}

/** In terms of what was done, not of what undoing it did. */
function describe({ imported, removed, papers }: TakenBack): string {
  const parts = [
    imported > 0 ? `the import of ${counted(imported, 'digest')}` : '',
    removed > 0 ? `the removal of ${counted(removed, 'digest')}` : '',
    papers > 0 ? `marks of ${counted(papers, 'paper')}` : ''
  ].filter(Boolean)
  return parts.length > 0
    ? `Undone: ${parts.join(', ')}.`
    : 'It has been changed again since, so nothing had to be undone.'
}
