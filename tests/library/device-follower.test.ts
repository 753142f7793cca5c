import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { DeviceFollower } from '#main/library/device-follower'
import { openLibrary, type LibraryLocation } from '#main/library/open-library'
import type { Library } from '#main/library/library'
import { fieldList, items } from './support/digest-text'
import { anotherDevice, id, idsIn, newPlace, reading, writing } from './support/places'
import { eventsOf, serving, told, viewIds } from './support/service'

const a = id('2312.00001')
const b = id('2312.00002')

/** A library with three papers that is open on one device, and the same from another device. */
async function following(
  work: (library: Library, look: () => Promise<void>, other: LibraryLocation) => Promise<void>
): Promise<LibraryLocation> {
  const place = await newPlace()
  const library = await openLibrary(place, 'window')
  const follower = new DeviceFollower(library)
  try {
    await library.importFile('first.md', fieldList('2023-12-18', items(3)))
    await work(library, () => follower.look(), await anotherDevice(place))
  } finally {
    await follower.stop()
    await library.close()
  }
  return place
}

/** The folder of the device that is not the library's own. */
async function otherFolder(library: Library): Promise<string> {
  const names = await readdir(join(library.folder, 'devices'))
  const name = names.find((each) => each !== library.device)
  if (name === undefined) throw new Error('There is no other device.')
  return join(library.folder, 'devices', name)
}

function reasons(library: Library): string[] {
  return library.damages.map(({ reason }) => reason).sort()
}

test('What another device decides and imports shows while the library is open', async () => {
  await following(async (library, look, other) => {
    const changes: (readonly number[] | null)[] = []
    library.onChange(({ rows }) => changes.push(rows))
    await writing(other, async (theirs) => {
      await theirs.mark({ starred: true, addTags: ['theirs'] }, [a])
      await theirs.importFile('second.md', fieldList('2023-12-19', items(2, '2401')))
      await theirs.mark({ read: true }, [id('2401.00001')])
    })
    await look()
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await idsIn(library, 'all')).toHaveLength(5)
    expect(await idsIn(library, 'read')).toEqual(['2401.00001'])
    expect(library.rowMarks.tags.get(library.catalog.find(a))).toEqual(['theirs'])
    expect(changes).not.toContain(null)
    expect(changes.flat()).toContain(library.catalog.find(a))
    // Undo on this device takes back what this device did.
    await library.mark({ read: true }, [b])
    await writing(other, (theirs) => theirs.mark({ starred: true }, [b]))
    await look()
    await library.undo()
    expect(library.marks.mark(b)).toMatchObject({ read: false, starred: true })
  })
})

test('Nothing is read again where nothing changed, and only what is new where a file grew', async () => {
  await following(async (library, look, other) => {
    await writing(other, (theirs) => theirs.mark({ starred: true }, [a]))
    await look()
    let taken = 0
    library.onChange(() => taken++)
    await look()
    expect(taken).toBe(0)
    await writing(other, (theirs) => theirs.mark({ starred: true }, [b]))
    await look()
    expect(taken).toBe(1)
    expect(await idsIn(library, 'starred')).toEqual([a, b])
  })
})

test('A removed digest leaves, and one that comes back returns', async () => {
  await following(async (library, look, other) => {
    const key = library.digests()[0]?.key ?? ''
    await writing(other, (theirs) => theirs.removeDigest(key))
    await look()
    expect(await idsIn(library, 'all')).toEqual([])
    await writing(other, (theirs) => theirs.undo())
    await look()
    expect(await idsIn(library, 'all')).toHaveLength(3)
  })
})

test('Entries that come later than their decision are waited for, and so is what comes in parts', async () => {
  await following(async (library, look, other) => {
    await writing(other, (theirs) =>
      theirs.importFile('second.md', fieldList('2023-12-19', items(40, '2401')))
    )
    const entries = join(await otherFolder(library), 'entries-000001.jsonl')
    const whole = await readFile(entries)
    await rm(entries)
    await look()
    expect(await idsIn(library, 'all')).toHaveLength(3)
    expect(reasons(library)).toEqual(['awaited'])

    await writeFile(entries, whole.subarray(0, Math.floor(whole.length * 0.7)))
    await look()
    const half = (await idsIn(library, 'all')).length
    expect(half).toBeGreaterThan(3)
    expect(half).toBeLessThan(43)
    expect(new Set(reasons(library))).toEqual(new Set(['awaited']))

    await writeFile(entries, whole)
    await look()
    expect(await idsIn(library, 'all')).toHaveLength(43)
    expect(library.damages).toEqual([])
  })
})

test('What is not there yet is waited for no longer once its digest was removed', async () => {
  await following(async (library, look, other) => {
    await writing(other, (theirs) =>
      theirs.importFile('second.md', fieldList('2023-12-19', items(4, '2401')))
    )
    const entries = join(await otherFolder(library), 'entries-000001.jsonl')
    const whole = await readFile(entries)
    await rm(entries)
    await look()
    expect(reasons(library)).toEqual(['awaited'])
    await writeFile(entries, whole)
    await writing(other, async (theirs) => {
      await theirs.removeDigest(theirs.digests().find(({ source }) => source === 'second.md')?.key ?? '')
    })
    await rm(entries)
    await look()
    expect(library.damages).toEqual([])
  })
})

