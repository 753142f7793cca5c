import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { Failure } from '#core/failure'
import { failureText } from '#core/messages'
import { filesBelow } from '../library/support/files.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { disk } from './support/recorded-disk.ts'

vi.mock('node:fs/promises', async (original) => {
  const recorded = await import('./support/recorded-disk.ts')
  return recorded.disk.over(await original())
})
// With two steps this release's format is 3.
vi.mock('#main/storage/migrations', async (original) => ({
  ...(await original<object>()),
  migrations: (await import('./support/migration-steps.ts')).steps
}))

const { findLibrary, findReadableLibrary } = await import('#main/storage/library-folder')
const { migrateLibrary } = await import('#main/storage/migrate-library')
const { isMigrating, migrations } = await import('#main/storage/migrations')

disk.syncing = false

const device = '8b1f000000000001'
const fixture = join(import.meta.dirname, '..', 'fixtures', 'library-format-1', 'library')
const original = await filesBelow(fixture)

/** A copy of the first release's library. */
async function copied(): Promise<string> {
  const folder = join(await temporaryFolder(), 'library')
  await cp(fixture, folder, { recursive: true })
  return folder
}

async function migrate(folder: string, before?: () => Promise<void>): Promise<number> {
  const document = await findLibrary(folder)
  if (document === null) throw new Error('there is no library')
  const options = { device, ...(before === undefined ? {} : { before }) }
  return (await migrateLibrary(folder, document, options)).format
}

/** Everything but what is staged. */
async function unstaged(folder: string): Promise<Record<string, string>> {
  const files = Object.entries(await filesBelow(folder))
  return Object.fromEntries(files.filter(([path]) => !path.startsWith('migration')))
}

/** A library after the same without any disturbance. */
const migrated = async (): Promise<Record<string, string>> => {
  const folder = await copied()
  expect(await migrate(folder)).toBe(3)
  return filesBelow(folder)
}

/** How many calls an undisturbed migration makes. */
async function callsOfOne(): Promise<number> {
  const folder = await copied()
  disk.record()
  await migrate(folder)
  disk.stop()
  return disk.calls.length
}

test('a library of the first format is brought to this one, step by step', async () => {
  const folder = await copied()
  await expect(findReadableLibrary(folder)).rejects.toMatchObject({
    code: 'libraryOlder',
    details: { format: 1, known: 3 }
  })
  expect(await migrate(folder)).toBe(3)
  expect(await findReadableLibrary(folder)).toMatchObject({ kind: 'library', format: 3 })
  const files = await filesBelow(folder)
  expect(Object.keys(files).filter((path) => path.includes('journal-000002'))).toEqual([])
  expect(Object.keys(files).filter((path) => path.startsWith('migration'))).toEqual([])
  for (const [path, hash] of Object.entries(original).filter(([path]) => path.includes('entries-')))
    expect(files[path]).toBe(hash)
  // Nothing is left to do.
  expect(await migrate(folder)).toBe(3)
  expect(await filesBelow(folder)).toEqual(files)
})

test('wherever a migration is killed, the library is as it was or becomes what it was to become', async () => {
  const whole = await migrated()
  delete whole['library.json.previous']
  const calls = await callsOfOne()
  let [before, after] = [0, 0]
  for (let number = 0; number < calls; number++) {
    const folder = await copied()
    disk.dieAt(number)
    await expect(migrate(folder)).rejects.toBeInstanceOf(Failure)
    disk.stop()
    const document = JSON.parse(await readFile(join(folder, 'library.json'), 'utf8')) as { format: number }
    if (document.format === 1) {
      before++
      // Even what a crash left of the new document is hidden beside the old one.
      const left = Object.entries(await unstaged(folder)).filter(
        ([path]) => !/^(\.|library\.json\.prev)/.test(path)
      )
      expect(Object.fromEntries(left)).toEqual(original)
    } else after++
    expect(await migrate(folder)).toBe(3)
    // Between the last two writes of the document, the generation before may still tell what was left to do.
    const left = Object.entries(await filesBelow(folder)).filter(([path]) => !/^\.|\.previous/.test(path))
    expect(Object.fromEntries(left), `call ${number}`).toEqual(whole)
  }
  expect(before).toBeGreaterThan(15)
  expect(after).toBeGreaterThan(15)
})

test('where it is killed twice, the second time while that is mended, nothing is lost either', async () => {
  const files = Object.entries(await migrated()).filter(([path]) => path !== 'library.json.previous')
  const calls = await callsOfOne()
  for (let number = 1; number < calls; number += 9) {
    for (let next = 0; next < calls; next += 17) {
      const folder = await copied()
      for (const at of [number, next]) {
        disk.dieAt(at)
        await migrate(folder).catch(() => undefined)
        disk.stop()
      }
      expect(await migrate(folder)).toBe(3)
      expect(await filesBelow(folder), `${number}, ${next}`).toMatchObject(Object.fromEntries(files))
    }
  }
})

test('where a call fails, that is told, and before the commit nothing is left of the attempt', async () => {
  const calls = await callsOfOne()
  for (let number = 0; number < calls; number++) {
    const folder = await copied()
    disk.record()
    let count = 0
    disk.failWhere(() => count++ === number, 'ENOSPC')
    const outcome = await migrate(folder).catch((cause: unknown) => cause)
    disk.stop()
    // A folder that could not be taken away, and the like, is no harm.
    if (outcome !== 3) expect(outcome).toMatchObject({ code: 'diskFull' })
    if ((await findLibrary(folder))?.format === 1) {
      const files = Object.entries(await filesBelow(folder)).filter(
        ([path]) => path !== 'library.json.previous'
      )
      expect(Object.fromEntries(files)).toEqual(original)
    }
    expect(await migrate(folder)).toBe(3)
  }
})

