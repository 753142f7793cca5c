import { connect } from 'node:net'
import { beforeEach, expect, test } from 'vitest'
import type { ImportResult, OpenedLibrary } from '#core/contract'
import { decodeWire, encodeWire } from '#core/wire'
import { newUser } from '../cli/support/command-line'
import { fieldList, items } from '../library/support/digest-text'
import { answered, post, request, startHost, type Host } from './support/host'
import { rawRequest, readAnswer, sendRaw } from './support/raw'

const mebibyte = 1024 * 1024

let host: Host
beforeEach(async () => {
  host = await startHost(await newUser())
})

test('requests are answered in the wire format', async () => {
  const response = await post(host, '/request/openLibrary')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const bytes = new Uint8Array(await response.arrayBuffer())
  const reply = decodeWire(bytes) as { ok: true; value: OpenedLibrary }
  expect(reply).toMatchObject({
    ok: true,
    value: {
      version: expect.any(String) as string,
      capabilities: ['exportLibrary', 'watchFolder', 'endWatching']
    }
  })
})

test('bytes go in and numbers come out as they are', async () => {
  const { session } = (await answered(host, 'beginImport', { window: 'w' })) as { session: string }
  const bytes = fieldList('2023-12-18', items(3))
  const reports = await answered(host, 'importFile', { session, name: 'day.md', bytes })
  expect(reports).toMatchObject([{ file: 'day.md', entries: 3 }])
  const result = (await answered(host, 'finishImport', { session })) as ImportResult
  expect(result.files).toHaveLength(1)
  const view = await answered(host, 'openView', { view: { kind: 'inbox' }, query: '' })
  expect(view).toMatchObject({ order: expect.any(Uint32Array) as Uint32Array })
  expect((view as { order: Uint32Array }).order).toHaveLength(3)
})

test('an unknown request, and an argument that is wrong, are told in the Reply', async () => {
  const bad = { ok: false, error: { code: 'badRequest', message: expect.any(String) as string } }
  for (const name of [
    'nothing',
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '%63ounts',
    'counts/',
    ''
  ])
    expect({ name, reply: await request(host, name) }).toEqual({ name, reply: bad })
  expect(await request(host, 'paper', { id: 'no id' })).toEqual(bad)
  expect(await request(host, 'counts', { more: 1 })).toEqual(bad)
  expect(await request(host, 'openView')).toEqual(bad)
})

test('a body that is not the wire format is a bad request, and nothing breaks', async () => {
  const bodies: Uint8Array<ArrayBuffer>[] = [
    new Uint8Array(1),
    new Uint8Array([255, 255, 255, 255]),
    new Uint8Array([4, 0, 0, 0, 123, 125, 125, 125]),
    new Uint8Array(1000).fill(255),
    new TextEncoder().encode('{"view":{"kind":"inbox"},"query":""}'),
    encodeWire({ view: { kind: 'inbox' }, query: '' }).slice(0, -8),
    new Uint8Array([2, 0, 0, 0, 0x5b, 0x5d])
  ]
  for (const body of bodies) {
    const response = await post(host, '/request/openView', { body })
    expect(response.status).toBe(200)
    expect(decodeWire(new Uint8Array(await response.arrayBuffer()))).toMatchObject({
      ok: false,
      error: { code: 'badRequest' }
    })
  }
  expect(await request(host, 'counts')).toMatchObject({ ok: true })
  expect(host.err()).toBe('')
})

test('only the wire format is taken: a form of another page cannot send it', async () => {
  const body = encodeWire({ window: 'w' })
  for (const type of [
    'text/plain',
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    ''
  ])
    expect((await post(host, '/request/undo', { body, headers: { 'content-type': type } })).status).toBe(415)
})

test('a body as large as the largest file is read', async () => {
  const { session } = (await answered(host, 'beginImport', { window: 'w' })) as { session: string }
  const bytes = new Uint8Array(64 * mebibyte)
  expect(await answered(host, 'importFile', { session, name: 'big.bin', bytes })).toMatchObject([
    { file: 'big.bin', problems: [{ reason: 'fileBinary' }] }
  ])
})

test('a body that says it is too large is refused before any of it is read', async () => {
  const start = performance.now()
  const socket = connect(host.port, '127.0.0.1')
  socket.write(headOf({ 'content-length': String(10_000 * mebibyte) }))
  const answer = await readAnswer(socket)
  expect(answer.status).toBe(413)
  // The connection is cut soon, though the body was never sent.
  expect(performance.now() - start).toBeLessThan(5000)
})

