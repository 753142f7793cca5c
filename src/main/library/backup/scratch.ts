import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Milliseconds after which nobody can still be at work with it. */
const oldAfter = 24 * 60 * 60 * 1000

/** Removes what exports and restores left in the cache when their process was ended. */
export async function sweepScratch(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => [])
  for (const name of names) {
    if (!/^(restore-[\da-f]{12}|\.?export-[\da-f]{12}\.tar\.gz(\.[\da-f]{12})?)$/.test(name)) continue
    const path = join(cache, name)
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0
    )
    if (age > oldAfter) await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
}
