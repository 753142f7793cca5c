import { expect, test } from 'vitest'
import type { Library } from '#main/library/library'
import { fieldList, items } from './support/digest-text'
import { decisionsIn } from './support/files'
import { id, listed, newPlace, withoutCache, writing } from './support/places'

const [a] = [id('2312.00001')] as const

/** One digest a day, all of them dropped together. */
async function dropped(
  library: Library,
  days: number,
  more: { visit?: string; read?: boolean } = {}
): Promise<void> {
  for (let day = 1; day <= days; day++) {
    const bytes = fieldList(`2023-12-${String(day).padStart(2, '0')}`, items(2, '2312', 10 * day + 1))
    await library.importFile(`${day}.md`, bytes, { origin: 'window', visit: 'drop-1', ...more })
  }
}

test('Files that came together go together, in one Decision, and come back together', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await dropped(library, 4)
    const all = await listed(library)
    expect(all).toHaveLength(8)
    const decisions = (await decisionsIn(place.folder)).length
    for (let round = 0; round < 2; round++) {
      expect((await library.undo({ origin: 'window' })).digests).toHaveLength(4)
      expect(await listed(library)).toEqual([])
      expect((await library.redo({ origin: 'window' })).digests).toHaveLength(4)
      expect(await listed(library)).toEqual(all)
    }
    expect(await decisionsIn(place.folder)).toHaveLength(decisions + 4)
  })
})

test('What was decided while they came is taken back first, for it was done after they were dropped', async () => {
  await writing(await newPlace(), async (library) => {
    await library.importFile('before.md', fieldList('2023-11-30', items(3)))
    await dropped(library, 2)
    await library.mark({ read: true }, [a], { origin: 'window' })
    await dropped(library, 4)
    const undone = await library.undo({ origin: 'window' })
    expect(undone).toEqual({ changes: [{ papers: { [a]: 0 }, decidedBefore: 1, read: false }] })
    expect((await library.undo({ origin: 'window' })).digests).toHaveLength(4)
    expect(await listed(library)).toHaveLength(3)
  })
})

test('An undo in the middle takes back what has come, and the next one what comes after it', async () => {
  await writing(await newPlace(), async (library) => {
    await dropped(library, 2)
    await library.undo({ origin: 'window' })
    expect(await listed(library)).toEqual([])
    const later = fieldList('2023-12-09', items(2, '2312', 901))
    await library.importFile('9.md', later, { origin: 'window', visit: 'drop-1' })
    expect(await listed(library)).toHaveLength(2)
    await library.undo({ origin: 'window' })
    expect(await listed(library)).toEqual([])
  })
})

test.each(['with', 'without'])('It is one step after a restart as well, %s what is derived', async (how) => {
  const place = await newPlace()
  await writing(place, (library) => dropped(library, 30, { read: true }))
  await writing(how === 'with' ? place : await withoutCache(place), async (library) => {
    const undone = await library.undo()
    expect(undone.digests).toHaveLength(30)
    expect(await listed(library)).toEqual([])
    await library.redo()
    const all = await listed(library)
    expect(all).toHaveLength(60)
    expect(all.every(({ read }) => read)).toBe(true)
  })
})

test('Digests that were dropped one after the other are taken back one after the other', async () => {
  await writing(await newPlace(), async (library) => {
    await dropped(library, 2, { visit: 'drop-1' })
    await library.importFile('9.md', fieldList('2023-12-09', items(2, '2312', 901)), { visit: 'drop-2' })
    expect((await library.undo()).digests).toHaveLength(1)
    expect((await library.undo()).digests).toHaveLength(2)
  })
})
