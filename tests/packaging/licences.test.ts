import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type InlineConfig, type Rolldown } from 'vite'
import { beforeAll, expect, test } from 'vitest'
import config from '../../electron.vite.config'
import { licences } from '../../scripts/lib/licences.mjs'
import { temporaryFolder } from '../support/temporary'
import { expectBuilt, repository } from './support/built'

interface Licence {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly text: string
}

let list: Licence[]

beforeAll(async () => {
  expectBuilt()
  const path = join(repository, 'out', 'renderer', 'licences.json')
  list = JSON.parse(await readFile(path, 'utf8')) as Licence[]
})

/** Names of the packages that files of theirs are named of. */
function packagesIn(paths: readonly string[]): string[] {
  const names = paths.map((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

test('Papertray’s licence comes first, the others by name, each once and with its text', async () => {
  const [own, ...others] = list
  expect(own).toMatchObject({ name: 'Papertray', licence: 'MIT' })
  expect(own?.text).toBe((await readFile(join(repository, 'LICENSE'), 'utf8')).trim())
  const names = others.map(({ name }) => name)
  expect(names).toEqual(
    [...new Set(names)].sort((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1))
  )
  for (const { name, version, licence, text } of list) {
    expect({ name, version }).toEqual({ name, version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string })
    expect(licence).toMatch(/^[A-Za-z][\w.-]+$/)
    // Whole, and without what others would have to say of others.
    expect(text.length).toBeGreaterThan(500)
    expect(text.length).toBeLessThan(10_000)
  }
})

/** The packages of which the source maps of a build name files; nothing is written. */
async function bundledBy(part: InlineConfig): Promise<string[]> {
  const options = { ...part.build, write: false, sourcemap: true }
  const built = await build({
    root: repository,
    ...part,
    configFile: false,
    logLevel: 'silent',
    build: options
  })
  const { output } = built as Rolldown.RolldownOutput
  return packagesIn(output.flatMap((file) => (file.type === 'chunk' ? (file.map?.sources ?? []) : [])))
}

test('Every package in the window is listed', async () => {
  const root = join(repository, 'src', 'renderer')
  const bundled = await bundledBy({ ...config.renderer, root })
  expect(bundled).toEqual(expect.arrayContaining(['katex', 'markdown-it', 'svelte', 'tinykeys']))
  // The library reads digests.
  expect(bundled).not.toContain('saxes')
  // What the bundler adds is its own.
  expect(list.map(({ name }) => name)).toEqual(expect.arrayContaining([...bundled, 'vite', 'rolldown']))
})

test('Every package in the main process is listed', async () => {
  const build = { ...config.main?.build, ssr: true }
  const bundled = await bundledBy({ build, ssr: { noExternal: true, external: ['electron'] } })
  expect(bundled).toEqual(expect.arrayContaining(['lowdb', 'saxes', 'valibot']))
  expect(list.map(({ name }) => name)).toEqual(expect.arrayContaining(bundled))
})

test('The licence of KaTeX’s fonts is the one that they name, with all reserved names', async () => {
  const fonts = join(repository, 'node_modules', 'katex', 'dist', 'fonts')
  const text = list.find(({ name }) => name === 'KaTeX fonts')?.text ?? ''
  for (const name of (await readdir(fonts)).filter((file) => file.endsWith('.ttf'))) {
    const font = await readFile(join(fonts, name))
    const reserved = name.replace(/-.*$/, '')
    const says = (words: string): boolean => font.includes(Buffer.from(words, 'utf16le').swap16())
    expect(says(`with Reserved Font Name ${reserved}.`)).toBe(true)
    expect(says('licensed under the SIL Open Font License, Version 1.1.')).toBe(true)
    expect(says('Copyright (c) 2014-2018 Khan Academy (<www.khanacademy.org>)')).toBe(true)
    expect(text).toMatch(new RegExp(`\\b${reserved}\\b`))
  }
  expect(text).toContain('SIL OPEN FONT LICENSE Version 1.1')
})

/** What the plugin does at the end of a build that bundled this module. */
function collect(moduleId: string): void {
  const { generateBundle } = licences() as unknown as {
    generateBundle: (options: object, bundle: object) => void
  }
  const bundle = { 'index.js': { type: 'chunk', moduleIds: [moduleId] } }
  generateBundle.call({ emitFile: () => '' }, {}, bundle)
}

test('A package that says nothing of its licence fails the build', async () => {
  const folder = join(await temporaryFolder(), 'node_modules', '@some', 'package')
  const module = join(folder, 'dist', 'index.js')
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(module, '')
  await writeFile(
    join(folder, 'package.json'),
    '{ "name": "@some/package", "version": "1.0.0", "license": "MIT" }'
  )
  const complaint = 'The package @some/package 1.0.0 says nothing of its licence.'
  expect(() => {
    collect(module)
  }).toThrow(complaint)
  await writeFile(join(folder, 'LICENSE.txt'), ' \n')
  expect(() => {
    collect(module)
  }).toThrow(complaint)
  await writeFile(join(folder, 'LICENSE.txt'), 'Do what is right.')
  collect(module)
})
