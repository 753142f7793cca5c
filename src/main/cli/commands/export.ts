import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { heldWords } from '#core/words/restore-words'
import { sizeWords } from '#core/words/size'
import { exportLibrary } from '#main/library/backup/export-library'
import { commonOptions, locate, readArguments, readLocated, type Command } from '#main/cli/command'
import { printText, UsageError } from '#main/cli/io'

export const exportCommand: Command = {
  name: 'export',
  usage: '[--library DIR] [--force] FILE',
  summary: 'Writes the whole library into one archive, and verifies it by reading it back.',
  help: [
    '',
    '  FILE           The archive, best named ….tar.gz: “restore” brings a library back from it, also elsewhere.',
    '  --force        Replace FILE where it is there already.',
    '  --library DIR  The library; without it the one of the application.',
    'Works also while the application is open.'
  ],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, { ...commonOptions, force: { type: 'boolean' } })
    const [target] = positionals
    if (target === undefined || positionals.length > 1) throw new UsageError('Name one archive to write.')
    const snapshot = await readLocated(values.library, io)
    if (typeof snapshot === 'number') return snapshot === 0 ? 2 : snapshot
    const { folder, directories } = locate(values.library)
    try {
      const { holds } = await exportLibrary(snapshot, {
        folder: resolve(folder),
        target,
        scratch: directories.cache,
        force: values.force === true
      })
      const { size } = await stat(target)
      await printText(io, `Exported to ${target}: ${heldWords(holds)}, ${sizeWords(size)}.`)
      return 0
    } finally {
      await snapshot.close()
    }
  }
}
