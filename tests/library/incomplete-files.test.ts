import { copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { LibraryLocation } from '#main/library/open-library'
import { fieldList, items } from './support/digest-text'
import { anotherDevice, id, idsIn, newPlace, reading, writing } from './support/places'

/** The only file of a library whose name begins so. */
async function fileOf(place: LibraryLocation, prefix: string): Promise<string> {
  const devices = join(place.folder, 'devices')
  for (const device of await readdir(devices)) {
    for (const name of await readdir(join(devices, device))) {
      if (name.startsWith(prefix)) return join(devices, device, name)
    }
  }
  throw new Error(`There is no ${prefix}.`)
}

function idsAt(place: LibraryLocation): Promise<string[]> {
  return reading(place, (library) => idsIn(library, 'all'))
}

test('Entries that a synchroniser brings later show once they are there', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('first.md', fieldList('2023-12-18', items(1200)))
    await library.importFile('second.md', fieldList('2023-12-19', items(1200, '2401')))
  })
  const entries = await fileOf(place, 'entries-')
  await copyFile(entries, `${entries}.whole`)
  const { length } = await readFile(entries)
  await truncate(entries, Math.floor(length * 0.7))

  const elsewhere = await anotherDevice(place)
  const half = await reading(elsewhere, async (library) => {
    // Not as torn, which would mean that nothing acknowledged is gone.
    expect(library.damages).toMatchObject([{ reason: 'awaited' }])
    return idsIn(library, 'all')
  })
  expect(half.length).toBeGreaterThan(1200)
  expect(half.length).toBeLessThan(2400)

  await copyFile(`${entries}.whole`, entries)
  expect(await idsAt(elsewhere)).toHaveLength(2400)
  expect(await idsAt(elsewhere)).toEqual(await idsAt(place))
})

test('What was there in part when a library was closed is looked for again at the next start', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('first.md', fieldList('2023-12-18', items(1200)))
    await library.importFile('second.md', fieldList('2023-12-19', items(1200, '2401')))
  })
  const entries = await fileOf(place, 'entries-')
  const whole = await readFile(entries)
  await truncate(entries, Math.floor(whole.length * 0.7))
  const elsewhere = await anotherDevice(place)
  await writing(elsewhere, async (library) => {
    expect(await idsIn(library, 'all')).not.toHaveLength(1200)
  })
  expect(await readdir(elsewhere.directories.cache)).toHaveLength(1)
  await writeFile(entries, whole)
  expect(await idsAt(elsewhere)).toHaveLength(2400)
})

test('Decisions in a line that was damaged for a while hold once it is mended', async () => {
  const place = await newPlace()
  const papers = items(300)
  await writing(place, async (library) => {
    await library.importFile('day.md', fieldList('2023-12-18', papers))
    for (const paper of papers) await library.mark({ starred: true }, [id(paper.id)])
  })
  const journal = await fileOf(place, 'journal-')
  const whole = await readFile(journal)
  const damaged = Buffer.from(whole)
  const at = damaged.indexOf('"starred"', Math.floor(damaged.length / 2))
  damaged[at + 1] = (damaged[at + 1] ?? 0) ^ 1
  await writeFile(journal, damaged)

  const elsewhere = await anotherDevice(place)
  const starred = (): Promise<string[]> => reading(elsewhere, (library) => idsIn(library, 'starred'))
  expect(await starred()).toHaveLength(299)
  await writeFile(journal, whole)
  expect(await starred()).toHaveLength(300)
})
