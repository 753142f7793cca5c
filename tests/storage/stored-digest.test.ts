import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Segments } from '#main/storage/segments'
import { readStoredDigest, type StoredDigest } from '#main/storage/stored-digest'
import { temporaryFolder } from '../support/temporary.ts'
import { marksOf, plainDigest, Shelf, type Shelved } from './support/digests.ts'

interface Stored {
  readonly each: Shelved
  readonly path: string
  readonly bytes: Buffer
  readonly read: () => Promise<StoredDigest | null>
}

async function stored(count = 4): Promise<Stored> {
  const folder = await temporaryFolder()
  const shelf = new Shelf(folder)
  await shelf.put(plainDigest(2, '2402'))
  const each = await shelf.put(plainDigest(count))
  await shelf.close()
  const path = join(folder, 'devices', each.place.device, each.place.file)
  const state = marksOf([each]).digest(each.digest.key)
  if (state === undefined) throw new Error('the Marks do not know the digest')
  const read = async (): Promise<StoredDigest | null> => {
    const segments = new Segments(folder)
    const found = await readStoredDigest(segments, state, each.place)
    await segments.close()
    return found
  }
  return { each, path, bytes: await readFile(path), read }
}

test('a digest is read back as it was staged', async () => {
  const { each, read } = await stored()
  expect(await read()).toEqual({ digest: each.digest, entries: each.entries, damages: [] })
})

test('whatever byte of a digest is damaged, at most one of its records is set aside, and that is told', async () => {
  const { each, path, bytes, read } = await stored()
  const { offset, length } = each.place
  const file = `devices/${each.place.device}/${each.place.file}`
  for (let at = offset; at < offset + length; at++) {
    const damaged = Buffer.from(bytes)
    damaged.writeUInt8(damaged.readUInt8(at) ^ (1 << (at % 8)), at)
    await writeFile(path, damaged)
    const found = await read()
    const within = at - offset
    const hit = each.entries.findIndex(
      (entry) => within >= entry.offset && within < entry.offset + entry.length
    )
    const last = each.entries.length - 1
    const lost = within === length - 1 ? last : hit
    expect(found?.entries).toEqual(each.entries.filter((_, index) => index !== lost))
    const isInnerFeed = lost < 0 && bytes[at] === 0x0a
    if (!isInnerFeed) expect(found?.damages[0]).toMatchObject({ file, line: lost + 2 })
    else expect(found?.damages).toEqual([])
    expect(found?.digest).toMatchObject({
      key: each.digest.key,
      date: each.digest.date,
      entries: 4,
      papers: 4
    })
  }
})

test('of a file that ends too early the entries before are read', async () => {
  const { each, path, bytes, read } = await stored()
  const third = each.entries[2]
  await writeFile(path, bytes.subarray(0, each.place.offset + (third?.offset ?? 0) + 10))
  const found = await read()
  expect(found?.entries).toEqual(each.entries.slice(0, 2))
  expect(found?.damages).toMatchObject([{ line: 4, reason: 'missing' }])
})

test('a place at which nothing of the digest stands holds no digest', async () => {
  const { each, path, bytes, read } = await stored()
  await writeFile(path, bytes.subarray(0, each.place.offset))
  expect(await read()).toBeNull()
  await writeFile(path, Buffer.alloc(bytes.length, 'x'))
  expect(await read()).toBeNull()
})
