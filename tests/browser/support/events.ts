import { EventEmitter, once } from 'node:events'
import { expect, onTestFinished } from 'vitest'
import type { LibraryEvent } from '#core/contract'
import type { Place } from './host'

/** An event stream as a window reads it. */
export interface EventStream {
  readonly response: Response
  /** What was heard so far. */
  readonly heard: readonly LibraryEvent[]
  /** Empty lines so far. */
  readonly beats: () => number
  /** Resolves once something heard is like this, or the stream has ended. */
  readonly until: (isIt: (event: LibraryEvent) => boolean) => Promise<void>
  /** Resolves when it ends. */
  readonly end: Promise<unknown>
  readonly close: () => void
}

/** Opens a stream, and waits for the empty line that it begins with. */
export async function openEvents(
  { address, token }: Place,
  method = 'POST',
  listener: (event: LibraryEvent) => void = () => undefined
): Promise<EventStream> {
  const controller = new AbortController()
  onTestFinished(() => {
    controller.abort()
  })
  const response = await fetch(`${address}/events`, {
    method,
    headers: { 'x-papertray-token': token },
    signal: controller.signal
  })
  expect(response.status).toBe(200)
  const heard: LibraryEvent[] = []
  const lines = new EventEmitter()
  let beats = 0
  let ended = false
  const hear = (event: LibraryEvent): void => {
    heard.push(event)
    listener(event)
  }
  const read = async (): Promise<void> => {
    let rest = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) {
        const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
        rest = parts.pop() ?? ''
        for (const line of parts) {
          if (line === '') beats++
          else hear(JSON.parse(line) as LibraryEvent)
          lines.emit('line')
        }
      }
    } catch {
      // Closed by the test, or cut off.
    }
    expect(rest).toBe('')
    ended = true
    lines.emit('line')
  }
  const end = read()
  const until = async (isIt: (event: LibraryEvent) => boolean): Promise<void> => {
    while (!ended && !heard.some(isIt)) await once(lines, 'line')
  }
  while (beats === 0) await once(lines, 'line')
  return {
    response,
    heard,
    beats: () => beats,
    until,
    end,
    close: () => {
      controller.abort()
    }
  }
}
