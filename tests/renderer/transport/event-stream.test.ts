import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LibraryEvent } from '#core/contract'
import { EventStream } from '../../../src/renderer/transport/event-stream'

/** Locks as browsers have them, for the windows of one test. */
class Locks {
  readonly #queues = new Map<string, Promise<unknown>>()
  readonly #held = new Set<string>()

  async request(
    name: string,
    options: { readonly ifAvailable?: boolean; readonly signal?: AbortSignal },
    work: (lock: object | null) => unknown
  ): Promise<unknown> {
    if (options.ifAvailable === true && this.#held.has(name)) return work(null)
    const before = this.#queues.get(name) ?? Promise.resolve()
    const done = (async () => {
      await before.catch(() => undefined)
      if (options.signal?.aborted === true) throw new DOMException('', 'AbortError')
      this.#held.add(name)
      try {
        return await work({})
      } finally {
        this.#held.delete(name)
      }
    })()
    this.#queues.set(name, done)
    return done
  }
}

/** A host's answer to one request for events. */
class Source {
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null
  readonly response: Response

  constructor(signal: AbortSignal) {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller
        signal.addEventListener('abort', () => {
          controller.error(new Error('aborted'))
        })
      }
    })
    this.response = new Response(body)
  }

  say(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text))
  }

  end(): void {
    this.#controller?.close()
  }
}

const digests: LibraryEvent = { name: 'digestsChanged', payload: undefined }
const line = `${JSON.stringify(digests)}\n`
const back: LibraryEvent = { name: 'connectionChanged', payload: { connected: true } }
const lost: LibraryEvent = { name: 'connectionChanged', payload: { connected: false } }

let streams: EventStream[] = []
let name = ''

beforeEach((context) => {
  name = `events of ${context.task.id}`
  vi.stubGlobal('navigator', { locks: new Locks() })
})

afterEach(() => {
  for (const stream of streams) stream.stop()
  streams = []
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A window: its stream, what it was told, and what it asked the host for. */
function open() {
  const told: LibraryEvent[] = []
  const sources: Source[] = []
  let gone = false
  const stream = new EventStream({
    name,
    open: (signal) => {
      if (gone) return Promise.reject(new Error('gone'))
      const source = new Source(signal)
      sources.push(source)
      return Promise.resolve(source.response)
    },
    emit: (event) => told.push(event)
  })
  streams.push(stream)
  return {
    stream,
    told,
    sources,
    lose: (lose: boolean) => {
      gone = lose
    }
  }
}

const until = (test: () => void): Promise<void> => vi.waitFor(test, { timeout: 5000, interval: 5 })

test('what is asked for waits until nothing is missed from then on', async () => {
  const { stream, told, sources } = open()
  stream.start()
  let heard = false
  const hearing = stream.hearing().then(() => (heard = true))
  expect(heard).toBe(false)
  await hearing
  expect(sources).toHaveLength(1)
  sources[0]?.say(line.slice(0, 10))
  sources[0]?.say(`${line.slice(10)}\n\n${line}`)
  await until(() => {
    expect(told).toHaveLength(2)
  })
  // Nothing was missed, so nothing has to be read anew.
  expect(told).toEqual([JSON.parse(line), JSON.parse(line)])
})

test('a window that asked for something before it listened reads it anew', async () => {
  const { stream, told } = open()
  await stream.hearing()
  stream.start()
  await until(() => {
    expect(told).toEqual([back])
  })
})

test('a window that did not listen for a while reads anew what it shows', async () => {
  const { stream, told, sources } = open()
  stream.start()
  await stream.hearing()
  stream.stop()
  // Its place is given back.
  await new Promise((resolve) => setTimeout(resolve, 20))
  stream.start()
  await until(() => {
    expect(told).toEqual([back])
  })
  expect(sources).toHaveLength(2)
})

test('a stream that ends is told, and opened again', async () => {
  const { stream, told, sources, lose } = open()
  stream.start()
  await stream.hearing()
  lose(true)
  sources[0]?.end()
  await until(() => {
    expect(told).toContainEqual(lost)
  })
  // What is asked for now is not held up.
  await stream.hearing()
  lose(false)
  await until(() => {
    expect(told.at(-1)).toEqual(back)
  })
  sources[1]?.say(line)
  await until(() => {
    expect(told.at(-1)).toEqual(JSON.parse(line))
  })
})

test('a host that says nothing any more counts as gone', async () => {
  vi.useFakeTimers()
  const { stream, told, sources } = open()
  stream.start()
  await stream.hearing()
  sources[0]?.say('\n')
  await vi.advanceTimersByTimeAsync(39_000)
  sources[0]?.say('\n')
  await vi.advanceTimersByTimeAsync(39_000)
  expect(told).toEqual([])
  await vi.advanceTimersByTimeAsync(3000)
  expect(told).toEqual([lost, back])
  expect(sources).toHaveLength(2)
})

test('one window reads for all, and another takes over', async () => {
  const [first, second, third] = [open(), open(), open()]
  for (const { stream } of [first, second, third]) {
    stream.start()
    await stream.hearing()
  }
  expect([first, second, third].map(({ sources }) => sources.length)).toEqual([1, 0, 0])
  first.sources[0]?.say(line)
  await until(() => {
    for (const { told } of [first, second, third]) expect(told).toEqual([JSON.parse(line)])
  })
  first.stream.stop()
  await until(() => {
    expect(second.sources).toHaveLength(1)
    // Something may have happened between the two: all read anew.
    for (const { told } of [second, third]) expect(told).toEqual([JSON.parse(line), back])
  })
  second.sources[0]?.say(line)
  await until(() => {
    for (const { told } of [second, third]) expect(told).toHaveLength(3)
  })
  expect(first.told).toHaveLength(1)
})
