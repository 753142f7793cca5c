import type { FailureCode } from '#core/failure'
import { Failure } from '#core/failure'

/** The code with which work fails; `done` where it does not. */
export async function codeOf(work: Promise<unknown>): Promise<FailureCode | 'done'> {
  try {
    await work
    return 'done'
  } catch (cause) {
    if (cause instanceof Failure) return cause.code
    throw cause
  }
}
