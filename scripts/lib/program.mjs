import { readFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

/**
 * The JavaScript file behind an installed package's command. Started with `node`, it needs neither npx nor
 * the `.cmd` wrappers of Windows, which only a shell can start.
 */
export function program(packageName, command = packageName) {
  const { bin } = JSON.parse(readFileSync(inRoot('node_modules', packageName, 'package.json'), 'utf8'))
  return inRoot('node_modules', packageName, typeof bin === 'string' ? bin : bin[command])
}
