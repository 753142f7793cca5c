import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { members } from '#core/search/index/bit-set'
import type { Library } from '#main/library/library'
import type { LibraryLocation } from '#main/library/open-library'
import { Pace } from '#main/storage/pace'
import { fieldList, items } from '../support/digest-text'
import { newPlace, writing } from '../support/places'

const many = 40

beforeEach(() => {
  // Slices of one paper each.
  vi.spyOn(Pace.prototype, 'due', 'get').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A library in which every paper has a note. */
async function noted(): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('noted.md', fieldList('2023-12-18', items(many)))
    await library.mark({ note: 'Ancient' }, idsOf(library))
  })
  return place
}

function idsOf(library: Library): ReturnType<Library['catalog']['id']>[] {
  return Array.from(library.rows('all'), (row) => library.catalog.id(row))
}

/** Resolves while notes are being taken. */
async function underWay(library: Library): Promise<void> {
  const looked = vi.spyOn(library.marks, 'mark')
  while (looked.mock.calls.length === 0) await setImmediate()
  looked.mockRestore()
}

function found(library: Library, text: string): number {
  return members(library.search.ask(text).rows).length
}

test('Notes that change while all are taken are found as they are then', async () => {
  await writing(await noted(), async (library) => {
    const ids = idsOf(library)
    const loaded = library.search.load()
    await underWay(library)
    await library.mark({ note: 'Recent' }, ids.slice(0, 1))
    await library.mark({ note: 'Recent' }, ids.slice(-1))
    await library.mark({ note: '' }, ids.slice(5, 6))
    await loaded
    expect(['recent', 'ancient'].map((text) => found(library, text))).toEqual([2, many - 3])
    await library.mark({ note: 'Recent' }, ids.slice(5, 6))
    expect(['recent', 'ancient'].map((text) => found(library, text))).toEqual([3, many - 3])
  })
})

test('A query that comes before all are taken finds all, and what changes afterwards', async () => {
  await writing(await noted(), async (library) => {
    const ids = idsOf(library)
    const loaded = library.search.load()
    await underWay(library)
    expect(found(library, 'ancient')).toBe(many)
    await library.mark({ note: 'Recent' }, ids.slice(0, 1))
    expect(['recent', 'ancient'].map((text) => found(library, text))).toEqual([1, many - 1])
    await loaded
    expect(['recent', 'ancient'].map((text) => found(library, text))).toEqual([1, many - 1])
  })
})

test('Where any of them may have changed meanwhile, all are taken again', async () => {
  await writing(await noted(), async (library) => {
    const loaded = library.search.load()
    await underWay(library)
    library.search.ownChanged(null)
    await loaded
    const marks = vi.spyOn(library.marks, 'mark')
    expect(found(library, 'ancient')).toBe(many)
    expect(marks).toHaveBeenCalledTimes(many)
  })
})

test('Papers with a tag and no note are among them, wherever they stand', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('tagged.md', fieldList('2023-12-18', items(many)))
    const ids = idsOf(library)
    await library.mark({ addTags: ['ancient'] }, ids.slice(-2))
    await library.mark({ note: 'Ancient' }, ids.slice(0, 1))
    await library.mark({ addTags: ['ancient'] }, ids.slice(3, 4))
  })
  await writing(place, async (library) => {
    await library.search.load()
    expect(found(library, 'ancient')).toBe(4)
  })
})
