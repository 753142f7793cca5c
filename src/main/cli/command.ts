import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import type { LibraryLocation } from '#main/library/open-library'
import { directories } from '#main/storage/directories'
import { UsageError, type ExitCode, type Io } from '#main/cli/io'

/** One command of the command line. */
export interface Command {
  readonly name: string
  /** What stands after `papertray NAME`. */
  readonly usage: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` adds, line by line. */
  readonly help: readonly string[]
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>
}

type Options = NonNullable<ParseArgsConfig['options']>

/** Options that every command takes. */
export const commonOptions = { library: { type: 'string' } } as const satisfies Options

/** Reads a command's arguments; unknown options and wrong values are usage errors. */
export function readArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (cause) {
    // Node explains at length how to escape a leading dash; the first sentence says what is wrong.
    const message = cause instanceof Error ? cause.message : 'The arguments cannot be read'
    throw new UsageError(`${message.split(/\. |\.$/)[0] ?? message}.`)
  }
}

/** The library that `--library` names, relative to the caller's folder, or the default one. */
export function locate(library: string | undefined): LibraryLocation {
  const places = directories()
  if (library === '') throw new UsageError('--library needs a folder.')
  return { folder: library === undefined ? places.library : resolve(library), directories: places }
}
