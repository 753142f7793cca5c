/** `npm start [-- [--browser] [--no-open] [--port N] [--library DIR] [--watch DIR] FILE…]`: sets up, builds, opens Papertray. */
import { parseArgs } from 'node:util'
import { browserHost, build } from './lib/build.mjs'
import { callersFolder } from './lib/callers-folder.mjs'
import { openDesktop } from './lib/desktop.mjs'
import { main } from './lib/failure.mjs'
import { endWithParent } from './lib/orphan.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

/** As src/main/browser/arguments.ts has them. */
const options = {
  library: { type: 'string' },
  browser: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  port: { type: 'string' },
  watch: { type: 'string' },
  help: { type: 'boolean', short: 'h' }
}

await main(async () => {
  const args = process.argv.slice(2)
  const cwd = callersFolder('start')
  await setUp()
  await build()
  if (process.env.npm_lifecycle_event === 'start') endWithParent()
  if (isForDesktop(args)) {
    const { exitCode, reason } = await openDesktop(args, cwd)
    if (reason === undefined) {
      process.exitCode = exitCode
      return
    }
    console.error(`Papertray opens in your browser, since ${reason}.`)
  }
  const { exitCode } = await run(process.execPath, [browserHost, ...args], { cwd })
  process.exitCode = exitCode
})

/** Where something is wrong with the arguments the browser host says what. */
function isForDesktop(args) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    const { library, ...browserOnly } = values
    return library !== '' && !positionals.includes('') && Object.keys(browserOnly).length === 0
  } catch {
    return false
  }
}
