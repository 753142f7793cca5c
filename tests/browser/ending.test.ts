import { connect } from 'node:net'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import type { FileReport } from '#core/domain/file-report'
import { newUser } from '../cli/support/command-line'
import { fieldList, items } from '../library/support/digest-text'
import { answered, request, spawnHost, startHost } from './support/host'
import { expectWhole, idsIn } from './support/library'

const month = (day: number): string => `2023-12-${String((day % 28) + 1).padStart(2, '0')}`

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while windows import: all that was acknowledged is on disk',
  async (signal) => {
    const user = await newUser()
    const host = await startHost(user)
    const { session } = (await answered(host, 'beginImport', { window: 'w' })) as {
      session: string
    }
    const acknowledged: string[] = []
    let next = 0
    const sender = async (): Promise<void> => {
      for (;;) {
        const index = next++
        const bytes = fieldList(month(index), items(20, '2312', 1 + index * 20))
        const reply = await request(host, 'importFile', { session, name: `${index}.md`, bytes }).catch(
          () => null
        )
        if (reply?.ok !== true) return
        for (const { key } of reply.value as FileReport[]) if (key !== null) acknowledged.push(key)
        if (acknowledged.length === 25) host.child.kill(signal)
      }
    }
    await Promise.all([sender(), sender(), sender()])
    expect(await host.end).toBe(0)
    expect(host.err()).toBe('')
    expect(acknowledged.length).toBeGreaterThan(24)
    const kept = (await user.lines(['digests', '--json'])).map(
      (line) => (JSON.parse(line) as { key: string }).key
    )
    expect(kept).toEqual(expect.arrayContaining(acknowledged))
    expect(await readdir(join(user.home, 'locks'))).toEqual([])
    await expectWhole(user)
  }
)

test('Ctrl+C amid decisions: all that was acknowledged is on disk', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2000)))
  const host = await startHost(user, ['day.md'])
  await host.untilSaid('entries')
  const acknowledged: string[] = []
  let next = 1
  const sender = async (): Promise<void> => {
    for (;;) {
      const id = `2312.${String(next++).padStart(5, '0')}`
      const act = { window: 'w', papers: { ids: [id] }, wish: { starred: true } }
      const reply = await request(host, 'decide', act).catch(() => null)
      if (reply?.ok !== true) return
      acknowledged.push(id)
      if (acknowledged.length === 100) host.child.kill('SIGINT')
    }
  }
  await Promise.all(Array.from({ length: 5 }, sender))
  expect(await host.end).toBe(0)
  expect(acknowledged.length).toBeGreaterThan(99)
  expect(await idsIn(user, 'starred')).toEqual(expect.arrayContaining(acknowledged))
  await expectWhole(user)
})

test('Ctrl+C while files named at the start come in ends after those under way', async () => {
  const user = await newUser()
  for (let day = 0; day < 300; day++)
    await user.file(
      `many/${String(day).padStart(3, '0')}.md`,
      fieldList(month(day), items(100, '2312', 1 + day * 100))
    )
  const host = await startHost(user, ['many'])
  host.child.kill('SIGINT')
  expect(await host.end).toBe(0)
  expect((await user.lines(['digests'])).length).toBeLessThan(300)
  await expectWhole(user)
  expect(await readdir(join(user.home, 'locks'))).toEqual([])
})

test('a terminal and npm both hand on Ctrl+C: twice at once is once', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(5000)))
  const host = await startHost(user, ['day.md'])
  // Without a pause, which may last long enough for the process to have ended all but its memory.
  host.child.kill('SIGINT')
  host.child.kill('SIGINT')
  host.child.kill('SIGTERM')
  expect(await host.end).toBe(0)
  await expectWhole(user)
})

test('what is being done at Ctrl+C is still answered', async () => {
  const user = await newUser()
  const host = await startHost(user)
  const { session } = (await answered(host, 'beginImport', { window: 'w' })) as { session: string }
  const bytes = fieldList('2023-12-19', items(60_000, '2401'))
  let isAnswered = false
  const reply = request(host, 'importFile', { session, name: 'large.md', bytes }).finally(() => {
    isAnswered = true
  })
  // Its entries are being written, and what names them is not yet.
  await vi.waitFor(
    async () => {
      const devices = join(user.home, 'library', 'devices')
      const [device = ''] = await readdir(devices)
      expect(await readdir(join(devices, device))).toContain('entries-000001.jsonl')
    },
    { timeout: 20_000, interval: 5 }
  )
  expect(isAnswered).toBe(false)
  host.child.kill('SIGINT')
  expect(await reply).toMatchObject({ ok: true, value: [{ entries: 60_000 }] })
  expect(await host.end).toBe(0)
  expect(await user.lines(['digests'])).toHaveLength(1)
})

test('half a request keeps nobody from ending', async () => {
  const user = await newUser()
  const host = await startHost(user)
  const socket = connect(host.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.write(`POST /request/counts HTTP/1.1\r\nhost: localhost\r\nx-papertray-token: ${host.token}\r\n`)
  socket.write('content-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nhalf')
  await sleep(50)
  const since = performance.now()
  host.child.kill('SIGINT')
  expect(await host.end).toBe(0)
  expect(performance.now() - since).toBeLessThan(10_000)
})

test('whoever asks for much and reads none of it keeps nobody from ending', async () => {
  const user = await newUser()
  const host = await startHost(user)
  const page = await (await fetch(host.address)).text()
  const asset = /src="\.(\/assets\/[^"]+\.js)"/.exec(page)?.[1] ?? ''
  expect(asset).not.toBe('')
  const socket = connect(host.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.pause()
  socket.write(`GET ${asset} HTTP/1.1\r\nhost: localhost\r\n\r\n`.repeat(60))
  await sleep(300)
  const since = performance.now()
  host.child.kill('SIGTERM')
  expect(await host.end).toBe(0)
  expect(performance.now() - since).toBeLessThan(10_000)
  expect(await readdir(join(user.home, 'locks'))).toEqual([])
})

test('what reads the start line and goes away ends nothing', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(3)))
  const host = spawnHost(user, ['--no-open', 'day.md'])
  await host.untilSaid(/ is open at [^\n]+\n/)
  host.child.stdout.destroy()
  host.child.stderr.destroy()
  await sleep(300)
  expect(host.child.exitCode).toBeNull()
  host.child.kill('SIGINT')
  expect(await host.end).toBe(0)
})
