import { program } from './program.mjs'
import { captured, run } from './run.mjs'

/** What electron-builder calls the platforms. */
export const platforms = { linux: 'Linux', mac: 'macOS', win: 'Windows' }

/** The configuration of packages for what stands in out/; an error says what electron-builder would not accept in it. */
export async function checkedConfiguration() {
  // Imported here, because the packages may only just have been installed.
  const { default: configuration } = await import('../../electron-builder.config.mjs')
  const { validateConfiguration } = await import('app-builder-lib/out/util/config/config.js')
  const result = configuration()
  await validateConfiguration(copyOfData(result), { isEnabled: false })
  return result
}

/** electron-builder changes what it checks. */
const copyOfData = (value) =>
  Array.isArray(value)
    ? value.map(copyOfData)
    : value?.constructor === Object
      ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOfData(part)]))
      : value

/**
 * Has electron-builder make the packages for a platform, or with `unpacked` only the folder that goes into them, of what
 * stands in out/ and the runtime in the folder `runtime`. Resolves to its exit code and all that it said.
 */
export function pack({ platform, unpacked, runtime, output = 'dist', env = process.env }) {
  const args = [`--${platform}`, ...(unpacked ? ['--dir'] : []), '--config', 'electron-builder.config.mjs']
  return run(
    process.execPath,
    [program('electron-builder'), ...args, `-c.directories.output=${output}`, '--publish', 'never'],
    { stdio: captured, env: { ...env, ELECTRON_OVERRIDE_DIST_PATH: runtime } }
  )
}
