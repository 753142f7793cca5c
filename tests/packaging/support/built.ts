import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'

export const repository = join(import.meta.dirname, '..', '..', '..')

/** Packages are made of what is built: `npm run build` makes it. */
export function expectBuilt(): void {
  for (const path of ['out/main/desktop.js', 'out/preload/index.cjs', 'out/renderer/index.html'])
    if (!existsSync(join(repository, path))) expect.fail(`${path} is missing: run \`npm run build\` first.`)
}
