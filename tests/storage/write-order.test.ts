import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fieldList, items } from '../library/support/digest-text.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { disk, type DiskCall } from './support/recorded-disk.ts'

/**
 * What must be on the disk when. Killing a process (tests/torture) shows which calls come before which and that each is
 * made at all; what was written stays in the system's memory then, and is read back as if it had been synced. Only when the
 * power fails does it matter whether it was, and in which order: that a file's data, its name in its folder, and the
 * Entries that a Decision names were brought to the disk before anybody relied on them. So the calls themselves are
 * looked at here.
 */

vi.mock('node:fs/promises', async (original) => {
  const recorded = await import('./support/recorded-disk.ts')
  return recorded.disk.over(await original())
})
vi.mock('#main/storage/migrations', async (original) => ({
  ...(await original<object>()),
  migrations: (await import('./support/migration-steps.ts')).steps
}))

const { id, newPlace, placeBelow } = await import('../library/support/places.ts')
const { openLibrary } = await import('#main/library/open-library')
const { DeviceSettingsFile } = await import('#main/library/device-settings')

const day = fieldList('2023-12-18', items(1000))

beforeEach(() => {
  disk.record()
})

afterEach(() => {
  disk.stop()
})

/** What would not survive a loss of power: data of files, and names in folders. Locks and derived files need not. */
function owed(calls: readonly DiskCall[]): string[] {
  const owing = new Set<string>()
  const nameIn = (path: string): unknown => owing.add(`names in ${dirname(path)}`)
  for (const { name, path, from, synced } of calls) {
    if (/\/(?:locks|cache)(?:\/|$)/.test(path)) continue
    switch (name) {
      case 'write':
      case 'writev':
      case 'appendFile':
      case 'truncate':
      case 'writeFile':
        // As a whole, by its path: then its name is new as well.
        if (synced !== undefined) nameIn(path)
        if (synced !== true) owing.add(`data of ${path}`)
        break
      case 'datasync':
      case 'sync':
        owing.delete(`data of ${path}`)
        owing.delete(`names in ${path}`)
        break
      case 'make':
        nameIn(path)
        break
      case 'rename':
      case 'link':
        nameIn(path)
        if (owing.delete(`data of ${from}`)) owing.add(`data of ${path}`)
        break
      case 'mkdir':
        for (let made = path; from !== undefined; made = dirname(made)) {
          nameIn(made)
          if (made === from) break
        }
        break
      case 'rm':
      case 'unlink':
        owing.delete(`data of ${path}`)
    }
  }
  return [...owing]
}

function count(name: string, pattern: RegExp): number {
  return disk.calls.filter((call) => call.name === name && pattern.test(call.path)).length
}

test('a library that was made, and each act in it, is on disk when it is acknowledged', async () => {
  const library = await openLibrary(await newPlace(), 'test')
  expect(owed(disk.calls)).toEqual([])
  await library.importFile('day.md', day)
  expect(owed(disk.calls)).toEqual([])
  const [first] = library.rows('all')
  const paper = library.catalog.id(first ?? 0)
  const acts = [
    () => library.mark({ starred: true }, [paper]),
    () => library.mark({ note: 'N' }, [paper], { visit: 'v' }),
    () => library.undo(),
    () => library.redo(),
    () => library.removeDigest(library.digests()[0]?.key ?? ''),
    () => library.importFile('day.md', day)
  ]
  for (const act of acts) {
    const before = disk.calls.length
    await act()
    expect(disk.calls.length).toBeGreaterThan(before)
    expect(owed(disk.calls)).toEqual([])
  }
  await library.close()
  expect(owed(disk.calls)).toEqual([])
})

test('the entries of an import are on disk before anything of the decision that names them is written', async () => {
  const library = await openLibrary(await newPlace(), 'test')
  const then: string[][] = []
  disk.before = ({ name, path }) => {
    if (name === 'write' && path.includes('journal-')) then.push([...owed(disk.calls)])
  }
  for (let number = 0; number < 3; number++)
    await library.importFile(`${number}.md`, fieldList(`2023-12-0${number + 1}`, items(5, '2401', number)))
  await library.close()
  expect(count('datasync', /entries-/)).toBe(3)
  // The journal's own name in its folder is synced before it is written to, too.
  expect(then).toEqual([[], [], []])
})

test('of many acts at once each is on disk when it is acknowledged, with a handful of datasyncs', async () => {
  const library = await openLibrary(await newPlace(), 'test')
  await library.importFile('day.md', day)
  const before = count('datasync', /journal-/)
  let acknowledged = 0
  const acts = items(1000).map(async (paper) => {
    await library.mark({ starred: true }, [id(paper.id)])
    // Those behind it may be on their way: what it wrote is in an append that has been synced.
    const writes = disk.calls.filter(({ name, path }) => name === 'write' && path.includes('journal-')).length
    expect(count('datasync', /journal-/)).toBeGreaterThanOrEqual(writes - 1)
    acknowledged++
  })
  await Promise.all(acts)
  expect(acknowledged).toBe(1000)
  expect(owed(disk.calls)).toEqual([])
  expect(count('datasync', /journal-/) - before).toBeLessThanOrEqual(4)
  await library.close()
})

test('an act is not acknowledged while its datasync is under way', async () => {
  const library = await openLibrary(await newPlace(), 'test')
  await library.importFile('day.md', day)
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  disk.before = ({ name, path }) =>
    name === 'datasync' && path.includes('journal-') ? held : Promise.resolve()
  let acknowledged = false
  const marking = library.mark({ starred: true }, [id('2312.00001')]).then(() => (acknowledged = true))
  await vi.waitFor(() => {
    expect(count('write', /journal-/)).toBe(2)
  })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(acknowledged).toBe(false)
  release()
  await marking
  expect(acknowledged).toBe(true)
  await library.close()
})

test('what is cut off after a failed append is off the disk before anybody is told', async () => {
  const library = await openLibrary(await newPlace(), 'test')
  await library.importFile('day.md', day)
  let failures = 1
  disk.before = ({ name, path }) => {
    if (name === 'datasync' && path.includes('journal-') && failures-- > 0)
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
  }
  await expect(library.mark({ starred: true }, [id('2312.00001')])).rejects.toMatchObject({
    code: 'diskFull'
  })
  const last = disk.calls.filter(({ path }) => path.includes('journal-')).map(({ name }) => name)
  expect(last.slice(-3)).toEqual(['write', 'truncate', 'datasync'])
  await library.close()
})

test('settings of the device are on disk, data and name, when their file is closed', async () => {
  const folder = await temporaryFolder()
  const file = await DeviceSettingsFile.open(join(folder, 'devices', 'one'))
  file.save({ sidebarHidden: true })
  await file.close()
  expect(count('rename', /device\.json$/)).toBe(1)
  expect(owed(disk.calls)).toEqual([])
})

test('all that a migration has staged is on disk before it is decided on, and at its place before that is forgotten', async () => {
  disk.stop()
  const place = placeBelow(await temporaryFolder())
  const fixture = join(import.meta.dirname, '..', 'fixtures', 'library-format-1', 'library')
  await cp(fixture, place.folder, { recursive: true })
  disk.record()
  const then: string[][] = []
  disk.before = ({ name, path }) => {
    if (name !== 'rename' || !path.endsWith('library.json')) return
    // Of the document itself nothing but the names of its generations is owed.
    then.push(owed(disk.calls).filter((each) => each !== `names in ${place.folder}`))
  }
  const library = await openLibrary(place, 'test')
  expect(then).toEqual([[], [], [], []])
  expect(owed(disk.calls)).toEqual([])
  await library.close()
})
