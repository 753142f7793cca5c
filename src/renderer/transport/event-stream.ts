import type { LibraryEvent } from '#core/contract'

/** Milliseconds before a lost connection is tried again: at first, and at most. */
const firstPause = 250
const longestPause = 4000

/** Milliseconds without a word after which a stream counts as lost: the host says something every 15 seconds. */
const longestSilence = 40_000

/** What a stream needs of its window. */
export interface StreamOptions {
  /** Windows with the same name share one stream. */
  readonly name: string
  readonly open: (signal: AbortSignal) => Promise<Response>
  readonly emit: (event: LibraryEvent) => void
}

/**
 * All events of a host, of which one window reads the stream and tells the others: a browser allows six connections to
 * one host, so that a stream for each of six windows would leave none for requests. Another window takes over when
 * that one is closed or hidden.
 */
export class EventStream {
  readonly #options: StreamOptions
  readonly #channel: BroadcastChannel
  #stop: AbortController | null = null
  #hears: () => void = () => undefined
  #hearing: Promise<void> = Promise.resolve()
  /** Whether events may have been missed that what the window shows depends on. */
  #missed = false
  #connected = true

  constructor(options: StreamOptions) {
    this.#options = options
    this.#channel = new BroadcastChannel(options.name)
  }

  /**
   * Resolves once nothing is missed from now on, or at once where nobody listens: what is asked for after that is never
   * out of date without a word.
   */
  async hearing(): Promise<void> {
    if (this.#stop === null) this.#missed = true
    else await this.#hearing
  }

  start(): void {
    if (this.#stop !== null) return
    const stop = new AbortController()
    this.#stop = stop
    this.#hearing = new Promise((resolve) => {
      this.#hears = resolve
    })
    this.#channel.onmessage = ({ data }: MessageEvent<LibraryEvent>) => {
      this.#options.emit(data)
    }
    void this.#take(stop.signal)
  }

  stop(): void {
    if (this.#stop === null) return
    this.#stop.abort()
    this.#stop = null
    this.#channel.onmessage = null
    this.#hears()
    this.#missed = true
  }

  /** Reads the stream where no other window does; else waits for its turn. */
  async #take(signal: AbortSignal): Promise<void> {
    const { name } = this.#options
    const read = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock === null) return false
      await this.#readOn(signal)
      return true
    })
    if (read || signal.aborted) return
    this.#heard()
    await navigator.locks
      .request(name, { signal }, async () => {
        // The window before may have left some while ago.
        this.#missed = true
        await this.#readOn(signal)
      })
      .catch((cause: unknown) => {
        if (!signal.aborted) throw cause
      })
  }

  /** Reads one stream after the other until told to stop. */
  async #readOn(signal: AbortSignal): Promise<void> {
    let pause = firstPause
    while (!signal.aborted) {
      const silent = new AbortController()
      // A stream ends by failing when its host ends, says nothing any more, or this window is hidden.
      await this.#read(AbortSignal.any([signal, silent.signal]), silent, () => {
        pause = firstPause
      }).catch(() => undefined)
      if (isAborted(signal)) return
      this.#tell(false)
      this.#hears()
      await new Promise((resolve) => setTimeout(resolve, pause))
      pause = Math.min(pause * 2, longestPause)
    }
  }

  async #read(signal: AbortSignal, silent: AbortController, opened: () => void): Promise<void> {
    const response = await this.#options.open(signal)
    if (!response.ok || response.body === null) return
    opened()
    if (!this.#connected) this.#missed = true
    this.#heard(true)
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const timer = setTimeout(() => {
        silent.abort()
      }, longestSilence)
      const { done, value } = await reader.read().finally(() => {
        clearTimeout(timer)
      })
      if (done) return
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line !== '') this.#pass(JSON.parse(line) as LibraryEvent)
    }
  }

  /** From now on nothing is missed; what was missed before is told of. */
  #heard(reads = false): void {
    this.#hears()
    if (!this.#missed) return
    this.#missed = false
    if (reads) this.#tell(true)
    else this.#options.emit({ name: 'connectionChanged', payload: { connected: true } })
  }

  #tell(connected: boolean): void {
    this.#connected = connected
    this.#pass({ name: 'connectionChanged', payload: { connected } })
  }

  /** To this window and all others. */
  #pass(event: LibraryEvent): void {
    this.#channel.postMessage(event)
    this.#options.emit(event)
  }
}

/** Asked anew after every wait. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
