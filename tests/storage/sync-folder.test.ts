import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder, syncFolder } from '#main/storage/sync-folder'
import { temporaryFolder } from '../support/temporary.ts'

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path)).isDirectory()
}

test.each(['one', 'one/two/three', 'with space/ü', 'twice//slashed/', 'up/../and down'])(
  'a folder and those above it are made: %s',
  async (name) => {
    const path = join(await temporaryFolder(), '.') + `/${name}`
    await makeFolder(path)
    expect(await isFolder(resolve(path))).toBe(true)
  }
)

test('a relative path is one from the current folder', async () => {
  const path = join(await temporaryFolder(), 'a', 'b')
  await makeFolder(relative(process.cwd(), path))
  expect(await isFolder(path)).toBe(true)
})

test('a folder that is there already stays', async () => {
  const path = join(await temporaryFolder(), 'there')
  await mkdir(path)
  await writeFile(join(path, 'file'), 'x')
  await makeFolder(path)
  expect((await stat(join(path, 'file'))).size).toBe(1)
})

test('many that make one folder at once all succeed', async () => {
  const path = join(await temporaryFolder(), 'a', 'b', 'c')
  await Promise.all(Array.from({ length: 10 }, () => makeFolder(path)))
  expect(await isFolder(path)).toBe(true)
})

test('where a file stands in the way, making a folder fails', async () => {
  const path = join(await temporaryFolder(), 'file')
  await writeFile(path, 'x')
  await expect(makeFolder(join(path, 'below'))).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test.runIf(process.platform !== 'win32')('a folder that is missing cannot be synced', async () => {
  const folder = await temporaryFolder()
  await syncFolder(folder)
  await expect(syncFolder(join(folder, 'missing'))).rejects.toMatchObject({ code: 'ENOENT' })
})
