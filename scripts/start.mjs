/** `npm start [-- [--browser] [--no-open] [--port N] [--library DIR] FILE…]`: sets up, builds, opens Papertray. */
import { browserHost, build } from './lib/build.mjs'
import { callersFolder } from './lib/callers-folder.mjs'
import { main } from './lib/failure.mjs'
import { endWithParent } from './lib/orphan.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

const noDesktop =
  'This version of Papertray has no desktop window yet, that comes with the next one: it opens in your browser.'

await main(async () => {
  const args = process.argv.slice(2)
  await setUp()
  await build()
  if (!wants(args, '--browser', '--help', '-h')) console.error(noDesktop)
  if (process.env.npm_lifecycle_event === 'start') endWithParent()
  const { exitCode } = await run(process.execPath, [browserHost, ...args], { cwd: callersFolder('start') })
  process.exitCode = exitCode
})

/** What stands after `--` are files, whatever they look like. */
function wants(args, ...names) {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? undefined : end).some((arg) => names.includes(arg))
}
