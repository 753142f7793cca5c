import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { deviceIdentity } from '#main/storage/device-identity'
import { temporaryFolder } from '../support/temporary.ts'
import { bundleChild, Child } from './support/children.ts'

let bundle: string
beforeAll(async () => {
  const { path, remove } = await bundleChild()
  bundle = path
  return remove
})

test('a device has the same id whenever asked, in a folder that is made for it', async () => {
  const userData = join(await temporaryFolder(), 'new', 'user data')
  const id = await deviceIdentity(userData)
  expect(id).toMatch(/^[\da-f]{16}$/)
  expect(await deviceIdentity(userData)).toBe(id)
  expect((await readdir(userData)).sort()).toEqual(['device.json', 'device.json.previous'])
})

test('two user-data folders are two devices', async () => {
  const [first, second] = [await temporaryFolder(), await temporaryFolder()]
  expect(await deviceIdentity(first)).not.toBe(await deviceIdentity(second))
})

test('twenty processes that ask for the first time at once are told one id', async () => {
  const userData = join(await temporaryFolder(), 'user data')
  const children = Array.from({ length: 20 }, () => new Child(bundle))
  // Started first, so that they ask at the same time.
  await Promise.all(children.map((child) => child.ask({ kind: 'check' })))
  const answers = await Promise.all(children.map((child) => child.ask({ kind: 'identity', userData })))
  const id = await deviceIdentity(userData)
  expect(answers).toEqual(Array.from({ length: 20 }, () => ({ ok: true, value: id })))
  expect((await readdir(userData)).sort()).toEqual(['device.json', 'device.json.previous'])
})

test.each(['', '{"kind":"deviceIdentity","id":"8b1f', '{"kind":"deviceIdentity","id":"not one"}', 'null'])(
  'a damaged id is told and never replaced by another: %j',
  async (text) => {
    const userData = await temporaryFolder()
    await writeFile(join(userData, 'device.json'), text)
    await writeFile(join(userData, 'device.json.previous'), text)
    await expect(deviceIdentity(userData)).rejects.toMatchObject({ code: 'libraryDamaged' })
  }
)
