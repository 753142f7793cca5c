import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Wish } from '#core/domain/decide'
import type { Mark } from '#core/domain/mark'
import type { Library } from '#main/library/library'
import { fieldList } from './support/digest-text'
import { codeOf } from './support/failures'
import { decisionsIn, filesBelow } from './support/files'
import { id, listedAt, newPlace, reading, withoutCache, writing } from './support/places'

const [a, b, c] = [id('2312.00001'), id('2312.00002'), id('2312.00003')] as const

const digest = fieldList('2023-12-18', [{ id: a }, { id: b, version: 4 }, { id: c }])

async function withPapers<T>(work: (library: Library, folder: string) => Promise<T>): Promise<T> {
  const place = await newPlace()
  return writing(place, async (library) => {
    await library.importFile('day.md', digest)
    return work(library, place.folder)
  })
}

const plain: Mark = { read: false, starred: false, tags: [], note: null }

test.each<[string, Wish[], Mark]>([
  ['read', [{ read: true }], { ...plain, read: true }],
  ['unread again', [{ read: true }, { read: false }], plain],
  ['starred', [{ starred: true }], { ...plain, starred: true }],
  ['unstarred again', [{ starred: true }, { starred: false }], plain],
  ['tagged', [{ addTags: ['vision/maps', 'later'] }], { ...plain, tags: ['later', 'vision/maps'] }],
  ['tagged once, however often', [{ addTags: ['x', 'x'] }, { addTags: ['x'] }], { ...plain, tags: ['x'] }],
  ['untagged again', [{ addTags: ['x', 'y'] }, { removeTags: ['x', 'z'] }], { ...plain, tags: ['y'] }],
  ['noted', [{ note: 'Über\n$\\ell_1$' }], { ...plain, note: 'Über\n$\\ell_1$' }],
  ['noted anew', [{ note: 'One.' }, { note: 'Two.' }], { ...plain, note: 'Two.' }],
  ['without its note again', [{ note: 'One.' }, { note: ' ' }], plain],
  [
    'marked in every way at once',
    [{ read: true, starred: true, addTags: ['x'], note: 'N' }],
    { read: true, starred: true, tags: ['x'], note: 'N' }
  ]
])('A paper can be %s, at once and after a restart', async (_, wishes, mark) => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', digest)
    for (const wish of wishes) await library.mark(wish, [b])
    expect(library.marks.mark(b)).toEqual(mark)
    expect(library.marks.mark(a)).toEqual(plain)
  })
  await reading(place, ({ marks }) => {
    expect(marks.mark(b)).toEqual(mark)
  })
})

test('A decision records only what differs from what held, and the version that was decided on', () =>
  withPapers(async (library, folder) => {
    await library.mark({ starred: true }, [a])
    const changed = await library.mark({ read: true, starred: true }, [a, b, c])
    expect(changed.papers).toBe(3)
    const [, star, bulk] = await decisionsIn(folder)
    expect(star).toMatchObject({ how: 'single', changes: [{ papers: { [a]: 1 }, starred: true }] })
    expect(bulk?.how).toBe('bulk')
    expect(bulk?.changes).toEqual([
      { papers: { [a]: 1 }, read: true },
      { papers: { [b]: 4, [c]: 1 }, decidedBefore: 0, read: true, starred: true }
    ])
  }))

test('What holds already is not recorded again', () =>
  withPapers(async (library, folder) => {
    const wish: Wish = { read: true, addTags: ['x'], note: 'N' }
    expect(await library.mark(wish, [a, b])).toMatchObject({ papers: 2 })
    const before = await filesBelow(folder)
    expect(await library.mark(wish, [a, b])).toMatchObject({ papers: 0 })
    expect(await library.mark({ removeTags: ['y'], starred: false }, [a])).toMatchObject({ papers: 0 })
    expect(await filesBelow(folder)).toEqual(before)
  }))

test('Decisions carry a stamp that grows, their device and where they came from', () =>
  withPapers(async (library, folder) => {
    for (const read of [true, false, true]) await library.mark({ read }, [a])
    const decisions = await decisionsIn(folder)
    const stamps = decisions.map(({ stamp }) => stamp)
    expect(stamps).toEqual([...new Set(stamps)].sort((one, other) => one - other))
    expect(new Set(decisions.map(({ id: each }) => each)).size).toBe(4)
    expect(new Set(decisions.map(({ device, origin }) => `${device} ${origin}`)).size).toBe(1)
    expect(decisions[0]?.origin).toBe('test')
  }))

test('A paper that the library does not hold cannot be marked, nor the others named with it', () =>
  withPapers(async (library, folder) => {
    const before = await filesBelow(folder)
    expect(await codeOf(library.mark({ read: true }, [a, id('2312.99999')]))).toBe('unknownPaper')
    expect(await filesBelow(folder)).toEqual(before)
    expect(library.marks.isRead(a)).toBe(false)
  }))

test('A thousand marks at once are all on disk when they are acknowledged', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', digest)
    const tags = Array.from({ length: 1000 }, (_, number) => `tag ${number}`)
    await Promise.all(tags.map((tag) => library.mark({ addTags: [tag] }, [a])))
    const onDisk = await reading(place, ({ marks }) => marks.mark(a).tags)
    expect(onDisk).toHaveLength(1000)
  })
})

test('A library of many decisions opens the same with its cache, without it, and with a damaged one', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', digest)
    for (let number = 0; number < 300; number++)
      await library.mark({ addTags: [`t${number % 7}`], read: number % 3 === 0, note: `${number}` }, [a, b])
    await library.undo()
  })
  const expected = await listedAt(await withoutCache(place))
  expect(expected.map(({ note }) => note).sort()).toEqual(['298', '298', null])
  expect(await listedAt(place)).toEqual(expected)
  expect(await listedAt(place)).toEqual(expected)
  const cached = await readdir(place.directories.cache, { recursive: true, withFileTypes: true })
  const files = cached.filter((each) => each.isFile()).map((each) => join(each.parentPath, each.name))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const bytes = await readFile(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff
    await writeFile(file, bytes)
  }
  expect(await listedAt(place)).toEqual(expected)
})
