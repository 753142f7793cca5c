import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { fingerprint } from './fingerprint.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { program } from './program.mjs'
import { inRoot } from './root.mjs'
import { captured, run } from './run.mjs'

const sources = [
  'src',
  'seeds',
  'resources',
  'electron.vite.config.ts',
  'scripts/lib/licences.mjs',
  'scripts/lib/woff2-only.mjs',
  'LICENSE',
  'tsconfig.json',
  'package.json',
  'package-lock.json'
]
const products = ['out/main', 'out/preload', 'out/renderer']
const stamp = inRoot('out', '.built')

/** The built command line. */
export const commandLine = inRoot('out', 'main', 'papertray.js')

/** The built browser host: serves the window on this machine, and opens it in the system's browser. */
export const browserHost = inRoot('out', 'main', 'browser.js')

/** Builds the application unless what stands in out/ was built from these very sources. */
export async function build() {
  if (isBuilt()) return
  await oneAtATime(async () => {
    if (!isBuilt()) await bundle()
  })
}

/** Products are compared as well: a development server or a build by hand may have put others there. */
function isBuilt() {
  return (
    existsSync(stamp) && readFileSync(stamp, 'utf8') === `${fingerprint(sources)} ${fingerprint(products)}`
  )
}

async function bundle() {
  console.error('Building Papertray…')
  // Taken first: a source changed while the build runs makes its products out of date.
  const builtFrom = fingerprint(sources)
  rmSync(stamp, { force: true })
  const { exitCode, output } = await run(
    process.execPath,
    [program('electron-vite'), 'build', '--logLevel', 'warn'],
    { stdio: captured, env: { ...process.env, NODE_ENV: 'production' } }
  )
  if (exitCode !== 0) throw new Failure(`${output.trim()}\nThe build failed with code ${exitCode}.`, exitCode)
  writeFileSync(stamp, `${builtFrom} ${fingerprint(products)}`)
}
