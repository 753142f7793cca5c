import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readSeeds } from '../support/seeds'
import { filesBelow } from './support/files'
import { listed, listedAt, newPlace, reading, withoutCache, writing } from './support/places'

const seeds = await readSeeds()

test('The five sample digests bring 153 papers and no problem', async () => {
  await writing(await newPlace(), async (library) => {
    const reports = []
    for (const { name, bytes } of seeds) reports.push(...(await library.importFile(name, bytes)))
    expect(
      reports.map(({ dialect, category, date, entries, papers, repaired, problems }) => [
        ...[dialect, category, date, entries, papers.new, repaired, problems.length]
      ])
    ).toEqual([
      ['field-list', 'cs.CV', '2023-12-18', 4, 4, 0, 0],
      ['field-list', 'cs.CV', '2019-10-19', 22, 22, 0, 0],
      ['field-list', 'cs.CV', '2023-12-30', 30, 30, 3, 0],
      ['field-list', 'cs.CV', '2022-01-31', 39, 39, 0, 0],
      ['numbered-list', 'cs.CV', '2022-01-03', 58, 58, 12, 0]
    ])
    expect(library.rows('all')).toHaveLength(153)
    expect(library.rows('inbox')).toHaveLength(153)
  })
})

test('Names that were read in a wrong encoding are repaired', async () => {
  await writing(await newPlace(), async (library) => {
    for (const { name, bytes } of seeds) await library.importFile(name, bytes)
    const authors = (await listed(library)).flatMap((paper) => paper.authors ?? [])
    expect(authors).toContain('Thomas März')
    expect(authors).toContain('Iulian-Marius Tăiatu')
    expect(authors.filter((name) => /[√ƒ]/.test(name))).toEqual([])
  })
})

test('Importing them a second time writes not one byte to the library', async () => {
  const place = await newPlace()
  const importSeeds = (): Promise<void> =>
    writing(place, async (library) => {
      for (const { name, bytes } of seeds) await library.importFile(name, bytes)
    })
  await importSeeds()
  const before = await filesBelow(place.folder)
  await importSeeds()
  expect(await filesBelow(place.folder)).toEqual(before)
})

test('Importing them a second time reports every paper as known', async () => {
  await writing(await newPlace(), async (library) => {
    for (const { name, bytes } of seeds) {
      await library.importFile(name, bytes)
      const [report] = await library.importFile(`again-${name}`, bytes)
      const none = { new: 0, newerVersion: 0, completed: 0, repeated: 0 }
      expect(report?.papers).toEqual({ ...none, known: report?.entries })
    }
  })
})

test('Several imports under way at once end as one after the other', async () => {
  const place = await newPlace()
  const one = await newPlace()
  await writing(one, async (library) => {
    for (const { name, bytes } of seeds) await library.importFile(name, bytes)
  })
  const reports = await writing(place, (library) =>
    Promise.all([...seeds, ...seeds].map(({ name, bytes }) => library.importFile(name, bytes)))
  )
  expect(await listedAt(place)).toEqual(await listedAt(one))
  expect(reports.flat().map(({ papers }) => [papers.new, papers.known])).toEqual([
    ...[4, 22, 30, 39, 58].map((count) => [count, 0]),
    ...[4, 22, 30, 39, 58].map((count) => [0, count])
  ])
})

test('A library shows the same without its cache', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const { name, bytes } of seeds) await library.importFile(name, bytes)
  })
  const expected = await listedAt(place)
  expect(expected).toHaveLength(153)
  expect(await listedAt(await withoutCache(place))).toEqual(expected)
  await rm(place.directories.cache, { recursive: true, force: true })
  expect(await listedAt(place)).toEqual(expected)
  expect(await reading(place, (library) => library.digests().length)).toBe(5)
})
