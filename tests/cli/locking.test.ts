import { execFileSync } from 'node:child_process'
import { open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { filesBelow } from '../library/support/files'
import { expectRefusal, linesOf, newUser, type User } from './support/command-line'
import { start } from './support/running'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  await user.file('next.md', fieldList('2023-12-19', items(4)))
  return user
}

test('While one process writes, another that would is refused with the number of the first', async () => {
  const user = await withPapers()
  const holder = start(user, ['mark', '--star', '-'])
  holder.child.stdin.write('2312.00001\n')
  await holder.untilLines(1)
  const before = await filesBelow(user.library)
  const sentence = new RegExp(
    `^The library is open in a papertray command, process ${holder.child.pid ?? ''}, since \\d+:\\d\\d: .*\\.\n$`
  )
  for (const args of [
    ['import', 'next.md'],
    ['mark', '--read', '2312.00001'],
    ['undo'],
    ['remove-digest', 'abc']
  ])
    expectRefusal(await user.run(args), 2, sentence)
  expect(await filesBelow(user.library)).toEqual(before)
  holder.child.stdin.end('2312.00002\n')
  expect(await holder.end).toBe(0)
  expect(await user.lines(['import', 'next.md'])).toHaveLength(2)
})

test('While one process writes, others can read, and see what it has acknowledged', async () => {
  const user = await withPapers()
  const holder = start(user, ['mark', '--star', '-'])
  for (const [index, id] of ['2312.00001', '2312.00002'].entries()) {
    holder.child.stdin.write(`${id}\n`)
    await holder.untilLines(index + 1)
    expect(await user.lines(['list', '--view', 'starred', '--json'])).toHaveLength(index + 1)
  }
  expect(await user.lines(['digests'])).toHaveLength(1)
  expect((await user.lines(['check'])).at(-1)).toMatch(/all records are whole\.$/)
  holder.child.stdin.end()
  expect(await holder.end).toBe(0)
})

test('The lock of a process that was killed does not stand in the way', async () => {
  const user = await withPapers()
  const holder = start(user, ['mark', '--star', '-'])
  holder.child.stdin.write('2312.00001\n')
  await holder.untilLines(1)
  holder.child.kill('SIGKILL')
  await holder.end
  expect(await user.lines(['mark', '--read', '2312.00001'])).toEqual(['1 of 1 paper changed.'])
})

test('Two libraries can be written to at once', async () => {
  const user = await withPapers()
  const holder = start(user, ['mark', '--star', '-'])
  holder.child.stdin.write('2312.00001\n')
  await holder.untilLines(1)
  expect(await user.lines(['import', '--library', 'other', 'next.md'])).toHaveLength(2)
  holder.child.stdin.end()
  expect(await holder.end).toBe(0)
})

test('Of two imports into one library, the one that comes while the other waits is refused', async () => {
  const user = await newUser()
  await user.file('other.md', fieldList('2023-12-20', items(3, '2401')))
  execFileSync('mkfifo', [join(user.cwd, 'pipe')])
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(2)))])
  const first = start(user, ['import', 'day.md', 'pipe'])
  // Whoever opens the pipe to write waits until the first import, which has the lock by then, opens it to read.
  const feed = await open(join(user.cwd, 'pipe'), 'w')
  expectRefusal(await user.run(['import', 'other.md']), 2, new RegExp(`process ${first.child.pid ?? ''},`))
  await feed.writeFile(fieldList('2023-12-19', items(4)))
  await feed.close()
  expect(await first.end).toBe(0)
  expect(linesOf(first.out()).at(-1)).toBe('2 files, 6 entries, 2 new, 4 known.')
  expect(await user.lines(['list', '--json'])).toHaveLength(4)
})

test('Two imports started at once never mix: each is done whole or refused whole', async () => {
  const user = await newUser()
  const folders = ['one', 'two']
  for (const [index, folder] of folders.entries())
    for (let day = 10; day < 30; day++)
      await user.file(
        `${folder}/${day}.md`,
        fieldList(`2023-1${index}-${day}`, items(3, `231${index}`, day * 3))
      )
  for (let round = 0; round < 4; round++) {
    const library = `library-${round}`
    const ends = await Promise.all(
      folders.map((folder) => user.run(['import', '--library', library, folder]))
    )
    const done = folders.filter((_, index) => ends[index]?.code === 0)
    for (const end of ends)
      if (end.code !== 0) expectRefusal(end, 2, /^The library is open in a papertray command, process/)
    expect(done.length).toBeGreaterThan(0)
    const digests = await user.lines(['digests', '--library', library])
    expect(digests).toHaveLength(20 * done.length)
    expect((await user.lines(['check', '--library', library])).at(-1)).toMatch(
      new RegExp(`, ${60 * done.length} entries, ${60 * done.length} papers: all records are whole`)
    )
    for (const folder of folders) await user.lines(['import', '--library', library, folder])
    expect(await user.lines(['list', '--library', library, '--json'])).toHaveLength(120)
  }
})

test('A lock that something else has damaged does not stand in the way', async () => {
  const user = await withPapers()
  const holder = start(user, ['mark', '--star', '-'])
  holder.child.stdin.write('2312.00001\n')
  await holder.untilLines(1)
  const [path = ''] = Object.keys(await filesBelow(join(user.home, 'locks')))
  holder.child.kill('SIGKILL')
  await holder.end
  await writeFile(join(user.home, 'locks', path), 'not a lock')
  expect(await user.lines(['mark', '--read', '2312.00001'])).toEqual(['1 of 1 paper changed.'])
})
