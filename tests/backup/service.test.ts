import { appendFile, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { checkLibrary } from '#main/library/check-library'
import { openService, type LibraryService } from '#main/library/library-service'
import { restore } from '#main/library/backup/restore'
import { backUp } from '#main/library/backup/back-up'
import { backupsFolder } from '#main/storage/backup/backup-list'
import { fieldList, items } from '../library/support/digest-text'
import { whileFilesEndAt } from '../library/support/file-size-limit'
import { fileOf, filesBelow } from '../library/support/files'
import { id, newPlace, writing } from '../library/support/places'
import { eventsOf, told } from '../library/support/service'
import { contentsOfBackup, newestBackup } from './support/backups'

const window = 'w1'

async function service(): Promise<LibraryService> {
  const opened = await openService(await newPlace(), { version: '1', capabilities: [] })
  onTestFinished(() => opened.close())
  await opened.library.importFile('a.md', fieldList('2023-12-18', items(3)))
  return opened
}

/** Until something is so, while timers stand still. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate()
}

test('a window backs up, looks at a restore, restores, and is told of what changed', async () => {
  const { api, library, ...rest } = await service()
  expect(await api.backups(undefined)).toEqual({ backups: [], damaged: 0, failure: null })
  expect(await api.makeBackup(undefined)).toEqual({ smaller: false })
  const { backups } = await api.backups(undefined)
  expect(backups).toMatchObject([{ why: 'asked', smaller: false, elsewhere: false, holds: { papers: 3 } }])
  const backup = backups[0]?.backup ?? ''
  await api.decide({ window, papers: { ids: [id('2312.00001')] }, wish: { read: true, note: 'One.' } })
  const events = eventsOf({ api, library, ...rest })
  expect(await api.previewRestore({ backup, keep: false })).toMatchObject({
    brings: { digests: 0, papers: 0, marks: 0, notes: 0 },
    takes: { digests: 0, papers: 0, marks: 1, notes: 1 },
    less: { then: { notes: 0 }, now: { notes: 1 } }
  })
  const argument = { window, backup, keep: false }
  await expect(api.restoreBackup({ ...argument, less: false })).rejects.toMatchObject({
    code: 'backupHoldsLess'
  })
  expect(library.marks.isRead(id('2312.00001'))).toBe(true)
  const { decision } = await api.restoreBackup({ ...argument, less: true })
  expect((await api.paper({ id: id('2312.00001') })).read).toBe(false)
  await vi.waitFor(() => {
    expect(told(events, 'papersChanged').at(-1)).toMatchObject({ many: true, listsChanged: true })
  })
  expect(await api.undo({ window, decision: decision ?? '' })).toMatchObject({ papers: 1 })
  expect(await api.paper({ id: id('2312.00001') })).toMatchObject({ read: true, note: 'One.' })
  await expect(api.previewRestore({ backup: '../x', keep: true })).rejects.toMatchObject({ code: 'noBackup' })
})

test('what a restore brought back of a damaged journal counts as damage no more, and is nothing to undo', async () => {
  const place = await newPlace()
  const paper = id('2312.00001')
  await writing(place, async (library) => {
    await library.importFile('a.md', fieldList('2023-12-18', items(3)))
    await library.mark({ starred: true }, [paper])
    await library.mark({ read: true }, [paper])
    await backUp(library, 'asked')
  })
  const journal = await fileOf(place.folder, /devices.*journal-\d+\.jsonl$/)
  const bytes = await readFile(journal)
  bytes.write('#', bytes.indexOf('"starred"') + 1)
  await writeFile(journal, bytes)
  await writing(place, async (library) => {
    expect(library.damages).toHaveLength(1)
    expect(library.marks.isStarred(paper)).toBe(false)
    await restore(library, await contentsOfBackup(await newestBackup(place.folder)), { keep: true })
    expect(library.damages).toEqual([])
    expect(library.marks.isStarred(paper)).toBe(true)
    // The last act is still the one that was the last before.
    await library.undo()
    expect(library.marks.mark(paper)).toMatchObject({ read: false, starred: true })
  })
  for (let start = 0; start < 2; start++) {
    await writing(place, (library) => {
      expect(library.damages).toEqual([])
      return Promise.resolve()
    })
  }
  expect((await checkLibrary(place)).damages).toEqual([])
})

test('the day’s backup is made once the window has had its time, and a failure is told and passes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const place = await newPlace()
  const { api, library, close } = await openService(place, { version: '1', capabilities: [] })
  await library.importFile('a.md', fieldList('2023-12-18', items(3)))
  vi.advanceTimersByTime(29_000)
  expect(await readdir(place.folder)).not.toContain('backups')
  // The entries do not fit.
  await whileFilesEndAt(1000, async () => {
    vi.advanceTimersByTime(2000)
    await until(async () => (await api.backups(undefined)).failure !== null)
  })
  expect((await api.backups(undefined)).failure?.message).toMatch(/could not be written \(EFBIG\)/)
  expect((await checkLibrary(place)).backup).toEqual((await api.backups(undefined)).failure)
  expect(await readdir(join(backupsFolder(place.folder, library.device), 'files'))).toEqual([])
  await library.mark({ read: true }, [id('2312.00001')])
  await until(async () => {
    vi.advanceTimersByTime(10 * 60_000)
    return (await api.backups(undefined)).backups.length > 0
  })
  await until(async () => (await api.backups(undefined)).failure === null)
  expect((await api.backups(undefined)).backups).toMatchObject([{ why: 'daily', holds: { read: 1 } }])
  await close()
})

test('decisions go on while a backup is made, and those before it began are in it', async () => {
  const { library } = await service()
  const made = backUp(library, 'asked')
  await Promise.all(items(3).map((item) => library.mark({ read: true }, [id(item.id)])))
  const { backup } = await made
  const { backup: next } = await backUp(library, 'asked')
  expect(backup.manifest.holds.decisions).toBeGreaterThanOrEqual(1)
  expect(next.manifest.holds).toMatchObject({ decisions: 4, read: 3 })
})

test('a torn line is no loss, and what was appended behind it by a restore is read', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    await library.importFile('a.md', fieldList('2023-12-18', items(3)))
    await backUp(library, 'asked')
  })
  const journal = await fileOf(join(place.folder, 'devices'), /journal/)
  await appendFile(journal, '{"crc":"0000')
  const before = (await stat(journal)).size
  await writing(place, async (library) => {
    const newest = await newestBackup(place.folder)
    await rm(await fileOf(join(place.folder, 'devices'), /entries/))
    await restore(library, await contentsOfBackup(newest), { less: true })
  })
  expect((await stat(journal)).size).toBe(before)
  expect((await checkLibrary(place)).damages.filter(({ reason }) => reason !== 'torn')).toEqual([])
  expect(Object.keys(await filesBelow(join(place.folder, 'devices')))).toHaveLength(2)
})
