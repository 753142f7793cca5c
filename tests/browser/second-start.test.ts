import { chmod, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { encodeWire } from '#core/wire'
import { newUser, type User } from '../cli/support/command-line'
import { start } from '../cli/support/running'
import { fieldList, items } from '../library/support/digest-text'
import { openEvents } from './support/events'
import { answered, endHost, placeIn, spawnHost, startHost, exchanged } from './support/host'
import { idsIn } from './support/library'

async function lockPath(user: User): Promise<string> {
  const names = await readdir(join(user.home, 'locks'))
  expect(names).toHaveLength(1)
  return join(user.home, 'locks', names[0] ?? '')
}

test('a second start says where Papertray is open already, and ends well', async () => {
  const user = await newUser()
  const first = await startHost(user)
  const second = spawnHost(user, ['--no-open'])
  expect(await second.end).toBe(0)
  expect(second.out()).toBe(first.out())
  expect(second.err()).toBe('')
  expect(await answered(first, 'counts')).toMatchObject({})
})

test('files named at a second start come in where Papertray is open, and its windows see them', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(3)))
  await user.file('folder/next.md', fieldList('2023-12-19', items(4)))
  const first = await startHost(user)
  const window = await openEvents(first)
  const second = spawnHost(user, ['--no-open', 'day.md', 'folder', 'missing.md'])
  expect(await second.end).toBe(0)
  expect(second.err()).toBe(
    'missing.md: there is no such file.\n3 files, 7 entries, 4 new, 3 known, 1 problem.\n'
  )
  await window.until((event) => event.name === 'papersChanged' && event.payload.listsChanged)
  await window.until(({ name }) => name === 'digestsChanged')
  expect(first.err()).toBe('')
  expect(await idsIn(user, 'inbox')).toHaveLength(4)
})

test.runIf(process.platform !== 'win32')('a second start shows the running one in the browser', async () => {
  const user = await newUser()
  const path = join(user.cwd, 'browser')
  await writeFile(path, `#!/bin/sh\nprintf '%s' "$1" > '${path}.log'\n`)
  await chmod(path, 0o755)
  const first = await startHost(user)
  const second = spawnHost(user, [], { env: { BROWSER: path } })
  expect(await second.end).toBe(0)
  // Not the token itself: every user of this machine can read what a program is started with.
  const shown = await readFile(`${path}.log`, 'utf8')
  expect(shown).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#once-[\w-]{43}$/)
  expect(shown).not.toContain(first.token)
  expect(await exchanged(first, shown)).toBe(first.token)
})

test('of many starts at once one serves, and the others show it', async () => {
  const user = await newUser()
  const starts = Array.from({ length: 4 }, () => spawnHost(user, ['--no-open']))
  await Promise.all(starts.map((each) => each.untilSaid(/ is open at [^\n]+\n/)))
  const places = starts.map(placeIn)
  expect(new Set(places.map(({ address }) => address)).size).toBe(1)
  // Those that only show it end by themselves.
  const ends: number[] = []
  for (const [index, each] of starts.entries())
    void each.end.then(() => {
      ends.push(index)
    })
  while (ends.length < 3) await sleep(10)
  const [server] = starts.filter((_, index) => !ends.includes(index))
  if (server === undefined) expect.fail('nobody serves')
  expect(await answered(placeIn(server), 'counts')).toMatchObject({})
  await endHost(server)
})

test('another library is another Papertray', async () => {
  const user = await newUser()
  const first = await startHost(user)
  const second = await startHost(user, ['--library', 'other'])
  expect(second.address).not.toBe(first.address)
})

test('after a host was killed the next one serves', async () => {
  const user = await newUser()
  const first = await startHost(user)
  first.child.kill('SIGKILL')
  await first.end
  const second = await startHost(user)
  expect(second.token).not.toBe(first.token)
})

test('a command that writes is waited for, and told of when it takes long', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const command = start(user, ['mark', '--star', '-'])
  command.child.stdin.write('2312.00001\n')
  await command.untilLines(1)
  const host = spawnHost(user, ['--no-open'])
  await host.untilSaid('waiting for it')
  expect(host.out()).toBe('')
  command.child.stdin.end()
  await command.end
  await host.untilSaid(/ is open at [^\n]+\n/)
  expect(await answered(placeIn(host), 'counts')).toMatchObject({ views: { starred: 1 } })
})

test('a command that goes on writing is told with its sentence', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const command = start(user, ['mark', '--star', '-'])
  command.child.stdin.write('2312.00001\n')
  await command.untilLines(1)
  const host = spawnHost(user, ['--no-open'])
  expect(await host.end).toBe(2)
  expect(host.out()).toBe('')
  expect(host.err()).toMatch(
    new RegExp(
      `\nThe library is open in a papertray command, process ${command.child.pid ?? ''}, since [^\n]*\\.\n$`
    )
  )
})

