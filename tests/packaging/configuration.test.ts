import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { checkedConfiguration } from '../../scripts/lib/pack.mjs'
import { expectBuilt, repository } from './support/built'

interface Configuration {
  readonly electronFuses: object
  readonly publish: null
  readonly linux: { readonly target: string[]; readonly mimeTypes: string[] }
  readonly mac: { readonly target: string[]; readonly fileAssociations: { readonly ext: string[] }[] }
  readonly win: { readonly target: string[] }
  readonly nsis: object
}

let configuration: Configuration

beforeAll(async () => {
  expectBuilt()
  // Throws where electron-builder would refuse it, for whatever platform.
  configuration = (await checkedConfiguration()) as unknown as Configuration
})

const read = (...path: string[]): Promise<Buffer> => readFile(join(repository, 'resources', ...path))

test('The configuration is one that electron-builder accepts, for three platforms', () => {
  const { linux, mac, win } = configuration
  expect([linux.target, mac.target, win.target]).toEqual([['AppImage', 'deb'], ['dmg', 'zip'], ['nsis']])
  expect(configuration.publish).toBeNull()
})

test('Nowhere does Papertray become what opens text by default', async () => {
  for (const key of ['linux', 'win', 'nsis'] as const)
    expect(configuration[key]).not.toHaveProperty('fileAssociations')
  expect(configuration).not.toHaveProperty('fileAssociations')
  expect(configuration.mac.fileAssociations).toMatchObject([{ role: 'Viewer', rank: 'Alternate' }])
  // The default for text is the editor that the desktop names; for other types it might be Papertray.
  expect(configuration.linux.mimeTypes).toEqual(['text/plain'])

  const installer = await read('installer.nsh')
  const keys = [...installer.toString('utf8').matchAll(/SHELL_CONTEXT "([^"]*)" "([^"]*)"/g)]
  expect(keys.length).toBeGreaterThan(0)
  for (const [, key] of keys)
    expect(key).toMatch(/^Software\\Classes\\Applications\\\$\{APP_EXECUTABLE_FILENAME\}/)
  const offered = keys.filter(([, key]) => key?.endsWith('\\SupportedTypes')).map(([, , type]) => type)
  const extensions = configuration.mac.fileAssociations.flatMap(({ ext }) => ext)
  expect(offered).toEqual(extensions.map((extension) => `.${extension}`))
})

test('The Windows installer is for one user, asks for a folder, and leaves the library when it removes', () => {
  expect(configuration.nsis).toMatchObject({
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false
  })
})

/** Width and height, which stand at a fixed place of a PNG file. */
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)]

test('Icons have the sizes that their names say', async () => {
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024])
    expect(sizeOf(await read('icons', `${size}x${size}.png`))).toEqual([size, size])
  expect(sizeOf(await read('icon.png'))).toEqual([512, 512])
})

test('Those of Windows and macOS hold the same drawings', async () => {
  const windows = await read('icon.ico')
  expect(windows.subarray(0, 6)).toEqual(Buffer.from([0, 0, 1, 0, 7, 0]))
  const entries = Array.from({ length: 7 }, (_, index) => windows.subarray(6 + 16 * index, 22 + 16 * index))
  expect(entries.map((entry) => entry[0])).toEqual([16, 24, 32, 48, 64, 128, 0])
  expect(windows.subarray(entries[6]?.readUInt32LE(12))).toEqual(await read('icons', '256x256.png'))

  const mac = await read('icon.icns')
  expect([mac.toString('latin1', 0, 4), mac.readUInt32BE(4)]).toEqual(['icns', mac.length])
  for (const size of [32, 64, 128, 256, 512, 1024])
    expect(mac.includes(await read('icons', `${size}x${size}.png`))).toBe(true)
})
