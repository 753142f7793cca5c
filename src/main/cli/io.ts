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

/** Writes a sentence to standard error. */
export function complain(io: Io, sentence: string): void {
  io.err.write(`${sentence}\n`)
}

/** A failure as one sentence. */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof Failure) return failureText(cause.code, cause.details)
  return failureText('internal', { reason: cause instanceof Error ? cause.message : 'unknown' })
}