test('Ctrl+C ends the wait for another process', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const command = start(user, ['mark', '--star', '-'])
  command.child.stdin.write('2312.00001\n')
  await command.untilLines(1)
  const host = spawnHost(user, ['--no-open'])
  await host.untilSaid('waiting for it')
  const since = performance.now()
  host.child.kill('SIGINT')
  expect(await host.end).toBe(2)
  expect(performance.now() - since).toBeLessThan(10_000)
})

/** A process that holds the lock, and a lock that says it serves at an address that is another program's by now. */
async function withStaleAddress(user: User, address: string): Promise<void> {
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const command = start(user, ['mark', '--star', '-'])
  command.child.stdin.write('2312.00001\n')
  await command.untilLines(1)
  const path = await lockPath(user)
  const lock = JSON.parse(await readFile(path, 'utf8')) as object
  await writeFile(path, JSON.stringify({ ...lock, served: { address, token: 'token' } }))
}

async function otherProgram(listener: RequestListener): Promise<{ port: number; asked: () => number }> {
  let asked = 0
  const server = createServer((request, response) => {
    asked++
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, asked: () => asked }
}

async function expectNotTaken(user: User): Promise<void> {
  const host = spawnHost(user, ['--no-open', 'day.md'])
  expect(await host.end).toBe(2)
  expect(host.out()).toBe('')
  expect(host.err()).toMatch(/The library is open in a papertray command, process \d+, since [^\n]*\.\n$/)
}

const wire = { 'content-type': 'application/octet-stream' }
const opened = { ok: true, value: { folder: '/somewhere' } }

test('another program at the address that is written down is not taken for Papertray', async () => {
  const user = await newUser()
  const answers: RequestListener[] = [
    (_, response) => response.end('<!doctype html>'),
    (_, response) => response.writeHead(200, wire).end('<!doctype html>'),
    (_, response) => response.writeHead(200, wire).end(encodeWire({ ok: true })),
    (_, response) => response.writeHead(200, wire).end(encodeWire({ ok: true, value: null })),
    (_, response) =>
      response.writeHead(200, wire).end(encodeWire({ ok: false, error: { code: 'x', message: 'y' } })),
    (_, response) => response.writeHead(200, wire).end(encodeWire(null)),
    (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(encodeWire(opened)),
    (_, response) => response.writeHead(201, wire).end(encodeWire(opened)),
    (_, response) => response.writeHead(307, { location: '/elsewhere' }).end(),
    (request) => request.socket.destroy()
  ]
  let turn = 0
  const other = await otherProgram((request, response) => {
    // Where a redirection leads to, somebody speaks like Papertray.
    if (request.url === '/elsewhere') response.writeHead(200, wire).end(encodeWire(opened))
    else answers[turn++ % answers.length]?.(request, response)
  })
  await withStaleAddress(user, `http://127.0.0.1:${other.port}`)
  await expectNotTaken(user)
  expect(other.asked()).toBeGreaterThan(answers.length)
})

test('a program at that address that says nothing is not waited for', async () => {
  const user = await newUser()
  const other = await otherProgram(() => undefined)
  await withStaleAddress(user, `http://127.0.0.1:${other.port}`)
  await expectNotTaken(user)
})

test('an address that is not this machine’s is never asked, whatever the lock says', async () => {
  const user = await newUser()
  const other = await otherProgram((_, response) => response.writeHead(200, wire).end(encodeWire(opened)))
  const addresses = [
    `http://localhost:${other.port}`,
    `http://127.0.0.1:1@127.0.0.1:${other.port}`,
    `http://127.0.0.1:${other.port}/x`,
    `https://127.0.0.1:${other.port}`,
    `http://127.0.0.1:${other.port}\n`,
    `http://[::1]:${other.port}`
  ]
  await withStaleAddress(user, addresses[0] ?? '')
  const host = spawnHost(user, ['--no-open', 'day.md'])
  const path = await lockPath(user)
  const lock = JSON.parse(await readFile(path, 'utf8')) as object
  for (const address of [...addresses, ...addresses]) {
    await writeFile(`${path}.next`, JSON.stringify({ ...lock, served: { address, token: 'token' } }))
    await (await import('node:fs/promises')).rename(`${path}.next`, path)
    await sleep(250)
  }
  expect(await host.end).toBe(2)
  expect(other.asked()).toBe(0)
})

test('a host that ends while files are handed to it is told, and what it took is in the library', async () => {
  const user = await newUser()
  for (let day = 10; day < 30; day++)
    await user.file(`many/${day}.md`, fieldList(`2023-12-${day}`, items(200, '2312', day * 200)))
  const first = await startHost(user)
  const second = spawnHost(user, ['--no-open', 'many'])
  await second.untilSaid(/ is open at [^\n]+\n/)
  await endHost(first)
  const code = await second.end
  expect([0, 1]).toContain(code)
  if (code === 1) expect(second.err()).toMatch(/^[^\n]+\.\n$/)
  expect((await user.lines(['check'])).at(-1)).toMatch(/all records are whole\.$/)
})
