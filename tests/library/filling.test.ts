import { rm } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { LibraryLocation } from '#main/library/open-library'
import { fieldList, items, type Item } from './support/digest-text'
import { holdReading } from './support/held-reading'
import { id, newPlace, writing } from './support/places'
import { eventsOf, importSession, serving, told, viewIds, window } from './support/service'

/** A library of 24 digests of 100 papers without what is derived from it: some hundred kilobytes of records. */
async function withoutDerived(): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (let day = 1; day <= 24; day++) {
      const text = fieldList(`2023-12-${String(day).padStart(2, '0')}`, papersOf(day))
      await library.importFile(`${day}.md`, text)
    }
    await library.mark({ starred: true }, [id('2312.00105')])
  })
  await rm(place.directories.cache, { recursive: true })
  return place
}

function papersOf(day: number): Item[] {
  return items(100, '2312', 100 * day).map((item) => ({ ...item, summary: long }))
}

const long = 'An abstract of some length. '.repeat(20)
const settled = { reading: null, damaged: 0, awaited: 0, conflictCopies: 0 }

test('A library whose derived files are lost opens at once, and shows the newest papers first', async () => {
  const place = await withoutDerived()
  const goOn = holdReading(1)
  await serving(place, async (api, service) => {
    const events = eventsOf(service)
    const { health } = await api.openLibrary(undefined)
    expect(health.reading?.done).toBe(0)
    expect(health.reading?.total).toBeGreaterThan(1_000_000)
    let shown = await viewIds(api, { kind: 'all' })
    while (shown.length === 0) {
      await setTimeout(2)
      shown = await viewIds(api, { kind: 'all' })
    }
    expect(shown.length).toBeLessThan(2400)
    expect(shown[0]).toBe('2312.02400')
    // What shows can be decided on at once, also while older papers still come in.
    await api.decide({ window, papers: { ids: [id('2312.02401')] }, wish: { read: true } })
    expect(service.library.reading).not.toBe(null)
    goOn()
    await service.library.filled()
    expect(service.library.reading).toBe(null)
    expect(await viewIds(api, { kind: 'all' })).toHaveLength(2400)
    expect(await viewIds(api, { kind: 'starred' })).toEqual(['2312.00105'])
    await setTimeout(150)
    const progress = told(events, 'healthChanged')
    expect(progress.at(-1)).toEqual(settled)
    expect(told(events, 'digestsChanged').length).toBeGreaterThan(0)
  })
  // What was read is kept for the next start.
  await serving(place, async (api) => {
    expect((await api.openLibrary(undefined)).health).toEqual(settled)
    expect(await viewIds(api, { kind: 'all' })).toHaveLength(2400)
    expect(await viewIds(api, { kind: 'read' })).toEqual(['2312.02401'])
  })
})

test('What needs the whole library waits for it: imports, and taking a digest out', async () => {
  const place = await withoutDerived()
  const goOn = holdReading()
  await serving(place, async (api, service) => {
    const before = service.library.marks.recent(service.library.device).length
    const again = importSession(api, [fieldList('2023-12-01', papersOf(1))])
    const key = [...service.library.marks.digests()][0]?.key ?? ''
    const removed = api.removeDigest({ window, key })
    expect(service.library.reading).not.toBe(null)
    goOn()
    const { files } = await again
    // Known, and not imported a second time because it did not show yet.
    expect(files[0]?.papers).toMatchObject({ new: 0, known: 100 })
    expect((await removed).decision).not.toBe(null)
    expect(service.library.reading).toBe(null)
    expect(service.library.marks.recent(service.library.device)).toHaveLength(before + 1)
  })
})

test('A library that is closed while it is being read loses nothing, and goes on at the next start', async () => {
  const place = await withoutDerived()
  await serving(place, async (api) => {
    expect((await api.openLibrary(undefined)).health.reading).not.toBe(null)
    await setTimeout(20)
  })
  await serving(place, async (api, service) => {
    await service.library.filled()
    expect(await viewIds(api, { kind: 'all' })).toHaveLength(2400)
    expect(await viewIds(api, { kind: 'starred' })).toEqual(['2312.00105'])
  })
})

test('Closing does not wait for a library to be read, also where a backup waits for it', async () => {
  const place = await withoutDerived()
  await serving(place, async (api, { library, close }) => {
    const made = api.makeBackup(undefined)
    made.catch(() => undefined)
    expect(library.reading).not.toBe(null)
    await close()
    expect(library.catalog.order().length).toBeLessThan(2400)
    await expect(made).rejects.toMatchObject({ code: 'cancelled' })
  })
})
