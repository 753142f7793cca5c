import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getRawHeader } from '@electron/asar'
import { getCurrentFuseWire } from '@electron/fuses'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { expect, onTestFinished, test } from 'vitest'
import { packedFiles } from '../../scripts/lib/packed-files.mjs'
import { packedFuses } from './support/fuses'
import { filesIn, packFor, type Packed } from './support/packed'
import type { Platform } from './support/runtime'

async function packedFor(platform: Platform): Promise<Packed> {
  const packed = await packFor(platform)
  onTestFinished(packed.remove)
  // The same as for Linux, where tests say what that is.
  expect(filesIn(packed.archive).sort()).toEqual(packedFiles().sort())
  expect(existsSync(packed.cache)).toBe(false)
  return packed
}

/** What Electron checks before it runs anything of an archive. */
function checksumOf(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex')
}

test('On Windows the executable holds the checksum of its archive, and our name and icon', async () => {
  const { application, archive } = await packedFor('win')
  const path = join(application, 'Papertray.exe')
  expect(await getCurrentFuseWire(path)).toEqual(packedFuses)
  const { entries } = NtExecutableResource.from(NtExecutable.from(await readFile(path)))
  const integrity = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR')
  expect(JSON.parse(Buffer.from(integrity?.bin ?? new ArrayBuffer(0)).toString('utf8'))).toEqual([
    { file: 'resources\\app.asar', alg: 'SHA256', value: checksumOf(archive) }
  ])
  const [version] = Resource.VersionInfo.fromEntries(entries)
  expect(version?.getStringValues({ lang: 0x409, codepage: 1200 })).toMatchObject({
    ProductName: 'Papertray'
  })
  const [icon] = Resource.IconGroupEntry.fromEntries(entries)
  expect(icon?.icons.map(({ width }) => width)).toEqual([16, 24, 32, 48, 64, 128, 0])
  expect(await readdir(join(application, 'resources'))).toEqual(['app.asar'])
})

// On a Mac electron-builder signs, and a made-up program cannot be signed.
test.skipIf(process.platform === 'darwin')(
  'On macOS the application tells the checksum of its archive, and offers itself for digests',
  async () => {
    const { application, archive } = await packedFor('mac')
    const contents = join(application, 'Papertray.app', 'Contents')
    expect(await getCurrentFuseWire(join(application, 'Papertray.app'))).toEqual(packedFuses)
    const list = (await readFile(join(contents, 'Info.plist'), 'utf8')).replace(/>\s+</g, '><')
    expect(list).toContain(
      `<key>ElectronAsarIntegrity</key><dict><key>Resources/app.asar</key><dict><key>algorithm</key><string>SHA256</string><key>hash</key><string>${checksumOf(archive)}</string></dict></dict>`
    )
    // Beside the default and never in its place.
    expect(list).toContain('<key>LSHandlerRank</key><string>Alternate</string>')
    expect(list).toContain('<key>CFBundleTypeRole</key><string>Viewer</string>')
    expect(await readdir(join(contents, 'Resources'))).toEqual(
      expect.arrayContaining(['LICENSE.electron.txt', 'LICENSES.chromium.html', 'app.asar', 'icon.icns'])
    )
    expect(existsSync(join(contents, 'Resources', 'default_app.asar'))).toBe(false)
  }
)
