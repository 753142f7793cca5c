import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { backUp } from '#main/library/backup/back-up'
import { restore } from '#main/library/backup/restore'
import { checkLibrary } from '#main/library/check-library'
import { backupsFolder, listBackups } from '#main/storage/backup/backup-list'
import { hashOfFile } from '#main/storage/backup/blocks'
import { fieldList, items } from '../library/support/digest-text'
import { fileOf } from '../library/support/files'
import { id, listedAt, newPlace, placeBelow, withoutCache, writing } from '../library/support/places'
import { bundleChild, Child } from '../storage/support/children'
import { temporaryFolder } from '../support/temporary'
import { contentsOfBackup, newestBackup } from './support/backups'

let bundle: string
beforeAll(async () => {
  const { path, remove } = await bundleChild()
  bundle = path
  return remove
})

const day = (date: string): Buffer => fieldList(date, items(3))

/** How many backups there are: each of them whole. */
async function wholeBackups(folder: string): Promise<number> {
  const { backups, unreadable } = await listBackups(folder)
  expect(unreadable).toEqual([])
  for (const { device, manifest } of backups)
    for (const { copy, length, sha256 } of manifest.files)
      expect(await hashOfFile(join(backupsFolder(folder, device), copy), length)).toBe(sha256)
  return backups.length
}

test('a backup that is killed at any step leaves those before it whole, and nothing behind', async () => {
  const origin = await newPlace()
  let device = ''
  await writing(origin, async (library) => {
    device = library.device
    await library.importFile('a.md', day('2023-12-18'))
    // Three of them long ago, so that the next one removes some too.
    for (const n of [1, 2, 3, 4, 5])
      await backUp(library, 'asked', { now: new Date(Date.UTC(2024, 0, 1, n)) })
    await library.mark({ read: true }, [id('2312.00001')])
    // The copy of what was damaged is a new one, the others go on.
    await library.importFile('b.md', day('2023-12-19'))
  })
  const before = await wholeBackups(origin.folder)
  let survived = false
  let made = 0
  for (let dieAt = 1; !survived; dieAt++) {
    const folder = join(await temporaryFolder(), 'library')
    await cp(origin.folder, folder, { recursive: true })
    const answer = await new Child(bundle).askLast({ kind: 'backup', folder, device, dieAt })
    survived = answer !== null
    const whole = await wholeBackups(folder)
    expect(whole).toBeGreaterThanOrEqual(before - 1)
    if (!survived && whole > before) made++
    const place = { ...origin, folder }
    await writing(place, (library) => backUp(library, 'asked'))
    await wholeBackups(folder)
    const named = (await listBackups(folder)).backups.flatMap(({ manifest }) => manifest.files)
    const copies = new Set(named.map(({ copy }) => copy))
    expect((await readdir(join(backupsFolder(folder, device), 'files'))).length).toBe(copies.size)
    expect((await readdir(backupsFolder(folder, device))).filter((name) => name.startsWith('.'))).toEqual([])
  }
  expect(made).toBeGreaterThan(0)
})

test('a restore that is killed at any step can be done again, to the same end', async () => {
  const origin = placeBelow(await temporaryFolder())
  await writing(origin, async (library) => {
    await library.importFile('a.md', day('2023-12-18'))
    await library.mark({ read: true, note: 'One.' }, [id('2312.00001')])
  })
  await writing(origin, (library) => backUp(library, 'asked'))
  const then = await listedAt(origin)
  await writing(origin, async (library) => {
    await library.mark({ starred: true, note: 'Two.' }, [id('2312.00001')])
  })
  await rm(await fileOf(join(origin.folder, 'devices'), /entries/))
  await rm(await fileOf(join(origin.folder, 'devices'), /journal/))
  const home = join(origin.folder, '..')
  let survived = false
  for (let dieAt = 1; !survived; dieAt++) {
    const copied = join(await temporaryFolder(), 'home')
    await cp(home, copied, { recursive: true })
    const place = placeBelow(copied)
    const chosen = await newestBackup(place.folder)
    survived = (await new Child(bundle).askLast({ kind: 'restore', home: copied, dieAt })) !== null
    await wholeBackups(place.folder)
    await writing(place, async (library) => restore(library, await contentsOfBackup(chosen), { less: true }))
    expect(await listedAt(await withoutCache(place))).toEqual(then)
    expect((await checkLibrary(place)).damages).toEqual([])
  }
})
