import { rm } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ArxivId } from '#core/domain/arxiv-id'
import { encodeWire } from '#core/wire'
import { RunningLibrary } from '#main/handover/running-library'
import type { CommandImport, ImportStep } from '#main/handover/writable-library'
import type { HandoverPlace } from '#main/storage/lock'
import { fieldList, items } from '../library/support/digest-text'
import { gz, tar } from '../library/support/archives'
import { decisionsIn } from '../library/support/files'
import { holdReading } from '../library/support/held-reading'
import { newPlace, writing } from '../library/support/places'
import { eventsOf, told } from '../library/support/service'
import { connected, send, serving } from './support'

const plain: CommandImport = { visit: 'v-1', read: false, ids: false, progress: () => undefined }
const idOf = (number: number): ArxivId => `2312.${String(number).padStart(5, '0')}` as ArxivId
const ids = (...numbers: readonly number[]): ArxivId[] => numbers.map(idOf)

describe('nobody else is answered', () => {
  test.each([
    ['no token', null],
    ['another token', 'x'.repeat(43)],
    ['a part of the token', '']
  ])('with %s', async (_, token) => {
    const { handover, running } = await serving()
    await running.importFile('a.md', fieldList('2023-12-18', items(1)), plain)
    const given = token === '' ? handover.token.slice(0, -1) : token
    const argument = { wish: { starred: true }, ids: ids(1) }
    const sent = { path: '/handover/mark', token: given, argument }
    expect(await send(handover, sent)).toEqual({ status: 401, text: 'Unauthorized\n' })
    expect(await RunningLibrary.connect({ ...handover, token: given ?? '' })).toBeNull()
    // All that is there to be taken back is the import.
    expect(await running.undo()).toMatchObject({ imported: 1 })
  })

  test.each([
    ['another way', { method: 'GET' }],
    ['another path', { path: '/request/greet' }]
  ])('%s', async (_, sent) => {
    const { handover } = await serving()
    expect(await send(handover, sent)).toMatchObject({ status: 404 })
  })
})

test.each([
  ['a request that there is not', { path: '/handover/openLibrary' }, 'no such request'],
  ['one of all objects', { path: '/handover/constructor' }, 'no such request'],
  ['a wrong argument', { path: '/handover/mark', argument: { wish: {}, ids: ['x'] } }, 'ids'],
  ['what is no argument', { path: '/handover/undo', body: Buffer.from('not ours, at all') }, '']
])('%s is refused with its reason', async (_, sent, reason) => {
  const { handover } = await serving()
  const { status, text } = await send(handover, sent)
  expect(status).toBe(200)
  expect(JSON.parse(text)).toMatchObject({
    reply: { ok: false, code: 'badRequest', details: { reason: expect.stringContaining(reason) as string } }
  })
})

