import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArxivId } from '#core/domain/arxiv-id'
import { backUp } from '#main/library/backup/back-up'
import { restore } from '#main/library/backup/restore'
import { openBackup } from '#main/library/backup/contents'
import { DeviceFollower } from '#main/library/device-follower'
import { openService } from '#main/library/library-service'
import { openLibrary } from '#main/library/open-library'
import { listBackups } from '#main/storage/backup/backup-list'
import { encodeDecision } from '#main/storage/journal'
import { LineLog } from '#main/storage/line-log'
import { watchEventLoop } from './event-loop'
import { locationOf } from './library'
import { inChild, timed, type Row } from './measure'

/** Backups, the history and other devices at one size of the library. */
export async function measureKeeping(home: string, papers: number): Promise<Row[]> {
  const size = papers.toLocaleString('en')
  const kept = await inChild('backup', home)
  const told = await inChild('history', home)
  const followed = await inChild('follow', home)
  const longest = Math.max(kept.held ?? NaN, told.held ?? NaN)
  const read = { what: 'reading and hashing the same bytes', measured: kept.read ?? NaN }
  const compared = (what: string, measured = NaN): Row => {
    return { what, measured, unit: 'ms', reference: read, goal: 'for comparison', reached: true }
  }
  return [
    compared(`first backup of ${size} papers, read back`, kept.first),
    compared('the next one, after one decision', kept.next),
    compared('going back to it after 1,000 decisions', kept.back),
    {
      what: `first days of the history of ${size} papers`,
      measured: told.first ?? NaN,
      unit: 'ms',
      goal: '≤ 300 ms',
      reached: (told.first ?? NaN) <= 300
    },
    {
      what: 'the same days again after a decision',
      measured: told.again ?? NaN,
      unit: 'ms',
      goal: '≤ 20 ms',
      reached: (told.again ?? NaN) <= 20
    },
    {
      what: 'longest hold of the event loop in backups and history, pauses of the garbage collector aside',
      measured: longest,
      unit: 'ms',
      reference: {
        what: 'longest pause of the garbage collector',
        measured: Math.max(kept.collected ?? NaN, told.collected ?? NaN)
      },
      goal: '≤ 50 ms',
      reached: longest <= 50
    },
    {
      what: `1,000 decisions of another device taken in at ${size} papers`,
      measured: followed.taken ?? NaN,
      unit: 'ms',
      reference: { what: 'a look that finds nothing new', measured: followed.nothing ?? NaN },
      goal: 'for comparison',
      reached: true
    }
  ]
}

/** Run in a process of its own. Milliseconds. */
export async function backupInChild(home: string): Promise<Record<string, number>> {
  const location = locationOf(home)
  await rm(join(location.folder, 'backups'), { recursive: true, force: true })
  const library = await openLibrary(location, 'benchmark')
  const ids = library
    .rows('all')
    .slice(0, 1000)
    .map((row) => library.catalog.id(row))
  const holds = watchEventLoop()
  const first = await timed(() => backUp(library, 'asked'))
  await library.mark({ addTags: ['kept'] }, ids.slice(0, 1))
  const next = await timed(() => backUp(library, 'asked'))
  await Promise.all(ids.map((id) => library.mark({ addTags: ['later'] }, [id])))
  const [newest] = (await listBackups(location.folder)).backups
  const contents = newest === undefined ? null : await openBackup(newest.path, newest.name)
  if (contents === null) throw new Error('There is no backup.')
  const back = await timed(() => restore(library, contents, { less: true }))
  const watched = holds()
  const read = await timed(() => hashAll(join(location.folder, 'devices')))
  await contents.close()
  await library.close()
  await rm(join(location.folder, 'backups'), { recursive: true })
  return { first, next, back, read, ...watched }
}

async function hashAll(devices: string): Promise<void> {
  for (const device of await readdir(devices))
    for (const name of await readdir(join(devices, device)))
      createHash('sha256')
        .update(await readFile(join(devices, device, name)))
        .digest('hex')
}

/** Run in a process of its own. Milliseconds. */
export async function historyInChild(home: string): Promise<Record<string, number>> {
  const service = await openService(locationOf(home), { version: '0', capabilities: [] })
  const { api } = service
  const ask = async (): Promise<void> => {
    const page = { zone: 'Europe/Berlin', before: null, most: 30 }
    while ((await api.history(page)).days.length === 0) await Promise.resolve()
  }
  const [row] = (await api.openView({ view: { kind: 'all' }, query: '' })).rows
  const holds = watchEventLoop()
  const first = await timed(ask)
  // All of it, so that what comes next is asked of a whole index.
  while ((await api.history({ zone: 'Europe/Berlin', before: null, most: 30 })).reading !== null)
    await Promise.resolve()
  const papers = { ids: row === undefined ? [] : [row.id] }
  await api.decide({ window: 'w', papers, wish: { starred: !(row?.starred ?? false) } })
  const again = await timed(ask)
  const watched = holds()
  await service.close()
  return { first, again, ...watched }
}

/** Run in a process of its own. Milliseconds. */
export async function followInChild(home: string): Promise<Record<string, number>> {
  const location = locationOf(home)
  const library = await openLibrary(location, 'benchmark')
  const follower = new DeviceFollower(library)
  await follower.look()
  const nothing = await timed(() => follower.look())
  const device = 'feedfeedfeedfeed'
  const folder = join(location.folder, 'devices', device)
  await mkdir(folder, { recursive: true })
  const log = new LineLog({ folder, prefix: 'journal', sealAt: 4_000_000 })
  const ids = library
    .rows('all')
    .slice(0, 1000)
    .map((row): ArxivId => library.catalog.id(row))
  const stamp = library.marks.stamp(Date.now())
  await log.append(
    ids.map((id, n) =>
      encodeDecision({
        ...{ id: `d${n}`, stamp: stamp + n, device, origin: 'w', how: 'single' },
        changes: [{ papers: { [id]: 1 }, starred: true }]
      })
    )
  )
  await log.close()
  const taken = await timed(() => follower.look())
  await follower.stop()
  await library.close()
  await rm(folder, { recursive: true })
  return { nothing, taken }
}
