import { open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Marks } from '#core/domain/marks'
import type { Catalog } from '#main/storage/catalog'
import { keepCatalog, loadCatalog, readCatalogFile } from '#main/storage/catalog-file'
import { readColumnFile, writeColumnFile } from '#main/storage/column-file'
import { Segments } from '#main/storage/segments'
import { temporaryFolder } from '../support/temporary.ts'
import {
  answersOf,
  marksOf,
  modelOf,
  plainDigest,
  Shelf,
  type Answer,
  type Shelved
} from './support/digests.ts'

interface Home {
  readonly cache: string
  readonly folder: string
  readonly shelf: Shelf
}

async function newHome(): Promise<Home> {
  const home = await temporaryFolder()
  const folder = join(home, 'library')
  const shelf = new Shelf(folder)
  onTestFinished(() => shelf.close())
  return { cache: join(home, 'cache'), folder, shelf }
}

async function load({ cache, folder }: Pick<Home, 'cache' | 'folder'>, marks: Marks): Promise<Catalog> {
  const segments = new Segments(folder)
  const catalog = await loadCatalog(await readCatalogFile(cache), segments, marks)
  onTestFinished(() => Promise.all([segments.close(), catalog.columns.close()]).then(() => undefined))
  return catalog
}

/** Enough entries for the columns to be worth writing. */
const many = 620

/** A home whose column file holds a large digest. */
async function newWritten(): Promise<Home & { readonly large: Shelved }> {
  const home = await newHome()
  const large = await home.shelf.put(plainDigest(many))
  const catalog = await load(home, marksOf([large]))
  await keepCatalog(home.cache, catalog)
  expect(await readdir(home.cache)).toEqual(['catalog.columns'])
  return { ...home, large }
}

function titles(answers: readonly Answer[]): string[] {
  return answers.map(({ text }) => text.title)
}

test('a catalog is read from its columns as it was written', async () => {
  const home = await newWritten()
  const catalog = await load(home, marksOf([home.large]))
  expect(catalog.changes).toBe(0)
  expect(await answersOf(catalog)).toEqual(modelOf([home.large]))
  expect(catalog.digests.all()).toEqual([
    { digest: home.large.digest, place: home.large.place, present: true }
  ])
})

test('rows are answered from the columns alone, without the entries', async () => {
  const home = await newWritten()
  await rename(home.folder, `${home.folder} away`)
  const catalog = await load(home, marksOf([home.large]))
  const rows = [...catalog.order()]
  expect(rows.map((row) => catalog.text(row))).toEqual(modelOf([home.large]).map(({ text }) => text))
  expect(rows.map((row) => catalog.announced(row))).toEqual(rows.map(() => '2024-01-15'))
})

