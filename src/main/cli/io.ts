import { once } from 'node:events'
import { failureText } from '#core/messages'
import { Failure } from '#core/failure'

/** What a command writes to and reads from. */
export interface Io {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
  readonly in: NodeJS.ReadableStream
}

/** 0 all well, 1 something was not understood, 2 wrong usage or a library that cannot be opened. */
export type ExitCode = 0 | 1 | 2

/** A command line that cannot be carried out as it was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** Writes a line to standard output, and waits where whoever reads it is slower. */
export async function print(io: Io, line: string): Promise<void> {
  if (!io.out.write(`${line}\n`)) await once(io.out, 'drain')
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

/** A failure as one sentence. */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof Failure) return failureText(cause.code, cause.details)
  return failureText('internal', { reason: cause instanceof Error ? cause.message : 'unknown' })
}
