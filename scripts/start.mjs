/** `npm start`: sets up, builds and starts Papertray. */
import { build, application } from './lib/build.mjs'
import { callersFolder } from './lib/callers-folder.mjs'
import { main } from './lib/failure.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

await main(async () => {
  await setUp()
  await build()
  const given = process.argv.slice(2)
  const { exitCode } = await run(
    process.execPath,
    [application, ...(given.length > 0 ? given : ['--help'])],
    {
      cwd: callersFolder('start')
    }
  )
  process.exitCode = exitCode
})
