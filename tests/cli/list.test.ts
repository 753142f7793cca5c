import { expect, test } from 'vitest'
import { fieldList, items, numberedList } from '../library/support/digest-text'
import { linesOf, newUser, type User } from './support/command-line'

async function withPapers(): Promise<User> {
  const user = await newUser()
  await user.file(
    'day.md',
    fieldList('2023-12-18', [
      {
        ...{
          id: '2312.00001',
          version: 2,
          title: 'Große $\\alpha$-Maps',
          authors: 'Ada Lovelace, Emmy Noether'
        },
        ...{ categories: '**cs.CV**, stat.ML, I.2.7; 68T05', updated: '2023-12-20 01:02:03+00:00' },
        ...{
          doi: '10.1145/3617592 10.1000/x',
          journal: 'Nature',
          comment: '12 pages',
          summary: 'We say $x<1$.'
        }
      },
      { id: '2312.00002', title: 'Second', authors: 'Only Author' }
    ])
  )
  await user.file('list.md', numberedList('Wed, 20 Dec 2023', [{ id: '2112.15589', title: 'Poor' }]))
  await user.lines(['import', 'day.md', 'list.md'])
  return user
}

test('With --json each paper is a line with its keys in the documented order, unknown ones null', async () => {
  const user = await withPapers()
  await user.lines(['mark', '--read', '--star', '--tag', 'b', '--tag', 'a/c', '--note', 'N', '2312.00001'])
  const { code, out, err } = await user.run(['list', '--view', 'all', '--json'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const [poor, first] = linesOf(out)
  expect(first).toBe(
    JSON.stringify({
      id: '2312.00001',
      version: 2,
      title: 'Große $\\alpha$-Maps',
      authors: ['Ada Lovelace', 'Emmy Noether'],
      primaryCategory: 'cs.CV',
      categories: ['cs.CV', 'stat.ML'],
      classes: ['I.2.7', '68T05'],
      published: '2023-12-18T00:05:28Z',
      updated: '2023-12-20T01:02:03Z',
      announced: '2023-12-18',
      doi: '10.1145/3617592 10.1000/x',
      journal: 'Nature',
      comment: '12 pages',
      abstract: 'We say $x<1$.',
      links: [
        { kind: 'abstract', url: 'https://arxiv.org/abs/2312.00001v2' },
        { kind: 'pdf', url: 'https://arxiv.org/pdf/2312.00001v2' },
        { kind: 'doi', url: 'https://doi.org/10.1145/3617592' },
        { kind: 'doi', url: 'https://doi.org/10.1000/x' }
      ],
      digests: [{ category: 'cs.CV', date: '2023-12-18', dialect: 'field-list', kind: 'new' }],
      read: true,
      starred: true,
      tags: ['a/c', 'b'],
      note: 'N',
      newVersion: false
    })
  )
  expect(poor).toBe(
    JSON.stringify({
      ...{ id: '2112.15589', version: null, title: 'Poor', authors: null, primaryCategory: null },
      ...{ categories: null, classes: null, published: null, updated: null, announced: '2023-12-20' },
      ...{ doi: null, journal: null, comment: null, abstract: 'Abstract of 2112.15589.' },
      links: [
        { kind: 'abstract', url: 'https://arxiv.org/abs/2112.15589' },
        { kind: 'pdf', url: 'https://arxiv.org/pdf/2112.15589' }
      ],
      digests: [{ category: 'cs.CV', date: '2023-12-20', dialect: 'numbered-list', kind: 'new' }],
      ...{ read: false, starred: false, tags: [], note: null, newVersion: false }
    })
  )
})

test('Without --json it is a table for people, with its count on standard error', async () => {
  const user = await withPapers()
  await user.lines(['mark', '--star', '--note', 'N', '2312.00001'])
  await user.lines(['mark', '--read', '2312.00002'])
  const { code, out, err } = await user.run(['list', '--view', 'all'])
  expect({ code, err }).toEqual({ code: 0, err: '3 papers.\n' })
  expect(linesOf(out).map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
    '•  2112.15589  2023-12-20  Poor  ',
    '•★✎  2312.00001  2023-12-18  Große α-Maps  Ada Lovelace +1',
    '  2312.00002  2023-12-18  Second  Only Author'
  ])
})

test('The inbox is the view where none is named; the others hold what they ask for', async () => {
  const user = await withPapers()
  await user.lines(['mark', '--read', '--star', '2312.00001'])
  await user.lines(['mark', '--note', 'N', '2112.15589'])
  const expected: Readonly<Record<string, string[]>> = {
    inbox: ['2112.15589', '2312.00002'],
    updated: [],
    starred: ['2312.00001'],
    notes: ['2112.15589'],
    read: ['2312.00001'],
    all: ['2112.15589', '2312.00001', '2312.00002']
  }
  const listing = async (...args: string[]): Promise<string[]> =>
    (await user.lines(['list', '--json', ...args])).map((line) => (JSON.parse(line) as { id: string }).id)
  expect(await listing()).toEqual(expected.inbox)
  const views = Object.entries(expected)
  const found = await Promise.all(views.map(([view]) => listing('--view', view)))
  expect(found).toEqual(views.map(([, ids]) => ids))
})

test('A query keeps the papers in which all of its words occur', async () => {
  const user = await withPapers()
  const listing = async (query: string): Promise<string[]> =>
    (await user.lines(['list', '--json', '--query', query])).map(
      (line) => (JSON.parse(line) as { id: string }).id
    )
  expect(await Promise.all([listing('LOVELACE grosse'), listing('second ada'), listing('')])).toEqual([
    ['2312.00001'],
    [],
    ['2112.15589', '2312.00001', '2312.00002']
  ])
})

test('A view without papers is empty and no failure', async () => {
  const user = await withPapers()
  expect(await user.lines(['list', '--view', 'notes', '--json'])).toEqual([])
  expect(await user.run(['list', '--view', 'notes'])).toMatchObject({ code: 0, out: '', err: '0 papers.\n' })
})

test('Many papers come in their order, each once', async () => {
  const user = await newUser()
  await user.lines(['import', await user.file('many.md', fieldList('2023-12-18', items(1200)))])
  const ids = (await user.lines(['list', '--json'])).map((line) => (JSON.parse(line) as { id: string }).id)
  expect(ids).toEqual(items(1200).map(({ id }) => id))
})
