import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { LibraryLocation } from '#main/library/open-library'
import { directories } from '#main/storage/directories'

export interface Arguments {
  readonly location: LibraryLocation
  /** 0 for any that is free. */
  readonly port: number
  /** Show Papertray in the system's browser. */
  readonly open: boolean
  /** A directory to watch from now on; null where that is left as it is. */
  readonly watch: string | null
  /** Files and directories to import. */
  readonly files: readonly string[]
}

export const usage = 'npm start -- [--browser] [--no-open] [--port N] [--library DIR] [--watch DIR] FILE…'

export const help = `${usage}

Opens Papertray in the system's browser, and imports the files that are named.

  FILE…          Digest files; of a directory all files below it.
  --browser      Open in the browser, also where a desktop window can be had.
  --no-open      Only serve: the address is printed.
  --port N       Serve at this port instead of a free one.
  --library DIR  The library; without it the one of the application.
  --watch DIR    Import what comes into this directory by itself, from now on.`

/** A start that cannot be carried out as it was asked for; the message is in the user's words. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

/**
 * Reads the arguments; null where help is wanted.
 * @throws StartRefused
 */
export function readArguments(args: readonly string[]): Arguments | null {
  const { values, positionals } = parsed(args)
  if (values.help === true) return null
  if (positionals.includes('') || values.library === '' || values.watch === '')
    throw wrongUsage('A name is empty.')
  const places = directories()
  const folder = values.library === undefined ? places.library : resolve(values.library)
  return {
    location: { folder, directories: places },
    port: values.port === undefined ? 0 : portOf(values.port),
    open: values['no-open'] !== true,
    watch: values.watch === undefined ? null : resolve(values.watch),
    files: positionals
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        browser: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
        library: { type: 'string' },
        watch: { type: 'string' },
        help: { type: 'boolean', short: 'h' }
      },
      allowPositionals: true,
      strict: true
    })
  } catch (cause) {
    // Node explains at length how to escape a leading dash; the first sentence says what is wrong.
    const message = cause instanceof Error ? cause.message : 'The arguments cannot be read'
    throw wrongUsage(`${message.split(/\. |\.$/)[0] ?? message}.`)
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw wrongUsage('--port needs a number from 1 to 65535.')
  return port
}

function wrongUsage(sentence: string): StartRefused {
  return new StartRefused(`${sentence} Usage: ${usage}`)
}
