import {
  appendFile,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LibraryEvent } from '#core/contract'
import type { WatchedFolder } from '#core/domain/watched-folder'
import { Failure } from '#core/failure'
import { openService, type LibraryService } from '#main/library/library-service'
import type { LibraryLocation } from '#main/library/open-library'
import { candidatesIn, isPassedOver } from '#main/library/watch-folder/candidates'
import { Settling } from '#main/library/watch-folder/settling'
import { WatchMemory, type DealtWith } from '#main/library/watch-folder/watch-memory'
import { temporaryFolder } from '../support/temporary'
import { fieldList, items } from './support/digest-text'
import { decisionsIn, filesBelow } from './support/files'
import { idsIn, newPlace } from './support/places'
import { eventsOf, told, window } from './support/service'

// Time stands still but for what a test lets pass: a busy machine settles no file too early. Files are real.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const monday = fieldList('2023-12-18', items(3))
const tuesday = fieldList('2023-12-19', items(2, '2401'))

interface Scene {
  readonly place: LibraryLocation
  /** The watched folder. */
  readonly folder: string
  readonly path: (name: string) => string
}

async function newScene(): Promise<Scene> {
  const folder = await temporaryFolder()
  return { place: await newPlace(), folder, path: (name) => join(folder, name) }
}

/** Opens the library, as a start of the application does. */
async function during<T>(
  { place }: Scene,
  work: (service: LibraryService, events: LibraryEvent[]) => Promise<T>
): Promise<T> {
  const service = await openService(place, { version: '1', capabilities: [] })
  try {
    return await work(service, eventsOf(service))
  } finally {
    await service.close()
  }
}

/** Lets time pass; answers once the folder was looked at after it. */
async function pass({ watch }: LibraryService, milliseconds = 2000): Promise<void> {
  vi.advanceTimersByTime(milliseconds)
  await watch.look()
}

/** Long enough for a file that is there to be imported. */
async function settle(service: LibraryService): Promise<void> {
  await service.watch.look()
  await pass(service)
}

/** As in the system's dialog; what was chosen before a restart need not be chosen again. */
async function chosen(scene: Scene, service: LibraryService): Promise<WatchedFolder | null> {
  return service.watch.choose(scene.folder)
}

function all({ library }: LibraryService): Promise<string[]> {
  return idsIn(library, 'all')
}

test('a file is imported once it stays as it is, by itself and once', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    expect(await chosen(scene, service)).toMatchObject({ state: 'watching', last: null, unreadCount: 0 })
    await writeFile(scene.path('a.md'), monday.subarray(0, 400))
    await pass(service)
    await appendFile(scene.path('a.md'), monday.subarray(400, 800))
    await pass(service)
    await pass(service, 1999)
    await appendFile(scene.path('a.md'), monday.subarray(800))
    await pass(service)
    await pass(service, 1999)
    expect(await all(service)).toEqual([])
    await pass(service, 1)
    expect(await all(service)).toHaveLength(3)
    await pass(service, 20_000)
    const [imported, ...more] = told(events, 'watchFolderImported')
    expect(more).toEqual([])
    expect(imported).toMatchObject({ digests: 1, papers: 3, newer: 0, problems: 0, older: 3 })
    expect(service.watch.state?.last).toEqual(imported)
    expect(service.library.digests().map(({ source }) => source)).toEqual(['a.md'])
    const [decision] = await decisionsIn(scene.place.folder)
    expect(decision).toMatchObject({ id: imported?.decision, how: 'import', origin: 'watch folder' })
    // Nothing in the folder was touched.
    expect(await readFile(scene.path('a.md'))).toEqual(monday)
  })
})

test('what comes between two looks is looked at as soon as the system tells of it', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    // Timers fire only as time passes here: first the hint's, then the one for files that wait.
    await vi.waitFor(async () => {
      vi.advanceTimersByTime(300)
      expect(await all(service)).toHaveLength(3)
    })
  })
})

