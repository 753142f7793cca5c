import { createHash, randomBytes } from 'node:crypto'
import { statSync, type Stats } from 'node:fs'
import { link, readFile, realpath, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#core/failure'
import { isRunning, processStart } from '#main/storage/process-start'
import { makeFolder } from '#main/storage/sync-folder'

/** Who writes to a library. */
export interface LockHolder {
  readonly kind: 'lock'
  readonly pid: number
  /** See {@link processStart}. */
  readonly processStart: string | null
  readonly nonce: string
  /** ISO 8601, UTC. */
  readonly since: string
}

/**
 * The right to write to one library on this machine. The file stands in the user-data folder, since a library's own
 * folder may be synchronised to other machines.
 */
export class Lock {
  readonly #path: string
  readonly #holder: LockHolder
  readonly #stats: Stats

  private constructor(path: string, holder: LockHolder, stats: Stats) {
    this.#path = path
    this.#holder = holder
    this.#stats = stats
  }

  /** @throws Failure `libraryLocked` where another process holds it. */
  static async acquire(userData: string, libraryId: string, folder: string): Promise<Lock> {
    const locks = join(userData, 'locks')
    await makeFolder(locks)
    const path = join(locks, `${libraryId}-${await pathHash(folder)}.lock`)
    const holder: LockHolder = {
      kind: 'lock',
      pid: process.pid,
      processStart: await processStart(process.pid),
      nonce: randomBytes(8).toString('hex'),
      since: new Date().toISOString()
    }
    for (let attempt = 0; attempt < 10; attempt++) {
      if (await create(path, holder)) return new Lock(path, holder, statSync(path))
      const found = await read(path)
      if (found === null) continue
      if (await isHeld(found)) throw locked(found)
      await removeStale(path, found, holder.nonce)
    }
    const found = await read(path)
    throw found === null ? new Failure('writeFailed', { reason: 'lock' }) : locked(found)
  }

  /**
   * Called before each append.
   * @throws Failure `libraryLost` where the lock is not this one any more.
   */
  check(): void {
    // A look at the file's identity takes 2 µs, reading its nonce a hundred times as long.
    const now = statSync(this.#path, { throwIfNoEntry: false })
    if (now?.ino !== this.#stats.ino || now.mtimeMs !== this.#stats.mtimeMs) throw new Failure('libraryLost')
  }

  async release(): Promise<void> {
    const found = await read(this.#path)
    if (found?.nonce === this.#holder.nonce) await unlink(this.#path)
  }
}

/** The lock appears whole or not at all: it is written aside and linked to its name. */
async function create(path: string, holder: LockHolder): Promise<boolean> {
  const aside = `${path}.${holder.nonce}.new`
  await writeFile(aside, `${JSON.stringify(holder)}\n`, { flag: 'wx', mode: 0o600 })
  try {
    await link(aside, path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  } finally {
    await unlink(aside)
  }
}

async function read(path: string): Promise<LockHolder | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw cause
  }
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>
    const { pid = 0, processStart: start = null, nonce = '', since = '' } = holder
    return { kind: 'lock', pid, processStart: start, nonce, since }
  } catch {
    // Damaged by something else than Papertray: nobody holds it.
    return { kind: 'lock', pid: 0, processStart: null, nonce: '', since: '' }
  }
}

async function isHeld({ pid, processStart: start }: LockHolder): Promise<boolean> {
  if (pid <= 0 || !isRunning(pid)) return false
  const now = await processStart(pid)
  return start === null || now === null || start === now
}

/**
 * Takes a stale lock away, unless another process was quicker: the file is renamed first and then looked at, for to
 * look and then unlink may remove the lock that somebody else has just made.
 */
async function removeStale(path: string, stale: LockHolder, nonce: string): Promise<void> {
  const aside = `${path}.${nonce}.stale`
  try {
    await rename(path, aside)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return
    throw cause
  }
  const taken = await read(aside)
  if (taken !== null && taken.nonce !== stale.nonce) {
    // Somebody's live lock: it goes back, unless yet another one stands there by now.
    await link(aside, path).catch((cause: unknown) => {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
    })
  }
  await unlink(aside)
}

async function pathHash(folder: string): Promise<string> {
  return createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16)
}

function locked({ pid, since }: LockHolder): Failure {
  return new Failure('libraryLocked', { pid, since })
}
