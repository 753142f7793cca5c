import { mkdir, readdir, readFile, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { LineLog } from '#main/storage/line-log'
import { encodeLine } from '#main/storage/line-codec'
import { momentWords } from '#core/words/moment'
import { Lock, lockHolder } from '#main/storage/lock'
import { temporaryFolder } from '../support/temporary.ts'
import { bundleChild, Child } from './support/children.ts'

let bundle: string
beforeAll(async () => {
  const { path, remove } = await bundleChild()
  bundle = path
  return remove
})

interface Place {
  readonly userData: string
  readonly folder: string
}

async function newPlace(): Promise<Place> {
  const home = await temporaryFolder()
  const folder = join(home, 'library')
  await mkdir(folder)
  return { userData: join(home, 'user data'), folder }
}

function acquire({ userData, folder }: Place): Promise<Lock> {
  return Lock.acquire(userData, 'library', folder)
}

/** The one lock file that there is. */
async function lockPath({ userData }: Place): Promise<string> {
  const names = await readdir(join(userData, 'locks'))
  expect(names).toEqual([expect.stringMatching(/^library-[\da-f]{16}\.lock$/)])
  return join(userData, 'locks', names[0] ?? '')
}

async function holder(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
}

/** Takes the lock and gives it back, and answers its path. */
async function freePath(place: Place): Promise<string> {
  const lock = await acquire(place)
  const path = await lockPath(place)
  await lock.release()
  return path
}

test('a second process is refused with the number and the time of the first', async () => {
  const place = await newPlace()
  const first = new Child(bundle)
  expect(await first.ask({ kind: 'acquire', ...place })).toEqual({ ok: true, value: 'acquired' })
  const { since } = await holder(await lockPath(place))
  const words = { holder: 'Papertray', since: momentWords(String(since), new Date()) }
  await expect(acquire(place)).rejects.toMatchObject({
    code: 'libraryLocked',
    details: { pid: first.pid, ...words }
  })
  expect(await first.ask({ kind: 'check' })).toEqual({ ok: true, value: 'checked' })
})

test('the same process is refused a lock that it holds already', async () => {
  const place = await newPlace()
  await acquire(place)
  await expect(acquire(place)).rejects.toMatchObject({ code: 'libraryLocked', details: { pid: process.pid } })
})

test('a lock tells who holds it, to nobody but its user', async () => {
  const place = await newPlace()
  await acquire(place)
  const path = await lockPath(place)
  expect(await holder(path)).toMatchObject({ kind: 'lock', pid: process.pid })
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a lock that was given back can be taken by another process', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  await lock.release()
  expect(await readdir(join(place.userData, 'locks'))).toEqual([])
  const other = new Child(bundle)
  expect(await other.ask({ kind: 'acquire', ...place })).toEqual({ ok: true, value: 'acquired' })
})

test('libraries in different folders have different locks, even with one id', async () => {
  const place = await newPlace()
  const copy = `${place.folder} copy`
  await mkdir(copy)
  const [first, second] = [await acquire(place), await acquire({ ...place, folder: copy })]
  first.check()
  second.check()
})

test('a lock of a process that was killed is taken over', async () => {
  const place = await newPlace()
  const first = new Child(bundle)
  await first.ask({ kind: 'acquire', ...place })
  await first.kill()
  const lock = await acquire(place)
  lock.check()
  expect(await holder(await lockPath(place))).toMatchObject({ pid: process.pid })
})

// Windows tells no start of a process, so that the number alone counts there.
test.runIf(process.platform !== 'win32')(
  'a lock whose process number belongs to another process by now is taken over',
  async () => {
    const place = await newPlace()
    const path = await freePath(place)
    const alive = new Child(bundle)
    const since = '2026-01-01T00:00:00.000Z'
    const lock = { kind: 'lock', pid: alive.pid, processStart: 'another', nonce: 'a', since }
    await writeFile(path, JSON.stringify(lock))
    const taken = await acquire(place)
    taken.check()
    expect(await holder(path)).toMatchObject({ pid: process.pid })
  }
)

test('a lock of a running process that told no start is respected', async () => {
  const place = await newPlace()
  const path = await freePath(place)
  const alive = new Child(bundle)
  const since = '2026-01-01T00:00:00.000Z'
  await writeFile(path, JSON.stringify({ kind: 'lock', pid: alive.pid, nonce: 'a', since }))
  await expect(acquire(place)).rejects.toMatchObject({
    code: 'libraryLocked',
    details: { pid: alive.pid, holder: 'Papertray', since: momentWords(since, new Date()) }
  })
})

test('a lock tells whether a command holds it', async () => {
  const place = await newPlace()
  await Lock.acquire(place.userData, 'library', place.folder, 'command line')
  expect(await lockHolder(place.userData, 'library', place.folder)).toMatchObject({ holder: 'command line' })
  await expect(acquire(place)).rejects.toMatchObject({ details: { holder: 'a papertray command' } })
})

test('an opener that nobody knows is taken for the application', async () => {
  const place = await newPlace()
  await acquire(place)
  const path = await lockPath(place)
  for (const odd of ['toString', 5, null]) {
    await writeFile(path, JSON.stringify({ ...(await holder(path)), holder: odd }))
    await expect(acquire(place)).rejects.toMatchObject({ details: { holder: 'Papertray' } })
  }
})

test.each(['', '\0\0\0\0', '{"kind":"lock","pid":', 'null', '5', '[]', '{"pid":"many"}', '{"pid":-1}'])(
  'a damaged lock file is taken over: %j',
  async (text) => {
    const place = await newPlace()
    const path = await freePath(place)
    await writeFile(path, text)
    const lock = await acquire(place)
    lock.check()
    expect(await holder(path)).toMatchObject({ pid: process.pid })
    expect(await readdir(join(place.userData, 'locks'))).toHaveLength(1)
  }
)

test('a process that ended while it took a lock over keeps nobody from doing so', async () => {
  const place = await newPlace()
  const path = await freePath(place)
  const stale = JSON.stringify({ kind: 'lock', pid: 0, nonce: 'a' })
  await writeFile(path, stale)
  await writeFile(`${path}.taking`, stale)
  await writeFile(`${path}.taking.taking`, stale)
  const lock = await acquire(place)
  lock.check()
  expect(await lockPath(place)).toBe(path)
})

test('while another process takes a stale lock over, nobody else does', async () => {
  const place = await newPlace()
  const path = await freePath(place)
  const stale = JSON.stringify({ kind: 'lock', pid: 0, nonce: 'a' })
  await writeFile(path, stale)
  const other = new Child(bundle)
  await writeFile(
    `${path}.taking`,
    JSON.stringify({ kind: 'lock', pid: other.pid, nonce: 'b', since: 'now' })
  )
  await expect(acquire(place)).rejects.toMatchObject({ code: 'libraryLocked', details: { pid: other.pid } })
  expect(await readFile(path, 'utf8')).toBe(stale)
})

test('a lock that somebody took away is lost', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  await unlink(await lockPath(place))
  expect(() => {
    lock.check()
  }).toThrow(expect.objectContaining({ code: 'libraryLost' }) as Error)
})

