import { execFileSync } from 'node:child_process'
import { access, chmod, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openEvents } from '../browser/support/events'
import { answered, endHost, spawnHost, startHost } from '../browser/support/host'
import { expectWhole, idsIn } from '../browser/support/library'
import { gz, tar, zip } from '../library/support/archives'
import { fieldList, items } from '../library/support/digest-text'
import { decisionsIn } from '../library/support/files'
import { seedFolder } from '../support/seeds'
import { expectRefusal, linesOf, newUser, type User } from './support/command-line'
import { start } from './support/running'

/*
 * Commands that write while Papertray is open: as built, in processes of their own. Whatever they say is what they say
 * where nobody has the library open.
 */

const ended =
  'Papertray ended before everything was done: what is told above is safe, look in the library for the rest.'

/** What a user does with digests of all kinds, and what each command says. */
async function everyCommand(user: User): Promise<unknown[]> {
  await user.file('all/a.zip', zip([{ name: '18.md', content: fieldList('2023-12-18', items(2)) }]))
  await user.file('all/19.md', fieldList('2023-12-19', items(4)))
  await user.file('all/README.md', 'Nothing')
  await user.file(
    'b.tar.gz',
    gz(tar([{ name: 'x.md', content: fieldList('2023-12-20', items(1, '2402')) }])).subarray(0, -9)
  )
  await user.file('names.md', 'See arXiv:2401.00001 and arXiv:2401.00002.')
  const said: unknown[] = []
  for (const args of [
    ['import', '--read', seedFolder],
    ['import', '--json', 'all'],
    ['import', 'b.tar.gz', 'missing.md', 'names.md'],
    ['import', '--ids', 'names.md', 'all'],
    [
      'mark',
      '--star',
      '--tag',
      'x/y',
      '--note',
      'Read $x$',
      '2312.00001',
      'https://arxiv.org/abs/2312.00002v1'
    ],
    ['mark', '--star', '2312.00001', '2312.99999', 'nonsense'],
    ['mark', '--unread', '9912.00001'],
    ['undo'],
    ['remove-digest', 'zzz'],
    ['remove-digest', ''],
    ['undo'],
    ['undo'],
    ['list', '--view', 'all', '--json'],
    ['digests', '--json']
  ]) {
    const { code, out, err } = await user.run(args)
    // The moment of an import.
    said.push({ args, code, err, out: out.replace(/"imported":"[^"]*"/g, '') })
  }
  const marked = await user.run(['mark', '--read', '-'], { input: '2312.00003\nnonsense\n\n 2312.00004' })
  return [...said, marked]
}

test('commands say the same, and do the same, whether Papertray is open or not', async () => {
  const [alone, beside] = [await newUser(), await newUser()]
  const host = await startHost(beside)
  const [expected, said] = await Promise.all([everyCommand(alone), everyCommand(beside)])
  expect(said).toEqual(expected)
  const acts = async ({ library }: User): Promise<unknown[]> =>
    (await decisionsIn(library)).map(({ origin, how, changes, digests = [] }) => {
      const keys = digests.map(({ key, present }) => ({ key, present }))
      // Ids of Decisions are random.
      return {
        origin,
        how,
        digests: keys,
        changes: JSON.stringify(changes).replace(/"basedOn":\[[^\]]*\]/g, '')
      }
    })
  expect(await acts(beside)).toEqual(await acts(alone))
  expect(host.err()).toBe('')
  await endHost(host)
  await expectWhole(beside)
})

test('papers that a command imports show at once where Papertray is open', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(3)))
  const host = await startHost(user)
  const window = await openEvents(host)
  expect(await user.lines(['import', 'day.md'])).toHaveLength(2)
  await window.until((event) => event.name === 'papersChanged' && event.payload.listsChanged)
  await window.until(({ name }) => name === 'digestsChanged')
  expect(window.heard.map(({ name }) => name)).not.toContain('importProgressed')
  expect(await answered(host, 'counts')).toMatchObject({ views: { inbox: 3 } })
})

