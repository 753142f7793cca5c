import { createHash, randomBytes } from 'node:crypto'
import { renameSync, statSync, unlinkSync, writeFileSync, type Stats } from 'node:fs'
import { link, readFile, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#core/failure'
import { openers } from '#core/messages'
import { momentWords } from '#core/words/moment'
import { isRunning, processStart } from '#main/storage/process-start'
import { makeFolder } from '#main/storage/sync-folder'

/** What kind of process has a library open. */
export type Opener = keyof typeof openers

/** Who writes to a library. */
export interface LockHolder {
  readonly kind: 'lock'
  readonly pid: number
  /** See {@link processStart}. */
  readonly processStart: string | null
  readonly nonce: string
  /** ISO 8601, UTC. */
  readonly since: string
  /** Nothing in locks of the first release, which are the application's mostly. */
  readonly holder?: Opener
  /** Where its windows are served; nothing before {@link Lock.announce}, and never of a command line. */
  readonly served?: Announcement
  /** Where it takes what commands would write; the same. */
  readonly handover?: HandoverPlace
}

/** How another process of the same user reaches the holder. */
export interface Announcement {
  /** `http://127.0.0.1:PORT`. */
  readonly address: string
  readonly token: string
}

/** The same for commands that write, see main/handover. */
export interface HandoverPlace {
  /** Path of a Unix socket, or name of a pipe. */
  readonly socket: string
  readonly token: string
}

/** Ways to the holder; one that is announced later leaves the other as it is. */
export type Announced = Pick<LockHolder, 'served' | 'handover'>

/**
 * The right to write to one library on this machine. The file stands in the user-data folder, since a library's own
 * folder may be synchronised to other machines.
 */
export class Lock {
  readonly #path: string
  #holder: LockHolder
  #stats: Stats
  readonly #folder: string
  readonly #folderStats: Stats

  private constructor(path: string, holder: LockHolder, stats: Stats, folder: string) {
    this.#path = path
    this.#holder = holder
    this.#stats = stats
    this.#folder = folder
    this.#folderStats = statSync(folder)
  }

  /** @throws Failure `libraryLocked` where another process holds it. */
  static async acquire(
    userData: string,
    libraryId: string,
    folder: string,
    opener: Opener = 'application'
  ): Promise<Lock> {
    const path = await lockPath(userData, libraryId, folder)
    await makeFolder(dirname(path))
    const holder: LockHolder = {
      kind: 'lock',
      pid: process.pid,
      processStart: await processStart(process.pid),
      nonce: randomBytes(8).toString('hex'),
      since: new Date().toISOString(),
      holder: opener
    }
    return new Lock(path, holder, await take(path, holder), folder)
  }

  /**
   * Called before each append.
   * @throws Failure `libraryLost` where the lock is not this one any more, `folderGone` where the library's folder is
   * not the one that was locked: a new folder must not be made in its place, say where a disk was taken out.
   */
  check(): void {
    // A look at the file's identity takes 2 µs, reading its nonce a hundred times as long.
    const now = statSync(this.#path, { throwIfNoEntry: false })
    if (now?.ino !== this.#stats.ino || now.mtimeMs !== this.#stats.mtimeMs) throw new Failure('libraryLost')
    const folder = statSync(this.#folder, { throwIfNoEntry: false })
    if (folder?.ino !== this.#folderStats.ino || folder.dev !== this.#folderStats.dev)
      throw new Failure('folderGone', { folder: this.#folder })
  }

  /**
   * Tells other processes where this one is reached. Synchronously, since {@link check} must never look between the
   * new file and its identity.
   * @throws Failure as {@link check} does.
   */
  announce(announced: Announced): void {
    this.check()
    const holder: LockHolder = { ...this.#holder, ...announced }
    const aside = asideOf(this.#path, holder)
    writeFileSync(aside, textOf(holder), { flag: 'wx', mode: 0o600 })
    try {
      const stats = statSync(aside)
      renameSync(aside, this.#path)
      this.#holder = holder
      this.#stats = stats
    } catch (cause) {
      unlinkSync(aside)
      throw cause
    }
  }

  /** Where its file cannot be taken away, it is stale as soon as this process has ended. */
  async release(): Promise<void> {
    const found = await read(this.#path).catch(() => null)
    if (found?.nonce === this.#holder.nonce) await unlink(this.#path).catch(() => undefined)
  }
}

/** Who holds the lock of a library now; null where nobody does. */
export async function lockHolder(
  userData: string,
  libraryId: string,
  folder: string
): Promise<LockHolder | null> {
  const found = await read(await lockPath(userData, libraryId, folder))
  return found !== null && (await isHeld(found)) ? found : null
}

async function lockPath(userData: string, libraryId: string, folder: string): Promise<string> {
  return join(userData, 'locks', `${libraryId}-${await pathHash(folder)}.lock`)
}

function asideOf(path: string, { nonce }: LockHolder): string {
  return `${path}.${nonce}.new`
}

function textOf(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`
}

/** The lock appears whole or not at all: it is written aside, then linked or renamed to its name. */
async function take(path: string, holder: LockHolder): Promise<Stats> {
  const aside = asideOf(path, holder)
  await writeFile(aside, textOf(holder), { flag: 'wx', mode: 0o600 })
  try {
    const stats = await stat(aside)
    for (let attempt = 0; attempt < 10; attempt++) {
      if (await linked(aside, path)) return stats
      const found = await read(path)
      if (found === null) continue
      if (await isHeld(found)) throw locked(found)
      if (await replacedStale(aside, path, holder)) return stats
    }
    throw new Failure('writeFailed', { reason: 'lock' })
  } finally {
    await unlink(aside).catch(unlessMissing)
  }
}

async function linked(aside: string, path: string): Promise<boolean> {
  try {
    await link(aside, path)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/**
 * Takes over a stale lock, which one process at a time may do: it holds a second lock meanwhile, looks again, and
 * renames its lock over the stale one. To take that away and then make a new one leaves the name free for a moment,
 * and may take away what somebody else has just made. A process that ends in between leaves a second lock that is
 * stale itself, and taken over in the same way.
 */
async function replacedStale(aside: string, path: string, holder: LockHolder): Promise<boolean> {
  const taking = `${path}.taking`
  await take(taking, holder)
  try {
    const found = await read(path)
    if (found === null || (await isHeld(found))) return false
    await rename(aside, path)
    return true
  } finally {
    await unlink(taking)
  }
}

function unlessMissing(cause: unknown): void {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
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
    const { holder: opener, served, handover } = holder
    return {
      kind: 'lock',
      pid,
      processStart: start,
      nonce,
      since,
      ...(isOpener(opener) ? { holder: opener } : {}),
      ...(isAnnouncement(served) ? { served } : {}),
      ...(isHandoverPlace(handover) ? { handover } : {})
    }
  } catch {
    // Damaged by something else than Papertray: nobody holds it.
    return { kind: 'lock', pid: 0, processStart: null, nonce: '', since: '' }
  }
}

function isAnnouncement(served: Partial<Announcement> | null | undefined): served is Announcement {
  return typeof served?.address === 'string' && typeof served.token === 'string'
}

function isHandoverPlace(place: Partial<HandoverPlace> | null | undefined): place is HandoverPlace {
  return typeof place?.socket === 'string' && typeof place.token === 'string'
}

function isOpener(opener: string | undefined): opener is Opener {
  return opener !== undefined && Object.hasOwn(openers, opener)
}

async function isHeld({ pid, processStart: start }: LockHolder): Promise<boolean> {
  if (pid <= 0 || !isRunning(pid)) return false
  const now = await processStart(pid)
  return start === null || now === null || start === now
}

async function pathHash(folder: string): Promise<string> {
  return createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16)
}

function locked({ pid, since, holder = 'application' }: LockHolder): Failure {
  return new Failure('libraryLocked', { pid, since: momentWords(since, new Date()), ...openers[holder] })
}
