import { once } from 'node:events'
import { failureText } from '#core/messages'
import { Failure } from '#core/failure'

/** What a command writes to and reads from. */
export interface Io {
  readonly out: NodeJS.WritableStream & { readonly columns?: number }
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly in: NodeJS.ReadableStream
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

/** Digests and names of files come from strangers: a terminal obeys control characters and turns directions round. */
function harmless(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  return line.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** `1 paper`, `2,329 papers`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

/** A failure as one sentence. */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof Failure) return failureText(cause.code, cause.details)
  return failureText('internal', { reason: cause instanceof Error ? cause.message : 'unknown' })
}
