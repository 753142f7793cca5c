/** `npm run desktop-check`: the end-to-end tests on a real Electron runtime, fetched if need be, also after a failure. */
import { build } from './lib/build.mjs'
import { electronRuntime, electronVersion } from './lib/electron-runtime.mjs'
import { Failure, main } from './lib/failure.mjs'
import { program } from './lib/program.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

await main(async () => {
  await setUp()
  await build()
  const { path, reason } = await electronRuntime({ again: true })
  if (reason !== undefined) throw new Failure(`The desktop was not checked: ${reason}.`)
  console.log(`Checking the desktop on ${path} (Electron ${electronVersion} is the one it is made for)…`)
  const args = [program('@playwright/test', 'playwright'), 'test', '--project', 'electron']
  const { exitCode } = await run(process.execPath, args)
  process.exitCode = exitCode
})