test('what is larger than anything is not read to its end', async () => {
  const { handover } = await serving()
  const socket = createConnection(handover.socket)
  const head = [
    'POST /handover/mark HTTP/1.1',
    'Host: x',
    `x-papertray-token: ${handover.token}`,
    'Content-Length: 300000000'
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
})

test('acts of commands are told to windows, and stand as the command line’s in the library', async () => {
  const { service, running, place } = await serving()
  const events = eventsOf(service)
  const [report] = await running.importFile('a.md', fieldList('2023-12-18', items(3)), {
    ...plain,
    read: true
  })
  expect(report).toMatchObject({ file: 'a.md', entries: 3, papers: { new: 3 } })
  expect(await running.mark({ starred: true, addTags: ['x'] }, ids(1, 9, 2))).toEqual({
    papers: 2,
    unknown: ids(9)
  })
  const key = report?.key ?? ''
  expect(await running.removeDigest(key.slice(0, 12))).toEqual({ source: 'a.md', entries: 3 })
  expect(await running.undo()).toEqual({ imported: 0, removed: 1, papers: 0 })
  await expect.poll(() => told(events, 'digestsChanged').length).toBeGreaterThan(0)
  expect(told(events, 'papersChanged').length).toBeGreaterThan(0)
  expect(service.library.marks.mark(idOf(1))).toMatchObject({
    read: true,
    starred: true,
    tags: ['x']
  })
  const decisions = await decisionsIn(place.folder)
  expect(decisions.map(({ how, origin }) => [how, origin])).toEqual(
    ['import', 'bulk', 'single', 'single'].map((how) => [how, 'command line'])
  )
})

test('undo takes back what was done last on this device, be it in a window', async () => {
  const { service, running, place } = await serving()
  await running.importFile('a.md', fieldList('2023-12-18', items(2)), plain)
  const act = { papers: { ids: ids(1) }, wish: { starred: true } }
  await service.api.decide({ window: 'w1', ...act })
  await running.mark({ read: true }, ids(2))
  await service.api.decide({ window: 'w1', ...act, wish: { read: true } })
  expect(await running.undo()).toMatchObject({ papers: 1 })
  const marks = (id: number): unknown => service.library.marks.mark(idOf(id))
  expect(marks(1)).toMatchObject({ starred: true, read: false })
  expect(marks(2)).toMatchObject({ read: true })
  expect((await decisionsIn(place.folder)).at(-1)).toMatchObject({ origin: 'command line' })
  for (let acts = 3; acts > 0; acts--) await running.undo()
  await expect(running.undo()).rejects.toMatchObject({ code: 'nothingToUndo' })
})

/** Enough of it that a library is shown before it is read. */
const long = 'An abstract of some length. '.repeat(40)

test('papers that the application is still reading are not unknown to a command', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const day of [18, 19]) {
      const papers = items(600, '2312', 1000 * day).map((item) => ({ ...item, summary: long }))
      await library.importFile('a.md', fieldList(`2023-12-${day}`, papers))
    }
  })
  await rm(place.directories.cache, { recursive: true })
  const goOn = holdReading()
  const { service, running } = await serving(place)
  const marked = running.mark({ starred: true }, [idOf(18_000), idOf(19_599)])
  expect(await Promise.race([marked, sleep(100, 'waits')])).toBe('waits')
  expect(service.library.reading).not.toBeNull()
  goOn()
  expect(await marked).toEqual({ papers: 2, unknown: [] })
})

test('failures arrive with their codes and details', async () => {
  const { running } = await serving()
  await expect(running.removeDigest('abc')).rejects.toMatchObject({
    code: 'unknownDigest',
    details: { key: 'abc' }
  })
  await expect(running.mark({ addTags: [' '] }, [])).resolves.toEqual({ papers: 0, unknown: [] })
  await running.importFile('a.md', fieldList('2023-12-18', items(1)), plain)
  await expect(running.mark({ addTags: [' '] }, ids(1))).rejects.toMatchObject({ code: 'invalidTag' })
})

test('files come into the library in their order, also where a later one is much smaller', async () => {
  const { running } = await serving()
  const papers = items(1500)
  const large = fieldList('2023-12-18', papers)
  const reports = await Promise.all([
    running.importFile('large.md', large, plain),
    ...Array.from({ length: 5 }, (_, day) =>
      running.importFile(`${day}.md`, fieldList(`2023-12-2${day}`, papers.slice(day, day + 2)), plain)
    )
  ])
  expect(reports.flat().map((report) => report.papers.new)).toEqual([1500, 0, 0, 0, 0, 0])
})

test('how far an archive has come is told while it is under way', async () => {
  const { running } = await serving()
  const files = Array.from({ length: 60 }, (_, day) => ({
    name: `${day}.md`,
    content: fieldList('2023-12-18', items(40, '2312', 1 + 40 * day))
  }))
  const steps: ImportStep[] = []
  const progress = (step: ImportStep): void => {
    steps.push(step)
  }
  const reports = await running.importFile('all.tar.gz', gz(tar(files)), { ...plain, progress })
  expect(reports).toHaveLength(60)
  expect(steps.length).toBeGreaterThan(0)
  expect(steps.map((step) => step.files)).toEqual(steps.map((step) => step.files).sort((a, b) => a - b))
  expect(steps.every(({ entries }) => entries % 40 === 0 && entries <= 2400)).toBe(true)
})

