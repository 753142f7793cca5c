import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { inflateRaw } from 'node:zlib'
import { expect, test } from 'vitest'
import { loadCatalog } from '#main/storage/catalog-file'
import { linesOf } from '#main/storage/file-lines'
import { decodeLine } from '#main/storage/line-codec'
import { Segments } from '#main/storage/segments'
import { encodeImport, hashBytes, placesOf, stageDigest, stageSource } from '#main/storage/staged-import'
import { temporaryFolder } from '../support/temporary.ts'
import { device } from './support/decisions.ts'
import { answersOf, marksOf, modelOf, plainDigest, Shelf } from './support/digests.ts'

const imported = '2024-01-16T08:00:00.000Z'

function fileOf(name: string, bytes: Buffer): { name: string; bytesHash: string; imported: string } {
  return { name, bytesHash: hashBytes(bytes), imported }
}

test('an import cut at any byte before its Decision is ignored, and writing goes on after it', async () => {
  const folder = await temporaryFolder()
  const shelf = new Shelf(folder)
  const kept = await shelf.put(plainDigest(2))
  const { place } = await shelf.put(plainDigest(2, '2402'))
  await shelf.close()
  const path = join(folder, 'devices', device, place.file)
  const whole = await readFile(path)
  for (let length = whole.length; length > place.source[0]; length -= 1) {
    await truncate(path, length)
    const segments = new Segments(folder)
    const catalog = await loadCatalog(null, segments, marksOf([kept]))
    expect(catalog.order()).toHaveLength(2)
    expect(catalog.damages).toEqual([])
    await segments.close()
  }
  await writeFile(path, whole.subarray(0, -5))
  const next = new Shelf(folder)
  const later = await next.put(plainDigest(3, '2403'))
  expect(later.place).toMatchObject({ file: 'entries-000002.jsonl', source: [0, expect.any(Number)] })
  const catalog = await loadCatalog(null, next.segments, marksOf([kept, later]))
  expect(await answersOf(catalog)).toEqual(modelOf([kept, later]))
  expect(await readFile(path)).toEqual(whole.subarray(0, -5))
  await next.close()
})

test('the imported bytes stand before their digests and come back byte for byte', async () => {
  const bytes = Buffer.from('# Arxiv Papers in cs.CV on 2023-12-18\n\xff\0')
  const source = await stageSource(bytes, hashBytes(bytes))
  const digests = await Promise.all(
    [plainDigest(1), plainDigest(2, '2402')].map((parsed, part) =>
      stageDigest(parsed, fileOf('d', bytes), part, 2)
    )
  )
  const staged = { device, source, digests, places: [] }
  const whole = encodeImport(staged)
  const kinds = [...linesOf(whole)].map((line) => {
    const decoded = decodeLine(line.bytes)
    return decoded.ok ? decoded.record.kind : decoded.reason
  })
  expect(kinds).toEqual(['source', 'digest', 'entry', 'digest', 'entry', 'entry'])
  const record = JSON.parse(source.toString('utf8')) as { bytes: string; encoding: string; data: string }
  expect(record).toMatchObject({ bytes: hashBytes(bytes), encoding: 'deflate-raw' })
  expect(await promisify(inflateRaw)(Buffer.from(record.data, 'base64'))).toEqual(bytes)

  const places = placesOf(staged, { file: 'entries-000003.jsonl', offset: 500, length: whole.length })
  for (const [index, place] of places.entries()) {
    expect(place).toMatchObject({ device, file: 'entries-000003.jsonl', source: [500, source.length] })
    const range = whole.subarray(place.offset - 500, place.offset - 500 + place.length)
    expect(range).toEqual(digests[index]?.lines)
  }
})

test('an entry stands where its digest says', async () => {
  const bytes = Buffer.from('x')
  const { lines, entries } = await stageDigest(plainDigest(5), fileOf('d', bytes), 0, 1)
  for (const { entry, position, offset, length } of entries) {
    const decoded = decodeLine(lines.subarray(offset, offset + length))
    expect(decoded).toMatchObject({ ok: true, record: { kind: 'entry', n: position, id: entry.id } })
  }
})

test('a digest is known by its contents, not by its file', async () => {
  const parsed = plainDigest(3)
  const moved = parsed.entries.map((entry) => ({ ...entry, lines: [7, 9] as const, repaired: 1 }))
  const key = async (digest: typeof parsed, name: string, text: string): Promise<string> =>
    (await stageDigest(digest, fileOf(name, Buffer.from(text)), 0, 1)).digest.key
  const first = await key(parsed, 'a.txt', 'one')
  expect(first).toMatch(/^[\da-f]{64}$/)
  expect(await key({ ...parsed, entries: moved, dialect: 'rss' }, 'b.txt', 'two')).toBe(first)
  expect(await key({ ...parsed, date: '2024-01-16' }, 'a.txt', 'one')).not.toBe(first)
  expect(await key({ ...parsed, category: null }, 'a.txt', 'one')).not.toBe(first)
  expect(await key({ ...parsed, entries: parsed.entries.slice(1) }, 'a.txt', 'one')).not.toBe(first)
})

test('a digest counts its entries, its papers and what was repaired', async () => {
  const parsed = plainDigest(3)
  const [entry] = parsed.entries
  if (entry === undefined) throw new Error('there are no entries')
  const entries = [...parsed.entries, { ...entry, version: 2, repaired: 2 }]
  const { digest } = await stageDigest({ ...parsed, entries }, fileOf('d.txt', Buffer.from('x')), 1, 3)
  expect(digest).toMatchObject({
    entries: 4,
    papers: 3,
    repaired: 2,
    part: 1,
    parts: 3,
    source: 'd.txt',
    imported
  })
})
