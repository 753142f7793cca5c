import { Failure } from '#core/failure'
import { HelpWanted, type Command } from '#main/cli/command'
import { backup } from '#main/cli/commands/backup'
import { check } from '#main/cli/commands/check'
import { digests } from '#main/cli/commands/digests'
import { exportCommand } from '#main/cli/commands/export'
import { importCommand } from '#main/cli/commands/import'
import { list } from '#main/cli/commands/list'
import { mark } from '#main/cli/commands/mark'
import { removeDigest } from '#main/cli/commands/remove-digest'
import { restore } from '#main/cli/commands/restore'
import { undo } from '#main/cli/commands/undo'
import { version } from '../../../package.json'
import { complain, OutputGone, print, UsageError, type ExitCode, type Io } from '#main/cli/io'
import { sentenceOf } from '#main/terminal/sentences'

/** In the order in which the help lists them. */
const commands: readonly Command[] = [
  importCommand,
  list,
  mark,
  digests,
  removeDigest,
  undo,
  check,
  backup,
  restore,
  exportCommand
]

/** Failures that are about what was asked for, not about the library. */
const misunderstood: ReadonlySet<string> = new Set([
  'unknownPaper',
  'unknownDigest',
  'ambiguousDigest',
  'nothingToUndo',
  'noBackup',
  'backupDamaged',
  'backupOfOther',
  'backupOlder',
  'fileExists'
])

let outputGone = false
const io: Io = {
  out: process.stdout,
  err: process.stderr,
  in: process.stdin,
  isOutputGone: () => outputGone
}

process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  outputGone = true
  if (cause.code === 'EPIPE') return
  complain(io, `The output could not be written (${cause.code ?? cause.message}).`)
  process.exitCode = 2
})
// There is nobody left to tell, and what was asked for is done all the same.
process.stderr.on('error', () => undefined)

// Last of all that stands here by itself: functions are there before this line runs, constants are not.
const exitCode = await run(process.argv.slice(2))
process.exitCode ??= exitCode

async function run(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined || name === '--help' || name === '-h') return showHelp(undefined)
  if (name === 'help') return showHelp(rest[0])
  if (name === '--version') {
    await print(io, `Papertray ${version}`)
    return 0
  }
  const command = commands.find((each) => each.name === name)
  if (command === undefined) return unknownCommand(name)
  try {
    return await command.run(rest, io)
  } catch (cause) {
    if (cause instanceof HelpWanted) return showHelp(name)
    if (cause instanceof OutputGone) return 0
    if (cause instanceof UsageError) {
      complain(io, `${cause.message} Usage: papertray ${command.name} ${command.usage}`)
      return 2
    }
    complain(io, sentenceOf(cause))
    return cause instanceof Failure && misunderstood.has(cause.code) ? 1 : 2
  }
}

function unknownCommand(name: string): ExitCode {
  complain(io, `Papertray has no command “${name}”: “papertray --help” lists them.`)
  return 2
}

async function showHelp(name: string | undefined): Promise<ExitCode> {
  const command = commands.find((each) => each.name === name)
  if (command === undefined && name !== undefined) return unknownCommand(name)
  if (command !== undefined) {
    await print(io, `papertray ${command.name} ${command.usage}`.trimEnd())
    await print(io, `\n${command.summary}`)
    for (const line of command.help) await print(io, line)
    return 0
  }
  await print(io, 'Papertray: a reading list for daily arXiv digests.\n\nCommands:')
  for (const each of commands) await print(io, `  ${each.name.padEnd(15)}${each.summary}`)
  await print(io, '\n“papertray COMMAND --help” says more of one. Every command takes --library DIR.')
  return 0
}
