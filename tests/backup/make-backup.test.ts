import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { backUp, backUpDaily } from '#main/library/backup/back-up'
import type { Library } from '#main/library/library'
import type { LibraryLocation } from '#main/library/open-library'
import { backupsFolder, backupsOf, type Backup } from '#main/storage/backup/backup-list'
import { hashOfFile } from '#main/storage/backup/blocks'
import { backUpBeforeMigration } from '#main/storage/backup/before-migration'
import { fieldList, items } from '../library/support/digest-text'
import { fileOf, filesBelow } from '../library/support/files'
import { anotherDevice, id, newPlace, writing } from '../library/support/places'

const day = (date: string): Buffer => fieldList(date, items(3))

async function libraryWithOne(): Promise<LibraryLocation> {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('a.md', day('2023-12-18')))
  return place
}

/** Every copy that a backup names holds what it says. */
async function expectWhole(
  folder: string,
  { device, manifest }: Pick<Backup, 'device' | 'manifest'>
): Promise<void> {
  for (const { copy, length, sha256 } of manifest.files)
    expect(await hashOfFile(join(backupsFolder(folder, device), copy), length)).toBe(sha256)
}

async function copiesIn({ folder, device }: Library): Promise<string[]> {
  return (await readdir(join(backupsFolder(folder, device), 'files'))).sort()
}

test('a backup tells what the library holds, and later ones share its copies', async () => {
  const place = await libraryWithOne()
  await writing(place, async (library) => {
    const { backup, fuller } = await backUp(library, 'asked')
    expect(fuller).toBeNull()
    expect(backup.manifest).toMatchObject({ kind: 'backup', why: 'asked', format: 1 })
    expect(backup.manifest.holds).toEqual({
      decisions: 1,
      digests: 1,
      papers: 3,
      read: 0,
      starred: 0,
      notes: 0,
      tags: 0
    })
    const copies = await copiesIn(library)
    expect(copies).toHaveLength(3)
    await library.mark({ read: true, addTags: ['a'], note: 'One.' }, [id('2312.00001')])
    await library.importFile('b.md', day('2023-12-19'))
    const second = await backUp(library, 'asked')
    expect(second.backup.manifest.holds).toMatchObject({
      decisions: 3,
      digests: 2,
      read: 1,
      notes: 1,
      tags: 1
    })
    expect(await copiesIn(library)).toEqual(copies)
    await expectWhole(place.folder, backup)
    await expectWhole(place.folder, second.backup)
  })
})

test('another device has backups of its own, which hold everything too', async () => {
  const place = await libraryWithOne()
  await writing(await anotherDevice(place), async (library) => {
    await library.mark({ read: true }, [id('2312.00001')])
    const { backup } = await backUp(library, 'daily')
    expect(backup.manifest.holds.decisions).toBe(2)
    expect(backup.path).toBe(join(place.folder, 'backups', library.device, backup.name))
  })
})

test('what is damaged gets a copy of its own, and the good copy stays as long as a backup names it', async () => {
  const place = await libraryWithOne()
  await writing(place, async (library) => {
    await library.mark({ read: true }, [id('2312.00001')])
    const good = (await backUp(library, 'asked')).backup
    const journal = await fileOf(join(place.folder, 'devices'), /journal/)
    const bytes = await readFile(journal)
    bytes[bytes.length - 40] = (bytes.at(-40) ?? 0) ^ 1
    await writeFile(journal, bytes)
    const { backup, fuller } = await backUp(library, 'asked')
    expect(fuller?.name).toBe(good.name)
    expect(backup.manifest.holds.decisions).toBe(1)
    await expectWhole(place.folder, good)
    await expectWhole(place.folder, backup)
    expect(await copiesIn(library)).toHaveLength(4)
  })
})

test('an emptied library does not take the place of the fuller backup, however often it is backed up', async () => {
  const place = await libraryWithOne()
  let full = ''
  await writing(place, async (library) => {
    full = (await backUp(library, 'daily', { now: new Date('2024-01-01T12:00:00Z') })).backup.name
  })
  await rm(join(place.folder, 'devices'), { recursive: true })
  await writing(place, async (library) => {
    for (let n = 0; n < 40; n++) {
      const now = new Date(Date.UTC(2024, 0, 2 + n))
      const { fuller } = await backUp(library, 'daily', { now })
      if (n === 0) expect(fuller?.name).toBe(full)
    }
    const { backups } = await backupsOf(place.folder, library.device)
    const kept = backups.find(({ name }) => name === full)
    if (kept === undefined) throw new Error('The full one is gone.')
    await expectWhole(place.folder, kept)
    // Seven days, four weeks of which two are among those days, and the full one.
    expect(backups.length).toBeLessThan(13)
    const named = new Set(backups.flatMap(({ manifest }) => manifest.files.map(({ copy }) => copy)))
    expect((await copiesIn(library)).map((name) => `files/${name}`)).toEqual([...named].sort())
  })
})

