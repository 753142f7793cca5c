import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listenPrivately, type SocketOwner, type SocketPlace } from '#main/handover/socket-place'
import { temporaryFolder } from '../support/temporary'

/** @param long Whether paths in it are too long for a socket. */
async function newOwner(long = false): Promise<SocketOwner> {
  const home = await temporaryFolder()
  const userData = long ? join(home, 'a'.repeat(60), 'b'.repeat(40)) : home
  const folder = join(home, 'library')
  await Promise.all([mkdir(folder), mkdir(userData, { recursive: true })])
  return { userData, folder }
}

async function listening(
  owner: SocketOwner,
  env: NodeJS.ProcessEnv = {},
  temporary?: string
): Promise<{ place: SocketPlace | null; server: Server }> {
  const server = createServer()
  onTestFinished(() => {
    server.close()
  })
  return { place: await listenPrivately(server, owner, env, temporary), server }
}

async function sessionFolder(mode = 0o700): Promise<string> {
  const folder = await temporaryFolder()
  await chmod(folder, mode)
  return folder
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

describe.runIf(process.platform !== 'win32')('a socket', () => {
  test('stands in the user data, for this user alone, and goes with its server', async () => {
    const owner = await newOwner()
    await mkdir(join(owner.userData, 'run'), { mode: 0o755 })
    const { place, server } = await listening(owner, { XDG_RUNTIME_DIR: await sessionFolder() })
    const socket = place?.socket ?? ''
    expect(dirname(socket)).toBe(join(owner.userData, 'run'))
    expect(await modeOf(socket)).toBe(0o600)
    expect(await modeOf(dirname(socket))).toBe(0o700)
    await new Promise((resolve) => server.close(resolve))
    await place?.remove()
    expect(await readdir(dirname(socket))).toEqual([])
  })

  test('whose path would be too long stands in the session’s folder', async () => {
    const [owner, session] = [await newOwner(true), await sessionFolder()]
    const { place } = await listening(owner, { XDG_RUNTIME_DIR: session })
    expect(dirname(place?.socket ?? '')).toBe(session)
    expect(await modeOf(place?.socket ?? '')).toBe(0o600)
    expect(await readdir(owner.userData)).toEqual([])
  })

  test.each([
    ['is open to others', 0o750],
    ['is not there', null],
    ['is relative', '.']
  ])('does not stand in a session’s folder that %s, but in a new one', async (_, how) => {
    const [owner, temporary] = [await newOwner(true), await temporaryFolder()]
    const session = typeof how === 'string' ? how : how === null ? '/nowhere' : await sessionFolder(how)
    const { place, server } = await listening(owner, { XDG_RUNTIME_DIR: session }, temporary)
    const socket = place?.socket ?? ''
    expect(dirname(dirname(socket))).toBe(temporary)
    expect(await modeOf(dirname(socket))).toBe(0o700)
    expect(await modeOf(socket)).toBe(0o600)
    await new Promise((resolve) => server.close(resolve))
    await place?.remove()
    expect(await readdir(temporary)).toEqual([])
  })

  test('that can be nowhere is done without, and nothing is left behind', async () => {
    const owner = await newOwner(true)
    const temporary = join(await temporaryFolder(), 'c'.repeat(90))
    await mkdir(temporary)
    expect((await listening(owner, {}, temporary)).place).toBeNull()
    expect(await readdir(temporary)).toEqual([])
  })

  test('stands elsewhere where the user data cannot hold it', async () => {
    const [owner, session] = [await newOwner(), await sessionFolder()]
    await writeFile(join(owner.userData, 'run'), 'a file')
    const { place } = await listening(owner, { XDG_RUNTIME_DIR: session })
    expect(dirname(place?.socket ?? '')).toBe(session)
  })

  test('removes those that a killed holder of the same library left, and no others', async () => {
    const owner = await newOwner()
    const run = join(owner.userData, 'run')
    const other = { ...owner, folder: await temporaryFolder() }
    const { place: living } = await listening(other)
    const { place: killed } = await listening(owner)
    const { place } = await listening(owner)
    expect((await readdir(run)).map((name) => join(run, name)).sort()).toEqual(
      [living?.socket, place?.socket].sort()
    )
    expect(killed?.socket).not.toBe(place?.socket)
  })

  // Only root can become somebody else to try.
  test.runIf(process.getuid?.() === 0)('lets no other user in', async () => {
    const owner = await newOwner()
    await chmod(owner.userData, 0o755)
    const { place } = await listening(owner)
    const socket = place?.socket ?? ''
    const tries = `require('node:net').connect(${JSON.stringify(socket)})
      .on('connect', () => process.exit(0)).on('error', (e) => { console.log(e.code); process.exit(1) })`
    const asOther = (): string =>
      spawnSync(process.execPath, ['-e', tries], { uid: 65_534, gid: 65_534, encoding: 'utf8' }).stdout
    expect(asOther()).toBe('EACCES\n')
    // Each of the two keeps others out by itself.
    await chmod(dirname(socket), 0o755)
    expect(asOther()).toBe('EACCES\n')
  })
})
