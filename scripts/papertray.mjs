/**
 * `npm run -s papertray -- ARGS`: the command line, built when needed. It runs in this process, so that it
 * starts at once and keeps its standard streams, signals and exit code to itself.
 */
import { pathToFileURL } from 'node:url'
import { commandLine, build } from './lib/build.mjs'
import { callersFolder } from './lib/callers-folder.mjs'
import { main } from './lib/failure.mjs'
import { setUp } from './lib/set-up.mjs'

await main(async () => {
  await setUp()
  await build()
  process.chdir(callersFolder('papertray'))
  process.argv = [process.execPath, commandLine, ...process.argv.slice(2)]
  await import(pathToFileURL(commandLine).href)
})
