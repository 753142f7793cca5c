import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Failure } from './failure.mjs'
import { oneAtATime } from './one-at-a-time.mjs'
import { inRoot } from './root.mjs'
import { onlyErrors, run } from './run.mjs'

const lockFile = inRoot('package-lock.json')
// npm's own account of what it installed, written last: absent after an interrupted installation.
const accountFile = inRoot('node_modules', '.package-lock.json')
const stampFile = inRoot('node_modules', '.set-up')
// Packages with native parts differ by platform, and may by Node version.
const platform = `${process.platform} ${process.arch} node ${process.versions.node.split('.')[0]}`

/** Installs the packages unless those of this package-lock.json, platform and Node version are there. */
export async function setUp() {
  refuseOldNode()
  if (isSetUp()) return
  await oneAtATime(async () => {
    if (!isSetUp()) await install()
  })
}

function refuseOldNode() {
  const { engines } = readJson(inRoot('package.json'))
  const [major, minor] = engines.node.match(/\d+/g).map(Number)
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return
  throw new Failure(
    `Papertray needs Node.js ${major}.${minor} or newer, and this is ${process.versions.node}.`
  )
}

function isSetUp() {
  if (!existsSync(lockFile) || !existsSync(accountFile)) return false
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (stamp === currentStamp()) return true
  // Packages installed by hand with npm must not be thrown away and fetched again.
  const isSamePlatform = stamp === '' || stamp.endsWith(`\n${platform}`)
  if (!isSamePlatform || !isInstalled(readJson(lockFile).packages, readJson(accountFile).packages))
    return false
  writeFileSync(stampFile, currentStamp())
  return true
}

const currentStamp = () => `${createHash('sha256').update(readFileSync(lockFile)).digest('hex')}\n${platform}`

/** Whether the locked packages and no others are installed; the optional ones are for other platforms. */
function isInstalled(locked, installed) {
  const isSame = ([path, { version, integrity, optional }]) =>
    path in installed
      ? installed[path].version === version && installed[path].integrity === integrity
      : path === '' || optional === true
  return Object.entries(locked).every(isSame) && Object.keys(installed).every((path) => path in locked)
}

async function install() {
  console.error('Setting up: installing packages (once, about half a minute)…')
  rmSync(accountFile, { force: true })
  rmSync(stampFile, { force: true })
  const command = existsSync(lockFile) ? 'npm ci' : 'npm install'
  // One string through a shell, because npm is a `.cmd` file on Windows. Development packages are wanted
  // whatever NODE_ENV says, and errors are shown even under `npm run --silent`.
  const flags = '--include=dev --prefer-offline --no-audit --no-fund --loglevel=error'
  const { exitCode } = await run(`${command} ${flags}`, [], { shell: true, stdio: onlyErrors })
  if (exitCode !== 0)
    throw new Failure(`Setting up failed, as ${command} ended with code ${exitCode}.`, exitCode)
  writeFileSync(stampFile, currentStamp())
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
