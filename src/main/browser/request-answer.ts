import type { IncomingMessage, ServerResponse } from 'node:http'
import { longestArgument } from '#core/argument-limit'
import type { Api, Reply } from '#core/contract'
import { dispatch } from '#core/dispatch'
import { failureText } from '#core/messages'
import { decodeWire, encodeWire } from '#core/wire'
import { readBody } from '#main/http/read-body'
import { refuse } from '#main/http/refusal'

/** Media type of the wire format. A page of another site cannot send it without asking first. */
export const wireType = 'application/octet-stream'

/** Answers one request of the contract. What is wrong with it itself stands in the Reply. */
export async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  api: Api,
  name: string
): Promise<void> {
  if (request.method !== 'POST') {
    refuse(request, response, 405, { allow: 'POST' })
    return
  }
  if (request.headers['content-type'] !== wireType) {
    refuse(request, response, 415)
    return
  }
  const body = await readBody(request, longestArgument(name))
  if (body === null) {
    refuse(request, response, 413)
    return
  }
  const reply = await replyTo(api, name, body)
  const bytes = encodeWire(reply)
  response.writeHead(200, {
    'content-type': wireType,
    'content-length': bytes.length,
    'cache-control': 'no-store'
  })
  response.end(bytes)
}

async function replyTo(api: Api, name: string, body: Uint8Array): Promise<Reply> {
  let argument: unknown
  try {
    argument = body.length === 0 ? undefined : decodeWire(body)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'not readable'
    return { ok: false, error: { code: 'badRequest', message: failureText('badRequest', { reason }) } }
  }
  return dispatch(api, name, argument)
}
