import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Bytes of a socket's path: macOS keeps 104 for it and the zero at its end. */
const longestPath = 103

/** Where a server listens. */
export interface SocketPlace {
  /** Path of the socket, or name of the pipe. */
  readonly socket: string
  /** Removes what the closed server leaves. */
  readonly remove: () => Promise<void>
}

export interface SocketOwner {
  readonly userData: string
  /** The library's. */
  readonly folder: string
}

/**
 * Has a server listen where this user alone gets in: in the user-data folder, or where its path is too long for a socket or
 * its disk knows none, in the system's folder for this session, or in a new one among the temporary files.
 * To be called by who holds the library's lock: what an earlier holder left is removed.
 *
 * @returns Null where there is no such place.
 */
export async function listenPrivately(
  server: Server,
  owner: SocketOwner,
  env: NodeJS.ProcessEnv = process.env,
  temporary = tmpdir()
): Promise<SocketPlace | null> {
  if (process.platform === 'win32') {
    // Pipes have no folders: the token alone keeps others out.
    const socket = `\\\\.\\pipe\\papertray-${randomBytes(16).toString('hex')}`
    return (await listens(server, socket)) ? { socket, remove: nothingLeft } : null
  }
  const prefix = `${await libraryHash(owner)}-`
  const name = `${prefix}${randomBytes(3).toString('hex')}.sock`
  const folders = [
    () => ownFolder(owner, name),
    () => sessionFolder(env, name),
    () => temporaryFolder(temporary)
  ]
  for (const find of folders) {
    const found = await find().catch(() => null)
    if (found === null) continue
    const socket = join(found.path, name)
    if (fits(socket)) {
      await removeStale(found.path, prefix).catch(() => undefined)
      if (await listens(server, socket)) {
        await chmod(socket, 0o600)
        return { socket, remove: found.remove }
      }
    }
    await found.remove()
  }
  return null
}

interface Folder {
  readonly path: string
  readonly remove: () => Promise<void>
}

async function ownFolder({ userData }: SocketOwner, name: string): Promise<Folder | null> {
  const path = join(userData, 'run')
  if (!fits(join(path, name))) return null
  await mkdir(path, { recursive: true, mode: 0o700 })
  // It may have been there before.
  await chmod(path, 0o700)
  return { path, remove: nothingLeft }
}

/** The XDG specification has it belong to this user alone; what does not is passed over. */
async function sessionFolder(
  { XDG_RUNTIME_DIR: path = '' }: NodeJS.ProcessEnv,
  name: string
): Promise<Folder | null> {
  if (!isAbsolute(path) || !fits(join(path, name))) return null
  const stats = await stat(path)
  const isPrivate = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0
  return isPrivate ? { path, remove: nothingLeft } : null
}

/** A new one, which is made for this user alone. */
async function temporaryFolder(among: string): Promise<Folder> {
  const path = await mkdtemp(join(among, 'papertray-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Sockets of processes that had this library open and were killed. */
async function removeStale(folder: string, prefix: string): Promise<void> {
  const names = await readdir(folder)
  const stale = names.filter((name) => name.startsWith(prefix) && name.endsWith('.sock'))
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })))
}

async function listens(server: Server, path: string): Promise<boolean> {
  server.listen(path)
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  }
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= longestPath
}

/** Tells the sockets of one library, as one user data folder's lock guards it, from those of others. */
async function libraryHash({ userData, folder }: SocketOwner): Promise<string> {
  return createHash('sha256')
    .update(`${await realpath(userData)}\n${await realpath(folder)}`)
    .digest('hex')
    .slice(0, 8)
}

function nothingLeft(): Promise<void> {
  return Promise.resolve()
}
