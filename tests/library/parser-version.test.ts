import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { digestIdentity, type Digest } from '#core/domain/digest'
import { canonicalEntry, type Entry } from '#core/domain/entry'
import type { Decision, DigestPlace } from '#core/domain/decision'
import { checkLibrary } from '#main/library/check-library'
import type { LibraryLocation } from '#main/library/open-library'
import { digestOf, encodeDigest, encodeEntry, entryOf } from '#main/storage/entry-records'
import { encodeDecision } from '#main/storage/journal'
import { decodeDecision } from '#main/storage/journal-lines'
import { decodeLine } from '#main/storage/line-codec'
import { fieldList, items } from './support/digest-text'
import { decisionsIn, fileOf, filesBelow } from './support/files'
import { id, listed, listedAt, newPlace, reading, withoutCache, writing } from './support/places'

const bytes = fieldList('2023-12-18', [...items(2), { id: '2312.00005', title: 'Read differently' }])

/** A library in which another release's parser read the bytes: it made other entries, so the key is another one too. */
async function libraryOfParser(parser: number): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', bytes))
  const segment = await fileOf(place.folder, /entries-000001\.jsonl$/)
  const [source = '', ...rest] = (await readFile(segment, 'utf8')).split(/(?<=\n)/)
  const records = rest.map((line) => decodeLine(Buffer.from(line.trimEnd())))
  const found = records.flatMap((decoded) => (decoded.ok ? [decoded.record] : []))
  const entries = found.flatMap((record) => entryOf(record)?.entry ?? []).map(asReadBefore)
  const digest = found.flatMap((record) => digestOf(record) ?? [])[0]
  if (digest === undefined) throw new Error('There is no digest.')
  const key = keyOf(digest, entries)
  const lines = [
    encodeDigest({ ...digest, key, parser }),
    ...entries.map((entry, position) => encodeEntry(position, entry, canonicalEntry(entry)))
  ]
  const written = Buffer.concat(lines)
  await writeFile(segment, Buffer.concat([Buffer.from(source), written]))
  await rewriteDecision(place.folder, key, written.length)
  return withoutCache(place)
}

function asReadBefore(entry: Entry): Entry {
  return { ...entry, fields: { ...entry.fields, title: `${entry.fields.title ?? ''}, as it was read` } }
}

function keyOf(digest: Digest, entries: readonly Entry[]): string {
  const hash = createHash('sha256')
  for (const piece of digestIdentity({ ...digest, entries }, canonicalEntry)) hash.update(piece)
  return hash.digest('hex')
}

async function rewriteDecision(folder: string, key: string, length: number): Promise<void> {
  const journal = await fileOf(folder, /journal-000001\.jsonl$/)
  const decision = decodeDecision(Buffer.from((await readFile(journal, 'utf8')).trimEnd()))
  const imported = decision?.digests?.[0]
  if (decision === null || imported?.at === undefined) throw new Error('There is no import.')
  const place: DigestPlace = { ...imported.at, length }
  await writeFile(journal, encodeDecision({ ...decision, digests: [{ ...imported, key, at: place }] }))
}

async function lastDecision(folder: string): Promise<Decision | undefined> {
  return (await decisionsIn(folder)).at(-1)
}

test('Importing bytes again that an older parser read replaces what it read in them', async () => {
  const place = await libraryOfParser(0)
  const fresh = await newPlace()
  await writing(fresh, (library) => library.importFile('day.md', bytes))
  expect((await listedAt(place)).map(({ title }) => title)).toContain('Read differently, as it was read')
  await writing(place, async (library) => {
    await library.mark({ starred: true }, [id('2312.00005')])
    const [report] = await library.importFile('day.md', bytes)
    expect(report?.papers.new).toBe(0)
    expect(library.digests()).toHaveLength(1)
    const expected = (await listedAt(fresh)).map((paper) => ({
      ...paper,
      starred: paper.id === '2312.00005'
    }))
    expect(await listed(library)).toEqual(expected)
  })
  expect((await checkLibrary(place)).damages).toEqual([])
})

test('The older reading leaves and the newer one comes in one decision, which undo takes back', async () => {
  const place = await libraryOfParser(0)
  const before = await listedAt(place)
  await writing(place, async (library) => {
    await library.importFile('day.md', bytes)
    expect(await decisionsIn(place.folder)).toHaveLength(2)
    expect((await lastDecision(place.folder))?.digests?.map(({ present }) => present)).toEqual([false, true])
    await library.undo()
    expect(await listed(library)).toEqual(before)
  })
  expect(await listedAt(await withoutCache(place))).toEqual(before)
})

test('Other bytes of the same day do not replace what an older parser read', async () => {
  const place = await libraryOfParser(0)
  await writing(place, (library) => library.importFile('later.md', fieldList('2023-12-18', items(3))))
  expect(await reading(place, (library) => library.digests().length)).toBe(2)
})

test('Bytes that a newer parser read are known, and nothing is written', async () => {
  const place = await libraryOfParser(99)
  const before = await filesBelow(place.folder)
  const papers = await listedAt(place)
  await writing(place, async (library) => {
    const [report] = await library.importFile('day.md', bytes)
    expect(report?.papers).toEqual({ new: 0, newerVersion: 0, completed: 0, known: 3, repeated: 0 })
  })
  expect(await filesBelow(place.folder)).toEqual(before)
  expect(await listedAt(place)).toEqual(papers)
})

test('Bytes that a newer parser read can be imported once that digest was removed', async () => {
  const place = await libraryOfParser(99)
  await writing(place, async (library) => {
    await library.removeDigest(library.digests()[0]?.key ?? '')
    const [report] = await library.importFile('day.md', bytes)
    expect(report?.papers.new).toBe(3)
    expect((await listed(library)).map(({ title }) => title)).toContain('Read differently')
  })
})