test('an import counts as under way until its command has ended, also between two files', async () => {
  const { service, running, handover } = await serving()
  const other = await connected(handover)
  await other.mark({ read: true }, [])
  expect(service.importingForCommand()).toBe(false)
  await running.importFile('a.md', fieldList('2023-12-18', items(1)), plain)
  expect(service.importingForCommand()).toBe(true)
  expect(service.importing()).toBe(false)
  await running.close()
  await expect.poll(() => service.importingForCommand()).toBe(false)
})

test('windows that cancel their imports do not stop those of commands', async () => {
  const { service, running } = await serving()
  const importing = running.importFile('a.md', fieldList('2023-12-18', items(2000)), plain)
  const { session } = await service.api.beginImport({ window: 'w1' })
  await expect.poll(() => service.importingForCommand()).toBe(true)
  await service.api.cancelImport({ session })
  await service.cancelImports()
  expect((await importing)[0]).toMatchObject({ papers: { new: 2000 } })
})

/** Large enough to be under way for a while. */
const many = fieldList('2023-12-18', items(20_000, '2401'))

test('closing stops imports between files, and says so to their commands', async () => {
  const { service, running, place } = await serving()
  await running.importFile('a.md', fieldList('2023-12-18', items(2)), plain)
  const importing = running.importFile('many.md', many, plain)
  const refused = expect(importing).rejects.toMatchObject({ code: 'handoverEnded' })
  await sleep(30)
  await service.close()
  await refused
  await expect(running.undo()).rejects.toMatchObject({ code: 'handoverEnded' })
  expect(await decisionsIn(place.folder)).toHaveLength(1)
})

test('an import whose command is gone is stopped', async () => {
  const { service, running, handover, place } = await serving()
  const importing = running.importFile('many.md', many, plain)
  const refused = expect(importing).rejects.toMatchObject({ code: 'handoverEnded' })
  await expect.poll(() => service.importingForCommand()).toBe(true)
  await running.close()
  await refused
  await expect.poll(() => service.importingForCommand()).toBe(false)
  // Imports come in their order: had the one before gone on, it would be in the library first.
  const [report] = await (
    await connected(handover)
  ).importFile('a.md', fieldList('2023-12-18', items(1)), plain)
  const decisions = await decisionsIn(place.folder)
  expect(decisions.flatMap(({ digests = [] }) => digests.map(({ key }) => key))).toEqual([report?.key])
})

/** Far more than a socket holds for whoever does not read. */
const manyUnknown = encodeWire({ wish: { read: true }, ids: items(99_999).map(({ id }) => id) })

/** A command that sends a request, and reads nothing. @param more Bytes that it promises and does not send. */
async function silent({ socket, token }: HandoverPlace, body: Uint8Array, more = 0): Promise<Socket> {
  const command = createConnection(socket).pause()
  const head = ['POST /handover/mark HTTP/1.1', 'Host: x', `x-papertray-token: ${token}`]
  command.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length + more}\r\n\r\n`)
  command.write(body)
  onTestFinished(() => {
    command.destroy()
  })
  await sleep(300)
  return command
}

test('a command that reads its answer late has it whole, though the library is being closed', async () => {
  const { service, handover } = await serving()
  const command = await silent(handover, manyUnknown)
  const closed = service.close()
  await sleep(50)
  let answer = ''
  command
    .setEncoding('utf8')
    .on('data', (text) => (answer += String(text)))
    .resume()
  await closed
  await expect.poll(() => answer.slice(-5)).toBe('0\r\n\r\n')
})

test('a command that sends no more, or reads nothing, keeps the library open for a moment only', async () => {
  const { service, handover } = await serving()
  await Promise.all([silent(handover, manyUnknown), silent(handover, Buffer.from('x'), 1000)])
  const start = performance.now()
  await service.close()
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('the next opener is reached where the last one was not closed', async () => {
  const { service, handover, place } = await serving()
  await service.close()
  expect(await RunningLibrary.connect(handover)).toBeNull()
  const again = await serving(place)
  expect(again.handover.token).not.toBe(handover.token)
})
