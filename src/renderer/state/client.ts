import type {
  Argument,
  ChangeName,
  EventName,
  Events,
  LibraryEvent,
  Replies,
  ReplyError,
  RequestName,
  Transport
} from '#core/contract'
import type { FailureCode } from '#core/failure'
import { windowFailureText } from '#core/window-messages'
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

/** Where a window's name is kept, and milliseconds after which one that is still another's is given up. */
const nameItem = 'papertray-window'
const renamePause = 1000

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
  readonly #listeners = new Set<(event: LibraryEvent) => void>()
  #waiting = 0
  #trying: ReturnType<typeof setTimeout> | null = null

  /** This window's name in its Decisions: kept over a reload, so that undo still knows what was done here. */
  #window = keptName()

  constructor(transport: Transport, options: ClientOptions) {
    this.#transport = transport
    this.#options = options
    // Once for all listeners: a host that copies what crosses to the window does it once.
    transport.subscribe((event) => {
      for (const listener of this.#listeners) {
        try {
          listener(event)
        } catch (cause) {
          // A fault of one listener is told as what it is, and keeps the others from nothing.
          reportError(cause)
        }
      }
    })
    void this.#ownName()
  }

  get window(): string {
    return this.#window
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

  /** Until every change that was asked for so far has been answered. */
  changesMade(): Promise<void> {
    return this.#turns.done()
  }

  /** The same for what changes the library: one after the other, and it tells when that takes long. */
  async change<N extends ChangeName>(name: N, argument: Argument<N>): Promise<Replies[N]> {
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

  /**
   * A part of the window that is loaded when it is first needed.
   * @throws RequestFailed where its host is gone.
   */
  async part<T>(loading: Promise<T>): Promise<T> {
    try {
      return await loading
    } catch {
      this.#options.lost({ code: 'disconnected', message: windowFailureText('disconnected') })
      this.tryAgainSoon()
      throw new RequestFailed({ code: 'disconnected', message: windowFailureText('disconnected') })
    }
  }

  /** @returns Ends it. */
  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void {
    const hear = (event: LibraryEvent): void => {
      if (event.name === name) listener(event.payload as Events[E])
    }
    this.#listeners.add(hear)
    return () => {
      this.#listeners.delete(hear)
    }
  }

  /** Asks something until the library answers again, so that the window need not be touched for that. */
  tryAgainSoon(): void {
    if (this.#trying !== null) return
    this.#trying = setTimeout(() => {
      this.#trying = null
      this.background(this.request('counts'))
    }, tryPause)
  }

  /** A tab that is duplicated has the name of the first one with it, and its undo would be that one's. */
  async #ownName(): Promise<void> {
    // A page that was just reloaded may still hold it.
    for (const wait of [0, renamePause]) {
      await new Promise((resolve) => setTimeout(resolve, wait))
      if (await isFree(this.#window)) return
    }
    this.#window = newName()
    sessionStorage.setItem(nameItem, this.#window)
    await isFree(this.#window)
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

function keptName(): string {
  const name = sessionStorage.getItem(nameItem) ?? newName()
  sessionStorage.setItem(nameItem, name)
  return name
}

function newName(): string {
  return `window-${crypto.randomUUID().slice(0, 8)}`
}

/** Whether no other window has the name; then it is this window's until it is closed. */
function isFree(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    void navigator.locks.request(`papertray-${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null)
      return lock === null ? undefined : new Promise<never>(() => undefined)
    })
  })
}
