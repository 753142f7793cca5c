import type { LibraryEvent, Reply, Transport } from '#core/contract'
import type { FailureCode } from '#core/failure'
import { failureText } from '#core/messages'
import { decodeWire, encodeWire } from '#core/wire'

const tokenHeader = 'x-papertray-token'
/** Where the token waits for a reload of the page: one tab alone can read it. */
const tokenItem = 'papertray-token'

/** Milliseconds before a lost connection is tried again: at first, and at most. */
const firstPause = 250
const longestPause = 4000

/** Bytes of requests that browsers still send for a page that is gone: 64 KiB for all of them together. */
const mostKeptAlive = 60_000

/**
 * Reaches a library behind the loopback host: a POST for each request, one streamed answer for all events. A hidden
 * window gives its stream up, since a browser allows few connections to one host, and opens a new one when shown.
 */
export class HttpTransport implements Transport {
  readonly #token = takeToken()
  readonly #listeners = new Set<(event: LibraryEvent) => void>()
  #stream: AbortController | null = null
  #connected = true
  /** The page is being left, and what it asks for now must outlive it. */
  #leaving = false
  /** Until the first stream: every later one may have missed events. */
  #fresh = true

  constructor() {
    document.addEventListener('visibilitychange', () => {
      this.#follow()
    })
    addEventListener('pagehide', () => {
      this.#leaving = true
    })
    addEventListener('pageshow', () => {
      this.#leaving = false
    })
  }

  async request(name: string, argument: unknown): Promise<Reply> {
    try {
      const body = argument === undefined ? null : encodeWire(argument)
      const response = await fetch(`./request/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/octet-stream', [tokenHeader]: this.#token },
        body,
        keepalive: this.#leaving && (body?.length ?? 0) < mostKeptAlive
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

  /** Opens or ends the stream, whichever is due. */
  #follow(): void {
    const wanted = this.#listeners.size > 0 && document.visibilityState === 'visible'
    if (wanted && this.#stream === null) {
      this.#stream = new AbortController()
      void this.#keepReading(this.#stream.signal)
    } else if (!wanted && this.#stream !== null) {
      this.#stream.abort()
      this.#stream = null
    }
  }

  /** Reads one stream after the other until told to stop. */
  async #keepReading(signal: AbortSignal): Promise<void> {
    let first = this.#fresh
    this.#fresh = false
    let pause = firstPause
    while (!signal.aborted) {
      try {
        const response = await fetch('./events', {
          method: 'POST',
          headers: { [tokenHeader]: this.#token },
          signal
        })
        if (response.ok && response.body !== null) {
          pause = firstPause
          // A window that was hidden has missed events even where nothing failed.
          if (!first || !this.#connected) this.#tell(true)
          first = false
          await readLines(response.body, (line) => {
            this.#emit(JSON.parse(line) as LibraryEvent)
          })
        }
      } catch {
        // A stream ends by failing when its host ends or this window is hidden: both are handled below.
      }
      if (isAborted(signal)) return
      this.#tell(false)
      first = false
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, longestPause)
    }
  }

  #tell(connected: boolean): void {
    this.#connected = connected
    this.#emit({ name: 'connectionChanged', payload: { connected } })
  }

  #emit(event: LibraryEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}

/** Asked anew after every wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

function refused(code: FailureCode): Reply {
  return { ok: false, error: { code, message: failureText(code) } }
}

/** The token stands in the address it was opened with, and is taken out of it, where others might see it. */
function takeToken(): string {
  const given = location.hash.slice(1)
  if (given !== '') {
    sessionStorage.setItem(tokenItem, given)
    history.replaceState(null, '', location.pathname)
  }
  return sessionStorage.getItem(tokenItem) ?? ''
}

async function readLines(body: ReadableStream<Uint8Array>, found: (line: string) => void): Promise<void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') found(line)
  }
}
