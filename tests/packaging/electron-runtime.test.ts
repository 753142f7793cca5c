import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { electronVersion } from '../../scripts/lib/electron-runtime.mjs'
import { temporaryFolder } from '../support/temporary'
import { repository } from './support/built'

/** A repository of scripts alone, with an installer of Electron that does what the test says. */
interface Repository {
  readonly folder: string
  readonly runtime: (options?: object, env?: NodeJS.ProcessEnv) => Promise<Answer>
  /** How often the installer ran. */
  readonly attempts: () => Promise<number>
  readonly write: (path: string, content?: string) => Promise<void>
}

interface Answer {
  readonly path?: string
  readonly folder?: string
  readonly reason?: string
  /** What was said meanwhile on standard error. */
  readonly said: string
}

const executable = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron'
}[process.platform as 'linux']

async function newRepository(installer = ''): Promise<Repository> {
  const folder = await temporaryFolder()
  const write = async (path: string, content = ''): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
    await chmod(join(folder, path), 0o755)
  }
  await cp(join(repository, 'scripts', 'lib'), join(folder, 'scripts', 'lib'), { recursive: true })
  await write('package.json', JSON.stringify({ devDependencies: { electron: electronVersion } }))
  const count = "require('node:fs').appendFileSync(__dirname + '/attempts', 'x')\n"
  await write('node_modules/electron/install.js', count + installer)
  return {
    folder,
    write,
    attempts: () =>
      readFile(join(folder, 'node_modules', 'electron', 'attempts'), 'utf8').then(
        ({ length }) => length,
        () => 0
      ),
    runtime: async (options = {}, env = {}) => {
      const code = `import('./scripts/lib/electron-runtime.mjs')
        .then(({ electronRuntime }) => electronRuntime(${JSON.stringify(options)}))
        .then((found) => console.log(JSON.stringify(found)))`
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', code], {
        cwd: folder,
        env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: '', ...env }
      })
      return { ...(JSON.parse(stdout) as object), said: stderr }
    }
  }
}

const installed = 'node_modules/electron/dist'
/** Does what Electron's installer does when it has fetched one. */
const fetching = `
  const { mkdirSync, writeFileSync } = require('node:fs')
  const { dirname } = require('node:path')
  const write = (path, content) => {
    mkdirSync(dirname(__dirname + '/' + path), { recursive: true })
    writeFileSync(__dirname + '/' + path, content)
  }
  write('dist/version', '${electronVersion}')
  write('dist/${executable}', '')
  write('path.txt', '${executable}')
`
const notToBeHad = `the Electron runtime ${electronVersion} could not be fetched from its release site`

test('The version is the one that is installed', async () => {
  const path = join(repository, 'node_modules', 'electron', 'package.json')
  expect((JSON.parse(await readFile(path, 'utf8')) as { version: string }).version).toBe(electronVersion)
})

test('A named runtime is taken, for whatever platform it is, and nothing else', async () => {
  const { folder, runtime, write, attempts } = await newRepository(fetching)
  for (const [name, path] of [
    ['linux', 'electron'],
    ['windows', 'electron.exe'],
    ['mac', 'Electron.app/Contents/MacOS/Electron']
  ] as const) {
    await write(`${name}/${path}`)
    const named = join(folder, name)
    const found = await runtime({}, { ELECTRON_OVERRIDE_DIST_PATH: named })
    expect(found).toEqual({ path: join(named, path), folder: named, said: '' })
  }
  const nowhere = join(folder, 'nowhere')
  expect(await runtime({ again: true }, { ELECTRON_OVERRIDE_DIST_PATH: nowhere })).toEqual({
    reason: `ELECTRON_OVERRIDE_DIST_PATH names ${nowhere}, where no Electron runtime is`,
    said: ''
  })
  expect(await attempts()).toBe(0)
})

test('A runtime that is there is taken without a word', async () => {
  const { folder, runtime, write, attempts } = await newRepository()
  await write(`${installed}/version`, `v${electronVersion}`)
  await write(`${installed}/${executable}`)
  await write('node_modules/electron/path.txt', executable)
  const dist = join(folder, installed)
  expect(await runtime()).toEqual({ path: join(dist, executable), folder: dist, said: '' })
  expect(await attempts()).toBe(0)
})

test('One of another version, or half a one, is fetched anew', async () => {
  for (const [version, path] of [
    ['1.2.3', executable],
    [electronVersion, '']
  ] as const) {
    const { folder, runtime, write, attempts } = await newRepository(fetching)
    await write(`${installed}/version`, version)
    await write(`${installed}/${executable}`)
    await write('node_modules/electron/path.txt', path)
    expect(await runtime({ fetch: false })).toEqual({
      reason: `the Electron runtime ${electronVersion} has not been fetched yet`,
      said: ''
    })
    const found = await runtime()
    expect(found.path).toBe(join(folder, installed, executable))
    expect(found.said).toMatch(/^Fetching the Electron runtime [^\n]+\n$/)
    expect(await attempts()).toBe(1)
  }
})

test('A fetch that failed is remembered for this version, until it is asked for again', async () => {
  const { folder, runtime, attempts, write } = await newRepository('console.error("no"); process.exit(1)')
  const first = await runtime()
  expect(first.reason).toBe(notToBeHad)
  expect(first.said.split('\n')).toHaveLength(2)
  expect(await runtime()).toEqual({ reason: notToBeHad, said: '' })
  expect(await attempts()).toBe(1)
  expect((await runtime({ again: true })).reason).toBe(notToBeHad)
  expect(await attempts()).toBe(2)
  // Another version is another matter.
  await write('out/.no-electron', '1.2.3')
  expect((await runtime()).reason).toBe(notToBeHad)
  expect(await attempts()).toBe(3)
  expect(await readFile(join(folder, 'out', '.no-electron'), 'utf8')).toBe(electronVersion)
})

test('Once a fetch went well, the earlier failure is forgotten', async () => {
  const { folder, runtime, write } = await newRepository(fetching)
  await write('out/.no-electron', electronVersion)
  expect((await runtime()).reason).toBe(notToBeHad)
  expect((await runtime({ again: true })).folder).toBe(join(folder, installed))
  await expect(readFile(join(folder, 'out', '.no-electron'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('A fetch that never ends is ended, with what it started left behind', async () => {
  const hanging = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 12000)'], { stdio: 'inherit' })
    setTimeout(() => {}, 30000)`
  const { runtime } = await newRepository(hanging)
  const start = performance.now()
  expect((await runtime({ limit: 1_000 })).reason).toBe(notToBeHad)
  expect(performance.now() - start).toBeLessThan(10_000)
})
