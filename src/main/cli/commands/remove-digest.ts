import { commonOptions, openLocated, readArguments, type Command } from '#main/cli/command'
import { printText, UsageError } from '#main/cli/io'
import { counted } from '#core/words/counted'

export const removeDigest: Command = {
  name: 'remove-digest',
  usage: '[--library DIR] KEY',
  summary: 'Takes a digest out of the library; “undo” brings it back.',
  help: [
    '',
    '  KEY            A key that “digests” lists, or the beginning of it.',
    'What was said of its papers stays, and returns with them.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, commonOptions)
    const [key] = positionals
    if (key === undefined || positionals.length > 1) throw new UsageError('Name one digest by its key.')
    const library = await openLocated(values.library, io, { create: false })
    try {
      const { source, entries } = await library.removeDigest(key)
      await printText(io, `Removed ${source} with ${counted(entries, 'entry', 'entries')}.`)
      return 0
    } finally {
      await library.close()
    }
  }
}
