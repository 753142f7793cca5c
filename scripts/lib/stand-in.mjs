import { rmSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { inRoot, root } from './root.mjs'
import { unlessBuilt } from './unless-built.mjs'

const sources = ['tests/stand-in', 'scripts/lib/stand-in.mjs', 'package-lock.json']
const folder = 'out/stand-in'
const stamp = inRoot('out', '.stand-in-built')

/** What runs an application under the stand-in for Electron. */
export const standInStart = inRoot('out', 'stand-in', 'start.js')

/** Names the folder with the stand-in's executable, as Electron's own tools take it from the environment. */
export const standInEnvironment = { ELECTRON_OVERRIDE_DIST_PATH: inRoot('tests', 'stand-in', 'runtime') }

/** Bundles the stand-in for Electron's runtime (tests/stand-in) unless it was bundled from these very sources. */
export async function buildStandIn() {
  await unlessBuilt({ stamp, sources, products: [folder] }, bundle)
}

async function bundle() {
  rmSync(inRoot(folder), { recursive: true, force: true })
  // Imported here, because the packages may only just have been installed.
  const { build } = await import('vite')
  // The bundler sets it, and the application that runs in this process afterwards must not see that.
  const { NODE_ENV } = process.env
  try {
    await build(forNode)
    for (const name of ['main-world', 'isolated-world']) await build(forPages(name))
  } catch (error) {
    throw new Failure(`The stand-in for Electron could not be bundled: ${error.message.trim()}`)
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}

const shared = { root, configFile: false, publicDir: false, logLevel: 'silent' }

/** The host's own import of `electron` and the start share their modules, so these are files of their own. */
const forNode = {
  ...shared,
  build: {
    ssr: true,
    outDir: folder,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        start: inRoot('tests/stand-in/start.ts'),
        hooks: inRoot('tests/stand-in/hooks.ts'),
        'electron-module': inRoot('tests/stand-in/electron-module.ts')
      },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' }
    }
  }
}

/** What is put into pages, as text: one script that leaves its exports in a variable. */
const forPages = (name) => ({
  ...shared,
  build: {
    lib: {
      entry: inRoot(`tests/stand-in/page/${name}.ts`),
      formats: ['iife'],
      name: 'standIn',
      fileName: () => `${name}.js`
    },
    outDir: folder,
    emptyOutDir: false,
    target: 'chrome120',
    minify: false
  }
})
