import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { longestArgument } from '#core/argument-limit'
import { outcomeOf, type Outcome } from '#core/dispatch'
import { Failure } from '#core/failure'
import { decodeWire } from '#core/wire'
import {
  handoverRequests,
  handoverVersion,
  requestPath,
  type AnswerLine,
  type HandoverApi,
  type HandoverReply
} from '#main/handover/requests'
import type { OwnLibrary } from '#main/handover/own-library'
import { listenPrivately, type SocketOwner, type SocketPlace } from '#main/handover/socket-place'
import type { ImportStep } from '#main/handover/writable-library'
import { readBody } from '#main/http/read-body'
import { refuse } from '#main/http/refusal'
import { isToken, tokenHeader } from '#main/http/token'

/** Milliseconds between two words of progress: a terminal shows no more. */
const progressPause = 100

/** Milliseconds that a command may take to read its last answer while the library is being closed. */
const longestFarewell = 1000

/** A request that has not been dealt with. */
interface UnderWay {
  readonly request: IncomingMessage
  readonly stop: AbortController
  /** Its answer has been written. */
  readonly answered: Promise<void>
  /** And read, or its sender has gone away. */
  readonly gone: Promise<void>
}

/** Takes what commands would write to a library that this process has open. */
export class HandoverServer {
  readonly #library: OwnLibrary
  readonly #token: string
  readonly #server: Server
  readonly #underWay = new Set<UnderWay>()
  #place: SocketPlace | null = null
  /** Connections of commands that import: each keeps its own until it has ended, also while it reads its next file. */
  readonly #importers = new Set<Socket>()
  #closing = false

  constructor(library: OwnLibrary, token: string) {
    this.#library = library
    this.#token = token
    // A command keeps its connection for as long as it runs, also where its input pauses.
    this.#server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
      this.#take(request, response)
    })
  }

  /** @returns The socket; null where none can be had. */
  async listen(owner: SocketOwner): Promise<string | null> {
    this.#place = await listenPrivately(this.#server, owner)
    return this.#place?.socket ?? null
  }

  /** Whether a command's import is under way. */
  get importing(): boolean {
    return this.#importers.size > 0
  }

  /** Takes no more requests, stops imports, and resolves when everything that is under way has been answered. */
  async close(): Promise<void> {
    if (this.#place === null) return
    this.#closing = true
    const all = [...this.#underWay]
    for (const { request, stop } of all) {
      stop.abort()
      // What has not arrived whole has changed nothing.
      if (!request.complete) request.destroy()
    }
    await Promise.all(all.map(({ answered }) => answered))
    const allRead = Promise.all(all.map(({ gone }) => gone))
    await Promise.race([allRead, sleep(longestFarewell, undefined, { ref: false })])
    // Not before: it would cut off answers that are still being read.
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
    await this.#place.remove()
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const stop = new AbortController()
    const gone = new Promise<void>((resolve) => {
      response.once('close', () => {
        // A command that was stopped wants no more of its import.
        stop.abort()
        resolve()
      })
    })
    const answered = this.#answer(request, response, stop.signal).catch(() => {
      // The command has gone away before it had sent everything.
      response.destroy()
    })
    const underWay = { request, stop, answered, gone }
    this.#underWay.add(underWay)
    void Promise.all([answered, gone]).then(() => this.#underWay.delete(underWay))
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const { url = '', headers } = request
    if (!isToken(headers[tokenHeader], this.#token)) {
      refuse(request, response, 401)
      return
    }
    if (request.method !== 'POST' || !url.startsWith(requestPath)) {
      refuse(request, response, 404)
      return
    }
    if (this.#closing) {
      refuse(request, response, 503)
      return
    }
    const name = url.slice(requestPath.length)
    const asked = await readArgument(request, name)
    if (asked === null) {
      refuse(request, response, 413)
      return
    }
    const tell = (line: AnswerLine): void => {
      response.write(`${JSON.stringify(line)}\n`)
    }
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (name === 'importFile') this.#countImporter(request.socket)
    const outcome = this.#outcome(name, asked, signal, paced(response, tell))
    // At once: by it a command knows that what it asks for next comes after this.
    response.flushHeaders()
    tell({ reply: this.#replyOf(await outcome) })
    response.end()
  }

  async #outcome(
    name: string,
    asked: Outcome,
    signal: AbortSignal,
    progress: (step: ImportStep) => void
  ): Promise<Outcome> {
    if (!asked.ok) return asked
    return outcomeOf(handoverRequests, this.#api(signal, progress), name, asked.value)
  }

  #api(signal: AbortSignal, progress: (step: ImportStep) => void): HandoverApi {
    const library = this.#library
    return {
      greet: () => Promise.resolve({ version: handoverVersion, lost: library.lost }),
      mark: ({ wish, ids }) => library.mark(wish, ids),
      removeDigest: ({ beginning }) => library.removeDigest(beginning),
      undo: () => library.undo(),
      backUp: () => library.backUp(),
      importFile: ({ name, bytes, ...options }) =>
        library.importFile(name, bytes, { ...options, signal, progress })
    }
  }

  #countImporter(socket: Socket): void {
    if (this.#importers.has(socket) || socket.destroyed) return
    this.#importers.add(socket)
    socket.once('close', () => this.#importers.delete(socket))
  }

  #replyOf(outcome: Outcome): HandoverReply {
    if (outcome.ok) return outcome
    const { code, details } = outcome.failure
    // Nobody else cancels what a command asked for, and is still there to hear of it.
    return this.#closing && code === 'cancelled'
      ? { ok: false, code: 'handoverEnded', details: {} }
      : { ok: false, code, details }
  }
}

/**
 * A request's argument, or why it is none; null where it is larger than it may be. By itself, so that nothing keeps the
 * body while what came in it is imported.
 */
async function readArgument(request: IncomingMessage, name: string): Promise<Outcome | null> {
  const body = await readBody(request, longestArgument(name))
  if (body === null) return null
  try {
    return { ok: true, value: body.length === 0 ? undefined : decodeWire(body) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'not readable'
    return { ok: false, failure: new Failure('badRequest', { reason }) }
  }
}

/** Tells of progress now and then, and not to a command that does not read. */
function paced(response: ServerResponse, tell: (line: AnswerLine) => void): (step: ImportStep) => void {
  let last = 0
  return (progress) => {
    const now = performance.now()
    if (now - last < progressPause || response.writableNeedDrain) return
    last = now
    tell({ progress })
  }
}
