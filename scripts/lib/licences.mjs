import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { inRoot } from './root.mjs'

/**
 * A plugin for Vite: adds `licences.json` to the window's files, the licences of all that a package of Papertray carries
 * apart from Electron, which brings its own. A dependency without a licence's text fails the build.
 */
export function licences() {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle(_options, bundle) {
      const bundled = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      const folders = new Set([
        ...bundled.flatMap(packageOf).map((path) => realpathSync(path)),
        ...dependencies()
      ])
      this.emitFile({
        type: 'asset',
        fileName: 'licences.json',
        source: JSON.stringify([
          ownLicence(),
          ...[katexFonts(), ...[...folders].map((folder) => licenceOf(folder))].sort(byName)
        ])
      })
    }
  }
}

const byName = (one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1)

/** The folder of the package that a module belongs to; none for Papertray's own. */
function packageOf(moduleId) {
  // What the bundler adds of its own accord has no file, but has authors.
  const virtual = /^\0(vite|rolldown)\//.exec(moduleId)
  if (virtual) return [inRoot('node_modules', virtual[1])]
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(moduleId) ?? []
}

/**
 * The packages that package.json names as dependencies, and theirs: what the main process bundles is among them, and
 * this build does not see it.
 */
function dependencies() {
  const found = new Set()
  const add = (manifest) => {
    for (const name of Object.keys(readJson(manifest).dependencies ?? {})) {
      const folder = installedFolder(name, manifest)
      if (found.has(folder)) continue
      found.add(folder)
      add(join(folder, 'package.json'))
    }
  }
  add(inRoot('package.json'))
  return found
}

/** Looked for as Node does, since a package may bring its own version of another. */
function installedFolder(name, importer) {
  const places = createRequire(importer).resolve.paths(name) ?? []
  const folder = places
    .map((place) => join(place, name))
    .find((path) => existsSync(join(path, 'package.json')))
  if (folder === undefined) throw new Error(`The package ${name} is not installed.`)
  return realpathSync(folder)
}

function licenceOf(folder) {
  const { name, version, license } = readJson(join(folder, 'package.json'))
  const files = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
    .sort()
    .map((file) => join(folder, file))
  // Some packages leave behind the text that their repository has.
  const kept = inRoot('resources', 'licences', `${name}.txt`)
  if (files.length === 0 && existsSync(kept)) files.push(kept)
  const texts = files.map((file) => readFileSync(file, 'utf8').trim())
  if (typeof license !== 'string' || texts.join('') === '')
    throw new Error(`The package ${name} ${version} says nothing of its licence.`)
  return { name, version, licence: license, text: ownPart(texts.join('\n\n')) }
}

/** Vite goes on with the licences of all that builds it, none of which is in what it builds. */
const ownPart = (text) => text.split(/^# Licenses of bundled dependencies$/m)[0].trim()

/** KaTeX says MIT of itself, and nothing of its fonts, which say of themselves that theirs is another licence. */
function katexFonts() {
  const { version } = readJson(inRoot('node_modules', 'katex', 'package.json'))
  const text = readFileSync(inRoot('resources', 'licences', 'katex-fonts.txt'), 'utf8').trim()
  return { name: 'KaTeX fonts', version, licence: 'OFL-1.1', text }
}

function ownLicence() {
  const { productName, version, license } = readJson(inRoot('package.json'))
  return {
    name: productName,
    version,
    licence: license,
    text: readFileSync(inRoot('LICENSE'), 'utf8').trim()
  }
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