test('a few changes are not worth another file', async () => {
  const home = await newHome()
  const few = await home.shelf.put(plainDigest(3))
  await keepCatalog(home.cache, await load(home, marksOf([few])))
  await expect(readdir(home.cache)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('digests that came or went since the columns were written are shown and hidden', async () => {
  const home = await newWritten()
  const later = await home.shelf.put(plainDigest(4, '2402', '2024-02-01'))
  const same = await home.shelf.put(plainDigest(2, '2401', '2024-01-01'))
  const grown = await load(home, marksOf([home.large, later, same]))
  expect(await answersOf(grown)).toEqual(modelOf([home.large, later, same]))
  const shrunk = await load(home, marksOf([later], [home.large]))
  expect(await answersOf(shrunk)).toEqual(modelOf([later]))
})

test('columns that were gone on with are written and read back equal', async () => {
  const home = await newWritten()
  const later = await home.shelf.put(plainDigest(many, '2402', '2024-02-01'))
  const marks = marksOf([home.large, later])
  await keepCatalog(home.cache, await load(home, marks))
  const again = await load(home, marks)
  expect(again.changes).toBe(0)
  expect(await answersOf(again)).toEqual(modelOf([home.large, later]))
})

test('without its columns a catalog is made anew from the entries', async () => {
  const home = await newWritten()
  await rm(home.cache, { recursive: true })
  const catalog = await load(home, marksOf([home.large]))
  expect(catalog.changes).toBe(many)
  expect(await answersOf(catalog)).toEqual(modelOf([home.large]))
})

test('whatever byte of the columns is damaged, before they are read or while they are in use, answers are the same', async () => {
  const home = await newWritten()
  const path = join(home.cache, 'catalog.columns')
  const whole = await readFile(path)
  const marks = marksOf([home.large])
  const expected = modelOf([home.large])
  const damagedAt = async (at: number): Promise<void> => {
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0x10, at)
    await writeFile(path, damaged)
  }
  for (let part = 0; part < 40; part++) {
    await damagedAt(Math.floor((whole.length * part) / 40) + (part % 7))
    const catalog = await load(home, marks)
    expect(await answersOf(catalog)).toEqual(expected)
  }
  await writeFile(path, whole)
  const inUse = await load(home, marks)
  await damagedAt(whole.length - 20)
  expect(await answersOf(inUse)).toEqual(expected)
  // What turned out to be damaged is not kept for the next start.
  await keepCatalog(home.cache, inUse)
  expect(await readdir(home.cache)).toEqual([])
})

test('columns that were cut are made anew', async () => {
  const home = await newWritten()
  const path = join(home.cache, 'catalog.columns')
  const whole = await readFile(path)
  for (const part of [0, 0.001, 0.2, 0.5, 0.8, 0.99]) {
    await writeFile(path, whole.subarray(0, Math.floor(whole.length * part)))
    expect(await answersOf(await load(home, marksOf([home.large])))).toEqual(modelOf([home.large]))
  }
})

test('columns of another format are made anew', async () => {
  const home = await newWritten()
  const path = join(home.cache, 'catalog.columns')
  const file = await readColumnFile(path)
  await writeColumnFile(path, { ...(file?.meta as object), format: 99 }, file?.columns ?? {})
  const catalog = await load(home, marksOf([home.large]))
  expect(catalog.changes).toBe(many)
  expect(await answersOf(catalog)).toEqual(modelOf([home.large]))
})

test('columns of a library with the same id and other contents are not believed', async () => {
  const home = await newWritten()
  const other = new Shelf(`${home.folder} copy`)
  onTestFinished(() => other.close())
  // The same first digest at another place, and digests that the first library does not have.
  const first = await other.put(plainDigest(5, '2403', '2024-03-01'))
  const large = await other.put(plainDigest(many))
  expect(large.digest.key).toBe(home.large.digest.key)
  const copy = { ...home, folder: other.folder }
  const both = await load(copy, marksOf([first, large]))
  expect(await answersOf(both)).toEqual(modelOf([first, large]))
  const without = await load(copy, marksOf([first]))
  expect(await answersOf(without)).toEqual(modelOf([first]))
  expect(titles(await answersOf(without))).not.toContain('Paper 0 of 2401')
})

test('columns most of whose text nobody needs any more are thrown away', async () => {
  const home = await newWritten()
  const catalog = await load(home, marksOf([home.large]))
  for (let turn = 0; turn < 3; turn++) {
    await catalog.hide(home.large.digest.key)
    await catalog.show(home.large.digest, home.large.place, home.large.entries)
  }
  expect(catalog.columns.wasteful).toBe(true)
  await keepCatalog(home.cache, catalog)
  expect(await readdir(home.cache)).toEqual([])
  expect(await answersOf(catalog)).toEqual(modelOf([home.large]))
  const fresh = await load(home, marksOf([home.large]))
  expect(fresh.columns.wasteful).toBe(false)
  expect(await answersOf(fresh)).toEqual(modelOf([home.large]))
})

test('a digest whose file is gone is told, and the others are shown', async () => {
  const home = await newHome()
  const [first, second] = [await home.shelf.put(plainDigest(2)), await home.shelf.put(plainDigest(2, '2402'))]
  const gone = { ...second, place: { ...second.place, file: 'entries-000009.jsonl' } }
  const catalog = await load(home, marksOf([first, gone]))
  expect(await answersOf(catalog)).toEqual(modelOf([first]))
  expect(catalog.damages).toEqual([
    { file: `devices/${gone.place.device}/entries-000009.jsonl`, line: 0, reason: 'missing' }
  ])
})

test('a paper whose entry is damaged after the columns were written still shows what they know', async () => {
  const home = await newWritten()
  const file = await open(join(home.folder, 'devices', home.large.place.device, home.large.place.file), 'r+')
  const entry = home.large.entries[7]
  await file.write('#', home.large.place.offset + (entry?.offset ?? 0) + 60)
  await file.close()
  const catalog = await load(home, marksOf([home.large]))
  const [paper] = await catalog.papers([catalog.find('2401.00008')])
  expect(paper).toMatchObject({ id: '2401.00008', version: 1, title: 'Paper 7 of 2401', abstract: null })
  expect(catalog.damages).toMatchObject([{ reason: 'checksum' }])
  expect(titles(await answersOf(catalog))).toEqual(titles(modelOf([home.large])))
})
