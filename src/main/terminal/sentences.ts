import { Failure } from '#core/failure'
import { failureText } from '#core/messages'

/** Digests and names of files come from strangers: a terminal obeys control characters and turns directions round. */
export function harmless(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  return line.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

/** A failure as one sentence. */
export function sentenceOf(cause: unknown): string {
  if (cause instanceof Failure) return failureText(cause.code, cause.details)
  return failureText('internal', { reason: cause instanceof Error ? cause.message : 'unknown' })
}
