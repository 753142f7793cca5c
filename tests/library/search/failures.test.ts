import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import type { LibraryLocation } from '#main/library/open-library'
import { Catalog } from '#main/storage/catalog'
import { fieldList, items } from '../support/digest-text'
import { newPlace, reading, writing } from '../support/places'
import { importSession, serving, viewIds, window } from '../support/service'

const all = { kind: 'all' } as const
/** More than are read at a time. */
const many = 600

afterEach(() => {
  vi.restoreAllMocks()
})

/** A library of many papers, three of which are about needles, with all that is derived from it on disk. */
async function kept(): Promise<{ readonly place: LibraryLocation; readonly index: string }> {
  const place = await newPlace()
  await writing(place, async (library) => {
    const papers = items(many).map((item, n) => ({ ...item, summary: n % 200 === 0 ? 'Needle.' : 'Hay.' }))
    await library.importFile('hay.md', fieldList('2023-12-18', papers))
  })
  const { cache } = place.directories
  const [folder = ''] = await readdir(cache)
  return { place, index: join(cache, folder, 'search.columns') }
}

/** What is in the way of a file of that name can neither be read nor written over. */
async function block(path: string): Promise<void> {
  await rm(path, { force: true })
  await mkdir(join(path, 'in the way'), { recursive: true })
}

test('Papers that could not be read once are read for the next query', async () => {
  const { place, index } = await kept()
  await rm(index)
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  try {
    await serving(place, async (api, { library }) => {
      const papers = vi.spyOn(Catalog.prototype, 'papers').mockRejectedValue(new Error('EIO'))
      expect((await api.openView({ view: all, query: 'needle' })).search).toMatchObject({
        covered: { done: 0, total: many },
        didYouMean: []
      })
      await expect(library.search.ready()).rejects.toThrow('EIO')
      papers.mockRestore()
      // What is imported and decided meanwhile is not lost by the second attempt.
      await importSession(api, [fieldList('2024-01-02', [{ id: '2401.00001', summary: 'A needle.' }])])
      await api.decide({
        window,
        papers: { ids: (await viewIds(api, all)).slice(5, 6) },
        wish: { note: 'Needle' }
      })
      const opened = await api.openView({ view: all, query: 'needle' })
      expect([opened.order.length, opened.search?.covered]).toEqual([5, null])
      await library.search.ready()
      expect(library.search.searched().papers.size).toBe(many + 1)
    })
    await new Promise(setImmediate)
    expect(unhandled).not.toHaveBeenCalled()
  } finally {
    process.off('unhandledRejection', unhandled)
  }
  await reading(place, async (library) => {
    const papers = vi.spyOn(Catalog.prototype, 'papers')
    expect((await library.find('all', 'needle')).rows).toHaveLength(5)
    expect(papers.mock.calls.flatMap(([rows]) => rows).length).toBeLessThan(many)
  })
})

test('An attempt that fails half way leaves what was read, and the next goes on', async () => {
  const { place, index } = await kept()
  await rm(index)
  await serving(place, async (api, { library }) => {
    const papers = vi.spyOn(Catalog.prototype, 'papers')
    const first = await library.papers([...library.catalog.order()].slice(0, 250))
    papers.mockImplementation((rows) =>
      rows.length < 250 || rows[0] !== 0 ? Promise.reject(new Error('EIO')) : Promise.resolve(first)
    )
    for (let attempt = 0; attempt < 2; attempt++) await expect(library.search.ready()).rejects.toThrow('EIO')
    expect((await api.openView({ view: all, query: 'needle' })).search?.covered).toMatchObject({
      total: many
    })
    papers.mockRestore()
    expect(await viewIds(api, all, 'needle')).toHaveLength(3)
    await library.search.ready()
    expect(library.search.searched().papers.size).toBe(many)
  })
  expect((await stat(index)).size).toBeGreaterThan(1000)
})

test('What cannot be read or written where the index is kept stops neither a search nor the closing', async () => {
  const { place, index } = await kept()
  await block(index)
  await serving(place, async (api, { library }) => {
    expect(await viewIds(api, all, 'needle')).toHaveLength(3)
    await library.search.ready()
    // So that there is something to be kept.
    await importSession(api, [fieldList('2024-01-02', items(many, '2401'))])
  })
  expect((await stat(index)).isDirectory()).toBe(true)
  await reading(place, async (library) => {
    expect((await library.find('all', 'needle')).rows).toHaveLength(3)
    expect((await library.find('all', 'id:2401 ')).rows).toHaveLength(many)
  })
  // Once nothing is in the way any more it is kept again.
  await rm(index, { recursive: true })
  await serving(place, (_, { library }) => library.search.ready())
  expect((await stat(index)).isFile()).toBe(true)
})

test('A command that imports where the index can be neither read nor written ends well', async () => {
  const { place, index } = await kept()
  await block(index)
  await writing(place, async (library) => {
    await library.importFile('more.md', fieldList('2024-01-02', items(many, '2401')))
  })
  await reading(place, async (library) => {
    expect((await library.find('all', 'abstract')).rows).toHaveLength(many)
  })
})
