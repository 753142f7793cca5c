import type { Decision } from '#core/domain/decision'
import { openLibrary } from '#main/library/open-library'
import { commonOptions, locate, readArguments, type Command } from '#main/cli/command'
import { print, UsageError } from '#main/cli/io'

export const undo: Command = {
  name: 'undo',
  usage: '[--library DIR]',
  summary: 'Takes back the last thing done on this device that is not undone yet.',
  help: ['', 'What has been changed again since stays as it is.'],
  run: async (args, io) => {
    const { values, positionals } = readArguments(args, commonOptions)
    if (positionals.length > 0) throw new UsageError('“undo” takes no further words.')
    const library = await openLibrary(locate(values.library), 'command line', { create: false })
    try {
      await print(io, `Undone: ${describe(await library.undo())}.`)
      return 0
    } finally {
      await library.close()
    }
  }
}

function describe({ changes, digests = [] }: Decision): string {
  const papers = changes.reduce((sum, change) => sum + Object.keys(change.papers).length, 0)
  const imported = digests.filter(({ present }) => present).length
  const removed = digests.length - imported
  const parts = [
    imported > 0 ? `the import of ${count(imported, 'digest')}` : '',
    removed > 0 ? `the removal of ${count(removed, 'digest')}` : '',
    papers > 0 ? `marks of ${count(papers, 'paper')}` : ''
  ]
  return parts.filter(Boolean).join(', ') || 'nothing that still holds'
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`
}
