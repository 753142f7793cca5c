import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import { encodeWire } from '#core/wire'
import { openHandingService, type HandingService } from '#main/handover/open-handing-service'
import { RunningLibrary } from '#main/handover/running-library'
import { holderOf, type LibraryLocation } from '#main/library/open-library'
import type { HandoverPlace } from '#main/storage/lock'
import { newPlace } from '../library/support/places'

export interface Serving {
  readonly place: LibraryLocation
  readonly service: HandingService
  readonly handover: HandoverPlace
  /** As a command reaches it. */
  readonly running: RunningLibrary
}

/** The application's library of a test, in this process, and a command's way to it. */
export async function serving(at?: LibraryLocation): Promise<Serving> {
  const place = at ?? (await newPlace())
  const service = await openHandingService(place, { version: '1.2.3', capabilities: [] })
  onTestFinished(() => service.close())
  const handover = await handoverAt(place)
  return { place, service, handover, running: await connected(handover) }
}

export async function handoverAt(place: LibraryLocation): Promise<HandoverPlace> {
  const handover = (await holderOf(place))?.handover
  if (handover === undefined) throw new Error('nothing is announced')
  return handover
}

export async function connected(handover: HandoverPlace): Promise<RunningLibrary> {
  const running = await RunningLibrary.connect(handover)
  if (running === null) throw new Error('nobody answers')
  onTestFinished(() => running.close())
  return running
}

export interface Sent {
  readonly path?: string
  readonly method?: string
  readonly token?: string | null
  readonly argument?: unknown
  readonly body?: Uint8Array
}

/** A request as something else than a command would send it. */
export async function send(
  { socket, token }: HandoverPlace,
  { path = '/handover/greet', method = 'POST', ...sent }: Sent
): Promise<{ status: number; text: string }> {
  const given = sent.token === undefined ? token : sent.token
  const headers = given === null ? {} : { 'x-papertray-token': given }
  const asking = request({ socketPath: socket, path, method, headers })
  asking.end(sent.body ?? (sent.argument === undefined ? undefined : encodeWire(sent.argument)))
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
  return { status: response.statusCode ?? 0, text }
}
