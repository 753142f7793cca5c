import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLibrary } from '#main/library/check-library'
import { encodeLine } from '#main/storage/line-codec'
import { makeFolder } from '#main/storage/sync-folder'
import { fieldList, items } from './support/digest-text'
import { id, idsIn, newPlace, reading, writing } from './support/places'

const device = 'ab'.repeat(8)
const key = 'cd'.repeat(32)
const paper = '2312.00001'
const sound = { kind: 'decision', id: 'x', stamp: 1, device, origin: 'window', how: 'single', changes: [] }
const place = { device, file: 'entries-000001.jsonl', offset: 0, length: 10, source: [0, 0] }
const longId = `${'1'.repeat(200_000)}.1`

/** What a checksum cannot tell from a record of Papertray’s own. */
const odd: Readonly<Record<string, object>> = {
  'changes of nothing': { ...sound, changes: [null] },
  'no papers': { ...sound, changes: [{ papers: null, read: true }] },
  'a paper with an id that is none': { ...sound, changes: [{ papers: { [longId]: 1 }, read: true }] },
  'a paper that is a prototype': JSON.parse(
    JSON.stringify({ ...sound, changes: [{ papers: {}, read: true }] }).replace('{}', '{"__proto__":1}')
  ) as object,
  'a note of nothing': { ...sound, changes: [{ papers: { [paper]: 1 }, note: null }] },
  'tags that are a number': { ...sound, changes: [{ papers: { [paper]: 1 }, tags: { add: 5 } }] },
  'digests that are no list': { ...sound, digests: {} },
  'a place of nothing': { ...sound, digests: [{ key, present: true, at: null }] },
  'a place without a file': { ...sound, digests: [{ key, present: true, at: {} }] },
  'a place outside the library': {
    ...sound,
    digests: [{ key, present: true, at: { ...place, device: '../../..', file: 'etc/passwd' } }]
  },
  'a stamp after which none can come': {
    ...sound,
    stamp: 1e308,
    changes: [{ papers: { [paper]: 1 }, read: true }]
  },
  'a stamp below zero': { ...sound, stamp: -1 }
}

test.each(Object.entries(odd))(
  'A decision with %s is set aside, and everything else works',
  async (_, record) => {
    const at = await newPlace()
    await writing(at, (library) => library.importFile('day.md', fieldList('2023-12-18', items(2))))
    const folder = join(at.folder, 'devices', device)
    await makeFolder(folder)
    await appendFile(join(folder, 'journal-000001.jsonl'), encodeLine({ kind: 'decision', ...record }))

    const damage = { file: `devices/${device}/journal-000001.jsonl`, line: 1, reason: 'shape' }
    expect((await checkLibrary(at)).damages).toEqual([damage])
    await writing(at, async (library) => {
      expect(library.damages).toEqual([damage])
      expect(await library.mark({ read: true }, [id(paper)])).toMatchObject({ papers: 1 })
      expect(await library.mark({ read: false }, [id(paper)])).toMatchObject({ papers: 1 })
    })
    await reading(at, async (library) => {
      expect(library.marks.isRead(id(paper))).toBe(false)
      expect(await idsIn(library, 'inbox')).toHaveLength(2)
    })
  }
)

test('A place that claims more than its file has is told as still on its way', async () => {
  const at = await newPlace()
  await writing(at, (library) => library.importFile('day.md', fieldList('2023-12-18', items(2))))
  const folder = join(at.folder, 'devices', device)
  await makeFolder(folder)
  const claim = { ...sound, digests: [{ key, present: true, at: { ...place, length: 3e9 } }] }
  await appendFile(join(folder, 'journal-000001.jsonl'), encodeLine({ ...claim, kind: 'decision' }))
  await appendFile(join(folder, 'entries-000001.jsonl'), encodeLine({ kind: 'hologram' }))

  const awaited = { file: `devices/${device}/entries-000001.jsonl`, line: 0, reason: 'awaited' }
  expect((await checkLibrary(at)).damages).toEqual([awaited])
  await reading(at, async (library) => {
    expect(library.damages).toEqual([awaited])
    expect(await idsIn(library, 'inbox')).toHaveLength(2)
  })
})

const entry = {
  kind: 'entry',
  n: 0,
  lines: [1, 2],
  repaired: 0,
  id: paper,
  version: 1,
  announced: 'new',
  fields: {}
}

test.each([
  ['authors that are text', { ...entry, fields: { authors: 'A. Author' } }],
  ['a title that is a number', { ...entry, fields: { title: 5 } }],
  ['an id that is none', { ...entry, id: 'not an id' }],
  ['no fields', { ...entry, fields: null }]
])('An entry with %s is set aside, and the digest’s others show', async (_, record) => {
  const at = await newPlace()
  const folder = join(at.folder, 'devices', device)
  await writing(at, (library) => library.importFile('day.md', fieldList('2023-12-18', items(2))))
  await makeFolder(folder)
  const good = { ...entry, n: 1, id: '2312.00009', fields: { title: 'A title' } }
  const lines = Buffer.concat([encodeLine(record), encodeLine(good)])
  await appendFile(join(folder, 'entries-000001.jsonl'), lines)
  const about = { dialect: 'field-list', category: null, date: '2023-12-20' }
  const digest = { key, present: true, about, at: { ...place, length: lines.length } }
  const decision = { ...sound, digests: [digest] }
  await appendFile(join(folder, 'journal-000001.jsonl'), encodeLine(decision))

  await reading(at, async (library) => {
    expect((await idsIn(library, 'all')).sort()).toEqual(['2312.00001', '2312.00002', '2312.00009'])
    expect(library.damages).toHaveLength(1)
  })
})
