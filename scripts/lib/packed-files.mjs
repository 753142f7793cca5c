import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import ts from 'typescript'
import { Failure } from './failure.mjs'
import { inRoot, root } from './root.mjs'

/** Pictures that the desktop host shows itself, where there are any: its window's icon and a badge for the taskbar. */
const pictures = ['resources/icon.png', 'resources/badge.png']

/** What the desktop host runs in another thread. */
const thread = 'out/main/segment-worker.js'

/**
 * The files of a package, as paths in the repository with forward slashes: the desktop host with what it imports, its
 * preload, the window. The command line and the browser host are built beside them and stay out.
 */
export function packedFiles() {
  const main = posix.normalize(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).main)
  return [
    'package.json',
    ...new Set([main, thread].flatMap(withImports)),
    ...filesBelow('out/preload'),
    ...filesBelow('out/renderer'),
    ...pictures.filter((path) => existsSync(inRoot(path)))
  ]
}

/** What a module's text imports, by whatever form of import. */
function importsOf(text) {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** The file and all that it imports by a relative path, itself or through others. */
function withImports(entry) {
  const found = new Set([entry])
  for (const path of found) {
    for (const specifier of importsOf(built(path)))
      if (specifier.startsWith('.')) found.add(posix.join(posix.dirname(path), specifier))
  }
  return [...found]
}

function built(path) {
  if (!existsSync(inRoot(path))) throw new Failure(`A package needs ${path}, which has not been built.`)
  return readFileSync(inRoot(path), 'utf8')
}

/** Without source maps, which a build by hand may have left there. */
function filesBelow(folder) {
  if (!existsSync(inRoot(folder))) throw new Failure(`A package needs ${folder}, which has not been built.`)
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => relative(root, path).split(sep).join('/'))
    .sort()
}
