import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fingerprint } from './fingerprint.mjs'
import { oneAtATime } from './one-at-a-time.mjs'

/**
 * Bundles unless what stands in `products` was made from these very `sources`; the file `stamp` remembers of both what
 * they were. Products are compared as well: a development server or a build by hand may have put others there.
 */
export async function unlessBuilt({ stamp, sources, products }, bundle) {
  const isBuilt = () =>
    existsSync(stamp) && readFileSync(stamp, 'utf8') === `${fingerprint(sources)} ${fingerprint(products)}`
  if (isBuilt()) return
  await oneAtATime(async () => {
    if (isBuilt()) return
    // Taken first: a source changed while the build runs makes its products out of date.
    const builtFrom = fingerprint(sources)
    rmSync(stamp, { force: true })
    await bundle()
    writeFileSync(stamp, `${builtFrom} ${fingerprint(products)}`)
  })
}
