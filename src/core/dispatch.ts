import * as v from 'valibot'
import { requests, type Api, type Reply, type RequestName } from '#core/contract'
import { Failure, type FailureDetails, type FailureCode } from '#core/failure'
import { failureText } from '#core/messages'

/** Answers one request of any host: looks its name up, checks its argument, and never throws. */
export async function dispatch(api: Api, name: string, argument: unknown): Promise<Reply> {
  if (!Object.hasOwn(requests, name)) return refusal('badRequest', { reason: 'no such request' })
  const known = name as RequestName
  if (api[known] === undefined) return refusal('badRequest', { reason: 'not here' })
  const checked = v.safeParse<v.GenericSchema>(requests[known], argument)
  if (!checked.success) return refusal('badRequest', { reason: v.summarize(checked.issues).slice(0, 500) })
  try {
    // The schema has just shown that the argument is that request's own.
    const answer = api[known] as (argument: unknown) => Promise<unknown>
    return { ok: true, value: await answer.call(api, checked.output) }
  } catch (cause) {
    if (cause instanceof Failure) return refusal(cause.code, cause.details)
    return refusal('internal', { reason: cause instanceof Error ? cause.message : String(cause) })
  }
}

function refusal(code: FailureCode, details: FailureDetails): Reply {
  return { ok: false, error: { code, message: failureText(code, details) } }
}