test('A line that is half there is read once it is whole, and a file that never came is asked for by name', async () => {
  await following(async (library, look, other) => {
    await writing(other, async (theirs) => {
      await theirs.mark({ starred: true }, [a])
      await theirs.mark({ starred: true }, [b])
    })
    const journal = join(await otherFolder(library), 'journal-000001.jsonl')
    const whole = await readFile(journal)
    await writeFile(journal, whole.subarray(0, whole.length - 20))
    await look()
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(reasons(library)).toEqual(['torn'])
    await writeFile(journal, whole)
    await look()
    expect(await idsIn(library, 'starred')).toEqual([a, b])
    expect(library.damages).toEqual([])

    await rename(journal, join(journal, '..', 'journal-000002.jsonl'))
    await look()
    expect(library.damages).toEqual([
      { file: expect.stringMatching(/journal-000001\.jsonl$/) as string, line: 0, reason: 'awaited' }
    ])
    expect(await idsIn(library, 'starred')).toEqual([a, b])
  })
})

test('A damaged line of another device is read again once its file has changed', async () => {
  await following(async (library, look, other) => {
    await writing(other, async (theirs) => {
      await theirs.mark({ starred: true }, [a])
      await theirs.mark({ starred: true }, [b])
    })
    const journal = join(await otherFolder(library), 'journal-000001.jsonl')
    const whole = await readFile(journal)
    const damaged = Buffer.from(whole)
    damaged[30] = (damaged[30] ?? 0) ^ 1
    await writeFile(journal, damaged)
    await look()
    expect(await idsIn(library, 'starred')).toEqual([b])
    expect(reasons(library)).toEqual(['checksum'])
    await writeFile(journal, whole)
    await look()
    expect(await idsIn(library, 'starred')).toEqual([a, b])
    expect(library.damages).toEqual([])
  })
})

test.each([
  ['journal-000001 (conflicted copy 2026-11-26).jsonl', 'Dropbox and Nextcloud'],
  ['journal-000001.sync-conflict-20261126-101112-ABCDEFG.jsonl', 'Syncthing'],
  ['journal-000001 2.jsonl', 'iCloud'],
  ['journal-000001-LAPTOP.jsonl', 'OneDrive'],
  ['journal-000001 (1).jsonl', 'Google Drive']
])('A conflict copy %s, as of %s, is read and reported', async (name) => {
  const place = await following(async (library, look, other) => {
    await writing(other, (theirs) => theirs.mark({ starred: true }, [a]))
    await look()
    const folder = await otherFolder(library)
    // What stood in the file before a synchroniser put another one in its place.
    const copied = await readFile(join(folder, 'journal-000001.jsonl'))
    await writing(other, (theirs) => theirs.mark({ starred: true }, [b]))
    await rename(join(folder, 'journal-000001.jsonl'), join(folder, name))
    await writeFile(join(folder, 'journal-000001.jsonl'), copied)
    await look()
    expect(await idsIn(library, 'starred')).toEqual([a, b])
    expect(reasons(library)).toEqual(['conflictCopy'])
  })
  await reading(place, async (library) => {
    expect(await idsIn(library, 'starred')).toEqual([a, b])
    expect(library.damages.map(({ reason }) => reason)).toEqual(['conflictCopy'])
  })
})

test('Entries are found in a conflict copy of their file, or of their folder', async () => {
  await following(async (library, look, other) => {
    await writing(other, (theirs) =>
      theirs.importFile('second.md', fieldList('2023-12-19', items(4, '2401')))
    )
    const folder = await otherFolder(library)
    const entries = join(folder, 'entries-000001.jsonl')
    await rename(entries, join(folder, 'entries-000001 (conflicted copy).jsonl'))
    await look()
    expect(await idsIn(library, 'all')).toHaveLength(7)
    expect(reasons(library)).toEqual(['conflictCopy'])

    await writing(other, (theirs) => theirs.importFile('third.md', fieldList('2023-12-20', items(4, '2402'))))
    const copy = `${folder} (2)`
    await mkdir(copy)
    for (const name of await readdir(folder)) await copyFile(join(folder, name), join(copy, name))
    await rm(join(folder, 'journal-000001.jsonl'))
    await rm(entries)
    await look()
    expect(await idsIn(library, 'all')).toHaveLength(11)
  })
})

test('A window hears of what another device wrote without asking', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('first.md', fieldList('2023-12-18', items(3))))
  const other = await anotherDevice(place)
  await serving(place, async (api, service) => {
    const events = eventsOf(service)
    await setTimeout(400)
    await writing(other, (theirs) => theirs.mark({ starred: true }, [a]))
    const rows = (): unknown[] => told(events, 'papersChanged').flatMap((change) => [...change.rows])
    for (let waited = 0; rows().length === 0 && waited < 5000; waited += 20) await setTimeout(20)
    expect(rows()).toMatchObject([{ id: a, starred: true }])
    expect(await viewIds(api, { kind: 'starred' })).toEqual([a])
  })
})

test('A file of this device that is missing is a loss, and not on its way', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('first.md', fieldList('2023-12-18', items(3))))
  const devices = join(place.folder, 'devices')
  const [device = ''] = await readdir(devices)
  await rename(join(devices, device, 'journal-000001.jsonl'), join(devices, device, 'journal-000002.jsonl'))
  const missing = [{ file: `devices/${device}/journal-000001.jsonl`, line: 0, reason: 'missing' }]
  await writing(place, (library) => {
    expect(library.damages).toEqual(missing)
    return Promise.resolve()
  })
  const elsewhere = await anotherDevice(place)
  await reading(elsewhere, ({ damages }) => {
    expect(damages).toEqual([{ ...missing[0], reason: 'awaited' }])
  })
})
