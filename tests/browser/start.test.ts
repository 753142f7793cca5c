import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { OpenedLibrary } from '#core/contract'
import { expectRefusal, linesOf, newUser, type User } from '../cli/support/command-line'
import { fieldList, items } from '../library/support/digest-text'
import { seedFolder } from '../support/seeds'
import { answered, endHost, placeIn, spawnHost, startHost, exchanged } from './support/host'
import { idsIn } from './support/library'

async function refusal(user: User, args: readonly string[], sentence: RegExp): Promise<void> {
  const host = spawnHost(user, args)
  const code = await host.end
  expectRefusal({ code, signal: null, out: host.out(), err: host.err() }, 2, sentence)
}

/** A program that stands for a browser: it writes down what it was given, and ends as told. */
async function fakeBrowser(
  user: User,
  exitCode = 0
): Promise<{ path: string; opened: () => Promise<string[]> }> {
  const path = join(user.cwd, `browser-${exitCode}`)
  const log = `${path}.log`
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${log}'\nexit ${exitCode}\n`)
  await chmod(path, 0o755)
  return { path, opened: async () => linesOf(await readFile(log, 'utf8').catch(() => '')) }
}

test('one line on standard output says where Papertray is open, and nothing else stands there', async () => {
  const user = await newUser()
  const host = await startHost(user)
  expect(linesOf(host.out())).toHaveLength(1)
  expect(host.err()).toBe('')
  expect(await answered(host, 'openLibrary')).toMatchObject({ folder: user.library })
  await endHost(host)
  expect(linesOf(host.out())).toHaveLength(1)
  expect(host.err()).toBe('')
  expect(await readdir(join(user.home, 'locks'))).toEqual([])
})

test('the library that is named is opened, relative to where the user stands', async () => {
  const user = await newUser()
  const host = await startHost(user, ['--library', 'mine'])
  const { folder } = (await answered(host, 'openLibrary')) as OpenedLibrary
  expect(folder).toBe(join(user.cwd, 'mine'))
})

test('files and folders that are named are imported, and told of on standard error', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(3)))
  await user.file('folder/next.md', fieldList('2023-12-19', items(4)))
  await user.file('folder/README', 'nothing')
  await user.file('folder/.hidden', 'nothing')
  const host = await startHost(user, ['day.md', 'folder', 'missing.md'])
  await host.untilSaid('left out')
  expect(linesOf(host.err())).toEqual([
    'missing.md: there is no such file.',
    '3 files, 7 entries, 4 new, 3 known, 1 problem.',
    '2 files left out: hidden, or no digest.'
  ])
  await endHost(host)
  expect((await idsIn(user, 'inbox')).sort()).toEqual([
    '2312.00001',
    '2312.00002',
    '2312.00003',
    '2312.00004'
  ])
})

test('the sample digests come in from their folder', async () => {
  const user = await newUser()
  const host = await startHost(user, [seedFolder])
  await host.untilSaid('entries')
  expect(linesOf(host.err())[0]).toMatch(/^5 files, 153 entries, 153 new.*\.$/)
})

test('of many files that cannot be read the first are told', async () => {
  const user = await newUser()
  const names = Array.from({ length: 8 }, (_, index) => `missing-${index}.md`)
  const host = await startHost(user, names)
  await host.untilSaid('more that')
  expect(linesOf(host.err())).toEqual([
    ...names.slice(0, 5).map((name) => `${name}: there is no such file.`),
    'And 3 more that could not be read.'
  ])
})

test('names of files cannot speak to the terminal', async () => {
  const user = await newUser()
  const host = await startHost(user, ['\u001b[31mred\u202e.md'])
  await host.untilSaid('no such file')
  expect(host.err()).toBe('\ufffd[31mred\ufffd.md: there is no such file.\n')
})

test('what the lock says of address and token is for its user alone', async () => {
  const user = await newUser()
  const host = await startHost(user)
  const [name = ''] = await readdir(join(user.home, 'locks'))
  const path = join(user.home, 'locks', name)
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
    pid: host.child.pid,
    served: { address: host.address, token: host.token }
  })
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  // The lock is still the host's own: it can write.
  await answered(host, 'saveDeviceSettings', { appearance: 'dark' })
  const { session } = (await answered(host, 'beginImport', { window: 'w' })) as { session: string }
  const bytes = fieldList('2023-12-18', items(3))
  expect(await answered(host, 'importFile', { session, name: 'day.md', bytes })).toMatchObject([
    { entries: 3 }
  ])
})