test('a body as large as an archive is refused where none may come', async () => {
  const socket = connect(host.port, '127.0.0.1')
  socket.write(headOf({ 'content-length': String(100 * mebibyte) }, 'counts'))
  expect((await readAnswer(socket)).status).toBe(413)
})

test.each(['told', 'chunked'])('a body without end is cut off (%s)', async (how) => {
  const socket = connect(host.port, '127.0.0.1')
  const length = { 'content-length': String(100_000 * mebibyte) }
  socket.write(headOf(how === 'told' ? length : { 'transfer-encoding': 'chunked' }))
  const block = Buffer.alloc(mebibyte, 120)
  const piece =
    how === 'told' ? block : Buffer.concat([Buffer.from('100000\r\n'), block, Buffer.from('\r\n')])
  let sent = 0
  const pump = (failure?: Error | null): void => {
    // A write to a broken connection answers at once, before the break is an event: pumping on would never let it be.
    if (failure || socket.destroyed) return
    sent++
    socket.write(piece, pump)
  }
  pump()
  const answer = await readAnswer(socket)
  expect(answer.status).toBe(413)
  expect(sent).toBeLessThan(50_000)
  expect(await request(host, 'counts')).toMatchObject({ ok: true })
  const memory = await memoryOf(host)
  if (memory !== null) expect(memory).toBeLessThan(700 * mebibyte)
})

test('heads that are too large or too many are refused', async () => {
  const own = { host: `127.0.0.1:${host.port}` }
  const bombs = [
    rawRequest('GET', `/${'a'.repeat(100_000)}`, own),
    rawRequest('GET', '/', { ...own, cookie: 'a'.repeat(100_000) }),
    rawRequest('GET', '/', {
      ...own,
      ...Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x-${index}`, 'a']))
    })
  ]
  for (const bomb of bombs) expect((await sendRaw(host.port, bomb)).status).toBe(431)
  for (const text of [
    '\r\n\r\n\0\0\0',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\u0016\u0003\u0001\u0002\0'
  ])
    expect((await sendRaw(host.port, text)).status).toBe(400)
  // Two lengths: what is the body, and what the next request?
  const smuggled = 'content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n'
  const answer = await sendRaw(host.port, `POST /request/counts HTTP/1.1\r\nhost: 127.0.0.1\r\n${smuggled}`)
  expect(answer.status).toBe(400)
  expect(await request(host, 'counts')).toMatchObject({ ok: true })
})

test('senders that go away in the middle leave nothing behind', async () => {
  for (let round = 0; round < 20; round++) {
    const socket = connect(host.port, '127.0.0.1')
    socket.write(headOf({ 'content-length': '1000' }))
    socket.write('half')
    await new Promise((resolve) => setTimeout(resolve, 5))
    socket.destroy()
  }
  expect(await request(host, 'counts')).toMatchObject({ ok: true })
  host.child.kill('SIGTERM')
  expect(await host.end).toBe(0)
  expect(host.err()).toBe('')
})

test('a refused sender that sends little keeps its connection', async () => {
  const socket = connect(host.port, '127.0.0.1')
  const own = { host: `127.0.0.1:${host.port}`, 'content-length': '4' }
  const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.write(`POST /request/counts HTTP/1.1\r\n${lines.join('')}\r\nbody`)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(socket.destroyed).toBe(false)
  socket.write(rawRequest('GET', '/nothing', { host: own.host }))
  const answer = await readAnswer(socket)
  expect(answer.body).toContain('HTTP/1.1 404')
})

test('a request that expects a word before its body gets it only when it may ask', async () => {
  const expecting = (headers: Record<string, string>): Promise<{ status: number; head: string }> =>
    sendRaw(
      host.port,
      rawRequest('POST', '/request/counts', {
        host: `127.0.0.1:${host.port}`,
        'content-type': 'application/octet-stream',
        'content-length': '0',
        expect: 'anything',
        ...headers
      })
    )
  expect((await expecting({})).status).toBe(401)
  expect((await expecting({ 'x-papertray-token': host.token })).status).toBe(200)
})

function headOf(headers: Record<string, string>, name = 'importFile'): string {
  const all = {
    host: `127.0.0.1:${host.port}`,
    'x-papertray-token': host.token,
    'content-type': 'application/octet-stream',
    ...headers
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST /request/${name} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** Bytes that the host holds at most, where the platform says. */
async function memoryOf({ child }: Host): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const { readFile } = await import('node:fs/promises')
  const status = await readFile(`/proc/${child.pid ?? ''}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024
}
