import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fieldList, items, numberedList } from '../library/support/digest-text'
import { filesBelow } from '../library/support/files'
import { seedFolder } from '../support/seeds'
import { linesOf, newUser } from './support/command-line'

test('The samples are reported line by line and in all', async () => {
  const user = await newUser()
  const lines = await user.lines(['import', seedFolder])
  const names = (await readdir(seedFolder)).filter((name) => name.endsWith('.txt')).sort()
  const path = (index: number): string => join(seedFolder, names[index] ?? '')
  expect(lines).toEqual([
    `${path(0)}: 4 entries (field-list, cs.CV, 2023-12-18), 4 new`,
    `${path(1)}: 22 entries (field-list, cs.CV, 2019-10-19), 22 new`,
    `${path(2)}: 30 entries (field-list, cs.CV, 2023-12-30), 30 new, 3 fields repaired`,
    `${path(3)}: 39 entries (field-list, cs.CV, 2022-01-31), 39 new`,
    `${path(4)}: 58 entries (numbered-list, cs.CV, 2022-01-03), 58 new, 12 fields repaired`,
    '5 files, 153 entries, 153 new.'
  ])
})

test('With --json one object tells the same, its keys in the documented order', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', [...items(2), ...items(1)]))
  await user.file('odd.md', `${fieldList('2023-12-19', items(3)).toString('utf8')}### Cut\n- **DOI**: No`)
  const [line, ...others] = await user.lines(['import', '--json', 'day.md', 'odd.md'])
  expect(others).toEqual([])
  const files = [
    {
      ...{ file: 'day.md', dialect: 'field-list', category: 'cs.CV', date: '2023-12-18', entries: 3 },
      papers: { new: 2, newerVersion: 0, completed: 0, known: 0, repeated: 1 },
      ...{ repaired: 0, problems: [] }
    },
    {
      ...{ file: 'odd.md', dialect: 'field-list', category: 'cs.CV', date: '2023-12-19', entries: 3 },
      papers: { new: 1, newerVersion: 0, completed: 0, known: 2, repeated: 0 },
      repaired: 0,
      problems: [{ line: 44, reason: expect.stringMatching(/cut short/) as string, excerpt: 'Cut' }]
    }
  ]
  const totals = {
    ...{ files: 2, entries: 6, papers: { new: 3, newerVersion: 0, completed: 0, known: 2, repeated: 1 } },
    ...{ repaired: 0, problems: 1 }
  }
  const told: unknown = JSON.parse(line ?? '')
  expect(told).toEqual({ files, totals })
  const keys = (line ?? '').match(/"\w+":/g)
  expect(keys?.slice(0, 14).join(' ')).toBe(
    '"files": "file": "dialect": "category": "date": "entries": "papers": "new": "newerVersion": ' +
      '"completed": "known": "repeated": "repaired": "problems":'
  )
  expect(keys?.slice(-11).join(' ')).toBe(
    '"totals": "files": "entries": "papers": "new": "newerVersion": "completed": "known": "repeated": ' +
      '"repaired": "problems":'
  )
})

test('What an import changed is told in words, problems with their place', async () => {
  const user = await newUser()
  const one = { id: '2312.00001' }
  await user.lines(['import', await user.file('list.md', numberedList('Mon, 18 Dec 2023', [one]))])
  const later = fieldList('2023-12-19', [one, { id: '2312.00002', version: 2 }, ...items(1, '2401')])
  await user.lines(['import', await user.file('before.md', fieldList('2023-12-18', [{ id: '2312.00002' }]))])
  await user.file('later.md', `${later.toString('utf8')}### No id here\n- **DOI**: None`)
  expect(await user.lines(['import', 'later.md'])).toEqual([
    'later.md: 3 entries (field-list, cs.CV, 2023-12-19), 1 new, 1 with a newer version, 1 completed',
    '  line 44: the record is cut short, its last field is left out: “No id here”',
    '1 file, 3 entries, 1 new, 1 with a newer version, 1 completed, 1 problem.'
  ])
})

test('Problems inside a readable file are no failure', async () => {
  const user = await newUser()
  const text = `# Arxiv Papers in cs.CV on 2023-12-18\nstray\n`
  const { code, err } = await user.run(['import', await user.file('odd.md', text)])
  expect({ code, err }).toEqual({ code: 0, err: '' })
})

test.each<[string, string | Uint8Array, RegExp]>([
  ['empty', '', /^bad\.md: it is empty$/],
  ['binary', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), /^bad\.md: it is not text$/],
  ['some other text', '# Shopping\n- milk\n', /^bad\.md: it is no digest that Papertray knows: “# Shopping”$/]
])('A named file that is %s makes the code 1, and the others are imported', async (_, bytes, line) => {
  const user = await newUser()
  await user.file('bad.md', bytes)
  await user.file('good.md', fieldList('2023-12-18', items(2)))
  const { code, out, err } = await user.run(['import', 'bad.md', 'good.md'])
  expect({ code, err }).toEqual({ code: 1, err: '' })
  const [bad, good, totals] = linesOf(out)
  expect(bad).toMatch(line)
  expect(good).toMatch(/^good\.md: 2 entries .*, 2 new$/)
  expect(totals).toBe('2 files, 2 entries, 2 new, 1 problem.')
})

test('A file that is not there makes the code 1, and the others are imported', async () => {
  const user = await newUser()
  await user.file('good.md', fieldList('2023-12-18', items(2)))
  const { code, out } = await user.run(['import', '--json', 'absent.md', 'good.md'])
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({
    files: [
      {
        file: 'absent.md',
        dialect: null,
        problems: [{ line: 1, reason: 'there is no such file', excerpt: '' }]
      },
      { file: 'good.md', papers: { new: 2 } }
    ],
    totals: { files: 2, problems: 1 }
  })
})

test('With --read everything that is new is filed under Read, and undo takes it all back', async () => {
  const user = await newUser()
  await user.file('day.md', fieldList('2023-12-18', items(2)))
  await user.file('next.md', fieldList('2023-12-19', items(4)))
  await user.lines(['import', 'day.md'])
  await user.lines(['import', '--read', 'next.md'])
  const ids = async (view: string): Promise<unknown[]> => {
    const { out } = await user.run(['list', '--json', '--view', view])
    return linesOf(out).map((line) => (JSON.parse(line) as { id: string }).id)
  }
  expect(await ids('inbox')).toEqual(['2312.00001', '2312.00002'])
  expect(await ids('read')).toEqual(['2312.00003', '2312.00004'])
  expect(await user.lines(['undo'])).toEqual(['Undone: the import of 1 digest, marks of 2 papers.'])
  expect(await ids('all')).toEqual(['2312.00001', '2312.00002'])
})

test('A second import of the same files changes no byte of the library', async () => {
  const user = await newUser()
  await user.lines(['import', seedFolder])
  const before = await filesBelow(user.library)
  const lines = await user.lines(['import', seedFolder])
  expect(lines.at(-1)).toBe('5 files, 153 entries, 153 known.')
  expect(await filesBelow(user.library)).toEqual(before)
})
