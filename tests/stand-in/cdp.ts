import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import type { Protocol } from '../../node_modules/playwright-core/types/protocol'

export type { Protocol }

type Commands = Protocol.CommandParameters
type Replies = Protocol.CommandReturnValues
type Events = Protocol.Events

interface Message {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Chromium refused something: mostly since the page that it was about has gone. It is never the host's fault. */
export class ProtocolFailure extends Error {
  override readonly name = 'ProtocolFailure'
}

/** Chromium's debugging protocol over a pair of pipes: JSON messages, a zero byte after each. */
export class Connection {
  readonly browser: Session
  readonly #writable: Writable
  readonly #sessions = new Map<string, Session>()
  readonly #waiting = new Map<number, Waiting>()
  #lastId = 0
  #unread: Buffer[] = []
  #isOpen = true
  #isEnding = false

  constructor(writable: Writable, readable: Readable) {
    this.#writable = writable
    this.browser = new Session(this, undefined)
    readable.on('data', (chunk: Buffer) => {
      this.#read(chunk)
    })
    readable.on('close', () => {
      this.close()
    })
    // What is written to a Chromium that is gone is answered by closing.
    writable.on('error', () => undefined)
    readable.on('error', () => undefined)
  }

  session(id: string): Session {
    const known = this.#sessions.get(id)
    if (known !== undefined) return known
    const made = new Session(this, id)
    this.#sessions.set(id, made)
    return made
  }

  send(sessionId: string | undefined, method: string, params: unknown): Promise<unknown> {
    if (this.#isEnding) return new Promise(() => undefined)
    if (!this.#isOpen) return Promise.reject(new ProtocolFailure(`${method}: Chromium is gone`))
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, {
        resolve,
        reject: (error) => {
          reject(new ProtocolFailure(`${method}: ${error.message}`))
        }
      })
      this.#writable.write(`${JSON.stringify({ id, sessionId, method, params })}\0`)
    })
  }

  /** The host ends: nobody waits for an answer any more, and none may look like a fault of the host. */
  end(): void {
    this.#isEnding = true
    this.#waiting.clear()
  }

  close(): void {
    this.#isOpen = false
    for (const { reject } of this.#waiting.values()) reject(new Error('Chromium is gone'))
    this.#waiting.clear()
  }

  #read(chunk: Buffer): void {
    let from = 0
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      const text = Buffer.concat([...this.#unread, chunk.subarray(from, end)]).toString('utf8')
      this.#unread = []
      from = end + 1
      this.#take(JSON.parse(text) as Message)
    }
    if (from < chunk.length) this.#unread.push(chunk.subarray(from))
  }

  #take({ id, sessionId, method, params, result, error }: Message): void {
    if (id === undefined) {
      const session = sessionId === undefined ? this.browser : this.#sessions.get(sessionId)
      if (method !== undefined) session?.receive(method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error.message))
  }
}

/** What is said to and by one target: a page, or the browser itself. */
export class Session {
  readonly #connection: Connection
  readonly #id: string | undefined
  readonly #events = new EventEmitter()

  constructor(connection: Connection, id: string | undefined) {
    this.#connection = connection
    this.#id = id
  }

  async send<T extends keyof Commands>(method: T, params?: Commands[T]): Promise<Replies[T]> {
    return (await this.#connection.send(this.#id, method, params)) as Replies[T]
  }

  /** For what must not disturb when the page, or Chromium, has gone meanwhile. */
  tell<T extends keyof Commands>(method: T, params?: Commands[T]): void {
    this.send(method, params).catch(() => undefined)
  }

  on<T extends keyof Events>(method: T, listener: (params: Events[T]) => void): void {
    this.#events.on(method, listener)
  }

  receive(method: string, params: unknown): void {
    this.#events.emit(method, params)
  }
}
