import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { Failure } from './failure.mjs'
import { program } from './program.mjs'
import { run } from './run.mjs'

/** Milliseconds that a download may take: closed networks often answer nothing at all. */
const longestDownload = 2 * 60_000
const longestInstallation = 5 * 60_000
/** Of what is only quicker. */
const longestShellInstallation = 60_000

const names = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'],
  ...['microsoft-edge', 'microsoft-edge-stable', 'msedge']
]

/**
 * A browser of the Chromium family for the end-to-end tests: one that is installed, else Playwright's own, which is
 * fetched if need be, else Debian's.
 */
export async function chromium() {
  return (
    installedChromium() ??
    downloadedChromium() ??
    (await downloadChromium()) ??
    (await installChromium()) ??
    noChromium()
  )
}

/** Debian's package, and the program in it. */
const shell = 'chromium-headless-shell'

/**
 * Chromium without what only windows on a screen need, in which tests in a browser take two thirds of the time; undefined
 * where it is not installed and not worth installing. The desktop's need a whole one: its windows, and devices to be refused.
 */
export async function headlessShell() {
  // Whoever names a browser means that one.
  if (process.env.PAPERTRAY_CHROMIUM || process.env.CHROME_PATH) return undefined
  const installed = onPath([shell]).find(isProgram)
  if (installed !== undefined || !process.env.CI || !mayInstall()) return installed
  await installPackage(shell, longestShellInstallation)
  return onPath([shell]).find(isProgram)
}

/** The path of one that is installed or was downloaded before; undefined where there is none. */
export function findChromium() {
  return installedChromium() ?? downloadedChromium()
}

function installedChromium() {
  const named = process.env.PAPERTRAY_CHROMIUM || process.env.CHROME_PATH
  if (named) {
    if (isProgram(named)) return named
    throw new Failure(`PAPERTRAY_CHROMIUM or CHROME_PATH names ${named}, which is no program.`)
  }
  return candidates().find(isProgram)
}

function candidates() {
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe']
    programs.push('Microsoft\\Edge\\Application\\msedge.exe')
    return programs.flatMap((path) => folders.filter(Boolean).map((folder) => join(folder, path)))
  }
  const found = onPath(names)
  if (process.platform !== 'darwin') return found
  const applications = ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
    ['/Applications', join(process.env.HOME ?? '', 'Applications')].map((folder) =>
      join(folder, `${name}.app`, 'Contents', 'MacOS', name)
    )
  )
  return [...applications, ...found]
}

function onPath(programs) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return programs.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** Playwright's own, where it has been downloaded. */
function downloadedChromium() {
  // By `require`, and only now: the packages may just have been installed.
  const path = createRequire(import.meta.url)('playwright-core').chromium.executablePath()
  return path !== '' && isProgram(path) ? path : undefined
}

async function downloadChromium() {
  console.error('Looking for a Chromium for the tests: asking Playwright for one (at most two minutes)…')
  const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }
  await quietly(process.execPath, [program('playwright'), 'install', 'chromium'], longestDownload, env)
  return downloadedChromium()
}

/** In containers and on build machines; nobody else is made to install a package for the tests. */
async function installChromium() {
  if (!mayInstall()) return undefined
  console.error('None was to be had there: installing Debian’s package chromium (at most ten minutes)…')
  await installPackage('chromium', longestInstallation)
  return installedChromium()
}

function mayInstall() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

/** @param longest Milliseconds for each of the two steps. */
async function installPackage(name, longest) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await quietly('apt-get', ['update'], longest, env)
  await quietly('apt-get', ['install', '-y', '--no-install-recommends', name], longest, env)
}

/**
 * Whether it went well shows in what is there afterwards. No pipes: processes that the command started itself would
 * keep them open after it was killed, and be waited for.
 */
async function quietly(command, args, timeout, env) {
  await run(command, args, { stdio: 'ignore', timeout, killSignal: 'SIGKILL', env }).catch(() => undefined)
}

function noChromium() {
  throw new Failure(
    'The end-to-end tests need a Chromium, Chrome or Edge: install one, or name it in PAPERTRAY_CHROMIUM.'
  )
}
