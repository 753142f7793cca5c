import { expect, test } from 'vitest'
import type { Library } from '#main/library/library'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { id, idsIn, listed, listedAt, newPlace, withoutCache, writing } from './support/places'

const shared = id('2312.00001')
const alone = id('2312.00002')
const first = fieldList('2023-12-18', [{ id: shared, title: 'First' }, { id: alone }])
const second = fieldList('2023-12-19', [{ id: shared, version: 2, title: 'Second' }, ...items(1, '2312', 9)])

async function withBoth<T>(work: (library: Library) => Promise<T>): Promise<T> {
  return writing(await newPlace(), async (library) => {
    await library.importFile('first.md', first)
    await library.importFile('second.md', second)
    return work(library)
  })
}

function keyOf(library: Library, source: string): string {
  return library.digests().find((digest) => digest.source === source)?.key ?? ''
}

test('Papers that no other digest holds leave with the removed one', () =>
  withBoth(async (library) => {
    const removed = await library.removeDigest(keyOf(library, 'first.md'))
    expect(removed.source).toBe('first.md')
    expect(await idsIn(library, 'all')).toEqual([shared, '2312.00009'])
    expect(library.digests().map(({ source }) => source)).toEqual(['second.md'])
  }))

test('Papers that another digest holds become what that one says', () =>
  withBoth(async (library) => {
    await library.removeDigest(keyOf(library, 'second.md'))
    const [paper] = await listed(library)
    expect(paper).toMatchObject({ id: shared, version: 1, title: 'First', announced: '2023-12-18' })
    expect(paper?.appearances).toHaveLength(1)
  }))

test('A removed digest stays away after a restart, with its cache and without', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('first.md', first)
    await library.importFile('second.md', second)
    await library.removeDigest(keyOf(library, 'first.md'))
  })
  for (const each of [place, await withoutCache(place)])
    expect((await listedAt(each)).map((paper) => paper.id)).toEqual([shared, '2312.00009'])
})

test('Marks of papers that left with their digest return with them', () =>
  withBoth(async (library) => {
    await library.mark({ starred: true, read: true, addTags: ['x'], note: 'Kept.' }, [alone])
    const before = await listed(library)
    await library.removeDigest(keyOf(library, 'first.md'))
    expect(await idsIn(library, 'starred')).toEqual([])
    expect(await codeOf(library.mark({ read: false }, [alone]))).toBe('unknownPaper')
    const [report] = await library.importFile('first.md', first)
    expect(report?.papers).toMatchObject({ new: 1, known: 1 })
    expect(await listed(library)).toEqual(before)
  }))

test('A digest can be named by the beginning of its key, in small or capital letters', () =>
  withBoth(async (library) => {
    const key = keyOf(library, 'first.md')
    expect((await library.removeDigest(key.slice(0, 12).toUpperCase())).key).toBe(key)
  }))

test('No digest, or several, of a key are told apart, and nothing is removed', async () => {
  await writing(await newPlace(), async (library) => {
    for (let day = 1; day <= 17; day++)
      await library.importFile(`${day}.md`, fieldList(`2023-12-${String(day).padStart(2, '0')}`, items(1)))
    const beginnings = library.digests().map(({ key }) => key.charAt(0))
    const shared = beginnings.find((each, index) => beginnings.indexOf(each) !== index) ?? ''
    expect(await codeOf(library.removeDigest(shared))).toBe('ambiguousDigest')
    expect(await codeOf(library.removeDigest('nothing'))).toBe('unknownDigest')
    expect(await codeOf(library.removeDigest(''))).toBe('unknownDigest')
    expect(library.digests()).toHaveLength(17)
  })
})

test('A digest that was removed cannot be removed again', () =>
  withBoth(async (library) => {
    const key = keyOf(library, 'first.md')
    await library.removeDigest(key)
    expect(await codeOf(library.removeDigest(key))).toBe('unknownDigest')
  }))
