import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { filesBelow } from '../library/support/files'
import { linesOf, newUser, type User } from './support/command-line'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.lines([
    'import',
    await user.file('day.md', fieldList('2023-12-18', [...items(3), { id: 'cs/0407047' }]))
  ])
  return user
}

interface Marks {
  readonly id: string
  readonly read: boolean
  readonly starred: boolean
  readonly tags: string[]
  readonly note: string | null
}

async function marksOf(user: User, wanted: string): Promise<Marks | undefined> {
  const lines = await user.lines(['list', '--view', 'all', '--json'])
  const found = lines.map((line) => JSON.parse(line) as Marks).find((paper) => paper.id === wanted)
  if (found === undefined) return undefined
  const { id, read, starred, tags, note } = found
  return { id, read, starred, tags, note }
}

const id = '2312.00001'

test('Every option marks what it says, and says of how many papers', async () => {
  const user = await withPapers()
  const all = ['--read', '--star', '--tag', 'later', '--tag', ' vision / maps ', '--note', 'Größe\n$x$']
  expect(await user.lines(['mark', ...all, id, '2312.00002'])).toEqual(['2 of 2 papers changed.'])
  expect(await marksOf(user, id)).toEqual({
    ...{ id, read: true, starred: true, tags: ['later', 'vision/maps'], note: 'Größe\n$x$' }
  })
  const none = ['--unread', '--unstar', '--untag', 'later', '--untag', 'vision/maps', '--note', '']
  expect(await user.lines(['mark', ...none, id])).toEqual(['1 of 1 paper changed.'])
  expect(await marksOf(user, id)).toEqual({ id, read: false, starred: false, tags: [], note: null })
  expect((await marksOf(user, '2312.00002'))?.starred).toBe(true)
})

test('What holds already is not changed', async () => {
  const user = await withPapers()
  await user.lines(['mark', '--star', id])
  const before = await filesBelow(user.library)
  expect(await user.lines(['mark', '--star', id])).toEqual(['0 of 1 paper changed.'])
  expect(await filesBelow(user.library)).toEqual(before)
})

test.each([
  ...['2312.00001', '2312.00001v7', 'arXiv:2312.00001 [cs.CV]', 'https://arxiv.org/abs/2312.00001'],
  ...['http://www.arxiv.org/pdf/2312.00001v1.pdf', 'export.arxiv.org/abs/2312.00001?context=cs#x']
])('A paper can be named as %s', async (name) => {
  const user = await withPapers()
  expect(await user.lines(['mark', '--star', name])).toEqual(['1 of 1 paper changed.'])
  expect((await marksOf(user, id))?.starred).toBe(true)
})

test('A paper of an old id can be named with its subject class', async () => {
  const user = await withPapers()
  expect(await user.lines(['mark', '--star', 'cs.AI/0407047v2'])).toEqual(['1 of 1 paper changed.'])
})

test('Unknown ids are reported each, make the code 1, and the others are marked in one act', async () => {
  const user = await withPapers()
  const { code, out, err } = await user.run(['mark', '--star', '2312.99999', id, 'nonsense', '2312.00002'])
  expect({ code, out }).toEqual({ code: 1, out: '2 of 2 papers changed.\n' })
  expect(linesOf(err)).toEqual([
    'No paper 2312.99999 is in the library.',
    'No paper nonsense is in the library.'
  ])
  await user.lines(['undo'])
  expect((await marksOf(user, id))?.starred).toBe(false)
  expect((await marksOf(user, '2312.00002'))?.starred).toBe(false)
})

test('A paper that is named twice counts once', async () => {
  const user = await withPapers()
  expect(await user.lines(['mark', '--star', id, `${id}v1`])).toEqual(['1 of 1 paper changed.'])
})
