import type { Argument, EventName, Events, Replies, ReplyError, RequestName, Transport } from '#core/contract'
import type { FailureCode } from '#core/failure'
import { Turns } from './turns'

/** A request that was refused, with the reason in the user's words. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  readonly code: FailureCode

  constructor({ code, message }: ReplyError) {
    super(message)
    this.code = code
  }
}

/** Requests that have waited so long are shown as being saved, in milliseconds. */
const longWait = 300

/** Milliseconds before a library that could not be reached is asked again. */
const tryPause = 2000

/** What a window wants to hear of its requests. */
export interface ClientOptions {
  /** Why the library cannot be reached; null with every answer that came from it. */
  readonly lost: (reason: ReplyError | null) => void
  /** How many requests take longer than a moment, whenever that changes. */
  readonly slow: (waiting: number) => void
  /** Work that nobody waits for was refused. */
  readonly failed: (cause: RequestFailed) => void
}

/** The contract as functions of this window, over whatever transport its host gave it. */
export class Client {
  readonly #transport: Transport
  readonly #options: ClientOptions
  readonly #turns = new Turns()
  #waiting = 0
  #trying: ReturnType<typeof setTimeout> | null = null

  /** This window's name in its Decisions: kept over a reload, so that undo still knows what was done here. */
  readonly window = windowName()

  constructor(transport: Transport, options: ClientOptions) {
    this.#transport = transport
    this.#options = options
  }

  /** Lets work go on by itself: should it be refused, the user is told in the one place for that. */
  background(work: Promise<unknown>): void {
    work.catch((cause: unknown) => {
      if (!(cause instanceof RequestFailed)) throw cause
      this.#options.failed(cause)
    })
  }

  /** @throws RequestFailed */
  async request<N extends RequestName>(
    name: N,
    ...[argument]: undefined extends Argument<N> ? [] : [Argument<N>]
  ): Promise<Replies[N]> {
    return this.#ask(name, argument)
  }

  /** The same for what changes the library: one after the other, and it tells when that takes long. */
  async change<N extends RequestName>(name: N, argument: Argument<N>): Promise<Replies[N]> {
    const wait = { long: false }
    const timer = setTimeout(() => {
      wait.long = true
      this.#options.slow(++this.#waiting)
    }, longWait)
    try {
      return await this.#turns.take(() => this.#ask(name, argument))
    } finally {
      clearTimeout(timer)
      if (wait.long) this.#options.slow(--this.#waiting)
    }
  }

  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void {
    return this.#transport.subscribe((event) => {
      if (event.name === name) listener(event.payload as Events[E])
    })
  }

  /** Asks something until the library answers again, so that the window need not be touched for that. */
  tryAgainSoon(): void {
    if (this.#trying !== null) return
    this.#trying = setTimeout(() => {
      this.#trying = null
      this.background(this.request('counts'))
    }, tryPause)
  }

  async #ask<N extends RequestName>(name: N, argument: Argument<N> | undefined): Promise<Replies[N]> {
    const reply = await this.#transport.request(name, argument)
    const lost = !reply.ok && isUnreached(reply.error)
    this.#options.lost(lost ? reply.error : null)
    if (lost) this.tryAgainSoon()
    if (!reply.ok) throw new RequestFailed(reply.error)
    return reply.value as Replies[N]
  }
}

/** True where the request did not come to the library at all. */
export function isUnreached({ code }: Pick<ReplyError, 'code'>): boolean {
  return code === 'disconnected' || code === 'noToken'
}

function windowName(): string {
  const item = 'papertray-window'
  const name = sessionStorage.getItem(item) ?? `window-${crypto.randomUUID().slice(0, 8)}`
  sessionStorage.setItem(item, name)
  return name
}
