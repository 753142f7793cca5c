import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { Lock } from '#main/storage/lock'
import { temporaryFolder } from '../support/temporary.ts'
import { bundleChild, Child } from './support/children.ts'

let bundle: string
beforeAll(async () => {
  const { path, remove } = await bundleChild()
  bundle = path
  return remove
})

/** The path of a library's lock, learnt from a lock that is taken and given back. */
async function lockPath(userData: string, folder: string): Promise<string> {
  const lock = await Lock.acquire(userData, 'library', folder)
  const [name = ''] = await readdir(join(userData, 'locks'))
  await lock.release()
  return join(userData, 'locks', name)
}

test('of several processes that take over one stale lock, one at a time owns it, in 150 races', async () => {
  const home = await temporaryFolder()
  const folder = join(home, 'library')
  await mkdir(folder)
  const path = await lockPath(home, folder)
  const witness = join(home, 'witness')
  const gone = new Child(bundle)
  await gone.ask({ kind: 'check' })
  const stale = { kind: 'lock', pid: gone.pid, processStart: 'long ago', since: '2026-01-01T00:00:00.000Z' }
  await gone.kill()
  const children = Array.from({ length: 5 }, () => new Child(bundle))
  for (let race = 0; race < 150; race++) {
    await writeFile(path, JSON.stringify({ ...stale, nonce: `stale-${race}` }))
    const answers = await Promise.all(
      children.map((child) => child.ask({ kind: 'acquire', userData: home, folder, witness }))
    )
    const owners = children.filter((_, index) => answers[index]?.ok === true)
    const refusals = answers.filter((answer) => !answer.ok).map(({ code }) => code)
    expect({ race, owners: owners.length, refusals }).toEqual({
      race,
      owners: 1,
      refusals: Array.from({ length: 4 }, () => 'libraryLocked')
    })
    for (const owner of owners) {
      expect(await owner.ask({ kind: 'check' })).toEqual({ ok: true, value: 'checked' })
      expect(await owner.ask({ kind: 'release' })).toEqual({ ok: true, value: 'released' })
    }
    expect(await readdir(join(home, 'locks'))).toEqual([])
  }
})

test('processes that take and give back a lock again and again never own it at once', async () => {
  const home = await temporaryFolder()
  const folder = join(home, 'library')
  await mkdir(folder)
  const witness = join(home, 'witness')
  const children = Array.from({ length: 4 }, () => new Child(bundle))
  const turns = children.map(async (child) => {
    let owned = 0
    for (let turn = 0; turn < 100; turn++) {
      const answer = await child.ask({ kind: 'acquire', userData: home, folder, witness })
      if (!answer.ok) {
        expect(answer.code).toBe('libraryLocked')
        continue
      }
      owned++
      expect(await child.ask({ kind: 'check' })).toEqual({ ok: true, value: 'checked' })
      expect(await child.ask({ kind: 'release' })).toEqual({ ok: true, value: 'released' })
    }
    return owned
  })
  const owned = await Promise.all(turns)
  expect(owned.reduce((sum, each) => sum + each)).toBeGreaterThan(0)
})
