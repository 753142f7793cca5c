import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { checkLibrary, type LibraryCheck } from '#main/library/check-library'
import type { LibraryLocation } from '#main/library/open-library'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { fileOf, filesBelow } from './support/files'
import { id, listed, listedAt, newPlace, writing } from './support/places'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const
const journal = /journal-000001\.jsonl$/
const segment = /entries-000001\.jsonl$/

async function library(): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, async (open) => {
    await open.importFile('day.md', fieldList('2023-12-18', items(3)))
    await open.mark({ starred: true }, [a])
    await open.mark({ read: true }, [b])
    await open.importFile('next.md', fieldList('2023-12-19', items(3, '2312', 3)))
  })
  return place
}

/** What a check finds, without the name of the device. */
async function found(place: LibraryLocation): Promise<[string, number, string][]> {
  const { damages } = await checkLibrary(place)
  return damages.map(({ file, line, reason }) => [file.replace(/[\da-f]{16}/, '*'), line, reason])
}

async function flipByte(path: string, line: number): Promise<void> {
  const bytes = await readFile(path)
  let at = 0
  for (let skipped = 1; skipped < line; skipped++) at = bytes.indexOf(0x0a, at) + 1
  bytes[at + 40] = (bytes[at + 40] ?? 0) ^ 0x01
  await writeFile(path, bytes)
}

test('A whole library is whole, and checking it changes no file', async () => {
  const place = await library()
  const before = await filesBelow(place.folder)
  const expected: LibraryCheck = {
    devices: 1,
    decisions: 4,
    digests: 2,
    entries: 6,
    papers: 5,
    damages: [],
    backup: null
  }
  expect(await checkLibrary(place)).toEqual(expected)
  expect(await filesBelow(place.folder)).toEqual(before)
})

test('A library that is being written to can be checked', async () => {
  const place = await library()
  await writing(place, async () => {
    expect((await checkLibrary(place)).damages).toEqual([])
    return Promise.resolve()
  })
})

test('A flipped byte in the journal is found, and only that decision is lost', async () => {
  const place = await library()
  await flipByte(await fileOf(place.folder, journal), 2)
  expect(await found(place)).toEqual([['devices/*/journal-000001.jsonl', 2, 'checksum']])
  const papers = await listedAt(place)
  expect(papers).toHaveLength(5)
  expect(papers.filter(({ starred }) => starred)).toEqual([])
  expect(papers.filter(({ read }) => read).map((paper) => paper.id)).toEqual([b])
})

test.each([1, 4])('A flipped byte in line %i of the entries is found', async (line) => {
  const place = await library()
  await flipByte(await fileOf(place.folder, segment), line)
  expect(await found(place)).toContainEqual(['devices/*/entries-000001.jsonl', line, 'checksum'])
})

test('An entry that cannot be read costs that paper’s digest one entry, and no other paper', async () => {
  const place = await library()
  await flipByte(await fileOf(place.folder, segment), 4)
  await rm(place.directories.cache, { recursive: true, force: true })
  expect((await listedAt(place)).map((paper) => paper.id)).toEqual([
    ...['2312.00004', '2312.00005', '2312.00001', '2312.00003']
  ])
  await writing(place, async (open) => {
    // Its mark is kept for when the paper returns.
    await open.removeDigest(open.digests()[0]?.key ?? '')
    await open.importFile('day.md', fieldList('2023-12-18', items(3)))
    expect((await listed(open)).find((paper) => paper.id === b)?.read).toBe(true)
  })
})

test('A segment that is missing is told once, whatever stood in it', async () => {
  const place = await library()
  await rm(await fileOf(place.folder, segment))
  expect(await found(place)).toEqual([['devices/*/entries-000001.jsonl', 0, 'missing']])
  await rm(place.directories.cache, { recursive: true, force: true })
  expect(await listedAt(place)).toEqual([])
})

test('A segment cut between two lines holds less than what was imported', async () => {
  const place = await library()
  const path = await fileOf(place.folder, segment)
  const bytes = await readFile(path)
  await truncate(path, bytes.lastIndexOf(0x0a, bytes.length - 2) + 1)
  expect(await found(place)).toEqual([['devices/*/entries-000001.jsonl', 0, 'missing']])
})

test('Torn tails are told and lose nothing; the next writer goes on in other files', async () => {
  const place = await library()
  const papers = await listedAt(place)
  await appendFile(await fileOf(place.folder, journal), '{"crc":"00000000","kind":"deci')
  await appendFile(await fileOf(place.folder, segment), '{"crc":"0000')
  const torn = [
    ['devices/*/journal-000001.jsonl', 5, 'torn'],
    ['devices/*/entries-000001.jsonl', 11, 'torn']
  ]
  expect(await found(place)).toEqual(torn)
  expect(await listedAt(place)).toEqual(papers)
  await writing(place, async (open) => {
    await open.importFile('third.md', fieldList('2023-12-20', items(1, '2401')))
  })
  expect(await found(place)).toEqual(torn)
  const files = Object.keys(await filesBelow(place.folder)).map((path) => path.replace(/.*\//, ''))
  expect(files).toEqual(expect.arrayContaining(['entries-000002.jsonl', 'journal-000002.jsonl']))
  expect(await listedAt(place)).toHaveLength(6)
})

test('Where there is no library, there is nothing to check', async () => {
  expect(await codeOf(checkLibrary(await newPlace()))).toBe('noLibrary')
})

test('A segment that lost its end is told as missing what a decision names, not as merely torn', async () => {
  const place = await library()
  const file = await fileOf(place.folder, segment)
  const { length } = await readFile(file)
  await truncate(file, length - 300)
  expect(await found(place)).toEqual([
    ['devices/*/entries-000001.jsonl', 10, 'torn'],
    ['devices/*/entries-000001.jsonl', 0, 'missing']
  ])
})
