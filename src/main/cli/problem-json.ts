import type { Problem } from '#core/domain/problem'
import { problemText } from '#core/problem-messages'

/** A problem for scripts, with its reason in the words that people read. */
export function problemJson({ line, reason, excerpt }: Problem): unknown {
  return { line, reason: problemText(reason), excerpt }
}
