import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { LibraryLocation } from '#main/library/open-library'
import { PaperIntake } from '#main/library/search/paper-intake'
import { Catalog } from '#main/storage/catalog'
import { fieldList, items } from './support/digest-text'
import { idsIn, newPlace, reading, writing } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

afterEach(() => {
  vi.restoreAllMocks()
})

const all = { kind: 'all' } as const
/** More entries than a start folds in without writing the columns anew. */
const many = 600

/** A library of many papers, three of which are about needles, with all that is derived from it on disk. */
async function kept(): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, async (library) => {
    const papers = items(many).map((item, n) => ({ ...item, summary: n < 3 ? `Needle ${n}.` : `Hay ${n}.` }))
    await library.importFile('hay.md', fieldList('2023-12-18', papers))
  })
  return place
}

async function indexFile({ directories: { cache } }: LibraryLocation): Promise<string> {
  const [folder = ''] = await readdir(cache)
  return join(cache, folder, 'search.columns')
}

/** What a search for needles finds, and how many papers were read for it. */
async function found(place: LibraryLocation): Promise<{ papers: number; read: number }> {
  const papers = vi.spyOn(Catalog.prototype, 'papers')
  const result = await reading(place, (library) => library.find('all', 'needle'))
  const read = papers.mock.calls.reduce((sum, [rows]) => sum + rows.length, 0)
  papers.mockRestore()
  return { papers: result.rows.length, read }
}

test('The index is kept with the library and is there again without a paper being read', async () => {
  const place = await kept()
  expect(await found(place)).toEqual({ papers: 3, read: 0 })
  await serving(place, async (api) => {
    const papers = vi.spyOn(Catalog.prototype, 'papers')
    expect(await viewIds(api, all, 'needle')).toHaveLength(3)
    expect(papers).not.toHaveBeenCalled()
  })
})

test('The index is kept while a library is open, and papers that are on their way to it stay so', async () => {
  const place = await kept()
  const path = await indexFile(place)
  await rm(path)
  const ended = vi.spyOn(PaperIntake.prototype, 'end')
  await writing(place, async (library) => {
    await library.search.ready()
    expect((await stat(path)).size).toBeGreaterThan(0)
    expect(ended).not.toHaveBeenCalled()
  })
  expect(ended).toHaveBeenCalledOnce()
})

/** Turns a byte over. @param at From the end where it is negative. */
async function spoil(path: string, at: number): Promise<void> {
  const bytes = await readFile(path)
  const place = at < 0 ? bytes.length + at : at
  bytes[place] = (bytes[place] ?? 0) ^ 0xff
  await writeFile(path, bytes)
}

test.each<[string, (path: string) => Promise<void>]>([
  ['missing', (path) => rm(path)],
  ['cut', async (path) => writeFile(path, (await readFile(path)).subarray(0, 5000))],
  ['empty', (path) => writeFile(path, '')],
  ['damaged where words stand', (path) => spoil(path, -500)],
  ['damaged elsewhere', (path) => spoil(path, 5000)]
])('An index whose file is %s is made anew, and kept', async (_, change) => {
  const place = await kept()
  await change(await indexFile(place))
  const papers = vi.spyOn(Catalog.prototype, 'papers')
  await serving(place, async (api, { library }) => {
    expect(await viewIds(api, all, 'needle')).toHaveLength(3)
    await library.search.ready()
    expect(await viewIds(api, all, 'needle')).toHaveLength(3)
  })
  expect(papers.mock.calls.flatMap(([rows]) => [...rows])).toHaveLength(many)
  papers.mockRestore()
  expect(await found(place)).toEqual({ papers: 3, read: 0 })
})

test('An index of other rows is not believed', async () => {
  const [place, other] = [await kept(), await newPlace()]
  await writing(other, async (library) => {
    await library.importFile('other.md', fieldList('2023-12-19', items(many, '2401')))
  })
  await writeFile(await indexFile(place), await readFile(await indexFile(other)))
  expect(await found(place)).toMatchObject({ papers: 3, read: many })
})

test('What came since the files were written is found, and what left is not', async () => {
  const place = await kept()
  const index = await indexFile(place)
  const { mtimeMs } = await stat(index)
  // Too few for the columns to be written anew.
  await writing(place, async (library) => {
    await library.importFile(
      'two.md',
      fieldList(
        '2024-01-02',
        items(2, '2401').map((item) => ({ ...item, summary: 'Needle.' }))
      )
    )
    await library.importFile(
      'one.md',
      fieldList(
        '2024-01-01',
        items(1, '2402').map((item) => ({ ...item, summary: 'Needle.' }))
      )
    )
  })
  expect((await stat(index)).mtimeMs).toBe(mtimeMs)
  expect(await found(place)).toEqual({ papers: 6, read: 3 })
  await writing(place, async (library) => {
    const [, , last] = library.digests()
    await library.removeDigest(last?.key ?? '')
    await library.search.ready()
    expect(await idsIn(library, 'all', 'needle')).toHaveLength(5)
  })
  expect((await found(place)).papers).toBe(5)
})

test('While the index is made anew, what is in it so far is found, and how far it is told', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('hay.md', fieldList('2023-12-18', items(3000)))
  })
  await rm(await indexFile(place))
  await serving(place, async (api, { library }) => {
    const first = await api.openView({ view: all, query: 'needle' })
    expect(first.search?.covered).toMatchObject({ total: 3000 })
    expect(first.search?.covered?.done).toBeLessThan(3000)
    // What comes meanwhile is found at once, or with the rest.
    await importSession(api, [
      fieldList(
        '2024-01-02',
        items(2, '2401').map((item) => ({ ...item, summary: 'Needle.' }))
      )
    ])
    await library.search.ready()
    expect((await api.openView({ view: all, query: 'needle' })).search?.covered).toBeNull()
    expect(await viewIds(api, all, 'needle')).toHaveLength(2)
    expect(await viewIds(api, all, 'id:2312')).toHaveLength(3000)
    expect(library.search.searched().papers.size).toBe(3002)
  })
})

test('A library that is closed while its index is made loses nothing', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('hay.md', fieldList('2023-12-18', items(3000)))
  })
  const index = await indexFile(place)
  await rm(index)
  await serving(place, async (api) => {
    await api.openView({ view: all, query: 'needle' })
  })
  await expect(stat(index)).rejects.toThrow('ENOENT')
  await serving(place, async (api, { library }) => {
    await library.search.ready()
    await api.decide({
      window,
      papers: { ids: (await viewIds(api, all, 'id:2312')).slice(0, 1) },
      wish: { note: 'Needle' }
    })
    expect(await viewIds(api, all, 'needle')).toHaveLength(1)
  })
  expect((await stat(index)).size).toBeGreaterThan(10_000)
})