test('a copy that was cut or damaged itself is left, and a new one made', async () => {
  const place = await libraryWithOne()
  await writing(place, async (library) => {
    await backUp(library, 'asked')
    const folder = join(backupsFolder(place.folder, library.device), 'files')
    const [entries = '', journal = ''] = (await copiesIn(library)).filter(
      (name) => !name.startsWith('library')
    )
    await truncate(join(folder, entries), 100)
    const bytes = await readFile(join(folder, journal))
    bytes[10] = (bytes[10] ?? 0) ^ 1
    await writeFile(join(folder, journal), bytes)
    await expectWhole(place.folder, (await backUp(library, 'asked')).backup)
    expect(await copiesIn(library)).toHaveLength(5)
  })
})

test('a line that is being written is left to the next backup', async () => {
  const place = await libraryWithOne()
  const journal = await fileOf(join(place.folder, 'devices'), /journal/)
  const { length } = await readFile(journal)
  await appendFile(journal, '{"crc":"00000000","kind":"deci')
  const device = (await readdir(join(place.folder, 'devices')))[0] ?? ''
  const { backup } = await backUpBeforeMigration(place.folder, device)
  expect(backup.manifest).toMatchObject({ why: 'migration', holds: { digests: 1, papers: 3 } })
  expect(backup.manifest.files.find(({ path }) => path.includes('journal'))?.length).toBe(length)
})

test('one a day by itself, and only when something has changed', async () => {
  const place = await libraryWithOne()
  const at = (text: string): { now: Date } => ({ now: new Date(`${text}:00`) })
  await writing(place, async (library) => {
    expect(await backUpDaily(library, at('2024-01-01T23:50'))).not.toBeNull()
    await library.mark({ read: true }, [id('2312.00001')])
    expect(await backUpDaily(library, at('2024-01-01T23:59'))).toBeNull()
    expect((await backUpDaily(library, at('2024-01-02T00:01')))?.backup.manifest.why).toBe('daily')
    expect(await backUpDaily(library, at('2024-01-03T00:01'))).toBeNull()
    await rm(join(place.folder, 'devices'), { recursive: true })
    // Less is a change too: it is told, and kept beside.
    expect((await backUpDaily(library, at('2024-01-03T00:02')))?.fuller).not.toBeNull()
  })
  await writing(await newPlace(), async (library) => {
    expect(await backUpDaily(library)).toBeNull()
    expect(await readdir(library.folder)).not.toContain('backups')
  })
})

test('a damaged list is passed over, keeps all copies for a month, and then goes', async () => {
  const place = await libraryWithOne()
  await writing(place, async (library) => {
    const folder = backupsFolder(place.folder, library.device)
    await mkdir(join(folder, 'files'), { recursive: true })
    await writeFile(join(folder, 'files', 'unnamed-1.jsonl'), 'x')
    await writeFile(join(folder, '2024-01-01T00-00-00-000Z.json'), '{"kind":"back')
    await backUp(library, 'asked', { now: new Date('2024-01-20T12:00:00Z') })
    expect(await copiesIn(library)).toContain('unnamed-1.jsonl')
    expect((await backupsOf(place.folder, library.device)).unreadable).toHaveLength(1)
    await backUp(library, 'asked', { now: new Date('2024-02-20T12:00:00Z') })
    expect(await copiesIn(library)).not.toContain('unnamed-1.jsonl')
    expect((await backupsOf(place.folder, library.device)).unreadable).toEqual([])
  })
})

test('nothing is written once the library’s folder is gone', async () => {
  const place = await libraryWithOne()
  await writing(place, async (library) => {
    await rm(place.folder, { recursive: true })
    await expect(backUp(library, 'asked')).rejects.toMatchObject({ code: 'folderGone' })
    expect(await filesBelow(place.folder).catch(() => null)).toBeNull()
  })
})
