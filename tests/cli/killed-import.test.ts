import { once } from 'node:events'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkLibrary } from '#main/library/check-library'
import { importAll, listed, listedAt, placeBelow, reading, writing } from '../library/support/places'
import { startPapertray } from '../support/papertray'
import { readSeeds } from '../support/seeds'
import { temporaryFolder } from '../support/temporary'
import { newUser, type User } from './support/command-line'

/** Digests of a few papers each, made from a sample's: other days, other ids, overlapping. */
async function smallDigests(count: number): Promise<Buffer[]> {
  const text = (await readSeeds())[0]?.bytes.toString('utf8') ?? ''
  const [heading = '', ...records] = text.split(/^(?=### )/m)
  return Array.from({ length: count }, (_, number) => {
    const date = `2024-${String(1 + (number % 12)).padStart(2, '0')}-${String(1 + Math.floor(number / 12)).padStart(2, '0')}`
    const papers = [number, number + 1].map((paper) =>
      (records[paper % records.length] ?? '').replaceAll(
        /2312\.\d{5}/g,
        `2401.${String(1 + paper).padStart(5, '0')}`
      )
    )
    return Buffer.from(heading.replace('2023-12-18', date) + papers.join(''))
  })
}

/** Bytes in the files of a library's devices. */
async function written(library: string): Promise<number> {
  const devices = join(library, 'devices')
  const entries = await readdir(devices, { recursive: true }).catch(() => [])
  const sizes = await Promise.all(
    entries.map((name) =>
      stat(join(devices, name)).then(
        (stats) => (stats.isFile() ? stats.size : 0),
        () => 0
      )
    )
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Imports in a process of its own that is killed once so much has been written. */
async function importKilledAt(home: string, user: User, size: number): Promise<void> {
  const child = startPapertray(['import', 'digests'], { home, cwd: user.cwd })
  const end = once(child, 'close')
  while (child.exitCode === null && (await written(join(home, 'library'))) < size) await pause(1)
  child.kill('SIGKILL')
  await end
}

test('An import that is killed at any moment leaves whole digests only, and can be finished', async () => {
  const user = await newUser()
  const digests = await smallDigests(30)
  for (const [index, bytes] of digests.entries())
    await user.file(`digests/${String(index).padStart(2, '0')}.md`, bytes)
  await user.lines(['import', 'digests'])
  const undisturbed = await listedAt(placeBelow(user.home))
  const full = await written(user.library)

  const moments = fc.sample(fc.integer({ min: 0, max: full }), { seed: 9, numRuns: 25 })
  let unfinished = 0
  for (const size of moments) {
    const home = await temporaryFolder()
    await importKilledAt(home, user, size)
    const place = placeBelow(home)
    const found = await checkLibrary(place).catch(() => null)
    if (found !== null) {
      expect(found.damages.filter(({ reason }) => reason !== 'torn')).toEqual([])
      const kept = await reading(place, (library) => library.digests())
      expect(kept).toHaveLength(found.decisions)
      expect(found.entries).toBe(2 * kept.length)
      expect(await listedAt(place)).toHaveLength(found.papers)
      if (found.decisions < digests.length) unfinished++
    }
    await writing(place, async (library) => {
      await importAll(library, digests)
      expect(await listed(library)).toEqual(undisturbed)
    })
    expect((await checkLibrary(place)).damages.filter(({ reason }) => reason !== 'torn')).toEqual([])
  }
  expect(unfinished).toBeGreaterThan(0)
})