test('a lock whose file was written anew is lost', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const path = await lockPath(place)
  await utimes(path, new Date(), new Date(Date.now() + 5000))
  expect(() => {
    lock.check()
  }).toThrow(expect.objectContaining({ code: 'libraryLost' }) as Error)
})

test('once the lock is lost nothing is appended any more', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const guard = (): void => {
    lock.check()
  }
  const log = new LineLog({ folder: place.folder, prefix: 'journal', sealAt: 1000, guard })
  await log.append([encodeLine({ kind: 'before' })])
  const file = join(place.folder, 'journal-000001.jsonl')
  const before = await readFile(file)
  const path = await lockPath(place)
  await writeFile(`${path}.other`, JSON.stringify({ ...(await holder(path)), nonce: 'another' }))
  await rename(`${path}.other`, path)
  for (let attempt = 0; attempt < 2; attempt++)
    await expect(log.append([encodeLine({ kind: 'after' })])).rejects.toMatchObject({ code: 'libraryLost' })
  expect(await readFile(file)).toEqual(before)
  await log.close()
})

test('giving a lock back leaves the lock of whoever took it over', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const path = await lockPath(place)
  const other = JSON.stringify({ ...(await holder(path)), nonce: 'another' })
  await writeFile(path, other)
  await lock.release()
  expect(await readFile(path, 'utf8')).toBe(other)
})

test('giving back a lock that is gone does nothing', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  await unlink(await lockPath(place))
  await lock.release()
  expect(await readdir(join(place.userData, 'locks'))).toEqual([])
})

test.each(['removed', 'moved', 'replaced'])(
  'a library folder that was %s is told before an append',
  async (how) => {
    const place = await newPlace()
    const lock = await acquire(place)
    lock.check()
    if (how === 'removed') await rm(place.folder, { recursive: true })
    else await rename(place.folder, `${place.folder} elsewhere`)
    if (how === 'replaced') await mkdir(place.folder)
    expect(() => {
      lock.check()
    }).toThrow(expect.objectContaining({ code: 'folderGone', details: { folder: place.folder } }) as Error)
  }
)