test('digests in one look are one step for undo, and stay away', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    await chosen(scene, service)
    await mkdir(scene.path('below'))
    await writeFile(scene.path('a.md'), monday)
    await writeFile(scene.path('below/b.md'), tuesday)
    await settle(service)
    expect(await all(service)).toHaveLength(5)
    const [imported] = told(events, 'watchFolderImported')
    expect(imported).toMatchObject({ digests: 2, papers: 5 })
    const sources = service.library.digests().map(({ source }) => source)
    expect(sources.sort()).toEqual(['a.md', 'below/b.md'])
    await service.api.undo({ window, decision: imported?.decision ?? '' })
    expect(await all(service)).toEqual([])
    await settle(service)
    expect(await all(service)).toEqual([])
  })
  await during(scene, async (service) => {
    await settle(service)
    expect(await all(service)).toEqual([])
  })
})

test('a removed digest does not come back from its file, and a changed file is imported again', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    await settle(service)
    await service.api.removeDigest({ window, key: service.library.digests()[0]?.key ?? '' })
  })
  await during(scene, async (service) => {
    // Of the same bytes nothing comes, whatever name and time they have.
    await utimes(scene.path('a.md'), 1, 1)
    await copyFile(scene.path('a.md'), scene.path('copy.md'))
    await settle(service)
    expect(await all(service)).toEqual([])
    await appendFile(scene.path('a.md'), fieldList('2023-12-20', items(1, '2402')))
    await settle(service)
    expect(await all(service)).toHaveLength(4)
  })
})

test('after a restart nothing is read again, and what came meanwhile is', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    await writeFile(scene.path('README.md'), 'Dear all,')
    await settle(service)
  })
  await writeFile(scene.path('b.md'), tuesday)
  await during(scene, async (service, events) => {
    const reads = vi.spyOn(service.library, 'importFile')
    expect(service.watch.state).toMatchObject({ folder: scene.folder, last: { papers: 3, session: null } })
    await settle(service)
    expect(reads.mock.calls.map(([name]) => name)).toEqual(['b.md'])
    expect(told(events, 'watchFolderImported')).toMatchObject([{ papers: 2 }])
  })
})

test('what is unfinished, hidden, a link or no file is passed over; what is moved into place is not', async () => {
  const scene = await newScene()
  const outside = await temporaryFolder()
  await writeFile(join(outside, 'secret.md'), tuesday)
  await during(scene, async (service) => {
    await chosen(scene, service)
    for (const name of ['a.md.part', '.hidden.md', 'a.md~', 'Unconfirmed 12.crdownload'])
      await writeFile(scene.path(name), monday)
    await symlink(join(outside, 'secret.md'), scene.path('link.md'))
    await symlink(outside, scene.path('linked'))
    await symlink(scene.folder, scene.path('itself'))
    await settle(service)
    expect(await all(service)).toEqual([])
    await rename(scene.path('a.md.part'), scene.path('a.md'))
    await settle(service)
    expect(await all(service)).toHaveLength(3)
    expect(service.watch.state).toMatchObject({ state: 'watching', unreadCount: 0 })
  })
})

test('a folder that goes away is told, and goes on when it is back', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    await settle(service)
    await rename(scene.folder, `${scene.folder}-away`)
    await pass(service)
    expect(service.watch.state).toMatchObject({ state: 'missing', last: { papers: 3 } })
    vi.advanceTimersByTime(250)
    expect(told(events, 'watchFolderChanged').at(-1)).toMatchObject({ state: 'missing' })
    await service.library.removeDigest(service.library.digests()[0]?.key ?? '')
    await rename(`${scene.folder}-away`, scene.folder)
    await writeFile(scene.path('b.md'), tuesday)
    await settle(service)
    expect(service.watch.state).toMatchObject({ state: 'watching' })
    expect(await all(service)).toEqual(['2401.00001', '2401.00002'])
    await rm(scene.folder, { recursive: true })
    await writeFile(scene.folder, 'no folder')
    await pass(service)
    expect(service.watch.state?.state).toBe('missing')
  })
})

