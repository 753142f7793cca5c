import * as v from 'valibot'
import { arxivId, bytes, mostPapers, text, wishSchema } from '#core/contract'
import type { FileReport } from '#core/domain/file-report'
import type { FailureCode, FailureDetails } from '#core/failure'
import type {
  ImportStep,
  MarkedPapers,
  NewBackup,
  RemovedSource,
  TakenBack
} from '#main/handover/writable-library'

/** Longest text that a command line can carry, about. */
const mostText = 200_000

/**
 * What commands hand over to the application: request → the schema of its one argument. To add one, give it a schema
 * here and a reply below, and both libraries its method: OwnLibrary does it, RunningLibrary asks for it.
 */
export const handoverRequests = {
  greet: v.undefined(),
  mark: v.object({ wish: wishSchema, ids: v.pipe(v.array(arxivId), v.maxLength(mostPapers)) }),
  removeDigest: v.object({ beginning: text(mostText) }),
  undo: v.undefined(),
  backUp: v.undefined(),
  importFile: v.object({
    name: text(1000),
    bytes,
    visit: text(40),
    read: v.boolean(),
    ids: v.boolean()
  })
} satisfies Record<string, v.GenericSchema>

/** Request → what it is answered with. */
export interface HandoverReplies {
  readonly greet: Greeting
  readonly mark: MarkedPapers
  readonly removeDigest: RemovedSource
  readonly undo: TakenBack
  readonly backUp: NewBackup
  readonly importFile: readonly FileReport[]
}

export type HandoverName = keyof typeof handoverRequests
export type HandoverArgument<N extends HandoverName> = v.InferOutput<(typeof handoverRequests)[N]>

/** The requests as functions. */
export type HandoverApi = {
  readonly [N in HandoverName]: (argument: HandoverArgument<N>) => Promise<HandoverReplies[N]>
}

/** Which requests there are, and what they mean: a command that knows another number hands nothing over. */
export const handoverVersion = 1

export interface Greeting {
  readonly version: number
  /** See WritableLibrary. */
  readonly lost: number
}

export type HandoverReply =
  | { readonly ok: true; readonly value?: unknown }
  | { readonly ok: false; readonly code: FailureCode; readonly details: FailureDetails }

/** An answer is lines of JSON: how far it has come, as often as there is something to tell, and last of all the reply. */
export type AnswerLine = { readonly progress: ImportStep } | { readonly reply: HandoverReply }

/** Followed by a request's name. */
export const requestPath = '/handover/'
