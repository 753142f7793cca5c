import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRawHeader, type DirectoryRecord } from '@electron/asar'
import { expect } from 'vitest'
import { pack } from '../../../scripts/lib/pack.mjs'
import { expectBuilt } from './built'
import { makeRuntime, type Platform } from './runtime'

/** The folder that goes into packages, made by electron-builder of what is built and a made-up runtime. */
export interface Packed {
  readonly application: string
  readonly archive: string
  /** Where electron-builder would keep what it fetches. */
  readonly cache: string
  readonly remove: () => Promise<void>
}

/** Everything is written below one new folder, what electron-builder keeps for itself, too. */
export async function packFor(platform: Platform): Promise<Packed> {
  expectBuilt()
  const folder = await mkdtemp(join(tmpdir(), 'papertray-'))
  const [runtime, output, cache] = [join(folder, 'runtime'), join(folder, 'output'), join(folder, 'cache')]
  await makeRuntime(platform, runtime)
  const places = { HOME: folder, TMPDIR: folder, XDG_CACHE_HOME: cache, ELECTRON_BUILDER_CACHE: cache }
  const env = { ...process.env, ...places, CSC_IDENTITY_AUTO_DISCOVERY: 'false' }
  const { exitCode, output: said } = await pack({ platform, unpacked: true, runtime, output, env })
  if (exitCode !== 0) expect.fail(said)
  const made = await readdir(output, { withFileTypes: true })
  const application = join(output, made.find((entry) => entry.isDirectory())?.name ?? '')
  const resources = platform === 'mac' ? 'Papertray.app/Contents/Resources' : 'resources'
  return {
    application,
    archive: join(application, resources, 'app.asar'),
    cache,
    remove: () => rm(folder, { recursive: true, force: true })
  }
}

/** Paths of the files in an archive, with forward slashes. */
export function filesIn(archive: string): string[] {
  const below = (path: string, { files }: DirectoryRecord): string[] =>
    Object.entries(files).flatMap(([name, entry]) =>
      'files' in entry ? below(`${path}${name}/`, entry) : [path + name]
    )
  return below('', getRawHeader(archive).header)
}