const served = { address: 'http://127.0.0.1:4711', token: 'secret' }

test('what a holder announces is read by others, and the lock stays its own', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const path = await lockPath(place)
  const before = await holder(path)
  lock.announce({ served })
  lock.check()
  expect(await lockPath(place)).toBe(path)
  expect(await holder(path)).toEqual({ ...before, served })
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await lockHolder(place.userData, 'library', place.folder)).toEqual({ ...before, served })
  await expect(acquire(place)).rejects.toMatchObject({ code: 'libraryLocked' })
})

test('what is announced later leaves what was announced before', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const handover = { socket: '/run/papertray.sock', token: 'another secret' }
  lock.announce({ handover })
  lock.announce({ served })
  expect(await lockHolder(place.userData, 'library', place.folder)).toMatchObject({ served, handover })
  lock.announce({ handover: { ...handover, token: 'new' } })
  expect(await holder(await lockPath(place))).toMatchObject({ served, handover: { token: 'new' } })
})

test.each([null, 5, '/run/x.sock', {}, { socket: 5, token: 'x' }, { socket: 'x' }, { token: 'x' }])(
  'a place for commands that is none is not believed: %j',
  async (odd) => {
    const place = await newPlace()
    const lock = await acquire(place)
    lock.announce({ served })
    const path = await lockPath(place)
    await writeFile(path, JSON.stringify({ ...(await holder(path)), handover: odd }))
    const found = await lockHolder(place.userData, 'library', place.folder)
    expect(found).toMatchObject({ pid: process.pid, served })
    expect(found).not.toHaveProperty('handover')
  }
)

test('a lock is announced as often as wanted, and given back like any other', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  for (let port = 1; port <= 20; port++) {
    lock.announce({ served: { ...served, address: `http://127.0.0.1:${port}` } })
    lock.check()
  }
  expect(await holder(await lockPath(place))).toMatchObject({ served: { address: 'http://127.0.0.1:20' } })
  await lock.release()
  expect(await readdir(join(place.userData, 'locks'))).toEqual([])
})

test('a lock that was lost is not announced over that of another', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const path = await lockPath(place)
  const other = JSON.stringify({ ...(await holder(path)), nonce: 'another' })
  await writeFile(`${path}.other`, other)
  await rename(`${path}.other`, path)
  expect(() => {
    lock.announce({ served })
  }).toThrow(expect.objectContaining({ code: 'libraryLost' }) as Error)
  expect(await readFile(path, 'utf8')).toBe(other)
  expect(await readdir(join(place.userData, 'locks'))).toHaveLength(1)
})

test('whoever reads a lock while it is announced sees it whole, as it was or as it is', async () => {
  const place = await newPlace()
  const lock = await acquire(place)
  const path = await lockPath(place)
  const addresses = new Set<unknown>()
  let done = false
  const reading = (async (): Promise<void> => {
    while (!done) {
      const found = await lockHolder(place.userData, 'library', place.folder)
      expect(found).toMatchObject({ pid: process.pid })
      addresses.add(found?.served?.token)
    }
  })()
  for (let turn = 0; turn < 200; turn++) {
    lock.announce({
      served: { address: `http://127.0.0.1:${turn}`, token: turn % 2 === 0 ? 'even' : 'odd' }
    })
    await stat(path)
  }
  done = true
  await reading
  expect([...addresses]).toEqual(expect.arrayContaining(['even', 'odd']))
})

test('nobody holds a lock that is not there, or whose process is gone', async () => {
  const place = await newPlace()
  expect(await lockHolder(place.userData, 'library', place.folder)).toBeNull()
  const first = new Child(bundle)
  await first.ask({ kind: 'acquire', ...place })
  expect(await lockHolder(place.userData, 'library', place.folder)).toMatchObject({ pid: first.pid })
  await first.kill()
  expect(await lockHolder(place.userData, 'library', place.folder)).toBeNull()
})

test.each([null, 5, 'http://127.0.0.1:1', {}, { address: 5, token: 'x' }, { address: 'x' }, { token: 'x' }])(
  'an announcement that is none is not believed: %j',
  async (odd) => {
    const place = await newPlace()
    await acquire(place)
    const path = await lockPath(place)
    await writeFile(path, JSON.stringify({ ...(await holder(path)), served: odd }))
    const found = await lockHolder(place.userData, 'library', place.folder)
    expect(found).toMatchObject({ pid: process.pid })
    expect(found).not.toHaveProperty('served')
  }
)
