import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FileReport } from '#core/domain/file-report'
import { readSeeds } from '../support/seeds'
import { fieldList, items, numberedList, type Item } from './support/digest-text'
import { id, idsIn, importAll, listed, newPlace, writing, type Listed } from './support/places'

const [seed] = await readSeeds()
const early = seed?.bytes.toString('utf8') ?? ''
const ids = [...early.matchAll(/arxiv\.org\/abs\/(.+)v1$/gm)].map(([, found = '']) => found)
const [first = '', second = '', third = '', fourth = ''] = ids

/** What the same day's file looks like some hours later. */
function laterFile(): Buffer {
  const [heading = '', ...records] = early.split(/^(?=### )/m)
  const changed = [
    records[0]
      ?.replace(/(Updated\*\*: ).*/, '$12023-12-19 10:00:00+00:00')
      .replace(/(Summary\*\*: ).*/, '$1Revised.'),
    records[1]?.replaceAll(`${second}v1`, `${second}v2`).replace(/(Comment\*\*: ).*/, '$1Second version'),
    records[2],
    records[3],
    records[3]
  ]
  const extra = fieldList('2023-12-18', items(3)).toString('utf8').replace(/^.*\n/, '')
  return Buffer.from(heading + changed.join('') + extra)
}

async function afterBoth<T>(look: (before: Listed[], after: Listed[], report?: FileReport) => T): Promise<T> {
  return writing(await newPlace(), async (library) => {
    await library.importFile('early.md', Buffer.from(early))
    await library.mark({ read: true, starred: true }, [id(first)])
    await library.mark({ addTags: ['seen'], note: 'Compare.' }, [id(second), id(third)])
    const before = await listed(library)
    const [report] = await library.importFile('later.md', laterFile())
    return look(before, await listed(library), report)
  })
}

test('A later file of the day counts each of its papers once, in the first class that fits', () =>
  afterBoth((_, __, report) => {
    expect(report?.entries).toBe(8)
    expect(report?.papers).toEqual({ new: 3, newerVersion: 1, completed: 1, known: 2, repeated: 1 })
  }))

test('A later file of the day completes what the earlier one said', () =>
  afterBoth((_, after) => {
    const paper = (wanted: string): Listed | undefined => after.find((each) => each.id === wanted)
    expect(paper(first)).toMatchObject({ version: 1, abstract: 'Revised.', updated: '2023-12-19T10:00:00Z' })
    expect(paper(second)).toMatchObject({ version: 2, comment: 'Second version' })
    expect(after).toHaveLength(7)
  }))

test('A later file of the day keeps every mark', () =>
  afterBoth((before, after) => {
    for (const { id: known, read, starred, tags, note } of before)
      expect(after.find((each) => each.id === known)).toMatchObject({ read, starred, tags, note })
    expect(after.filter(({ read }) => read).map((paper) => paper.id)).toEqual([first])
    expect(after.filter(({ note }) => note === 'Compare.')).toHaveLength(2)
  }))

test('A later file of the day leaves papers alone about which it says the same', () =>
  afterBoth((before, after) => {
    const same = (papers: Listed[]): unknown[] =>
      papers
        .filter((paper) => paper.id === third || paper.id === fourth)
        .map((paper) => ({ ...paper, appearances: paper.appearances.length > 0 }))
    expect(same(after)).toEqual(same(before))
  }))

const one: Item = { id: '2312.00001' }
const detailed: Item = { ...one, comment: '12 pages', updated: '2023-12-20 08:00:00+00:00' }

test.each<[string, Buffer, Buffer, keyof FileReport['papers']]>([
  ['of another id is new', fieldList('2023-12-18', items(1, '2311')), fieldList('2023-12-19', [one]), 'new'],
  [
    'of a higher version is a newer version',
    fieldList('2023-12-18', [one]),
    fieldList('2023-12-19', [{ ...one, version: 2 }]),
    'newerVersion'
  ],
  [
    'of a lower version that says nothing more is known',
    fieldList('2023-12-18', [{ ...one, version: 2 }]),
    fieldList('2023-12-19', [one]),
    'known'
  ],
  [
    'whose fields changed is completed',
    fieldList('2023-12-18', [one]),
    fieldList('2023-12-19', [detailed]),
    'completed'
  ],
  [
    'whose version is learned is completed',
    numberedList('Mon, 18 Dec 2023', [one]),
    fieldList('2023-12-19', [one]),
    'completed'
  ],
  [
    'that a poorer dialect repeats is known',
    fieldList('2023-12-18', [one]),
    numberedList('Tue, 19 Dec 2023', [{ ...one, title: 'Poorer', summary: 'Poorer.' }]),
    'known'
  ],
  [
    'that another digest announces with the same words is known',
    fieldList('2023-12-18', [one]),
    fieldList('2023-12-19', [one]),
    'known'
  ]
])('A paper %s', async (_, before, after, outcome) => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('before.md', before)
    const [report] = await library.importFile('after.md', after)
    const none = { new: 0, newerVersion: 0, completed: 0, known: 0, repeated: 0 }
    expect(report?.papers).toEqual({ ...none, [outcome]: 1 })
  })
})

