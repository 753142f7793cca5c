/**
 * `node formats.mjs OUTPUT`, with a made-up runtime in ELECTRON_OVERRIDE_DIST_PATH: prints as JSON what electron-builder is
 * about to hand to the tools that write AppImages and Debian packages, which it would have to fetch.
 */
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { build, Platform } from 'electron-builder'

const formats = {}
await build({
  targets: Platform.LINUX.createTarget(['AppImage', 'deb']),
  publish: 'never',
  config: { extends: 'electron-builder.config.mjs', directories: { output: process.argv[2] } },
  effectiveOptionComputed(computed) {
    if (Array.isArray(computed))
      formats.deb = { args: computed[0], desktop: readFileSync(computed[1], 'utf8') }
    else formats.appImage = computed
    return Promise.resolve(true)
  }
})
process.stdout.write(`\n${JSON.stringify(formats)}`)
