import { rmSync } from 'node:fs'
import { access, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { Failure } from '#core/failure'
import { failureText } from '#core/messages'
import { disk } from '../storage/support/recorded-disk'
import { mounted } from '../storage/support/mounts'
import { fieldList, items } from './support/digest-text'
import { filesBelow } from './support/files'

/** What makes a library impossible to write, each as the system itself tells it, and what the user reads of it. */

vi.mock('node:fs/promises', async (original) => {
  const recorded = await import('../storage/support/recorded-disk')
  return recorded.disk.over(await original())
})

const { checkLibrary } = await import('#main/library/check-library')
const { openLibrary } = await import('#main/library/open-library')
const { id, idsIn, listed, listedAt, newPlace, writing } = await import('./support/places')

const [a, b] = [id('2312.00001'), id('2312.00002')] as const
const day = fieldList('2023-12-18', items(3))

afterEach(() => {
  disk.stop()
  vi.useRealTimers()
})

/** What the user reads where work fails. */
async function said(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (cause) {
    if (cause instanceof Failure) return failureText(cause.code, cause.details)
    throw cause
  }
  return 'done'
}

/** Until it is called, nothing below a folder can be changed: by the system itself, or where it lets nobody, as if. */
async function readOnly(folder: string, begin: () => Promise<unknown>): Promise<() => Promise<void>> {
  const mount = await mounted(folder)
  await begin()
  if (mount !== null) await mount.setReadOnly(true)
  else {
    disk.record()
    disk.failWhere(({ path }) => path.startsWith(folder), 'EROFS')
  }
  return async () => {
    disk.stop()
    await mount?.setReadOnly(false)
  }
}

test('Of a full disk the user is told, nothing is lost, and with some room it works again', async () => {
  const place = await newPlace()
  // A file that takes the room, and gives it back.
  const filler = join(place.folder, '.filler')
  const mount = await mounted(place.folder, 256 * 1024)
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    const before = await listed(library)
    if (mount !== null) await writeFile(filler, Buffer.alloc(512 * 1024)).catch(() => undefined)
    else {
      disk.record()
      disk.failWhere(({ name }) => name === 'write', 'ENOSPC')
    }
    const full = 'The disk is full, so nothing was changed: free some space and try again.'
    expect(await said(library.mark({ note: 'x'.repeat(5000) }, [a]))).toBe(full)
    expect(await said(library.importFile('more.md', fieldList('2023-12-19', items(300, '2401'))))).toBe(full)
    expect(await listed(library)).toEqual(before)
    disk.stop()
    await rm(filler, { force: true })
    expect(await said(library.mark({ starred: true }, [b]))).toBe('done')
  })
  expect((await listedAt(place, 'starred')).map((paper) => paper.id)).toEqual([a, b])
  expect((await checkLibrary(place)).damages).toEqual([])
})

test('A library on a full disk cannot be made, and can once there is room', async () => {
  const place = await newPlace()
  const filler = join(place.folder, '.filler')
  const mount = await mounted(place.folder, 64 * 1024)
  if (mount !== null) await writeFile(filler, Buffer.alloc(128 * 1024)).catch(() => undefined)
  else {
    disk.record()
    disk.failWhere(({ name, path }) => name === 'writeFile' && path.startsWith(place.folder), 'ENOSPC')
  }
  expect(await said(openLibrary(place, 'test'))).toContain('disk is full')
  disk.stop()
  await rm(filler, { force: true })
  await writing(place, (library) => library.importFile('day.md', day))
  expect(await listedAt(place)).toHaveLength(3)
})

