import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { fieldList, items } from '../library/support/digest-text'
import { temporaryFolder } from '../support/temporary'

const repository = join(import.meta.dirname, '..', '..')

/** A copy, so that a build it may need replaces nothing under the feet of other tests. */
async function copyOfRepository(): Promise<string> {
  const copy = join(await temporaryFolder(), 'papertray')
  await mkdir(copy)
  for (const name of ['src', 'scripts', 'seeds', 'resources', 'package.json', 'package-lock.json'])
    await cp(join(repository, name), join(copy, name), { recursive: true })
  for (const name of ['electron.vite.config.ts', 'tsconfig.json', 'LICENSE'])
    await cp(join(repository, name), join(copy, name))
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

test('Through npm the command line reads paths from where the user stands and keeps its exit code', async () => {
  const copy = await copyOfRepository()
  const cwd = join(copy, 'seeds', 'mine')
  await mkdir(cwd)
  await writeFile(join(cwd, 'day.md'), fieldList('2023-12-18', items(2)))
  const env = { ...process.env, PAPERTRAY_HOME: join(copy, 'home') }
  const npm = (...args: string[]): Promise<{ stdout: string }> =>
    promisify(execFile)('npm', ['run', '-s', 'papertray', '--', ...args], { cwd, env })
  const { stdout } = await npm('import', '--library', 'library', 'day.md')
  expect(stdout).toBe('day.md: 2 entries (field-list, cs.CV, 2023-12-18), 2 new\n1 file, 2 entries, 2 new.\n')
  const listed = await npm('list', '--library', join('..', 'mine', 'library'), '--json')
  expect(listed.stdout.split('\n')).toHaveLength(3)
  await expect(npm('list', '--view', 'later')).rejects.toMatchObject({ code: 2, stdout: '' })
})
