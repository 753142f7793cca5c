import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { Failure } from '#core/failure'
import { encodeWire } from '#core/wire'
import {
  requestPath,
  type AnswerLine,
  type HandoverName,
  type HandoverArgument,
  type HandoverReplies,
  type HandoverReply
} from '#main/handover/requests'
import type { ImportStep } from '#main/handover/writable-library'
import { tokenHeader } from '#main/http/token'
import type { HandoverPlace } from '#main/storage/lock'

export interface AskOptions {
  /** Called as soon as what is asked for next comes after this. */
  readonly taken?: () => void
  readonly progress?: (step: ImportStep) => void
  readonly signal?: AbortSignal
}

/** A command's way to the application that has the library open. */
export class Connection {
  readonly #place: HandoverPlace
  readonly #agent = new Agent({ keepAlive: true })

  constructor(place: HandoverPlace) {
    this.#place = place
  }

  /**
   * @throws Failure of the request itself; `handoverEnded` where the application ended before it had answered, or is not
   * there.
   */
  async ask<N extends HandoverName>(
    name: N,
    argument: HandoverArgument<N>,
    options: AskOptions = {}
  ): Promise<HandoverReplies[N]> {
    const reply = await this.#exchange(name, argument, options).catch((cause: unknown) => {
      throw new Failure('handoverEnded', {}, cause)
    })
    if (!reply.ok) throw new Failure(reply.code, reply.details)
    return reply.value as HandoverReplies[N]
  }

  close(): void {
    this.#agent.destroy()
  }

  async #exchange(
    name: string,
    argument: unknown,
    { taken, progress, signal }: AskOptions
  ): Promise<HandoverReply> {
    const sent = httpRequest({
      socketPath: this.#place.socket,
      agent: this.#agent,
      method: 'POST',
      path: `${requestPath}${name}`,
      headers: { [tokenHeader]: this.#place.token },
      ...(signal === undefined ? {} : { signal })
    })
    sent.end(argument === undefined ? undefined : encodeWire(argument))
    // Also after the answer began: then reading it fails, which says as much.
    sent.on('error', () => undefined)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    if (response.statusCode !== 200) {
      response.resume()
      throw new Error(`status ${response.statusCode ?? 0}`)
    }
    taken?.()
    let reply: HandoverReply | null = null
    // To its end: else the connection could not be used again.
    for await (const line of linesOf(response)) {
      if ('reply' in line) reply = line.reply
      else progress?.(line.progress)
    }
    if (reply === null) throw new Error('no reply')
    return reply
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<AnswerLine> {
  let unfinished = ''
  response.setEncoding('utf8')
  for await (const chunk of response) {
    const [first = '', ...rest] = String(chunk).split('\n')
    unfinished += first
    for (const next of rest) {
      yield JSON.parse(unfinished) as AnswerLine
      unfinished = next
    }
  }
}