test('A library in a read-only folder opens and shows everything, and each act is refused', async () => {
  const place = await newPlace()
  const writable = await readOnly(place.folder, () =>
    writing(place, async (library) => {
      await library.importFile('day.md', day)
      await library.mark({ starred: true }, [a])
    })
  )
  const before = await filesBelow(place.folder)
  const sentence = `Papertray may not write in ${place.folder}: change its permissions or choose another folder.`
  await writing(place, async (library) => {
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await said(library.mark({ starred: true }, [b]))).toBe(sentence)
    expect(await said(library.importFile('more.md', fieldList('2023-12-19', items(2, '2401'))))).toBe(
      sentence
    )
    expect(await said(library.undo())).toBe(sentence)
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await filesBelow(place.folder)).toEqual(before)
    await writable()
    expect(await said(library.mark({ starred: true }, [b]))).toBe('done')
  })
  expect((await listedAt(place, 'starred')).map((paper) => paper.id)).toEqual([a, b])
})

test('In a read-only folder no library is made', async () => {
  const place = await newPlace()
  const writable = await readOnly(dirname(place.folder), () => Promise.resolve())
  expect(await said(openLibrary(place, 'test'))).toContain('may not write in')
  await writable()
  expect(await said(writing(place, (library) => library.importFile('day.md', day)))).toBe('done')
})

test('Where the user-data folder is read-only, that folder is named, and reading goes on', async () => {
  const place = await newPlace()
  const { userData } = place.directories
  const elsewhere = { ...place, folder: join(dirname(userData), 'elsewhere-library') }
  const writable = await readOnly(userData, () =>
    writing(elsewhere, (library) => library.importFile('day.md', day))
  )
  expect(await said(openLibrary(elsewhere, 'test'))).toBe(
    `Papertray may not write in ${userData}: change its permissions or choose another folder.`
  )
  expect(await listedAt(elsewhere)).toHaveLength(3)
  await writable()
  expect(await said(writing(elsewhere, (library) => library.mark({ starred: true }, [a])))).toBe('done')
  await rm(elsewhere.folder, { recursive: true })
})

test('A lock that cannot be taken away when a library is closed loses nothing', async () => {
  const place = await newPlace()
  const library = await openLibrary(place, 'test')
  await library.importFile('day.md', day)
  disk.record()
  disk.failWhere(({ name, path }) => name === 'unlink' && path.endsWith('.lock'), 'EROFS')
  expect(await said(library.close())).toBe('done')
  disk.stop()
  expect(await listedAt(place)).toHaveLength(3)
})

test('A folder that is taken away while it is open is told each time, and works again once it is back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    const away = `${place.folder}-away`
    await rename(place.folder, away)
    const gone = `The library folder ${place.folder} is gone: bring it back, or start Papertray again.`
    for (const act of [
      () => library.mark({ starred: true }, [b]),
      () => library.mark({ starred: false }, [a]),
      () => library.importFile('more.md', fieldList('2023-12-19', items(2, '2401'))),
      () => library.undo()
    ])
      expect(await said(act())).toBe(gone)
    const changed = vi.fn()
    library.onChange(changed)
    await rename(away, place.folder)
    // By itself: until it could be read again, what was refused showed.
    await vi.waitFor(
      () => {
        expect(changed).toHaveBeenCalled()
      },
      { timeout: 10_000 }
    )
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await said(library.mark({ starred: true }, [b]))).toBe('done')
    expect(await said(library.importFile('more.md', fieldList('2023-12-19', items(2, '2401'))))).toBe('done')
  })
  expect(await listedAt(place)).toHaveLength(5)
  expect((await checkLibrary(place)).damages).toEqual([])
})

// As Windows tells it; others hardly ever do.
test('A journal that another program holds refuses acts until it is let go', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('day.md', day))
  await writing(place, async (library) => {
    disk.record()
    disk.before = ({ name, path }) => {
      if (name === 'write' && path.includes('journal-'))
        throw Object.assign(new Error('held'), { code: 'EBUSY' })
    }
    expect(await said(library.mark({ starred: true }, [a]))).toBe(
      `Another program is using a file in ${place.folder}, so nothing was changed: try again in a moment.`
    )
    expect(await idsIn(library, 'starred')).toEqual([])
    disk.stop()
    expect(await said(library.mark({ starred: true }, [a]))).toBe('done')
  })
  expect(await listedAt(place, 'starred')).toHaveLength(1)
})