test('the port that is asked for is used', async () => {
  const user = await newUser()
  const first = await startHost(user)
  await endHost(first)
  const host = await startHost(user, ['--port', String(first.port)])
  expect(host.port).toBe(first.port)
})

test('a port that is taken is told in a sentence, and the library is given back', async () => {
  const user = await newUser()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    other.close()
  })
  const { port } = other.address() as AddressInfo
  await refusal(
    user,
    ['--no-open', '--port', String(port)],
    new RegExp(`^Port ${port} is taken by another program: `)
  )
  expect(await readdir(join(user.home, 'locks'))).toEqual([])
})

test.each([
  [['--port', '0']],
  [['--port', '65536']],
  [['--port', '80x']],
  [['--port', '-1']],
  [['--port']],
  [['--library', '']],
  [['--library']],
  [['--unknown']],
  [['--no-open=yes']],
  [['']]
])('wrong usage is told in a sentence: %j', async (args) => {
  const user = await newUser()
  await refusal(
    user,
    args,
    /Usage: npm start -- \[--browser\] \[--no-open\] \[--port N\] \[--library DIR\] \[--watch DIR\] FILE…\n$/
  )
  expect(await readdir(user.cwd)).toEqual([])
})

test('help is printed, and nothing is opened', async () => {
  const user = await newUser()
  for (const flag of ['--help', '-h']) {
    const host = spawnHost(user, [flag])
    expect(await host.end).toBe(0)
    expect(host.out()).toMatch(/^npm start -- \[--browser\][^]*--library DIR/)
    expect(host.err()).toBe('')
  }
  await expect(stat(user.home)).rejects.toThrow()
})

test('--browser is taken and changes nothing here; after -- everything is a file', async () => {
  const user = await newUser()
  await user.file('--help', fieldList('2023-12-18', items(3)))
  const host = await startHost(user, ['--browser', '--', '--help'])
  await host.untilSaid('entries')
  expect(host.err()).toBe('1 file, 3 entries, 3 new.\n')
})

test('a library that cannot be opened is told as the command line tells it', async () => {
  const user = await newUser()
  await user.file('other/something.txt', 'x')
  await user.file('newer/library.json', JSON.stringify({ kind: 'library', format: 99, id: 'a'.repeat(32) }))
  await user.file('damaged/library.json', 'x')
  await user.file('file', 'x')
  await refusal(user, ['--library', 'other'], /holds other files and no library/)
  await refusal(user, ['--library', 'newer'], /^This library was written by a newer Papertray \(format 99/)
  await refusal(user, ['--library', 'damaged'], /^The library’s library\.json cannot be read/)
  await refusal(user, ['--library', 'file'], /holds other files and no library/)
})

test.runIf(process.platform !== 'win32')('the browser that BROWSER names is given the address', async () => {
  const user = await newUser()
  const browser = await fakeBrowser(user)
  const host = spawnHost(user, [], { env: { BROWSER: browser.path } })
  await host.untilSaid('\n')
  const { address, token } = placeIn(host)
  while ((await browser.opened()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  const [shown = ''] = await browser.opened()
  expect(shown.startsWith(`${address}/#once-`)).toBe(true)
  expect(shown).not.toContain(token)
  expect(await exchanged({ address }, shown)).toBe(token)
  await endHost(host)
  expect(host.err()).toBe('')
})

test.runIf(process.platform !== 'win32')(
  'where no browser opens that is said, and Papertray serves on',
  async () => {
    const user = await newUser()
    const failing = await fakeBrowser(user, 3)
    const host = spawnHost(user, [], { env: { BROWSER: `${failing.path}:/nowhere/browser` } })
    await host.untilSaid('No browser')
    expect(await failing.opened()).toHaveLength(1)
    expect(host.err()).toBe(
      'No browser could be opened here, and Papertray keeps serving: open the address above yourself.\n'
    )
    expect(await answered(placeIn(host), 'counts')).toMatchObject({})
    await endHost(host)
  }
)

test.runIf(process.platform !== 'win32')('with --no-open no browser is looked for', async () => {
  const user = await newUser()
  const browser = await fakeBrowser(user)
  const host = await startHost(user, [], { env: { BROWSER: browser.path } })
  await endHost(host)
  expect(await browser.opened()).toEqual([])
})

test('a library that was just made is empty and whole', async () => {
  const user = await newUser()
  await mkdir(join(user.cwd, 'empty'))
  const host = await startHost(user, ['--library', 'empty'])
  await endHost(host)
  expect(await idsIn(user, 'all', 'empty')).toEqual([])
})
