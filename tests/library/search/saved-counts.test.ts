import { expect, test } from 'vitest'
import { fieldList, items } from '../support/digest-text'
import { id, newPlace } from '../support/places'
import { importSession, serving, viewIds, window } from '../support/service'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const
const summary = 'A needle.'

test('Saved searches count what is not read after each decision, import, removal and undo', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [
      fieldList(
        '2023-12-18',
        items(3).map((item) => ({ ...item, summary }))
      )
    ])
    const queries = ['needle', 'is:starred', 'tag:x', 'is:read', 'is:unread']
    for (const [position, query] of queries.entries())
      await api.setSavedSearch({ id: `s-${position}`, search: { title: `S ${position}`, query, position } })
    const counts = async (): Promise<number[]> => {
      const counted = await api.savedCounts(undefined)
      expect(counted.map(({ name }) => name)).toEqual(queries.map((_, at) => `s-${at}`))
      // What is counted is what a window would show of it.
      for (const [at, { papers }] of counted.entries()) {
        const found = await viewIds(api, { kind: 'inbox' }, queries[at] ?? '')
        expect([queries[at], found.length]).toEqual([queries[at], papers])
      }
      return counted.map(({ papers }) => papers)
    }
    expect(await counts()).toEqual([3, 0, 0, 0, 3])
    await api.decide({ window, papers: { ids: [a, b] }, wish: { starred: true, addTags: ['x/y'] } })
    expect(await counts()).toEqual([3, 2, 2, 0, 3])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    expect(await counts()).toEqual([2, 1, 1, 0, 2])
    await api.undo({ window })
    expect(await counts()).toEqual([3, 2, 2, 0, 3])
    await api.redo({ window })
    await importSession(api, [
      fieldList('2023-12-19', [
        ...items(2, '2401').map((item) => ({ ...item, summary })),
        { id: '2402.00001' }
      ])
    ])
    expect(await counts()).toEqual([4, 1, 1, 0, 5])
    const { digests } = await api.digests(undefined)
    await api.removeDigest({ window, key: digests.find(({ date }) => date === '2023-12-18')?.key ?? '' })
    expect(await counts()).toEqual([2, 0, 0, 0, 3])
    await api.undo({ window })
    expect(await counts()).toEqual([4, 1, 1, 0, 5])
    // That of the import.
    await api.undo({ window })
    expect(await counts()).toEqual([2, 1, 1, 0, 2])
  })
})
