import { expect, test } from 'vitest'
import { fieldList, items, numberedList } from '../library/support/digest-text'
import { expectRefusal, linesOf, newUser, type User } from './support/command-line'

async function withDigests(): Promise<User> {
  const user = await newUser()
  await user.file('b.md', fieldList('2023-12-18', items(2), 'eess.IV'))
  await user.file('a.md', numberedList('Mon, 3 Jan 2022', items(1, '2112', 15589)))
  await user.lines(['import', 'b.md', 'a.md'])
  return user
}

async function keys(user: User): Promise<string[]> {
  return (await user.lines(['digests', '--json'])).map((line) => (JSON.parse(line) as { key: string }).key)
}

test('Digests are listed in the order of their import, with a key that can be named', async () => {
  const user = await withDigests()
  const lines = await user.lines(['digests'])
  expect(lines.map((line) => line.replace(/^[\da-f]{12} {2}/, ''))).toEqual([
    '2023-12-18  eess.IV     field-list           2 entries  b.md',
    '2022-01-03  cs.CV       numbered-list        1 entries  a.md'
  ])
  expect((await keys(user)).map((key) => key.slice(0, 12))).toEqual(lines.map((line) => line.slice(0, 12)))
})

test('With --json each digest is one object', async () => {
  const user = await withDigests()
  const [line = ''] = await user.lines(['digests', '--json'])
  expect(Object.entries(JSON.parse(line) as object)).toEqual([
    ['key', expect.stringMatching(/^[\da-f]{64}$/)],
    ['category', 'eess.IV'],
    ['date', '2023-12-18'],
    ['dialect', 'field-list'],
    ['source', 'b.md'],
    ['imported', expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)],
    ['entries', 2],
    ['papers', 2],
    ['repaired', 0],
    ['problems', []]
  ])
})

test('A digest is removed by the key that the list shows, and undo brings it back', async () => {
  const user = await withDigests()
  const before = await user.lines(['list', '--view', 'all', '--json'])
  const [first = ''] = await user.lines(['digests'])
  expect(await user.lines(['remove-digest', first.slice(0, 12)])).toEqual(['Removed b.md with 2 entries.'])
  expect(await user.lines(['list', '--view', 'all', '--json'])).toHaveLength(1)
  expect(await user.lines(['digests'])).toHaveLength(1)
  expect(await user.lines(['undo'])).toEqual(['Undone: the removal of 1 digest.'])
  expect(await user.lines(['list', '--view', 'all', '--json'])).toEqual(before)
})

test('A key that no digest has, or several, makes the code 1', async () => {
  const user = await newUser()
  const names = []
  for (let day = 1; day <= 17; day++) {
    const date = `2023-12-${String(day).padStart(2, '0')}`
    names.push(await user.file(`${day}.md`, fieldList(date, items(1))))
  }
  await user.lines(['import', ...names])
  const beginnings = (await keys(user)).map((key) => key.charAt(0))
  const shared = beginnings.find((each, index) => beginnings.indexOf(each) !== index) ?? ''
  expectRefusal(await user.run(['remove-digest', shared]), 1, /^Several digests have a key that begins with/)
  expectRefusal(await user.run(['remove-digest', 'xyz']), 1, /^No digest has the key xyz: /)
  expect(await keys(user)).toHaveLength(17)
})

test('Undo tells what it took back, and when there is nothing left', async () => {
  const user = await withDigests()
  await user.lines(['mark', '--star', '2312.00001', '2312.00002'])
  await user.lines(['mark', '--read', '2312.00001'])
  const told = []
  for (let times = 0; times < 3; times++) told.push(...(await user.lines(['undo'])))
  expect(told).toEqual([
    'Undone: marks of 1 paper.',
    'Undone: marks of 2 papers.',
    // What was imported together goes together.
    'Undone: the import of 2 digests.'
  ])
  expectRefusal(await user.run(['undo']), 1, /^There is nothing to undo\.\n$/)
  expect(linesOf((await user.run(['list', '--json'])).out)).toEqual([])
})
