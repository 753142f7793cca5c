import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { encodeRecord, JournaledMarks, loadJournals } from '#main/storage/journal'
import { journalPrefix } from '#main/storage/journal-lines'
import { JournalAdapter, RecoveringLow } from '#main/storage/journaled'
import { findOrCreateLibrary } from '#main/storage/library-folder'
import { LineLog } from '#main/storage/line-log'
import { Lock } from '#main/storage/lock'
import { temporaryFolder } from '../support/temporary.ts'
import { device, paper, readDecision } from './support/decisions.ts'
import { FaultyDisk } from './support/faulty-disk.ts'

interface OpenMarks {
  readonly home: string
  readonly folder: string
  readonly disk: FaultyDisk
  readonly low: RecoveringLow<JournaledMarks>
  readonly decide: (n: number) => Promise<void>
}

/** The Marks of a real library, put together as open-library.ts does. */
async function openMarks(): Promise<OpenMarks> {
  const home = await temporaryFolder()
  const folder = join(home, 'library')
  const { id } = await findOrCreateLibrary(folder)
  const lock = await Lock.acquire(home, id, folder)
  const disk = new FaultyDisk()
  const log = new LineLog({
    folder: join(folder, 'devices', device),
    prefix: journalPrefix,
    sealAt: 1000,
    openFile: disk.openFile,
    guard: () => {
      lock.check()
    }
  })
  onTestFinished(() => log.close())
  const load = async (): Promise<JournaledMarks> => (await loadJournals(folder)).marks
  const adapter = new JournalAdapter({ load, log, encode: encodeRecord, folder })
  const low = new RecoveringLow(adapter, new JournaledMarks())
  await low.read()
  const decide = (n: number): Promise<void> =>
    low.update((marks) => {
      marks.decide(readDecision(n))
    })
  return { home, folder, disk, low, decide }
}

test('a Decision that was refused does not hold, cannot be undone, and is not read at the next start', async () => {
  const { folder, disk, low, decide } = await openMarks()
  for (let n = 0; n < 5; n++) await decide(n)
  disk.fail('datasync', 'ENOSPC')
  await expect(decide(5)).rejects.toMatchObject({ code: 'diskFull' })
  expect(low.data.isRead(paper(5))).toBe(false)
  await decide(6)
  const again = (await loadJournals(folder)).marks
  for (const marks of [low.data, again]) {
    expect(marks.recent(device).map(({ id }) => id)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd6'])
    expect([4, 5, 6].map((n) => marks.isRead(paper(n)))).toEqual([true, false, true])
  }
  expect(again.recent(device)).toEqual(low.data.recent(device))
})

test('a library that vanishes is told, made nowhere anew, and read whole once it is back', async () => {
  const { home, folder, low, decide } = await openMarks()
  for (let n = 0; n < 8; n++) await decide(n)
  await rename(folder, `${folder} away`)
  await expect(decide(8)).rejects.toMatchObject({ code: 'folderGone', details: { folder } })
  await expect(decide(9)).rejects.toMatchObject({ code: 'folderGone' })
  // What was decided before is still shown.
  expect(low.data.isRead(paper(7))).toBe(true)
  expect(await readdir(home)).not.toContain('library')
  await rename(`${folder} away`, folder)
  await decide(10)
  const { marks, damages } = await loadJournals(folder)
  for (const each of [marks, low.data])
    expect([7, 8, 9, 10].map((n) => each.isRead(paper(n)))).toEqual([true, false, false, true])
  expect(damages).toEqual([])
})

test('a device whose journals were taken away goes on in new ones, and acknowledges only what is in them', async () => {
  const { folder, decide } = await openMarks()
  await decide(0)
  await rm(join(folder, 'devices'), { recursive: true })
  await decide(1)
  const [file = ''] = await readdir(join(folder, 'devices', device))
  expect(await readFile(join(folder, 'devices', device, file))).toEqual(encodeRecord(readDecision(1)))
})
