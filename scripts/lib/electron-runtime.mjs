import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { oneAtATime } from './one-at-a-time.mjs'
import { inRoot } from './root.mjs'
import { run } from './run.mjs'

/** The version of Electron that Papertray is made for: package.json names one, not a range. */
export const electronVersion = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).devDependencies
  .electron

/** Where the executable stands in a runtime's folder, by the platform that it is for. */
const executables = {
  linux: 'electron',
  win32: 'electron.exe',
  darwin: join('Electron.app', 'Contents', 'MacOS', 'Electron')
}

const installed = inRoot('node_modules', 'electron')
const failedAttempt = inRoot('out', '.no-electron')
/** Milliseconds that fetching may take: closed networks often answer nothing at all. */
const longestFetch = 60_000

/**
 * The Electron runtime, which npm does not install: its executable and its folder, or the reason why there is none, as a
 * clause. It is the one that ELECTRON_OVERRIDE_DIST_PATH names, else the one fetched before, else one fetched now unless
 * `fetch` is false. A fetch that failed is not tried again for this version, unless `again` is true.
 */
export async function electronRuntime({ fetch = true, again = false, limit = longestFetch } = {}) {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named) return namedRuntime(resolve(named))
  const present = fetchedRuntime()
  if (present) return present
  if (!fetch) return { reason: `the Electron runtime ${electronVersion} has not been fetched yet` }
  return (again || !hasFailed() ? await fetchRuntime(again, limit) : undefined) ?? { reason: notToBeHad }
}

const notToBeHad = `the Electron runtime ${electronVersion} could not be fetched from its release site`

/** One for another platform counts as well: a package may be made for it. */
function namedRuntime(folder) {
  const path = executableIn(folder)
  if (path) return { path, folder }
  return { reason: `ELECTRON_OVERRIDE_DIST_PATH names ${folder}, where no Electron runtime is` }
}

/** Whole only with `path.txt`, which Electron's installer writes last: a fetch that was killed leaves half a folder. */
function fetchedRuntime() {
  const folder = join(installed, 'dist')
  const version = textOf(join(folder, 'version')).replace(/^v/, '')
  if (version !== electronVersion || textOf(join(installed, 'path.txt')) === '') return undefined
  const path = executableIn(folder)
  return path && { path, folder }
}

/** The platform's own first. */
function executableIn(folder) {
  return [executables[process.platform], ...Object.values(executables)]
    .filter(Boolean)
    .map((executable) => join(folder, executable))
    .find((path) => existsSync(path))
}

async function fetchRuntime(again, limit) {
  return oneAtATime(async () => {
    // Another script may have fetched it, or tried to, while this one waited for its turn.
    const present = fetchedRuntime()
    if (present || (!again && hasFailed())) return present
    console.error(`Fetching the Electron runtime ${electronVersion} (once, about 120 MB, at most a minute)…`)
    const args = [join(installed, 'install.js')]
    // Whether it went well shows in what is there afterwards. No pipes: processes that the installer started itself
    // would keep them open after it was killed.
    await run(process.execPath, args, { stdio: 'ignore', timeout: limit, killSignal: 'SIGKILL' }).catch(
      () => undefined
    )
    const runtime = fetchedRuntime()
    if (runtime) rmSync(failedAttempt, { force: true })
    else rememberFailure()
    return runtime
  })
}

function rememberFailure() {
  mkdirSync(dirname(failedAttempt), { recursive: true })
  writeFileSync(failedAttempt, electronVersion)
}

const hasFailed = () => textOf(failedAttempt) === electronVersion

function textOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
}
