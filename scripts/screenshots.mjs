/** `npm run screenshots`: takes the pictures of docs/screenshots anew, of the samples, in both appearances. */
import { build } from './lib/build.mjs'
import { chromium } from './lib/chromium.mjs'
import { main } from './lib/failure.mjs'
import { program } from './lib/program.mjs'
import { inRoot } from './lib/root.mjs'
import { run } from './lib/run.mjs'
import { setUp } from './lib/set-up.mjs'

await main(async () => {
  await setUp()
  await build()
  const env = {
    ...process.env,
    PAPERTRAY_CHROMIUM: await chromium(),
    PAPERTRAY_SCREENSHOTS: inRoot('docs', 'screenshots')
  }
  const command = [program('@playwright/test', 'playwright'), 'test', 'screenshots', '--reporter', 'list']
  const { exitCode } = await run(process.execPath, command, { env })
  process.exitCode = exitCode
})
