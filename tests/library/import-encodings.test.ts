import { expect, test } from 'vitest'
import { readSeeds } from '../support/seeds'
import { fieldList } from './support/digest-text'
import { filesBelow } from './support/files'
import { listed, newPlace, writing } from './support/places'

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-16, little end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16, big end first': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-8 with a byte order mark and CRLF': (text) =>
    Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf8'),
  'letters taken apart (NFD)': (text) => Buffer.from(text.normalize('NFD'), 'utf8')
}

test.each(Object.entries(encodings))('A sample digest as %s imports nothing new', async (_, encode) => {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const { name, bytes } of await readSeeds()) {
      await library.importFile(name, bytes)
      const before = await filesBelow(place.folder)
      const [report, ...more] = await library.importFile(name, encode(bytes.toString('utf8')))
      expect(more).toEqual([])
      expect(report?.papers.known).toBe(report?.entries)
      expect(report?.problems).toEqual([])
      expect(await filesBelow(place.folder)).toEqual(before)
    }
  })
})

test('A digest in Latin-1 is the digest that it is in UTF-8', async () => {
  const text = fieldList('2023-12-18', [
    { id: '2312.00001', authors: 'José Müller, Anaïs Ångström', summary: 'Naïve façade.' },
    { id: '2312.00002', title: 'Über alles' }
  ]).toString('utf8')
  await writing(await newPlace(), async (library) => {
    await library.importFile('utf-8.md', Buffer.from(text, 'utf8'))
    const [report] = await library.importFile('latin-1.md', Buffer.from(text, 'latin1'))
    expect(report?.papers.known).toBe(2)
    expect(report?.problems).toEqual([])
    expect(library.digests()).toHaveLength(1)
    expect((await listed(library))[0]?.authors).toEqual(['José Müller', 'Anaïs Ångström'])
  })
})

test('Sample digests that hold no other characters can be in Latin-1', async () => {
  await writing(await newPlace(), async (library) => {
    let tried = 0
    for (const { name, bytes } of await readSeeds()) {
      await library.importFile(name, bytes)
      const latin = Buffer.from(bytes.toString('utf8'), 'latin1')
      if (latin.toString('latin1') !== bytes.toString('utf8')) continue
      tried++
      const [report] = await library.importFile(name, latin)
      expect(report?.papers.known).toBe(report?.entries)
    }
    expect(tried).toBeGreaterThan(0)
  })
})
