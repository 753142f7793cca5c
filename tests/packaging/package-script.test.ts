import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../support/temporary'
import { expectBuilt, repository } from './support/built'
import { makeRuntime } from './support/runtime'

beforeAll(expectBuilt)

/** A copy with what is built, so that nothing is written among the files of others. */
async function copyOfRepository(): Promise<string> {
  const copy = join(await temporaryFolder(), 'papertray')
  await mkdir(copy)
  for (const name of await readdir(repository))
    if (!['.git', 'node_modules', 'out', 'dist', 'tests', 'bench', 'docs'].includes(name))
      await cp(join(repository, name), join(copy, name), { recursive: true })
  for (const name of ['.built', 'main', 'preload', 'renderer'])
    await cp(join(repository, 'out', name), join(copy, 'out', name), { recursive: true })
  await symlink(join(repository, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

interface Ended {
  readonly code?: number
  readonly stdout: string
  readonly stderr: string
}

/** Through the script itself, as npm calls it. */
function runPackage(cwd: string, runtime: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: runtime }
  const run = promisify(execFile)(process.execPath, [join(cwd, 'scripts', 'package.mjs'), ...args], {
    cwd,
    env
  })
  return run.catch((error: unknown) => error as Ended)
}

const own = { linux: '--linux', darwin: '--mac', win32: '--win' }[process.platform as 'linux']

test('Without a runtime everything up to it is done, and one sentence says what is missing', async () => {
  const copy = await copyOfRepository()
  const { code, stdout, stderr } = await runPackage(copy, join(copy, 'nowhere'), own)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  const lines = stderr.trimEnd().split('\n')
  expect(lines).toContain('The configuration is sound. A package holds:')
  expect(lines.find((line) => line.startsWith('  out/renderer: '))).toMatch(/: \d+ files, [\d,]+ kB$/)
  expect(lines.at(-1)).toBe(
    `No package was made, as ELECTRON_OVERRIDE_DIST_PATH names ${join(copy, 'nowhere')}, where no Electron runtime is. Name a folder with that runtime in ELECTRON_OVERRIDE_DIST_PATH.`
  )
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('With a runtime the folder that goes into packages stands in dist', async () => {
  const copy = await copyOfRepository()
  const runtime = join(copy, '..', 'runtime')
  await makeRuntime('linux', runtime)
  const { code, stdout, stderr } = await runPackage(copy, runtime, '--linux', '--dir')
  expect({ code, stderr }).toEqual({
    code: undefined,
    stderr: expect.stringMatching(/for Linux…\n$/) as string
  })
  const folder = stdout.trimEnd()
  expect(folder.startsWith(join(copy, 'dist'))).toBe(true)
  expect(await readdir(folder)).toContain('papertray')
})

test('What it does not know it does not guess', async () => {
  for (const [args, complaint] of [
    [['--dmg'], 'Usage: npm run package [-- [--linux|--mac|--win] [--dir]]'],
    [['--mac', '--win'], 'Packages are made for one platform at a time.']
  ] as const) {
    const { code, stderr } = await runPackage(repository, '', ...args)
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${complaint}\n` })
  }
})