test('an import of a command and one of a window go on beside each other', async () => {
  const user = await newUser()
  for (let day = 10; day < 30; day++)
    await user.file(`days/${day}.md`, fieldList(`2023-11-${day}`, items(20, '2311', 20 * day)))
  const host = await startHost(user)
  const { session } = (await answered(host, 'beginImport', { window: 'w1' })) as { session: string }
  const command = user.lines(['import', 'days'])
  for (let day = 10; day < 20; day++) {
    const bytes = new Uint8Array(fieldList(`2023-10-${day}`, items(3, '2310', 3 * day)))
    await answered(host, 'importFile', { session, name: `${day}.md`, bytes })
  }
  expect(await answered(host, 'finishImport', { session })).toMatchObject({ files: { length: 10 } })
  expect((await command).at(-1)).toBe('20 files, 400 entries, 400 new.')
  // What the window did is its own to take back.
  await answered(host, 'undo', { window: 'w1' })
  expect(await idsIn(user, 'all')).toHaveLength(400)
})

test('two commands at once are both done', async () => {
  const user = await newUser()
  for (const [index, folder] of ['one', 'two'].entries())
    for (let day = 10; day < 25; day++)
      await user.file(
        `${folder}/${day}.md`,
        fieldList(`2023-1${index}-${day}`, items(3, `231${index}`, day * 3))
      )
  await startHost(user)
  const ends = await Promise.all(['one', 'two'].map((folder) => user.lines(['import', folder])))
  for (const lines of ends) expect(lines.at(-1)).toBe('15 files, 45 entries, 45 new.')
  expect(await user.lines(['digests'])).toHaveLength(30)
})

test('of many ids from standard input each is answered once it is safe on disk', async () => {
  const user = await newUser()
  const papers = items(1000)
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', papers))])
  const host = await startHost(user)
  const marking = start(user, ['mark', '--star', '-'])
  const answers = (async () => {
    for (const [index, { id }] of papers.entries()) {
      marking.child.stdin.write(`${id}\n`)
      if (index % 200 === 0) await marking.untilLines(index + 1)
    }
  })()
  await marking.untilLines(500)
  host.child.kill('SIGKILL')
  await answers
  expect(await marking.end).toBe(2)
  expect(marking.err()).toBe(`${ended}\n`)
  const told = linesOf(marking.out()).map((line) => line.replace(/^ok /, ''))
  expect(told.length).toBeGreaterThanOrEqual(500)
  expect(await idsIn(user, 'starred')).toEqual(expect.arrayContaining(told))

  await startHost(user)
  const rest = papers.slice(told.length).map(({ id }) => id)
  expect(
    await user.lines(['mark', '--star', '-'], { input: papers.map(({ id }) => `${id}\n`).join('') })
  ).toHaveLength(1000)
  expect(await idsIn(user, 'starred')).toHaveLength(1000)
  expect(rest.length).toBeLessThanOrEqual(500)
})

test('when Papertray is killed in the middle of an import, the command says so and what was done', async () => {
  const user = await newUser()
  for (let day = 100; day < 250; day++)
    await user.file(`days/${day}.md`, fieldList('2023-12-18', items(5, '2312', 5 * day)))
  const host = await startHost(user)
  const window = await openEvents(host)
  const command = start(user, ['import', 'days'])
  await window.until(({ name }) => name === 'digestsChanged')
  host.child.kill('SIGKILL')
  expect(await command.end).toBe(2)
  expect(command.err()).toBe(`${ended}\n`)
  const told = linesOf(command.out())
  expect(told.length).toBeLessThan(150)
  const stored = (await user.lines(['digests', '--json'])).join('\n')
  for (const line of told.slice(0, -1))
    expect(stored).toContain(line.slice('days/'.length, line.indexOf(':')))
  expect((await user.lines(['check'])).at(-1)).toMatch(/: (all records are whole|\d+ not written whole)\.$/)
  // The lock and the socket that it left do not stand in the way.
  const again = await startHost(user)
  expect((await user.lines(['import', 'days'])).at(-1)).toMatch(/^150 files, /)
  expect(await user.lines(['digests'])).toHaveLength(150)
  expect(await readdir(join(user.home, 'run'))).toHaveLength(1)
  await endHost(again)
  expect(await readdir(join(user.home, 'run'))).toEqual([])
})

