/**
 * `npm run package [-- [--linux|--mac|--win] [--dir]]`: makes the packages for a platform, by default this one, in dist/;
 * with --dir only the folder that goes into them.
 */
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from './lib/build.mjs'
import { electronRuntime } from './lib/electron-runtime.mjs'
import { Failure, main } from './lib/failure.mjs'
import { folderSizes, kilobytes } from './lib/folder-sizes.mjs'
import { checkedConfiguration, pack, platforms } from './lib/pack.mjs'
import { inRoot } from './lib/root.mjs'
import { setUp } from './lib/set-up.mjs'

const ownPlatform = { linux: 'linux', darwin: 'mac', win32: 'win' }[process.platform]
const dist = inRoot('dist')
const log = join(dist, 'electron-builder.log')

await main(async () => {
  const { platform, unpacked } = whatToMake(process.argv.slice(2))
  await setUp()
  await build()
  const { files, ...configuration } = await configurationOrFailure()
  console.error('The configuration is sound. A package holds:')
  for (const line of folderSizes(files)) console.error(`  ${line}`)
  const { folder, reason } = await runtimeFor(platform)
  if (reason) throw new Failure(`No package was made, as ${reason}. ${whatToDo(platform)}`)
  console.error(`Making ${namesOf(configuration[platform], unpacked)} for ${platforms[platform]}…`)
  const start = Date.now()
  await makePackages({ platform, unpacked, runtime: folder })
  for (const line of results(unpacked, start)) console.log(line)
  if (!unpacked && platform !== 'linux') console.error(unsigned(platform))
})

function whatToMake(args) {
  const flag = { type: 'boolean' }
  let values
  try {
    const options = { ...Object.fromEntries(Object.keys(platforms).map((name) => [name, flag])), dir: flag }
    values = parseArgs({ args, options }).values
  } catch {
    throw new Failure('Usage: npm run package [-- [--linux|--mac|--win] [--dir]]', 2)
  }
  const named = Object.keys(platforms).filter((name) => values[name])
  if (named.length > 1) throw new Failure('Packages are made for one platform at a time.', 2)
  const platform = named[0] ?? ownPlatform
  if (!platform) throw new Failure('Packages are made for Linux, macOS and Windows: name one of them.', 2)
  return { platform, unpacked: values.dir === true }
}

async function configurationOrFailure() {
  try {
    return await checkedConfiguration()
  } catch (error) {
    throw new Failure(error.message)
  }
}

/** Electron's runtime is of one platform, and npm's package knows only the one that it stands on. */
async function runtimeFor(platform) {
  if (platform === ownPlatform || process.env.ELECTRON_OVERRIDE_DIST_PATH)
    return electronRuntime({ again: true })
  return { reason: `packages for ${platforms[platform]} need Electron's runtime for it` }
}

function whatToDo(platform) {
  const byName = 'a folder with that runtime in ELECTRON_OVERRIDE_DIST_PATH'
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return `Name ${byName}.`
  return platform === ownPlatform
    ? `Try again with a network that reaches it, or name ${byName}.`
    : `Make them on ${platforms[platform]}, or name ${byName}.`
}

function namesOf({ target }, unpacked) {
  return unpacked ? 'the unpacked application' : target.join(' and ')
}

/** electron-builder also fetches what makes the formats, and writes much: all of it is kept for whoever needs it. */
async function makePackages(what) {
  const { exitCode, output } = await pack(what)
  mkdirSync(dist, { recursive: true })
  writeFileSync(log, output)
  if (exitCode === 0) return
  const complaint = [...output.matchAll(/⨯ (.+?)(?:\s{2,}|$)/gm)].at(-1)?.[1] ?? `code ${exitCode}`
  throw new Failure(`electron-builder ended with: ${complaint}. All that it said is in ${log}.`, exitCode)
}

/** What came into dist/ since then: earlier versions may still stand there. */
function results(unpacked, since) {
  const found = readdirSync(dist, { withFileTypes: true }).filter(({ name }) =>
    unpacked ? /unpacked$|^mac/.test(name) : /\.(AppImage|deb|dmg|zip|exe)$/.test(name)
  )
  return found.flatMap(({ name }) => {
    const { mtimeMs, size } = statSync(join(dist, name))
    if (mtimeMs < since) return []
    return [unpacked ? join(dist, name) : `${join(dist, name)}: ${kilobytes(size)}`]
  })
}

function unsigned(platform) {
  if (process.env.CSC_LINK || process.env.CSC_NAME)
    return 'They are signed with the certificate that you named.'
  return `Without a certificate in CSC_LINK they are not signed, of which ${platforms[platform]} warns whoever opens them.`
}
