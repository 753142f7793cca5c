import { appendFile, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkLibrary } from '#main/library/check-library'
import { openLibrary } from '#main/library/open-library'
import { temporaryFolder } from '../support/temporary'
import { fieldList, items } from './support/digest-text'
import { codeOf } from './support/failures'
import { whileFilesEndAt } from './support/file-size-limit'
import { fileOf, filesBelow } from './support/files'
import { id, idsIn, listed, listedAt, newPlace, placeBelow, writing } from './support/places'

const [a, b] = [id('2312.00001'), id('2312.00002')] as const
const day = fieldList('2023-12-18', items(3))
const nextDay = fieldList('2023-12-19', items(3, '2312', 3))

test('A mark that does not fit on the disk is refused, leaves no trace and can be made later', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    const before = await filesBelow(place.folder)
    const journal = await fileOf(place.folder, /journal-000001\.jsonl$/)
    const { size } = await stat(journal)
    // Some of the record fits: it must not stay.
    await whileFilesEndAt(size + 20, async () => {
      expect(await codeOf(library.mark({ starred: true }, [b]))).toBe('writeFailed')
    })
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await filesBelow(place.folder)).toEqual(before)
    expect(await library.mark({ starred: true }, [b])).toMatchObject({ papers: 1 })
    expect(await idsIn(library, 'starred')).toEqual([a, b])
  })
  expect((await listedAt(place, 'starred')).map((paper) => paper.id)).toEqual([a, b])
  expect((await checkLibrary(place)).damages).toEqual([])
})

test('Of many marks made at once while the disk is full, none shows and each is refused', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    const before = await listed(library)
    const { size } = await stat(await fileOf(place.folder, /journal-000001\.jsonl$/))
    const codes = await whileFilesEndAt(size, () =>
      Promise.all([
        codeOf(library.mark({ starred: true }, [a])),
        codeOf(library.mark({ addTags: ['x'] }, [b])),
        // What holds already is no less on its way to the disk.
        codeOf(library.mark({ starred: true }, [a])),
        codeOf(library.mark({ note: 'N' }, [a]))
      ])
    )
    expect(codes).toEqual(['writeFailed', 'writeFailed', 'writeFailed', 'writeFailed'])
    expect(await listed(library)).toEqual(before)
    expect(await codeOf(library.mark({ note: 'N' }, [a]))).toBe('done')
  })
  expect((await listedAt(place, 'notes')).map(({ note }) => note)).toEqual(['N'])
})

test('An import that does not fit on the disk leaves no trace and can be made later', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    const [before, papers] = [await filesBelow(place.folder), await listed(library)]
    const { size } = await stat(await fileOf(place.folder, /entries-000001\.jsonl$/))
    const codes = await whileFilesEndAt(size + 500, () =>
      Promise.all([
        codeOf(library.importFile('next.md', nextDay)),
        codeOf(library.importFile('more.md', fieldList('2023-12-20', items(2))))
      ])
    )
    expect(codes).toEqual(['writeFailed', 'writeFailed'])
    expect(await listed(library)).toEqual(papers)
    expect(library.digests()).toHaveLength(1)
    expect(await filesBelow(place.folder)).toEqual(before)
    expect((await library.importFile('next.md', nextDay))[0]?.papers).toMatchObject({ new: 2, known: 1 })
  })
  expect(await checkLibrary(place)).toMatchObject({ digests: 2, papers: 5, damages: [] })
})

test('An import whose decision does not fit on the disk does not show, and can be made later', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    // The journal becomes the longer of the two files, so that the entries still fit.
    await library.mark({ note: 'x'.repeat(20_000) }, [a])
    const papers = await listed(library)
    const { size } = await stat(await fileOf(place.folder, /journal-000001\.jsonl$/))
    const code = await whileFilesEndAt(size, () =>
      codeOf(library.importFile('next.md', nextDay, { read: true }))
    )
    expect(code).toBe('writeFailed')
    expect(await listed(library)).toEqual(papers)
    expect(library.digests()).toHaveLength(1)
    expect(await listedAt(place)).toEqual(papers)
    expect((await library.importFile('next.md', nextDay))[0]?.papers).toMatchObject({ new: 2, known: 1 })
    expect(await idsIn(library, 'read')).toEqual([])
  })
  expect(await checkLibrary(place)).toMatchObject({ digests: 2, papers: 5, damages: [] })
})

test('Where a file takes the place of the device’s folder, an import is refused until it is gone', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    const file = join(place.folder, 'devices')
    await writeFile(file, 'in the way')
    expect(await codeOf(library.importFile('day.md', day))).toBe('folderGone')
    expect(await listed(library)).toEqual([])
    await rm(file)
    expect((await library.importFile('day.md', day))[0]?.papers.new).toBe(3)
  })
  expect(await listedAt(place)).toHaveLength(3)
})

test('In a library that was deleted while it was open nothing is acknowledged or made anew', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    await rm(place.folder, { recursive: true })
    expect(await codeOf(library.mark({ starred: true }, [b]))).toBe('folderGone')
    expect(await codeOf(library.importFile('next.md', nextDay))).toBe('folderGone')
    expect(await filesBelow(dirname(place.folder))).not.toHaveProperty('library/library.json')
  })
})