test('when Papertray is closed in the middle of an import, the files before are told', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2)))
  execFileSync('mkfifo', [join(user.cwd, 'pipe')])
  const host = await startHost(user)
  const window = await openEvents(host)
  const command = start(user, ['import', 'day.md', 'pipe'])
  const feed = await open(join(user.cwd, 'pipe'), 'w')
  await window.until(({ name }) => name === 'digestsChanged')
  await endHost(host)
  await feed.writeFile(fieldList('2023-12-19', items(4)))
  await feed.close()
  expect(await command.end).toBe(2)
  expect(linesOf(command.out()).at(-1)).toBe('1 file, 2 entries, 2 new.')
  expect(command.err()).toBe(`${ended}\n`)
  expect(await user.lines(['import', 'day.md'])).toHaveLength(2)
})

test('where Papertray is just closing, the command does it by itself', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2)))
  for (let round = 0; round < 3; round++) {
    const host = await startHost(user)
    host.child.kill('SIGINT')
    const { code, err } = await user.run(['import', 'day.md'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(await host.end).toBe(0)
  }
  expect(await idsIn(user, 'all')).toHaveLength(2)
})

test('where Papertray is just opening, the command waits for it', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2)))
  for (let round = 0; round < 3; round++) {
    const host = spawnHost(user, ['--no-open'])
    while (!host.out().includes('open at')) {
      const { code, err } = await user.run(['mark', '--read', '2312.00001'])
      if (!err.startsWith('There is no library'))
        expect({ code, err: err.replace(/^No paper .*\n$/, '') }).toEqual({
          code: err === '' ? 0 : 1,
          err: ''
        })
    }
    await user.lines(['import', 'day.md'])
    await endHost(host)
  }
})

test('a Papertray that takes nothing over is named with the time since which it is open', async () => {
  const user = await newUser()
  const host = await startHost(user)
  const [name = ''] = await readdir(join(user.home, 'locks'))
  const path = join(user.home, 'locks', name)
  const lock = JSON.parse(await readFile(path, 'utf8')) as { handover?: { socket: string } }
  const { socket } = lock.handover ?? { socket: '' }
  await access(socket)
  await rm(socket)
  const refusal = await user.run(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const since = /, since (\d{1,2}:\d\d): close it there first\.\n$/.exec(refusal.err)?.[1]
  expectRefusal(
    refusal,
    2,
    new RegExp(`^The library is open in Papertray, process ${host.child.pid ?? ''}, since`)
  )
  expect(since).toBeDefined()
})

test('a path too long for a socket has it stand elsewhere', async () => {
  const user = await newUser()
  const home = join(user.home, 'h'.repeat(100))
  const session = join(user.cwd, 's')
  await mkdir(session)
  await chmod(session, 0o700)
  const far = { ...user, home }
  const host = await startHost(far, [], { env: { XDG_RUNTIME_DIR: session } })
  const { code } = await user.run(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))], {
    home
  })
  expect(code).toBe(0)
  expect(await readdir(session)).toEqual([expect.stringMatching(/^[\da-f]{8}-[\da-f]{6}\.sock$/)])
  await endHost(host)
  expect(await readdir(session)).toEqual([])
})

test('records that cannot be read are told as where Papertray is not open', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const [device = ''] = await readdir(join(user.library, 'devices'))
  const journal = join(user.library, 'devices', device, 'journal-000001.jsonl')
  await writeFile(journal, `${await readFile(journal, 'utf8')}{"crc":"00000000","kind":"decision"}\n`)
  const alone = await user.run(['mark', '--star', '2312.00001'])
  await startHost(user)
  const beside = await user.run(['mark', '--read', '2312.00001'])
  expect(alone.err).toMatch(/^1 record of the library could not be read/)
  expect(beside).toEqual(alone)
})
