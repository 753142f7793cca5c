import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Api, LibraryEvent } from '#core/contract'
import { downloadPath, Downloads } from '#main/browser/downloads'
import { EventStreams } from '#main/browser/event-streams'
import { isOwnRequest, isSameSite } from '#main/browser/guards'
import { readBody } from '#main/http/read-body'
import { refuse } from '#main/http/refusal'
import { answerFile } from '#main/browser/renderer-answer'
import { answerRequest } from '#main/browser/request-answer'
import { securityHeaders } from '#main/renderer-files/security-headers'
import { Tickets } from '#main/browser/tickets'
import { isToken, tokenHeader } from '#main/http/token'

/** Milliseconds that an idle connection is kept: longer than a browser keeps it, so that none ends under a request. */
const keepAlive = 10 * 60_000

const requestPath = '/request/'
const eventsPath = '/events'
/** A ticket is exchanged for the token there; and who has the token gets a ticket. */
const tokenPath = '/token'
const ticketPath = '/ticket'

/** Bytes of the longest ticket. */
const longestTicket = 100

export interface ServerParts {
  readonly api: Api
  readonly subscribe: (listener: (event: LibraryEvent) => void) => () => void
  /** Of the built renderer. */
  readonly folder: string
  readonly token: string
}

/** The windows' way to the library: the built renderer, the contract's requests and its events, on this machine only. */
export class BrowserServer {
  readonly #parts: ServerParts
  readonly #server: Server
  readonly #events = new EventStreams()
  readonly #tickets = new Tickets()
  readonly #downloads = new Downloads()
  readonly #unsubscribe: () => void
  /** Requests of the library that are being answered. */
  readonly #underWay = new Map<IncomingMessage, Promise<void>>()
  #closing = false

  constructor(parts: ServerParts) {
    this.#parts = parts
    const listen = (request: IncomingMessage, response: ServerResponse): void => {
      this.#take(request, response)
    }
    // The guards tell a missing Host like any other that is not ours.
    this.#server = createServer({ requireHostHeader: false, keepAliveTimeout: keepAlive }, listen)
    this.#server.on('checkExpectation', listen)
    this.#server.on('clientError', refuseUnreadable)
    this.#unsubscribe = parts.subscribe((event) => {
      this.#events.send(event)
    })
  }

  /**
   * Begins to listen.
   * @param port 0 for any that is free.
   * @returns The address: `http://127.0.0.1:PORT`.
   * @throws Error with code EADDRINUSE or EACCES where the port cannot be had.
   */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ port, host: '127.0.0.1' }, () => {
        this.#server.off('error', reject)
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`)
      })
    })
  }

  /** The right to open one window, see Tickets. */
  newTicket(): string {
    return this.#tickets.make()
  }

  /** See Downloads. */
  offerDownload(path: string, name: string): string {
    return this.#downloads.offer(path, name)
  }

  /** Takes no more requests, and resolves when those of the library that are under way have been answered. */
  async close(): Promise<void> {
    this.#closing = true
    this.#unsubscribe()
    this.#events.close()
    const closed = new Promise((resolve) => this.#server.close(resolve))
    // What has not arrived whole has changed nothing.
    for (const request of this.#underWay.keys()) if (!request.complete) request.destroy()
    await Promise.all(this.#underWay.values())
    // Files are not waited for: whoever reads none of what was asked for would be waited for without end.
    this.#server.closeAllConnections()
    await this.#downloads.close()
    await closed
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const answered = this.#answer(request, response).catch(() => {
      // Whoever asked has gone away, or asked for something that no line above was made for.
      response.destroy()
    })
    if (request.url?.startsWith(requestPath) !== true) return
    this.#underWay.set(request, answered)
    void answered.then(() => this.#underWay.delete(request))
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
    const { url = '', headers } = request
    const [path = ''] = url.split('?', 1)
    if (!isOwnRequest(headers)) {
      refuse(request, response, 403)
    } else if (path.startsWith(downloadPath)) {
      if (isSameSite(headers)) await this.#downloads.answer(request, response, path)
      else refuse(request, response, 403)
    } else if (!isForLibrary(path)) {
      await answerFile(request, response, this.#parts.folder, path)
    } else if (!isSameSite(headers)) {
      refuse(request, response, 403)
    } else if (path === tokenPath) {
      await this.#answerTicket(request, response)
    } else if (!isToken(headers[tokenHeader], this.#parts.token)) {
      refuse(request, response, 401)
    } else if (this.#closing) {
      refuse(request, response, 503)
    } else if (path === eventsPath) {
      this.#answerEvents(request, response)
    } else if (path === ticketPath) {
      answerText(request, response, this.#tickets.make())
    } else {
      await answerRequest(request, response, this.#parts.api, path.slice(requestPath.length))
    }
  }

  async #answerTicket(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST') {
      refuse(request, response, 405, { allow: 'POST' })
      return
    }
    const body = await readBody(request, longestTicket)
    if (body === null) refuse(request, response, 413)
    else if (this.#tickets.take(Buffer.from(body).toString('latin1')))
      answerText(request, response, this.#parts.token)
    else refuse(request, response, 401)
  }

  #answerEvents(request: IncomingMessage, response: ServerResponse): void {
    if (request.method !== 'POST' && request.method !== 'GET') {
      refuse(request, response, 405, { allow: 'GET, POST' })
      return
    }
    request.resume()
    this.#events.add(response)
  }
}

/** Everything else is a file of the renderer. */
function isForLibrary(path: string): boolean {
  return path === eventsPath || path === tokenPath || path === ticketPath || path.startsWith(requestPath)
}

function answerText(request: IncomingMessage, response: ServerResponse, text: string): void {
  request.resume()
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(text)
}

/** What is no HTTP, or has heads larger than Node takes (16 kB). */
function refuseUnreadable(cause: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || cause.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status =
    cause.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  const headers = Object.entries(securityHeaders).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('')}connection: close\r\ncontent-length: 0\r\n\r\n`)
}