test('A document that another program looks at for a moment is replaced all the same', async () => {
  const place = await newPlace()
  disk.record()
  let refusals = 3
  disk.before = ({ name, path }) => {
    if (name === 'rename' && path.endsWith('library.json') && refusals-- > 0)
      throw Object.assign(new Error('held'), { code: 'EBUSY' })
  }
  expect(await said(writing(place, (library) => library.importFile('day.md', day)))).toBe('done')
  expect(refusals).toBeLessThan(0)
})

test('A clock that is set back changes neither what holds nor what undo takes back', async () => {
  const place = await newPlace()
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.setSystemTime(new Date('2026-11-23T10:00:00Z'))
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    vi.setSystemTime(new Date('2020-01-01T00:00:00Z'))
    await library.mark({ starred: false }, [a])
    await library.mark({ note: 'Before' }, [a])
  })
  vi.setSystemTime(new Date('1999-01-01T00:00:00Z'))
  await writing(place, async (library) => {
    await library.mark({ starred: true, note: 'After' }, [a])
    expect(library.marks.mark(a)).toMatchObject({ starred: true, note: 'After' })
  })
  await writing(place, async (library) => {
    expect(library.marks.mark(a)).toMatchObject({ starred: true, note: 'After' })
    await library.undo()
    expect(library.marks.mark(a)).toMatchObject({ starred: false, note: 'Before' })
    const { starred, note } = library.marks.mark(a)
    expect({ starred, note }).toEqual({ starred: false, note: 'Before' })
    await library.redo()
    // A digest that comes at an earlier time than it was removed stays.
    const [digest] = library.digests()
    await library.removeDigest(digest?.key ?? '')
    await library.importFile('day.md', day)
  })
  expect((await listedAt(place)).map(({ starred, note }) => [starred, note])[0]).toEqual([true, 'After'])
})

test('Of many that open a library at once, or make it, one may write and the others are told', async () => {
  for (let round = 0; round < 10; round++) {
    const place = await newPlace()
    if (round % 2 === 0) await (await openLibrary(place, 'test')).close()
    const opened = await Promise.allSettled(Array.from({ length: 6 }, () => openLibrary(place, 'test')))
    const libraries = opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
    expect(libraries).toHaveLength(1)
    for (const each of opened)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'libraryLocked' })
    await libraries[0]?.importFile('day.md', day)
    await libraries[0]?.close()
    expect(await listedAt(place)).toHaveLength(3)
  }
})

test('A cache that is deleted at any moment costs time only', async () => {
  const many = items(700)
  const place = await newPlace()
  const { cache } = place.directories
  await writing(place, async (library) => {
    await library.importFile('many.md', fieldList('2023-12-18', many))
    await library.mark(
      { read: true },
      many.map((paper) => id(paper.id))
    )
  })
  const whole = await listedAt(place)
  disk.record()
  await writing(place, async (library) => {
    // While it is open, between two reads of the texts in it.
    expect(await listed(library)).toEqual(whole)
    rmSync(cache, { recursive: true })
    expect(await listed(library)).toEqual(whole)
  })
  await writing(place, (library) =>
    library.importFile('more.md', fieldList('2023-12-19', items(600, '2401')))
  )
  await access(cache)
  const calls = disk.calls.filter(({ path }) => path.startsWith(cache)).length
  expect(calls).toBeGreaterThan(3)
  const after = await listedAt(place)
  for (let number = 0; number <= calls; number++) {
    rmSync(cache, { recursive: true, force: true })
    let count = 0
    disk.record()
    disk.before = ({ path }) => {
      if (path.startsWith(cache) && count++ === number) rmSync(cache, { recursive: true, force: true })
    }
    await writing(place, async (library) => {
      expect(await listed(library)).toEqual(after)
    })
    disk.stop()
    expect(await listedAt(place)).toEqual(after)
  }
})
