import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { failureText } from '#core/messages'
import { temporaryFolder } from '../support/temporary'
import { filesBelow } from './support/files'

// With two steps this release's format is 3.
vi.mock('#main/storage/migrations', async (original) => ({
  ...(await original<object>()),
  migrations: (await import('../storage/support/migration-steps')).steps
}))

const { checkLibrary } = await import('#main/library/check-library')
const { openLibrary, readLibrary } = await import('#main/library/open-library')
const { openBackup } = await import('#main/library/backup/contents')
const { listBackups } = await import('#main/storage/backup/backup-list')
const { id, listed, placeBelow } = await import('./support/places')

const fixture = join(import.meta.dirname, '..', 'fixtures', 'library-format-1')

interface Listed {
  readonly id: string
  readonly read: boolean
  readonly starred: boolean
}

async function expectedList(): Promise<Listed[]> {
  const { list } = JSON.parse(await readFile(join(fixture, 'expected.json'), 'utf8')) as { list: Listed[] }
  return list.map(({ id, read, starred }) => ({ id, read, starred }))
}

test('The first release’s library is migrated by whoever opens it for writing, and lists the same', async () => {
  const place = placeBelow(await temporaryFolder())
  await cp(join(fixture, 'library'), place.folder, { recursive: true })
  const before = await filesBelow(place.folder)
  const older = { code: 'libraryOlder', details: { format: 1, known: 3 } }
  await expect(readLibrary(place)).rejects.toMatchObject(older)
  await expect(checkLibrary(place)).rejects.toMatchObject(older)
  expect(failureText('libraryOlder', older.details)).toContain('brings it to format 3')
  expect(await filesBelow(place.folder)).toEqual(before)

  const library = await openLibrary(place, 'test')
  const ids = (await listed(library)).map(({ id, read, starred }) => ({ id, read, starred }))
  expect(ids).toEqual(await expectedList())
  await library.mark({ addTags: ['migrated'] }, [id('2312.12000')])
  await library.close()
  // What it was is in a backup, as it was.
  const { backups } = await listBackups(place.folder)
  expect(backups.map(({ manifest }) => [manifest.why, manifest.format])).toEqual([['migration', 1]])
  const isOfDevice = ({ path }: { path: string }): boolean => path.startsWith('devices/')
  expect(backups[0]?.manifest.files.filter(isOfDevice)).toHaveLength(5)

  const read = await readLibrary(place)
  expect(read?.marks.mark(id('2312.12000')).tags).toContain('migrated')
  await read?.close()
  const { damages } = await checkLibrary(place)
  // Of the fixture's torn tails those in the entries are left.
  expect(damages.filter(({ reason }) => reason !== 'torn')).toEqual([])
  // It would have to be migrated before it could be gone back to.
  const [{ path, name } = { path: '', name: '' }] = backups
  await expect(openBackup(path, name)).rejects.toMatchObject({
    code: 'backupOlder',
    details: { format: 1, known: 3 }
  })
  const again = await openLibrary(place, 'test')
  await again.close()
  expect((await listBackups(place.folder)).backups).toHaveLength(1)
})

test('A library of a newer format is refused by everything, and nothing in its folder is touched', async () => {
  const place = placeBelow(await temporaryFolder())
  await cp(join(fixture, 'library'), place.folder, { recursive: true })
  await writeFile(join(place.folder, 'library.json'), '{"kind":"library","format":4,"id":5,"more":[]}\n')
  const before = await filesBelow(place.folder)
  const newer = { code: 'libraryNewer', details: { format: 4, known: 3 } }
  await expect(openLibrary(place, 'test')).rejects.toMatchObject(newer)
  await expect(readLibrary(place)).rejects.toMatchObject(newer)
  await expect(checkLibrary(place)).rejects.toMatchObject(newer)
  expect(await filesBelow(place.folder)).toEqual(before)
})
