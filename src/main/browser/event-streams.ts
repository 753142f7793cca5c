import type { ServerResponse } from 'node:http'
import type { LibraryEvent } from '#core/contract'

/** Milliseconds between two empty lines that show both ends that the other is there. */
const heartbeat = 15_000

/** Bytes that may wait for a window that does not read: then it is cut off, opens a new stream and reads anew. */
export const mostWaiting = 4 * 1024 * 1024

/** The streams of all windows: one line of JSON for each event. */
export class EventStreams {
  readonly #streams = new Set<ServerResponse>()
  readonly #timer = setInterval(() => {
    this.#write('\n')
  }, heartbeat)

  get size(): number {
    return this.#streams.size
  }

  /** @param response Its head was not written yet. */
  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    this.#streams.add(response)
    response.on('error', () => undefined)
    response.once('close', () => {
      this.#streams.delete(response)
    })
    // At once, so that the window knows that it misses nothing from now on.
    response.write('\n')
  }

  send(event: LibraryEvent): void {
    if (this.#streams.size > 0) this.#write(`${JSON.stringify(event)}\n`)
  }

  close(): void {
    clearInterval(this.#timer)
    for (const stream of this.#streams) stream.end()
    this.#streams.clear()
  }

  #write(line: string): void {
    for (const stream of this.#streams) {
      stream.write(line)
      if (stream.writableLength > mostWaiting) {
        this.#streams.delete(stream)
        stream.destroy()
      }
    }
  }
}