test('A numbered list is completed by a field list, and changes nothing of one', async () => {
  const poor = numberedList('Mon, 18 Dec 2023', [{ ...one, title: 'Poor', summary: 'Poor.' }])
  const rich = fieldList('2023-12-18', [{ ...one, title: 'Rich', summary: 'Rich.' }])
  for (const order of [
    [poor, rich],
    [rich, poor]
  ]) {
    await writing(await newPlace(), async (library) => {
      await importAll(library, order)
      const [paper, ...others] = await listed(library)
      expect(others).toEqual([])
      expect(paper).toMatchObject({
        ...{ title: 'Rich', abstract: 'Rich.', version: 1, categories: ['cs.CV', 'cs.LG'] }
      })
      expect(paper?.appearances.map(({ dialect }) => dialect).sort()).toEqual(['field-list', 'numbered-list'])
    })
  }
})

test('A paper that stands twice in one file, as two versions, is one paper of the higher version', async () => {
  const twice = fieldList('2023-12-18', [
    { ...one, version: 2, title: 'Second' },
    { ...one, version: 1, title: 'First', comment: 'Only the first has a comment' }
  ])
  await writing(await newPlace(), async (library) => {
    const [report] = await library.importFile('twice.md', twice)
    expect(report?.papers).toEqual({ new: 1, newerVersion: 0, completed: 0, known: 0, repeated: 1 })
    expect(await listed(library)).toMatchObject([{ version: 2, title: 'Second', comment: null }])
  })
})

test('A file that holds several digests has a report and a place in the list for each', async () => {
  const both = Buffer.concat([
    fieldList('2023-12-18', items(2)),
    fieldList('2023-12-19', items(2, '2312', 2))
  ])
  await writing(await newPlace(), async (library) => {
    const reports = await library.importFile('both.md', both)
    expect(reports.map(({ date, papers }) => [date, papers.new, papers.known])).toEqual([
      ['2023-12-18', 2, 0],
      ['2023-12-19', 1, 1]
    ])
    expect(await idsIn(library, 'all')).toEqual(['2312.00003', '2312.00001', '2312.00002'])
    expect((await library.importFile('both.md', both)).map(({ papers }) => papers.known)).toEqual([2, 2])
  })
})

test('New, newer, completed, known and repeated always add up to the entries', async () => {
  const item = fc.record({
    id: fc.constantFrom('2312.00001', '2312.00002', '2312.00003', 'cs/0407047'),
    version: fc.integer({ min: 1, max: 3 }),
    title: fc.constantFrom('One title', 'Another title'),
    comment: fc.constantFrom('None', '12 pages')
  })
  const digest = fc
    .record({
      day: fc.integer({ min: 1, max: 5 }),
      numbered: fc.boolean(),
      entries: fc.array(item, { minLength: 1, maxLength: 6 })
    })
    .map(({ day, numbered, entries }) =>
      numbered ? numberedList(`Mon, ${day} Jan 2024`, entries) : fieldList(`2024-01-0${day}`, entries)
    )
  await fc.assert(
    fc.asyncProperty(fc.array(digest, { minLength: 1, maxLength: 5 }), async (files) => {
      await writing(await newPlace(), async (library) => {
        const known = new Set<string>()
        for (const [index, bytes] of files.entries()) {
          const [report] = await library.importFile(`${index}.md`, bytes)
          const { papers, entries = 0 } = report ?? {}
          const sum = Object.values(papers ?? {}).reduce((total, count) => total + count, 0)
          expect(sum).toBe(entries)
          const now = await idsIn(library, 'all')
          expect(papers?.new).toBe(now.filter((each) => !known.has(each)).length)
          for (const each of now) known.add(each)
        }
      })
    }),
    { seed: 20231218, numRuns: 25 }
  )
})
