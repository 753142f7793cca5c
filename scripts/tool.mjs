/** `node scripts/tool.mjs NAME ARGS`: runs a developer's tool, bundled together with the sources it looks into. */
import { existsSync } from 'node:fs'
import { build as buildApplication } from './lib/build.mjs'
import { callersFolder } from './lib/callers-folder.mjs'
import { Failure, main } from './lib/failure.mjs'
import { inRoot, root } from './lib/root.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

const tools = {
  bench: 'tests/bench/bench.ts',
  fuzz: 'tests/fuzz/fuzz.ts',
  torture: 'tests/torture/torture.ts'
}

await main(async () => {
  const [name, ...args] = process.argv.slice(2)
  if (!Object.hasOwn(tools, name)) throw new Failure(`The tools are ${Object.keys(tools).join(', ')}.`, 2)
  if (!existsSync(inRoot(tools[name]))) throw new Failure(`The tool ${name} needs ${tools[name]}.`)
  await setUp()
  await buildApplication()
  // The tool gets the environment as it was: bundling sets NODE_ENV.
  const env = { ...process.env }
  await bundle(name)
  const { exitCode } = await run(process.execPath, [inRoot('out', 'tools', `${name}.js`), ...args], {
    cwd: callersFolder(name),
    env
  })
  process.exitCode = exitCode
})

/** For Node alone: packages stay where they are, and one file is written, so that tools never mix their chunks. */
async function bundle(name) {
  // Imported here, because the packages may only just have been installed.
  const { build } = await import('vite')
  try {
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'silent',
      build: {
        ssr: tools[name],
        outDir: 'out/tools',
        emptyOutDir: false,
        target: 'node20',
        minify: false,
        rolldownOptions: { output: { entryFileNames: `${name}.js`, codeSplitting: false } }
      }
    })
  } catch (error) {
    throw new Failure(`The tool ${name} could not be bundled: ${error.message.trim()}`)
  }
}