test('A library that was moved away and back has everything that was acknowledged', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await library.mark({ starred: true }, [a])
    await rename(place.folder, `${place.folder}-moved`)
    expect(await codeOf(library.mark({ starred: true }, [b]))).toBe('folderGone')
    await rename(`${place.folder}-moved`, place.folder)
    // What was decided before must not look undone, whether or not this process can go on.
    expect(library.marks.isStarred(a)).toBe(true)
  })
  await writing(place, async (library) => {
    expect(await idsIn(library, 'starred')).toEqual([a])
    expect(await library.mark({ starred: true }, [b])).toMatchObject({ papers: 1 })
  })
})

test('What was refused while the folder was away can be done as soon as it is back', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    await rename(place.folder, `${place.folder}-moved`)
    expect(await codeOf(library.mark({ starred: true }, [a]))).toBe('folderGone')
    expect(await codeOf(library.mark({ starred: true }, [a]))).toBe('folderGone')
    expect(await codeOf(library.importFile('next.md', nextDay))).toBe('folderGone')
    await rename(`${place.folder}-moved`, place.folder)
    expect(await library.mark({ starred: true }, [a])).toMatchObject({ papers: 1 })
  })
  expect(await listedAt(place, 'starred')).toHaveLength(1)
})

test('A process that lost its lock writes nothing more', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('day.md', day)
    const before = await filesBelow(place.folder)
    await rm(await fileOf(place.directories.userData, /\.lock$/))
    const other = await openLibrary(place, 'another')
    expect(await codeOf(library.mark({ starred: true }, [a]))).toBe('libraryLost')
    expect(await codeOf(library.importFile('next.md', nextDay))).toBe('libraryLost')
    expect(await filesBelow(place.folder)).toEqual(before)
    expect(await idsIn(library, 'starred')).toEqual([])
    expect(await codeOf(other.mark({ starred: true }, [b]))).toBe('done')
    await other.close()
  })
  expect((await listedAt(place, 'starred')).map((paper) => paper.id)).toEqual([b])
})

test('What is still being written when the library is closed is on disk when it is closed', async () => {
  const place = await newPlace()
  const library = await openLibrary(place, 'test')
  await library.importFile('day.md', day)
  // The second waits for the first, and shares no append with it.
  const marks = [library.mark({ starred: true }, [a]), library.mark({ addTags: ['x'] }, [b])]
  await library.close()
  const onDisk = await listedAt(place)
  expect(onDisk.map(({ starred, tags }) => [starred, ...tags])).toEqual([[true], [false, 'x'], [false]])
  await Promise.all(marks)
})

test('An import that is under way when the library is closed is in it when it is closed', async () => {
  const place = await newPlace()
  const library = await openLibrary(place, 'test')
  const importing = library.importFile('day.md', day)
  await library.close()
  expect(await listedAt(place)).toHaveLength(3)
  expect((await importing)[0]?.papers.new).toBe(3)
})

test('A cache that cannot be written costs nothing', async () => {
  const place = await newPlace()
  const library = await openLibrary(place, 'test')
  await library.importFile('many.md', fieldList('2023-12-18', items(600)))
  await whileFilesEndAt(1000, () => library.close())
  expect(Object.keys(await filesBelow(place.directories.userData)).join()).not.toContain('.lock')
  expect(await listedAt(place)).toHaveLength(600)
  await writing(place, async ({ catalog }) => {
    expect(catalog.columns.rows).toBe(600)
    return Promise.resolve()
  })
})

test('A file in the place of the cache costs nothing', async () => {
  const place = await newPlace()
  await writing(place, (library) => library.importFile('many.md', fieldList('2023-12-18', items(600))))
  await rm(place.directories.cache, { recursive: true, force: true })
  await writeFile(place.directories.cache, 'in the way')
  expect(await listedAt(place)).toHaveLength(600)
  expect(await codeOf(writing(place, (library) => library.mark({ starred: true }, [a])))).toBe('done')
})

test('Of a user-data folder that cannot be made, the message names that folder', async () => {
  const folder = await temporaryFolder()
  await appendFile(join(folder, 'file'), 'x')
  const place = { ...placeBelow(join(folder, 'file', 'home')), folder: join(folder, 'library') }
  const failure: unknown = await openLibrary(place, 'test').catch((cause: unknown) => cause)
  expect(failure).toMatchObject({ details: { folder: join(folder, 'file', 'home') } })
})

test('A folder that holds other files becomes no library, and an empty or hidden one does', async () => {
  const place = await newPlace()
  await mkdir(place.folder, { recursive: true })
  await writeFile(join(place.folder, 'letter.txt'), 'Dear reader')
  expect(await codeOf(openLibrary(place, 'test'))).toBe('notALibrary')
  expect(Object.keys(await filesBelow(place.folder))).toEqual(['letter.txt'])
  await rename(join(place.folder, 'letter.txt'), join(place.folder, '.hidden'))
  await writing(place, (library) => library.importFile('day.md', day))
  expect(await listedAt(place)).toHaveLength(3)
})
