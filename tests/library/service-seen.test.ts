import { expect, test } from 'vitest'
import type { Api } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { fieldList, items } from './support/digest-text'
import { id, newPlace, withoutCache, writing, idsIn, reading } from './support/places'
import { importSession, serving, viewIds, window } from './support/service'

const day = fieldList('2023-12-18', items(4))
const a = id('2312.00001')
const b = id('2312.00002')
const c = id('2312.00003')
const d = id('2312.00004')

function mark(api: Api, ids: ArxivId[], read: boolean): Promise<unknown> {
  return api.decide({ window, papers: { ids }, wish: { read } })
}

function unseen(api: Api): Promise<ArxivId[]> {
  return viewIds(api, { kind: 'unseen' })
}

test('Never really seen is what was marked read among many and whose abstract was never shown', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    await importSession(api, [day])
    await api.seen({ abstract: [a], row: [a, b] })
    expect(await unseen(api)).toEqual([])
    await mark(api, [d], true)
    await mark(api, [a, b, c], true)
    expect(await unseen(api)).toEqual([b, c])
    expect((await api.counts(undefined)).views.unseen).toBe(2)
    expect(
      (await Promise.all([a, b, c].map((paper) => api.paper({ id: paper })))).map(({ seen }) => seen)
    ).toEqual(['abstract', 'row', null])
    await api.seen({ abstract: [b], row: [] })
    expect(await unseen(api)).toEqual([c])
  })
  // From the snapshot, and from the journals alone.
  for (const again of [place, await withoutCache(place)])
    await serving(again, async (api) => {
      expect(await unseen(api)).toEqual([c])
      expect((await api.paper({ id: b })).seen).toBe('abstract')
    })
})

test('Undo takes a paper out of it, redo brings it back, and what is read by itself is none of them', async () => {
  await serving(await newPlace(), async (api) => {
    await importSession(api, [day])
    await mark(api, [a, b], true)
    await api.undo({ window })
    expect(await unseen(api)).toEqual([])
    await api.redo({ window })
    expect(await unseen(api)).toEqual([a, b])
    await mark(api, [a], false)
    await mark(api, [a], true)
    expect(await unseen(api)).toEqual([b])
  })
})

test('What an import filed under Read is among them', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', day, { read: true }))
  expect(await reading(place, (library) => idsIn(library, 'unseen'))).toHaveLength(4)
})

test('What was seen before is not written again, nor papers that the library does not hold', async () => {
  const place = await newPlace()
  await serving(place, async (api, { library }) => {
    await importSession(api, [day])
    const changes: unknown[] = []
    await api.seen({ abstract: [a], row: [b] })
    library.onChange((change) => changes.push(change))
    await api.seen({ abstract: [a], row: [a, b] })
    await api.seen({ abstract: [id('2401.99999')], row: [] })
    expect(changes).toEqual([])
    await api.seen({ abstract: [b], row: [] })
    expect(changes).toHaveLength(1)
  })
})

test('Where lists were left is kept for the next start, and odd ones are as if they were not there', async () => {
  const place = await newPlace()
  await serving(place, async (api) => {
    expect((await api.openLibrary(undefined)).places).toEqual({})
    await api.keepPlaces({ places: { inbox: a } })
  })
  await serving(place, async (api, { settings }) => {
    const opened = await api.openLibrary(undefined)
    expect(opened.places).toEqual({ inbox: a })
    expect(opened.settings).toEqual({})
    settings.keep('places', { inbox: 5 })
    expect((await api.openLibrary(undefined)).places).toEqual({})
  })
})
