import { rename } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { decisionsIn } from '../library/support/files'
import { idsIn, placeBelow, reading } from '../library/support/places'
import { linesOf, newUser, type User } from './support/command-line'
import { start } from './support/running'

const ids = items(40).map(({ id }) => id)

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.lines(['import', await user.file('day.md', fieldList('2023-12-18', items(40)))])
  return user
}

function starred(user: User): Promise<string[]> {
  return reading(placeBelow(user.home), (library) => idsIn(library, 'starred'))
}

test('Ids from standard input are answered one by one, however they are written', async () => {
  const user = await withPapers()
  const input =
    '2312.00001\r\n\n  https://arxiv.org/abs/2312.00002v3  \narXiv:2312.00003\n2312.00001\n2312.00004'
  expect(await user.lines(['mark', '--star', '-'], { input })).toEqual([
    ...['ok 2312.00001', 'ok https://arxiv.org/abs/2312.00002v3', 'ok arXiv:2312.00003'],
    ...['ok 2312.00001', 'ok 2312.00004']
  ])
  expect(await starred(user)).toEqual(ids.slice(0, 4))
})

test('Unknown ids are reported on standard error and make the code 1; the others are marked', async () => {
  const user = await withPapers()
  const input = '2312.00001\n2312.99999\nwhat\n2312.00002\n'
  const { code, out, err } = await user.run(['mark', '--star', '-'], { input })
  expect({ code, out }).toEqual({ code: 1, out: 'ok 2312.00001\nok 2312.00002\n' })
  expect(linesOf(err)).toEqual(['No paper 2312.99999 is in the library.', 'No paper what is in the library.'])
  expect(await starred(user)).toEqual(ids.slice(0, 2))
})

test('Nothing on standard input is no failure', async () => {
  const user = await withPapers()
  expect(await user.lines(['mark', '--star', '-'], { input: '' })).toEqual([])
  expect(await user.lines(['mark', '--star', '-'], { input: '\n\r\n' })).toEqual([])
})

test('Ids that arrive together are one act; those that come after an answer are another', async () => {
  const user = await withPapers()
  const marking = start(user, ['mark', '--star', '-'])
  marking.child.stdin.write(ids.slice(0, 10).join('\n') + '\n')
  await marking.untilLines(10)
  expect(await starred(user)).toEqual(ids.slice(0, 10))
  marking.child.stdin.end(ids[10])
  expect(await marking.end).toBe(0)
  expect(linesOf(marking.out())).toHaveLength(11)
  const decisions = await decisionsIn(user.library)
  expect(decisions.slice(1).map(({ changes }) => Object.keys(changes[0]?.papers ?? {}).length)).toEqual([
    10, 1
  ])
  await user.lines(['undo'])
  expect(await starred(user)).toEqual(ids.slice(0, 10))
})

test('What is answered is on disk, at whatever moment the process is killed', async () => {
  const user = await withPapers()
  for (let round = 1; round <= 20; round++) {
    const marking = start(user, ['mark', '--tag', `round ${round}`, '-'])
    for (const id of ids) marking.child.stdin.write(`${id}\n`)
    await marking.untilLines(1)
    marking.child.kill('SIGKILL')
    await marking.end
    const answered = linesOf(marking.out()).map((line) => line.replace(/^ok /, ''))
    expect(answered.length).toBeGreaterThan(0)
    const tagged = await reading(placeBelow(user.home), (library) =>
      ids.filter((id) => library.marks.mark(id as never).tags.includes(`round ${round}`))
    )
    expect(tagged).toEqual(expect.arrayContaining(answered))
  }
  expect((await user.lines(['check'])).at(-1)).toMatch(/: (all records are whole|\d+ not written whole)\.$/)
})

test('A failure ends the command though standard input is still open, and answers no more', async () => {
  const user = await withPapers()
  const marking = start(user, ['mark', '--star', '-'])
  marking.child.stdin.write('2312.00001\n')
  await marking.untilLines(1)
  await rename(user.library, `${user.library}-moved`)
  marking.child.stdin.write('2312.00002\n')
  expect(await marking.end).toBe(2)
  expect(marking.out()).toBe('ok 2312.00001\n')
  expect(linesOf(marking.err())).toEqual([expect.stringMatching(/^The library folder .* is gone: .*\.$/)])
  await rename(`${user.library}-moved`, user.library)
  expect(await starred(user)).toEqual(['2312.00001'])
})
