import { readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeColumnFile } from '#main/storage/column-file'
import { DurableJson } from '#main/storage/durable-json'
import { temporaryFolder } from '../support/temporary.ts'

const isAny = (value: unknown): value is object => typeof value === 'object'

test.each([
  ['page.json', (path: string) => new DurableJson(path, isAny).write({})],
  ['page.columns', (path: string) => writeColumnFile(path, null, {})]
])('what killed processes left of %s goes with the next write, once it is old', async (name, write) => {
  const folder = await temporaryFolder()
  const [old, young] = ['0123456789ab', 'fedcba987654']
  const others = [`${name}.0123`, `${name}.previous`, `other.json.${old}`, `${name}x.${old}`]
  for (const each of [`.${name}.${old}`, `${name}.${old}`, ...others]) {
    await writeFile(join(folder, each), '')
    const hours = new Date(Date.now() - 2 * 3_600_000)
    await utimes(join(folder, each), hours, hours)
  }
  await writeFile(join(folder, `.${name}.${young}`), '')
  await write(join(folder, name))
  expect((await readdir(folder)).sort()).toEqual([name, `.${name}.${young}`, ...others].sort())
})
