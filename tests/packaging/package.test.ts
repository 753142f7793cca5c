import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'
import { extractFile, getRawHeader, listPackage, type DirectoryRecord, type FileRecord } from '@electron/asar'
import { getCurrentFuseWire } from '@electron/fuses'
import { beforeAll, expect, test } from 'vitest'
import { repository } from './support/built'
import { packedFuses } from './support/fuses'
import { importsIn } from './support/imports'
import { filesIn, packFor, type Packed } from './support/packed'

let packed: Packed
let archive: string
let files: string[]

beforeAll(async () => {
  packed = await packFor('linux')
  archive = packed.archive
  files = filesIn(archive)
  return packed.remove
}, 60_000)

const textOf = (path: string): string => extractFile(archive, path).toString('utf8')

test('An archive holds the desktop application and nothing else', () => {
  const kinds = [
    /^package\.json$/,
    /^out\/main\/(desktop|segment-worker)\.js$/,
    /^out\/main\/chunks\/[\w-]+\.js$/,
    /^out\/preload\/index\.cjs$/,
    /^out\/renderer\/(index\.html|licences\.json)$/,
    /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|woff2)$/,
    // The sample digests, as the window offers them.
    /^out\/renderer\/assets\/\d{3}_[\da-f]{16}-[\w-]{8}\.txt$/,
    /^resources\/(icon|badge)\.png$/
  ]
  expect(files.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([])
  for (const path of [
    'package.json',
    'out/main/desktop.js',
    'out/main/segment-worker.js',
    'out/preload/index.cjs',
    'resources/icon.png'
  ])
    expect(files).toContain(path)
  expect(listPackage(archive, { isPack: true }).filter((line) => line.startsWith('unpack'))).toEqual([])
})

test('The window is packed whole', async () => {
  const built = await readdir(join(repository, 'out', 'renderer'), { recursive: true, withFileTypes: true })
  const window = built.filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
  expect(files.filter((path) => path.startsWith('out/renderer/'))).toHaveLength(window.length)
})

test('The main process finds all its code in the archive', () => {
  const modules = new Set(['out/main/desktop.js', 'out/main/segment-worker.js'])
  const missing: string[] = []
  for (const path of modules)
    for (const specifier of importsIn(path, textOf(path))) {
      if (specifier === 'electron' || builtinModules.includes(specifier.replace(/^node:/, ''))) continue
      const found = posix.join(posix.dirname(path), specifier)
      if (specifier.startsWith('.') && files.includes(found)) modules.add(found)
      else missing.push(`${path} imports ${specifier}`)
    }
  expect(missing).toEqual([])
  // And nothing of what only the command line and the browser host import.
  expect(files.filter((path) => path.startsWith('out/main/') && !modules.has(path))).toEqual([])
})

test('The preload imports electron alone', () => {
  const path = 'out/preload/index.cjs'
  expect(new Set(importsIn(path, textOf(path)))).toEqual(new Set(['electron']))
})

test('Its package.json names the desktop host, and no scripts or packages for developers', () => {
  const manifest = JSON.parse(textOf('package.json')) as Record<string, unknown>
  expect(posix.normalize(String(manifest.main))).toBe('out/main/desktop.js')
  expect(manifest).toMatchObject({ name: 'papertray', productName: 'Papertray', type: 'module' })
  for (const key of ['scripts', 'devDependencies', 'build']) expect(manifest).not.toHaveProperty(key)
})

test('The archive stays small', async () => {
  // 1.5 MB when this was written, of which 0.3 are KaTeX's fonts and 0.25 the sample digests; 2.0 MB with what backups,
  // history and the hand-over of commands need; 2.2 MB with rules, settings, the palette and the watch folder;
  // 2.4 MB with search.
  expect((await readFile(archive)).length).toBeLessThan(2_500_000)
})

test('The archive tells the checksum of each file', () => {
  const records = (directory: DirectoryRecord, path = ''): [string, FileRecord][] =>
    Object.entries(directory.files).flatMap(([name, entry]) => {
      if ('files' in entry) return records(entry, `${path}${name}/`)
      if ('link' in entry) expect.fail(`${path}${name} is a link`)
      return [[path + name, entry]]
    })
  for (const [path, { integrity }] of records(getRawHeader(archive).header)) {
    const hash = createHash('sha256').update(extractFile(archive, path)).digest('hex')
    expect({ path, algorithm: integrity.algorithm, hash: integrity.hash }).toEqual({
      path,
      algorithm: 'SHA256',
      hash
    })
  }
})

test('Switches of the executable are thrown that would let other code in', async () => {
  expect(await getCurrentFuseWire(join(packed.application, 'papertray'))).toEqual(packedFuses)
})

test('Beside the archive stand the runtime, its licences and the languages that Papertray speaks', async () => {
  expect((await readdir(packed.application)).sort()).toEqual([
    'LICENSE.electron.txt',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'locales',
    'papertray',
    'resources'
  ])
  expect(await readdir(join(packed.application, 'resources'))).toEqual(['app.asar'])
  expect((await readdir(join(packed.application, 'locales'))).sort()).toEqual(['en-GB.pak', 'en-US.pak'])
})

test('Nothing had to be fetched', () => {
  expect(existsSync(packed.cache)).toBe(false)
})
