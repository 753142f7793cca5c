import * as v from 'valibot'
import { requests, type Api, type Reply } from '#core/contract'
import { Failure } from '#core/failure'
import { failureText } from '#core/messages'

/** Requests by their names: the schema of each one's argument. */
export type Schemas = Readonly<Record<string, v.GenericSchema>>

/** What answers them; what is missing is not answered here. */
export type Answers = Readonly<Record<string, ((argument: never) => Promise<unknown>) | undefined>>

export type Outcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly failure: Failure }

/** Answers one request of a window: as {@link outcomeOf} does, with failures in the user's words. */
export async function dispatch(api: Api, name: string, argument: unknown): Promise<Reply> {
  const outcome = await outcomeOf(requests, api, name, argument)
  if (outcome.ok) return outcome
  const { code, details } = outcome.failure
  return { ok: false, error: { code, message: failureText(code, details) } }
}

/** Answers one request: looks its name up, checks its argument, and never throws. */
export async function outcomeOf(
  schemas: Schemas,
  answers: Answers,
  name: string,
  argument: unknown
): Promise<Outcome> {
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  if (schema === undefined) return refusal('no such request')
  // The schema shows that the argument is that request's own.
  const answer = answers[name] as ((argument: unknown) => Promise<unknown>) | undefined
  if (answer === undefined) return refusal('not here')
  const checked = v.safeParse(schema, argument)
  if (!checked.success) return refusal(v.summarize(checked.issues).slice(0, 500))
  try {
    return { ok: true, value: await answer.call(answers, checked.output) }
  } catch (cause) {
    if (cause instanceof Failure) return { ok: false, failure: cause }
    const reason = cause instanceof Error ? cause.message : String(cause)
    return { ok: false, failure: new Failure('internal', { reason }) }
  }
}

function refusal(reason: string): Outcome {
  return { ok: false, failure: new Failure('badRequest', { reason }) }
}
