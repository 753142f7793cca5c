import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLibrary } from '#main/library/check-library'
import type { LibraryLocation } from '#main/library/open-library'
import { fieldList, items } from './support/digest-text'
import { anotherDevice, id, listedAt, newPlace, reading, withoutCache, writing } from './support/places'

const a = id('2312.00001')

async function twoDevices(): Promise<[LibraryLocation, LibraryLocation]> {
  const place = await newPlace()
  return [place, await anotherDevice(place)]
}

test('Each device writes in a folder of its own, and sees what the others did', async () => {
  const [one, other] = await twoDevices()
  await writing(one, (library) => library.importFile('day.md', fieldList('2023-12-18', items(2))))
  await writing(other, (library) => library.mark({ starred: true, note: 'Theirs.' }, [a]))
  await writing(other, (library) => library.importFile('next.md', fieldList('2023-12-19', items(3))))
  await writing(one, (library) => library.mark({ read: true }, [a]))
  expect(await readdir(join(one.folder, 'devices'))).toHaveLength(2)
  expect((await listedAt(one)).find((paper) => paper.id === a)).toMatchObject({
    ...{ read: true, starred: true, note: 'Theirs.' }
  })
  expect(await listedAt(one)).toEqual(await listedAt(other))
  expect(await checkLibrary(one)).toMatchObject({ devices: 2, decisions: 4, digests: 2, damages: [] })
})

test('Digests are listed in the order of their import, whichever device brought them', async () => {
  const [one, other] = await twoDevices()
  const sources = []
  for (let day = 1; day <= 6; day++) {
    const source = `${day}.md`
    const digest = fieldList(`2023-12-0${7 - day}`, items(1, '2312', day))
    await writing(day % 2 === 0 ? one : other, (library) => library.importFile(source, digest))
    sources.push(source)
  }
  for (const place of [one, other, await withoutCache(one)]) {
    expect(await reading(place, (library) => library.digests().map(({ source }) => source))).toEqual(sources)
  }
})

test('A digest that two devices imported stays until it is removed, and then is removed for both', async () => {
  const [one, other] = await twoDevices()
  const digest = fieldList('2023-12-18', items(2))
  await writing(one, (library) => library.importFile('mine.md', digest))
  await writing(other, async (library) => {
    const [report] = await library.importFile('theirs.md', digest)
    expect(report?.papers.known).toBe(2)
    await library.removeDigest(library.digests()[0]?.key ?? '')
  })
  expect(await listedAt(one)).toEqual([])
  await writing(one, (library) => library.importFile('mine.md', digest))
  expect(await listedAt(other)).toHaveLength(2)
})

test('A device whose clock is far behind still decides last', async () => {
  const [one, other] = await twoDevices()
  await writing(one, async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', items(2)))
    await library.mark({ starred: true }, [a])
  })
  const now = Date.now
  try {
    Date.now = () => 946_684_800_000
    await writing(other, (library) => library.mark({ starred: false }, [a]))
  } finally {
    Date.now = now
  }
  expect((await listedAt(one)).find((paper) => paper.id === a)?.starred).toBe(false)
})
