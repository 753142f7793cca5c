import { Failure } from './failure.mjs'
import { program } from './program.mjs'
import { inRoot } from './root.mjs'
import { captured, run } from './run.mjs'
import { unlessBuilt } from './unless-built.mjs'

const sources = [
  'src',
  'seeds',
  'resources',
  'electron.vite.config.ts',
  'scripts/lib/licences.mjs',
  'scripts/lib/plain-imports.mjs',
  'scripts/lib/short-class.mjs',
  'scripts/lib/plain-svelte.mjs',
  'scripts/lib/terser.mjs',
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
  await unlessBuilt({ stamp, sources, products }, bundle)
}

async function bundle() {
  console.error('Building Papertray…')
  const { exitCode, output } = await run(
    process.execPath,
    [program('electron-vite'), 'build', '--logLevel', 'warn'],
    { stdio: captured, env: { ...process.env, NODE_ENV: 'production' } }
  )
  if (exitCode !== 0) throw new Failure(`${output.trim()}\nThe build failed with code ${exitCode}.`, exitCode)
}
