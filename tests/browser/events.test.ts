import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { LibraryEvent } from '#core/contract'
import { EventStreams, mostWaiting } from '#main/browser/event-streams'
import { newUser } from '../cli/support/command-line'
import { fieldList, items } from '../library/support/digest-text'
import { openEvents } from './support/events'
import { answered, endHost, startHost, type Host } from './support/host'

let host: Host
beforeEach(async () => {
  host = await startHost(await newUser())
})
afterEach(() => {
  vi.useRealTimers()
})

async function importDay(): Promise<void> {
  const { session } = (await answered(host, 'beginImport', { window: 'w' })) as { session: string }
  await answered(host, 'importFile', { session, name: 'day.md', bytes: fieldList('2023-12-18', items(3)) })
  await answered(host, 'finishImport', { session })
}

const star = (id: string, starred: boolean): Promise<unknown> =>
  answered(host, 'decide', { window: 'w', papers: { ids: [id] }, wish: { starred } })

const isPapersChanged = ({ name }: LibraryEvent): boolean => name === 'papersChanged'

test.each(['POST', 'GET'])('a stream begins at once, with an empty line (%s)', async (method) => {
  const stream = await openEvents(host, method)
  expect(stream.beats()).toBe(1)
  expect(stream.heard).toEqual([])
  expect(stream.response.headers.get('cache-control')).toBe('no-store')
  expect(stream.response.headers.get('content-type')).toBe('application/x-ndjson')
})

test('every stream hears of every change, from the moment on that it was opened', async () => {
  const streams = [await openEvents(host), await openEvents(host, 'GET')]
  await importDay()
  for (const stream of streams) {
    await stream.until(({ name }) => name === 'digestsChanged')
    await stream.until((event) => event.name === 'papersChanged' && event.payload.listsChanged)
  }
  const late = await openEvents(host)
  await star('2312.00001', true)
  const isStarred = (event: LibraryEvent): boolean =>
    event.name === 'papersChanged' &&
    event.payload.rows.some(({ id, starred }) => id === '2312.00001' && starred)
  for (const stream of [...streams, late]) await stream.until(isStarred)
  expect(late.heard.every((event) => event.name === 'papersChanged' && !event.payload.listsChanged)).toBe(
    true
  )
})

test('a stream that was closed keeps nobody from hearing', async () => {
  await importDay()
  const closed = Array.from({ length: 20 }, () => openEvents(host))
  for (const stream of await Promise.all(closed)) stream.close()
  const stays = await openEvents(host)
  await star('2312.00001', true)
  await stays.until(isPapersChanged)
  expect(host.err()).toBe('')
})

test('streams end when the host does', async () => {
  const streams = [await openEvents(host), await openEvents(host)]
  await endHost(host)
  await Promise.all(streams.map(({ end }) => end))
})

/** Streams in this process, where their number and what waits for them can be seen. */
async function served(): Promise<{
  streams: EventStreams
  server: Server
  place: { address: string; token: string }
}> {
  const streams = new EventStreams()
  const server = createServer((_, response) => {
    streams.add(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    streams.close()
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { streams, server, place: { address: `http://127.0.0.1:${port}`, token: '' } }
}

/** About as large as events become. */
const large: LibraryEvent = {
  name: 'deviceSettingsChanged',
  payload: { ['filler' as 'appearance']: 'x'.repeat(200_000) as 'dark' }
}

test('a stream that ended is forgotten', async () => {
  const { streams, place } = await served()
  const [one, other] = [await openEvents(place), await openEvents(place)]
  expect(streams.size).toBe(2)
  one.close()
  while (streams.size > 1) await sleep(5)
  streams.send({ name: 'digestsChanged', payload: undefined })
  await other.until(({ name }) => name === 'digestsChanged')
  expect(streams.size).toBe(1)
})

test('a window that does not read is cut off before much waits for it, the others go on', async () => {
  const { streams, server, place } = await served()
  const reader = await openEvents(place)
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET /events HTTP/1.1\r\nhost: localhost\r\n\r\n')
  socket.on('error', () => undefined)
  while (streams.size < 2) await sleep(5)
  socket.pause()
  let sent = 0
  while (streams.size > 1) {
    streams.send(large)
    sent++
    // What the system itself holds between two sockets is some megabytes more.
    expect(sent * 200_000).toBeLessThan(40 * mostWaiting)
    await sleep(1)
  }
  streams.send({ name: 'digestsChanged', payload: undefined })
  await reader.until(({ name }) => name === 'digestsChanged')
  expect(reader.heard).toHaveLength(sent + 1)
  socket.destroy()
})

test('an empty line is sent every fifteen seconds', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const { place } = await served()
  const stream = await openEvents(place)
  for (const beats of [2, 3]) {
    vi.advanceTimersByTime(14_900)
    await sleep(30)
    expect(stream.beats()).toBe(beats - 1)
    vi.advanceTimersByTime(100)
    while (stream.beats() < beats) await sleep(5)
  }
})
