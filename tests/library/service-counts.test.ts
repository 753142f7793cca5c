import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import { codeOf } from './support/failures'
import { fieldList, items } from './support/digest-text'
import { id, newPlace } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

const [a, b, c, d] = ['1', '2', '3', '4'].map((n) => id(`2312.0000${n}`)) as [
  ReturnType<typeof id>,
  ReturnType<typeof id>,
  ReturnType<typeof id>,
  ReturnType<typeof id>
]
const files = [
  fieldList('2023-12-18', [
    { id: a, categories: '**cs.CV**, cs.LG' },
    { id: b, categories: '**cs.LG**' },
    { id: a, categories: '**cs.CV**, cs.LG' }
  ]),
  fieldList('2023-12-19', [
    { id: c, categories: '**math.GT**' },
    { id: a, categories: '**cs.CV**, cs.LG' }
  ]),
  fieldList('2023-12-19', [{ id: d, categories: '**cs.AI**' }], 'cs.AI')
]

async function prepared<T>(work: (api: Api) => Promise<T>): Promise<T> {
  return serving(await newPlace(), async (api) => {
    await importSession(api, files)
    return work(api)
  })
}

test('Counts are those of the papers, however many digests hold them', () =>
  prepared(async (api) => {
    expect((await api.counts(undefined)).unread).toEqual(Uint32Array.of(1, 2, 2))
    await api.decide({ window, papers: { ids: [a, d] }, wish: { read: true } })
    await api.decide({ window, papers: { ids: [a, c] }, wish: { starred: true } })
    await api.decide({ window, papers: { ids: [b] }, wish: { note: 'N' } })
    const counts = await api.counts(undefined)
    expect(counts.views).toEqual({ inbox: 2, updated: 0, starred: 2, notes: 1, read: 2, unseen: 2, all: 4 })
    expect(counts.categories).toEqual([
      { name: 'cs.LG', papers: 2 },
      { name: 'cs.AI', papers: 1 },
      { name: 'cs.CV', papers: 1 },
      { name: 'math.GT', papers: 1 }
    ])
    const digests = (await api.digests(undefined)).digests
    expect(digests.map(({ day, category }) => [day, category])).toEqual([
      ['2023-12-19', 'cs.AI'],
      ['2023-12-19', 'cs.CV'],
      ['2023-12-18', 'cs.CV']
    ])
    expect(digests.map(({ papers }) => papers)).toEqual([1, 2, 2])
    expect(counts.unread).toEqual(Uint32Array.of(0, 1, 1))
    expect((await api.digests(undefined)).counts).toEqual(counts)
  }))

test('A tag counts each paper of those nested in it once', () =>
  prepared(async (api) => {
    const tag = async (ids: (typeof a)[], ...addTags: string[]): Promise<void> => {
      await api.decide({ window, papers: { ids }, wish: { addTags } })
    }
    await tag([a], 'vision/maps/old', 'vision/maps', 'later')
    await tag([b], 'vision')
    await tag([c], 'vision b', 'vision/maps')
    await api.decide({ window, papers: { ids: [b, c] }, wish: { read: true } })
    expect((await api.counts(undefined)).tags).toEqual([
      { name: 'later', papers: 1 },
      { name: 'vision', papers: 3 },
      { name: 'vision/maps', papers: 2 },
      { name: 'vision/maps/old', papers: 1 },
      { name: 'vision b', papers: 1 }
    ])
    await api.undo({ window })
    await api.undo({ window })
    expect((await api.counts(undefined)).tags.map(({ name, papers }) => [name, papers])).toEqual([
      ['later', 1],
      ['vision', 2],
      ['vision/maps', 1],
      ['vision/maps/old', 1]
    ])
  }))

/** What digests and counts tell, but for which edition it is. */
async function content(api: Api): Promise<unknown> {
  const { digests, counts } = await api.digests(undefined)
  return { digests, counts: { ...counts, edition: 0 } }
}

test('What left with a digest is not counted, and counted again when it returns', () =>
  prepared(async (api) => {
    await api.decide({ window, papers: { ids: [d] }, wish: { addTags: ['x'], starred: true } })
    const before = await content(api)
    const [first] = (await api.digests(undefined)).digests
    const removed = await api.removeDigest({ window, key: first?.key ?? '' })
    expect(removed).toMatchObject({ papers: 1 })
    const { views, tags, categories, unread } = await api.counts(undefined)
    expect([views.all, views.starred, tags, unread.length]).toEqual([3, 0, [], 2])
    expect(categories.map(({ name }) => name)).toEqual(['cs.LG', 'cs.CV', 'math.GT'])
    expect(await codeOf(api.digest({ key: first?.key ?? '' }))).toBe('unknownDigest')
    expect(await codeOf(api.removeDigest({ window, key: first?.key ?? '' }))).toBe('unknownDigest')
    expect(await api.undo({ window })).toEqual({ papers: 0, digests: 1, first: null, what: ['digest'] })
    expect(await content(api)).toEqual(before)
    expect((await api.redo({ window })).digests).toBe(1)
    expect(await viewIds(api, { kind: 'starred' })).toEqual([])
  }))

test('Each coming and going of a digest makes another edition, and no mark does', () =>
  prepared(async (api) => {
    const editions = new Set<number>()
    const look = async (): Promise<void> => {
      const { digests, counts } = await api.digests(undefined)
      expect(counts.unread).toHaveLength(digests.length)
      expect((await api.counts(undefined)).edition).toBe(counts.edition)
      editions.add(counts.edition)
    }
    await look()
    await api.decide({ window, papers: { ids: [d] }, wish: { addTags: ['x'], starred: true } })
    await look()
    expect(editions.size).toBe(1)
    const [first] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: first?.key ?? '' })
    await look()
    await api.undo({ window })
    await look()
    expect(editions.size).toBe(3)
  }))

test('A digest is listed without its problems, and read with them', async () => {
  await serving(await newPlace(), async (api) => {
    const text = `${fieldList('2023-12-18', items(1)).toString()}### Without an id\n- **Categories**: **cs.CV**\n`
    await importSession(api, [Buffer.from(text)])
    const [summary] = (await api.digests(undefined)).digests
    expect(summary).toMatchObject({ source: '0.md', day: '2023-12-18', dialect: 'field-list', problems: 1 })
    const digest = await api.digest({ key: summary?.key ?? '' })
    expect(digest.problems).toHaveLength(1)
    expect(digest).toMatchObject({ key: summary?.key, entries: 1, source: '0.md' })
  })
})
