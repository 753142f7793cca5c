import type { Protocol, Session } from './cdp'
import { record } from './control'
import { answerRequest } from './protocol'
import { headerToHost, headerToPage, isOwn, toHost } from './translate'
import { isCancelled } from './web-request'

export type Paused = Protocol.Fetch.requestPausedPayload

/** Pages at foreign addresses that a test has put there, see the command `addFrame`. */
export const foreignPages = new Map<string, string>()

/** Windows whose pages are shown without the host's policy, as if it had a hole; by the number of their contents. */
export const withoutPolicy = new Set<number>()

/** Answers a page's request: its own addresses by the host, foreign ones not at all. */
export async function answer(session: Session, paused: Paused, webContentsId: number): Promise<void> {
  const { requestId, request, resourceType } = paused
  const put = foreignPages.get(request.url)
  if (put !== undefined) {
    await fulfil(session, requestId, new Response(put, { headers: { 'content-type': 'text/html' } }))
    return
  }
  const cancelled = await isCancelled(paused, webContentsId)
  if (!isOwn(request.url)) {
    record('request', { url: request.url, resourceType, isCancelled: cancelled })
    await session.send('Fetch.failRequest', {
      requestId,
      errorReason: cancelled ? 'BlockedByClient' : 'InternetDisconnected'
    })
  } else if (cancelled) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' })
  } else {
    await answerOwn(session, paused, withoutPolicy.has(webContentsId))
  }
}

async function answerOwn(
  session: Session,
  { requestId, request }: Paused,
  dropsPolicy: boolean
): Promise<void> {
  let response: Response
  try {
    response = await answerRequest(asRequest(request))
  } catch (error) {
    process.stderr.write(`the handler of ${toHost(request.url)} failed: ${String(error)}\n`)
    response = Response.error()
  }
  if (response.type === 'error') await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
  else await fulfil(session, requestId, dropsPolicy ? policyDropped(response) : response)
}

function policyDropped(response: Response): Response {
  const headers = new Headers(response.headers)
  for (const name of ['content-security-policy', 'x-frame-options']) headers.delete(name)
  return new Response(response.body, { status: response.status, headers })
}

function asRequest({
  url,
  urlFragment,
  method,
  headers,
  postDataEntries = []
}: Protocol.Network.Request): Request {
  const body = Buffer.concat(postDataEntries.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')))
  const translated = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    headerToHost(value)
  ])
  return new Request(toHost(url + (urlFragment ?? '')), {
    method,
    headers: translated,
    ...(body.length === 0 ? {} : { body })
  })
}

async function fulfil(session: Session, requestId: string, response: Response): Promise<void> {
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value: headerToPage(value) }))
  const body = Buffer.from(await response.arrayBuffer()).toString('base64')
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders,
    body
  })
}
