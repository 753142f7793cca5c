import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { failureText } from '#core/messages'
import { OwnLibrary } from '#main/handover/own-library'
import type { WritableLibrary } from '#main/handover/writable-library'
import {
  commandLine,
  holderOf,
  openLibrary,
  readLibrary,
  type LibraryLocation,
  type LibrarySnapshot
} from '#main/library/open-library'
import { whenFree } from '#main/library/when-free'
import { isLoss } from '#main/storage/damage'
import { directories } from '#main/storage/directories'
import { complain, UsageError, type ExitCode, type Io } from '#main/cli/io'
import { counted } from '#core/words/counted'

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
export const commonOptions = {
  library: { type: 'string' },
  help: { type: 'boolean', short: 'h' }
} as const satisfies Options

/** Thrown where `--help` stands among a command's arguments. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted'
}

/** Reads a command's arguments; unknown options and wrong values are usage errors. */
export function readArguments<O extends Options>(args: readonly string[], options: O) {
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
    if ('help' in read.values && read.values.help === true) throw new HelpWanted()
    return read
  } catch (cause) {
    if (cause instanceof HelpWanted) throw cause
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

/**
 * The library for a command that only reads. Where there is none, the default one is simply empty yet; one that was
 * named is a mistake.
 */
export async function readLocated(library: string | undefined, io: Io): Promise<LibrarySnapshot | ExitCode> {
  const location = locate(library)
  const snapshot = await readLibrary(location)
  if (snapshot !== null) {
    tellDamages(snapshot.damages.filter(isLoss).length, io)
    return snapshot
  }
  complain(io, failureText('noLibrary', { folder: location.folder }))
  return library === undefined || existsSync(location.folder) ? 0 : 2
}

/**
 * The library for a command that writes: opened here, or where the application has it open, as that hands it on.
 * @throws Failure as openLibrary does.
 */
export async function openLocated(
  library: string | undefined,
  io: Io,
  options: { readonly create: boolean }
): Promise<WritableLibrary> {
  const location = locate(library)
  const otherCommand = new AbortController()
  const opened = await whenFree<WritableLibrary>(
    async () => new OwnLibrary(await openLibrary(location, commandLine, options)),
    {
      // Another command may take as long as its input does.
      stop: otherCommand.signal,
      told: () => undefined,
      instead: async () => {
        const holder = await holderOf(location)
        if (holder?.holder === commandLine) otherCommand.abort()
        if (holder?.handover === undefined) return null
        // Loaded only then: most commands find nobody there.
        const { RunningLibrary } = await import('#main/handover/running-library')
        return RunningLibrary.connect(holder.handover)
      }
    }
  )
  tellDamages(opened.lost, io)
  return opened
}

/** What a crash left unfinished was never acknowledged: that needs no telling. */
function tellDamages(lost: number, io: Io): void {
  if (lost === 0) return
  complain(
    io,
    `${counted(lost, 'record')} of the library could not be read: “papertray check” lists what is wrong.`
  )
}