test('a file that cannot be read is told for as long as it is there', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    await chosen(scene, service)
    await writeFile(scene.path('huge.md'), '')
    await truncate(scene.path('huge.md'), 64 * 1024 * 1024 + 1)
    await writeFile(scene.path('README.md'), 'Dear all,')
    await settle(service)
    const unread = [{ file: 'huge.md', reason: 'fileTooLarge' }]
    expect(service.watch.state).toMatchObject({ state: 'watching', unread, unreadCount: 1 })
  })
  await during(scene, async (service) => {
    await service.watch.look()
    expect(service.watch.state?.unreadCount).toBe(1)
    await rm(scene.path('huge.md'))
    await service.watch.look()
    expect(service.watch.state?.unreadCount).toBe(0)
  })
})

test('where the library takes nothing in, that is told and tried again', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    const full = vi.spyOn(service.library, 'importFile').mockRejectedValue(new Failure('diskFull'))
    await settle(service)
    expect(service.watch.state).toMatchObject({ state: 'failing', importing: null })
    expect(service.watch.state?.reason).toMatch(/^The disk is full/)
    full.mockRestore()
    await pass(service, 60_000)
    expect(service.watch.state).toMatchObject({ state: 'watching', reason: null, last: { papers: 3 } })
  })
})

test('closing stops between files, and the next start reads the rest', async () => {
  const scene = await newScene()
  const names = Array.from({ length: 8 }, (_, index) => `${index}.md`)
  for (const [index, name] of names.entries())
    await writeFile(scene.path(name), fieldList(`2023-12-1${index}`, items(1, '2312', index + 1)))
  await during(scene, async (service) => {
    await chosen(scene, service)
    const { library } = service
    const whole = library.importFile.bind(library)
    let closing: Promise<void> | undefined
    vi.spyOn(library, 'importFile').mockImplementation((name, ...rest) => {
      if (name === '3.md') closing = service.close()
      return whole(name, ...rest)
    })
    await settle(service)
    await closing
  })
  await during(scene, async (service) => {
    const before = await all(service)
    expect(before.length).toBeGreaterThanOrEqual(3)
    expect(before.length).toBeLessThan(8)
    await settle(service)
    expect((await all(service)).sort()).toEqual(names.map((_, index) => `2312.0000${index + 1}`))
  })
})

test('where it is ended while a file is being read, that is not imported', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    await service.watch.look()
    let ending: Promise<void> | undefined
    service.subscribe((event) => {
      if (event.name === 'watchFolderChanged' && event.payload?.importing) ending ??= service.watch.end()
    })
    await pass(service)
    expect(ending).toBeDefined()
    await ending
    expect(told(events, 'watchFolderImported')).toEqual([])
    expect(await all(service)).toEqual([])
  })
})

test('a folder is watched until that is ended, also over restarts', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    await chosen(scene, service)
    await service.watch.end()
    expect(service.watch.state).toBeNull()
    vi.advanceTimersByTime(250)
    expect(told(events, 'watchFolderChanged').at(-1)).toBeNull()
    await writeFile(scene.path('a.md'), monday)
    await settle(service)
    expect(await all(service)).toEqual([])
  })
  await during(scene, async (service) => {
    expect(service.watch.state).toBeNull()
    await settle(service)
    expect(await all(service)).toEqual([])
  })
})

test('the library’s own folder is refused, and left out where it lies in the watched one', async () => {
  const scene = await newScene()
  await during(scene, async (service) => {
    const { folder } = service.library
    for (const own of [folder, join(folder, 'devices')])
      await expect(service.watch.choose(own)).rejects.toMatchObject({ code: 'watchesLibrary' })
    await writeFile(join(folder, 'inside.md'), monday)
    await service.watch.choose(join(folder, '..'))
    await writeFile(join(folder, '..', 'beside.md'), tuesday)
    await settle(service)
    expect(await all(service)).toEqual(['2401.00001', '2401.00002'])
  })
})