test('a step that fails leaves the library as it was, and the user is told', async () => {
  const folder = await copied()
  const last = migrations.at(-1)
  if (last === undefined) throw new Error('there are no steps')
  // The step before has been done by then.
  vi.spyOn(last, 'migrate').mockRejectedValueOnce(new SyntaxError('line 7 is odd'))
  const failure = await migrate(folder).catch((cause: unknown) => cause as Failure)
  expect(failure).toMatchObject({ code: 'migrationFailed', details: { reason: 'line 7 is odd' } })
  expect(failureText('migrationFailed', { reason: 'line 7 is odd' })).toContain('line 7 is odd')
  expect(await filesBelow(folder)).toEqual(original)
  expect(await migrate(folder)).toBe(3)
})

test('what is to be done before comes first, and where it fails nothing is begun', async () => {
  const folder = await copied()
  const seen: unknown[] = []
  await expect(
    migrate(folder, async () => {
      seen.push(await filesBelow(folder))
      throw new Failure('diskFull')
    })
  ).rejects.toMatchObject({ code: 'diskFull' })
  expect(await filesBelow(folder)).toEqual(original)
  await migrate(folder, async () => {
    seen.push(await filesBelow(folder))
  })
  expect(seen).toEqual([original, original])
  // Not where there is nothing to migrate.
  await migrate(folder, () => Promise.reject(new Error('called')))
})

test('a document that is damaged once files have been moved never leads back', async () => {
  const files = Object.entries(await migrated()).filter(([path]) => path.startsWith('devices'))
  const calls = await callsOfOne()
  const first = join('devices', '1f5f9ac6c9242833', 'journal-000001.jsonl')
  let damaged = 0
  // In one kill, or in two: the second while the document was written for the first time, and not yet again.
  const half = Math.round(calls / 2)
  const kills = Array.from({ length: half }, (_, n) =>
    n % 3 === 0 ? [Math.round(calls * 0.4), half + n] : [half + n]
  )
  for (const numbers of kills) {
    const folder = await copied()
    for (const number of numbers) {
      disk.dieAt(number)
      await migrate(folder).catch(() => undefined)
      disk.stop()
    }
    if ((await unstaged(folder))[first] === original[first]) continue
    damaged++
    // Not in place: for a moment the generation before is the same file under another name.
    const path = join(folder, 'library.json')
    const bytes = await readFile(path)
    await rm(path)
    await writeFile(path, bytes.subarray(0, 20))
    expect(await migrate(folder)).toBe(3)
    expect(await filesBelow(folder), String(numbers)).toMatchObject(Object.fromEntries(files))
  }
  expect(damaged).toBeGreaterThan(10)
})

test('what another device has staged is waited for, and finished once it is there', async () => {
  const whole = await migrated()
  const folder = await copied()
  disk.record()
  disk.failWhere(({ name, path }) => name === 'rename' && path.startsWith(join(folder, 'devices')), 'EIO')
  await expect(migrate(folder)).rejects.toMatchObject({ code: 'migrationFailed', details: { reason: 'EIO' } })
  disk.stop()
  const staging = join(folder, 'migration', device)
  await rename(staging, join(folder, '..', 'elsewhere'))
  const document = await findLibrary(folder)
  if (document === null) throw new Error('there is no library')
  const missing = migrateLibrary(folder, document, { device: '8b1f000000000002' })
  await expect(missing).rejects.toMatchObject({ code: 'migrationFailed' })
  await expect(findReadableLibrary(folder)).rejects.toMatchObject({ code: 'libraryOlder' })
  await mkdir(join(folder, 'migration'), { recursive: true })
  await rename(join(folder, '..', 'elsewhere'), staging)
  expect(await migrateLibrary(folder, document, { device: '8b1f000000000002' })).toMatchObject({ format: 3 })
  expect(await filesBelow(folder)).toEqual(whole)
})

test('of a newer format nothing is touched', async () => {
  const folder = await copied()
  await writeFile(join(folder, 'library.json'), '{"kind":"library","format":4,"migrating":{}}\n')
  const before = await filesBelow(folder)
  const { mtimeMs } = await stat(folder)
  await expect(findLibrary(folder)).rejects.toMatchObject({ code: 'libraryNewer' })
  expect(await filesBelow(folder)).toEqual(before)
  expect((await stat(folder)).mtimeMs).toBe(mtimeMs)
})

const sound = { from: 1, device, files: [], removed: [] }
const sha256 = 'a'.repeat(64)

test.each([
  [{}, true],
  [{ files: [{ path: 'devices/a/b', length: 0, sha256 }] }, true],
  [{ files: [{ path: 'devices/../../b', length: 0, sha256 }] }, false],
  [{ files: [{ path: '/etc/b', length: 0, sha256 }] }, false],
  [{ files: [{ path: 'devices\\..\\b', length: 0, sha256 }] }, false],
  [{ files: [{ path: 'library.json', length: 0, sha256 }] }, false],
  [{ files: [null] }, false],
  [{ files: [{ path: 'devices/a/b', length: 0, sha256: '' }] }, false],
  [{ removed: ['devices/./x'] }, false],
  [{ removed: ['devices'] }, false],
  [{ removed: 'devices/a' }, false],
  [{ device: '../x' }, false],
  [{ from: 'x' }, false]
])('what library.json says of a migration is believed only within the devices’ folders: %o', (more, is) => {
  expect(isMigrating({ ...sound, ...more })).toBe(is)
})
