import { once } from 'node:events'
import { harmless } from '#main/terminal/sentences'

/** What a command writes to and reads from. */
export interface Io {
  readonly out: NodeJS.WritableStream & { readonly columns?: number }
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly in: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly isOutputGone: () => boolean
}

/** 0 all well, 1 something was not understood, 2 wrong usage or a library that cannot be opened. */
export type ExitCode = 0 | 1 | 2

/** A command line that cannot be carried out as it was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Whoever read the output has enough of it: `papertray list | head`. */
export class OutputGone extends Error {
  override readonly name = 'OutputGone'
}

/**
 * Writes a line to standard output, and waits where whoever reads it is slower.
 * @throws OutputGone where nobody reads it any more.
 */
export async function print(io: Io, line: string): Promise<void> {
  if (io.isOutputGone()) throw new OutputGone()
  if (io.out.write(`${line}\n`)) return
  try {
    await once(io.out, 'drain')
  } catch (cause) {
    if (io.isOutputGone()) throw new OutputGone()
    throw cause
  }
}

/** The same for a line that people read. */
export function printText(io: Io, line: string): Promise<void> {
  return print(io, harmless(line))
}

/** Writes a sentence to standard error. */
export function complain(io: Io, sentence: string): void {
  io.err.write(`${harmless(sentence)}\n`)
}
