import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { expectBuilt, repository } from './support/built'
import { makeRuntime } from './support/runtime'
import { temporaryFolder } from '../support/temporary'

beforeAll(expectBuilt)

interface Formats {
  readonly appImage: { readonly desktop: string; readonly desktopFileName: string }
  readonly deb: { readonly args: string[]; readonly desktop: string }
}

async function formats(): Promise<Formats> {
  const folder = await temporaryFolder()
  await makeRuntime('linux', join(folder, 'runtime'))
  const cache = join(folder, 'cache')
  const places = { HOME: folder, TMPDIR: folder, XDG_CACHE_HOME: cache, ELECTRON_BUILDER_CACHE: cache }
  const env = { ...process.env, ...places, ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'runtime') }
  const script = join(import.meta.dirname, 'support', 'formats.mjs')
  const run = promisify(execFile)
  const { stdout } = await run(process.execPath, [script, join(folder, 'output')], { cwd: repository, env })
  return JSON.parse(stdout.split('\n').at(-1) ?? '') as Formats
}

test('On Linux Papertray stands in menus, is offered for text, and starts in its sandbox', async () => {
  const { appImage, deb } = await formats()
  const entry = (text: string): Record<string, string> =>
    Object.fromEntries(
      text
        .split('\n')
        .filter((line) => line.includes('='))
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
    )
  const common = {
    Name: 'Papertray',
    Icon: 'papertray',
    StartupWMClass: 'papertray',
    MimeType: 'text/plain;'
  }
  expect(entry(deb.desktop)).toMatchObject({ ...common, Exec: '/opt/Papertray/papertray %U' })
  expect(entry(appImage.desktop)).toMatchObject({ ...common, Exec: 'AppRun %U' })

  const sources = deb.args.filter((arg) => arg.includes('=')).map((arg) => arg.slice(arg.indexOf('=') + 1))
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
    expect(sources).toContain(`/usr/share/icons/hicolor/${size}x${size}/apps/papertray.png`)
  // The name that package.json tells Electron, by which a desktop knows whose a window is.
  expect(sources).toContain('/usr/share/applications/papertray.desktop')
  expect(appImage.desktopFileName).toBe('papertray.desktop')
  // No type of files is defined anew.
  expect(sources.filter((path) => path.startsWith('/usr/share/mime'))).toEqual([])
})
