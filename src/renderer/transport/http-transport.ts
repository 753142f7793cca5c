import type { ChangeName, LibraryEvent, Reply, Transport } from '#core/contract'
import { windowFailureText, type windowFailures } from '#core/window-messages'
import { decodeWire, encodeWire } from '#core/wire'
import { EventStream } from './event-stream'
import { takeToken } from './token'

const tokenHeader = 'x-papertray-token'

/** Bytes of requests that browsers still send for a page that is gone: 64 KiB for all of them together. */
const mostKeptAlive = 60_000
/** One at a time is on its way while the page is there. */
const keptAlive = 15_000

type Lasting = ChangeName | 'saveDeviceSettings' | 'keepPlaces' | 'setRule' | 'setMacro' | 'seen'

/** What the user said, which must arrive also where the page is left at once. */
const lasting: Readonly<Record<Lasting, true>> = {
  decide: true,
  removeDigest: true,
  undo: true,
  redo: true,
  fileOlder: true,
  restoreBackup: true,
  saveDeviceSettings: true,
  keepPlaces: true,
  setRule: true,
  setMacro: true,
  seen: true
}

/**
 * Reaches a library behind the loopback host: a POST for each request, one streamed answer for all events. A hidden
 * window needs no events: it reads anew what it shows when it is seen again.
 */
export class HttpTransport implements Transport {
  readonly #token = takeToken()
  readonly #listeners = new Set<(event: LibraryEvent) => void>()
  readonly #events: Promise<EventStream>
  /** The page is being left, and what it asks for now must outlive it. */
  #leaving = false

  constructor() {
    this.#events = this.#token.then(
      (token) =>
        new EventStream({
          // Windows of another process that had this port have another token.
          name: `papertray-events-${token.slice(0, 8)}`,
          open: (signal) => fetch('./events', { method: 'POST', headers: { [tokenHeader]: token }, signal }),
          emit: (event) => {
            this.#emit(event)
          }
        })
    )
    document.addEventListener('visibilitychange', () => {
      this.#follow()
    })
    addEventListener('pagehide', () => {
      this.#leaving = true
    })
    addEventListener('pageshow', () => {
      this.#leaving = false
    })
    // The address of a host that was started again, put into the window of the one before.
    addEventListener('hashchange', () => {
      if (location.hash.length > 1) location.reload()
    })
  }

  async request(name: string, argument: unknown): Promise<Reply> {
    const token = this.#leaving ? this.#known : await this.#ready()
    try {
      const body = argument === undefined ? null : encodeWire(argument)
      const response = await fetch(`./request/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', [tokenHeader]: token },
        body,
        // The page may be left before it is answered.
        keepalive:
          Object.hasOwn(lasting, name) && (body?.length ?? 0) < (this.#leaving ? mostKeptAlive : keptAlive)
      })
      if (response.status === 401) return refused('noToken')
      if (!response.ok) return refused('disconnected')
      return decodeWire(new Uint8Array(await response.arrayBuffer())) as Reply
    } catch {
      return refused('disconnected')
    }
  }

  subscribe(listener: (event: LibraryEvent) => void): () => void {
    this.#listeners.add(listener)
    this.#follow()
    return () => {
      this.#listeners.delete(listener)
      this.#follow()
    }
  }

  /** Once it is known, so that a page that is being left need not wait for it. */
  #known = ''

  async #ready(): Promise<string> {
    this.#known = await this.#token
    await (await this.#events).hearing()
    return this.#known
  }

  /** Opens or ends the stream, whichever is due. */
  #follow(): void {
    void this.#events.then((events) => {
      const wanted = this.#listeners.size > 0 && document.visibilityState === 'visible'
      if (wanted) events.start()
      else events.stop()
    })
  }

  #emit(event: LibraryEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

function refused(code: keyof typeof windowFailures): Reply {
  return { ok: false, error: { code, message: windowFailureText(code) } }
}
