import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'vite'

const root = join(import.meta.dirname, '..', '..')

export interface Bundle {
  readonly path: string
  readonly remove: () => Promise<void>
}

/** Bundles a module of the tests for Node alone, into a folder of its own: processes of tests start at once with it. */
export async function bundled(entry: string): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'papertray-bundle-'))
  const name = `${basename(entry, '.ts')}.mjs`
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } }
    }
  })
  return { path: join(folder, name), remove: () => rm(folder, { recursive: true, force: true }) }
}
