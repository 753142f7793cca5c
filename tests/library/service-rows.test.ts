import { expect, test } from 'vitest'
import type { Api, PaperDetail, Row } from '#core/contract'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { anotherDevice, id, newPlace } from './support/places'
import { importSession, serving, window } from './support/service'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const

async function rowOf(api: Api, paper: string): Promise<Row> {
  const { rows } = await api.openView({ view: { kind: 'all' }, query: '' })
  const row = rows.find((each) => each.id === paper)
  if (row === undefined) throw new Error(`There is no ${paper}.`)
  return row
}

function version(of: string, number: number): Uint8Array {
  const updated = `2024-01-0${number} 00:05:28+00:00`
  return fieldList(`2024-01-0${number}`, [{ id: of, version: number, updated }])
}

test('A row shows what a list needs, and a paper everything', async () => {
  await serving(await newPlace(), async (api) => {
    const authors = Array.from({ length: 25 }, (_, n) => `Author ${String.fromCharCode(65 + n)}`)
    await importSession(api, [fieldList('2023-12-18', [{ id: a, authors: authors.join(', '), version: 2 }])])
    const wish = { starred: true, addTags: ['y', ' x / z '], note: 'Cafe\u0301' }
    await api.decide({ window, papers: { ids: [a] }, wish })
    const row = await rowOf(api, a)
    expect(row).toEqual({
      row: 0,
      id: a,
      version: 2,
      title: `Title of ${a}`,
      authors: authors.slice(0, 20),
      authorCount: 25,
      category: 'cs.CV',
      announced: '2023-12-18',
      kind: 'new',
      read: false,
      starred: true,
      noted: true,
      tags: ['x/z', 'y'],
      updated: false,
      rules: []
    })
    const detail = await api.paper({ id: a })
    expect(detail).toMatchObject({ row: 0, read: false, starred: true, tags: ['x/z', 'y'], note: 'Café' })
    expect(detail.paper.authors).toEqual(authors)
    expect(detail).toMatchObject({ updated: false, otherNotes: [], paper: { abstract: `Abstract of ${a}.` } })
  })
})

test('A paper that no digest names any authors of has none', async () => {
  await serving(await newPlace(), async (api) => {
    const text =
      '# ArXiv cs.CV --Mon, 3 Jan 2022\n### 1.T  [ :arrow_down: ](https://arxiv.org/pdf/2112.15589.pdf)\n>  A.\n'
    await importSession(api, [Buffer.from(text)])
    expect(await rowOf(api, '2112.15589')).toMatchObject({ authors: null, authorCount: 0, category: null })
  })
})

test('A paper is updated while a higher version is known than any that was decided on', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2))])
    await importSession(api, [version(a, 2)])
    // Nothing was decided yet, so it is simply new.
    expect(await rowOf(api, a)).toMatchObject({ version: 2, updated: false })
    await api.decide({ window, papers: { ids: [a, b] }, wish: { read: true } })
    expect((await rowOf(api, a)).updated).toBe(false)
    await importSession(api, [version(a, 3)])
    expect(await rowOf(api, a)).toMatchObject({ version: 3, updated: true, read: true })
    expect(await rowOf(api, b)).toMatchObject({ version: 1, updated: false })
    expect((await api.paper({ id: a })).updated).toBe(true)
  })
  await serving(place, async (api) => {
    expect((await rowOf(api, a)).updated).toBe(true)
    await api.decide({ window, papers: { ids: [a] }, wish: { starred: true } })
    expect((await rowOf(api, a)).updated).toBe(false)
    expect((await api.paper({ id: a })).updated).toBe(false)
    await api.undo({ window })
    expect((await rowOf(api, a)).updated).toBe(true)
  })
})

test('A paper is still known to be updated where the Marks come from their snapshot', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2))])
    await api.decide({ window, papers: { ids: [a] }, wish: { read: true } })
    for (let round = 0; round < 220; round++)
      await api.decide({ window, papers: { ids: [b] }, wish: { starred: round % 2 === 0 } })
    await importSession(api, [version(a, 2)])
  })
  for (let start = 0; start < 2; start++)
    await serving(place, async (api) => {
      expect((await rowOf(api, a)).updated).toBe(true)
    })
})

test('Of notes written at once on two devices the later is shown, and the other until the user chooses', async () => {
  const place = await newPlace()
  const other = await anotherDevice(place)
  const note = async (api: Api, text: string, over: { noteBasedOn?: string[] } = {}): Promise<void> => {
    await api.decide({ window, papers: { ids: [a] }, wish: { note: text, ...over } })
  }
  // Written where the other's note was not there yet.
  const first = { noteBasedOn: [] }
  await serving(place, async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(1))])
    await note(api, 'Mine.', first)
    expect(await api.paper({ id: a })).toMatchObject({ note: 'Mine.', otherNotes: [] })
  })
  await serving(other, (api) => note(api, 'Theirs.', first))
  await serving(place, async (api) => {
    const both: PaperDetail = await api.paper({ id: a })
    expect(both).toMatchObject({ note: 'Theirs.', otherNotes: ['Mine.'] })
    await note(api, 'Mine.')
    expect(await api.paper({ id: a })).toMatchObject({ note: 'Mine.', otherNotes: [] })
    await api.undo({ window })
    expect((await api.paper({ id: a })).note).toBe('Theirs.')
  })
})

test('A paper that is not in the library is told by its id', async () => {
  await serving(await newPlace(), async (api) => {
    expect(await codeOf(api.paper({ id: a }))).toBe('unknownPaper')
    await importSession(api, [fieldList('2023-12-18', items(1))])
    const [digest] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: digest?.key ?? '' })
    expect(await codeOf(api.paper({ id: a }))).toBe('unknownPaper')
  })
})

test('Papers of a list come whole in the order asked for, without those that left the library', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(2))])
    await importSession(api, [fieldList('2023-12-19', items(1, '2401', 1))])
    const { generation, order } = await api.openView({ view: { kind: 'all' }, query: '' })
    const rows = order.slice().reverse()
    expect((await api.papers({ generation, rows })).map((each) => each.id)).toEqual([b, a, '2401.00001'])
    const [newest] = (await api.digests(undefined)).digests
    await api.removeDigest({ window, key: newest?.key ?? '' })
    const papers = await api.papers({ generation, rows })
    expect(papers.map((each) => each.abstract)).toEqual([`Abstract of ${b}.`, `Abstract of ${a}.`])
  })
})

test('The tags of some papers are counted as they stand, each paper once', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [fieldList('2023-12-18', items(3))])
    await api.decide({ window, papers: { ids: [a, b] }, wish: { addTags: ['x/y'] } })
    await api.decide({ window, papers: { ids: [b] }, wish: { addTags: ['later'] } })
    const { generation, order } = await api.openView({ view: { kind: 'all' }, query: '' })
    const [first = 0, second = 0, third = 0] = order
    const of = (...rows: number[]): ReturnType<Api['tagsOf']> =>
      api.tagsOf({ generation, rows: Uint32Array.from(rows) })
    expect(await of(first, second, second)).toEqual([
      { name: 'later', papers: 1 },
      { name: 'x/y', papers: 2 }
    ])
    expect(await of(third)).toEqual([])
  })
})