test.each(['{"kind":"wat', '{"kind":"watched","files":[{"path":7}],"last":null}', '[]'])(
  'where the memory holds %s, the library still takes nothing twice',
  async (text) => {
    const scene = await newScene()
    const path = await during(scene, async (service) => {
      await chosen(scene, service)
      await writeFile(scene.path('a.md'), monday)
      await settle(service)
      return join(service.library.deviceFolder, 'watched.json')
    })
    expect((await stat(path)).size).toBeGreaterThan(100)
    await writeFile(path, text)
    await rm(`${path}.previous`, { force: true })
    await during(scene, async (service, events) => {
      await settle(service)
      expect(await all(service)).toHaveLength(3)
      expect(told(events, 'watchFolderImported')).toEqual([])
    })
  }
)

test('an import that is told of is reported and filed under Read like any other', async () => {
  const scene = await newScene()
  await during(scene, async (service, events) => {
    const { api } = service
    await chosen(scene, service)
    await writeFile(scene.path('a.md'), monday)
    await settle(service)
    const session = told(events, 'watchFolderImported')[0]?.session ?? ''
    expect(await api.finishImport({ session })).toMatchObject({ files: [{ file: 'a.md' }], older: 3 })
    expect(await api.fileOlder({ window, session })).toMatchObject({ papers: 3 })
    expect(service.watch.state?.last).toMatchObject({ session, older: 0 })
    expect(await idsIn(service.library, 'read')).toHaveLength(3)
  })
})

test('nothing in the folder is moved, changed or deleted', async () => {
  const scene = await newScene()
  await writeFile(scene.path('a.md'), monday)
  await writeFile(scene.path('notes.txt'), 'Dear all,')
  const before = await filesBelow(scene.folder)
  await during(scene, async (service) => {
    await chosen(scene, service)
    await settle(service)
  })
  expect(await filesBelow(scene.folder)).toEqual(before)
})

test('a folder of very many files is not gone through', async () => {
  const { folder, path } = await newScene()
  for (const name of ['a', 'b', 'c']) await writeFile(path(name), '')
  expect(await candidatesIn(folder, '', 3)).toMatchObject({ tooMany: false, files: [{}, {}, {}] })
  expect(await candidatesIn(folder, '', 2)).toMatchObject({ tooMany: true })
})

test('names of what is not finished yet are known', () => {
  for (const name of ['.a.md', 'a.md.PART', 'a.crdownload', '~$a.md', 'a.md~', 'Safari.download'])
    expect(isPassedOver(name), name).toBe(true)
  for (const name of ['a.md', 'part.md', 'a.part.md', 'README']) expect(isPassedOver(name), name).toBe(false)
})

test('a file settles again from the moment that it changes', () => {
  const settling = new Settling(10)
  const file = { path: '/a', size: 1, mtime: 1 }
  expect(settling.look([file], 0)).toEqual({ complete: [], waiting: true })
  expect(settling.look([file], 9).complete).toEqual([])
  expect(settling.look([{ ...file, size: 2 }], 10).complete).toEqual([])
  expect(settling.look([{ ...file, size: 2, mtime: 2 }], 19).complete).toEqual([])
  expect(settling.look([{ ...file, size: 2, mtime: 2 }], 29)).toMatchObject({ waiting: false })
  // One that was gone meanwhile is another one.
  expect(settling.look([], 30)).toEqual({ complete: [], waiting: false })
  expect(settling.look([file], 31).complete).toEqual([])
})

test('files that are gone are remembered, though not without end', async () => {
  const memory = await WatchMemory.open(await temporaryFolder())
  const file = (number: number): DealtWith => ({
    path: `/in/${number}`,
    size: number,
    mtime: 1,
    sha256: number.toString(16).padStart(64, '0'),
    problem: null
  })
  for (let number = 0; number < 20_003; number++) memory.take(file(number))
  memory.trim([file(0)])
  const known = [0, 1, 2, 3, 20_002].map((number) => memory.knows(file(number)))
  expect(known).toEqual([true, false, false, true, true])
  expect(memory.withBytes(file(1).sha256 ?? '')).toBeUndefined()
  expect(memory.withBytes(file(3).sha256 ?? '')).toEqual(file(3))
})
