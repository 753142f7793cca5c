import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Decision } from '#core/domain/decision'
import { Marks } from '#core/domain/marks'
import { backUp } from '#main/library/backup/back-up'
import { restore } from '#main/library/backup/restore'
import { checkLibrary } from '#main/library/check-library'
import type { Library } from '#main/library/library'
import type { LibraryLocation } from '#main/library/open-library'
import { libraryFiles } from '#main/storage/backup/library-files'
import { fieldList, items } from '../library/support/digest-text'
import { decisionsIn } from '../library/support/files'
import {
  anotherDevice,
  id,
  listed,
  listedAt,
  newPlace,
  withoutCache,
  writing,
  type Listed
} from '../library/support/places'
import { temporaryFolder } from '../support/temporary'
import { contentsOfBackup, newestBackup } from './support/backups'

const ids = items(8).map((item) => id(item.id))
/** The last one is two digests in one file. */
const files = [
  fieldList('2023-12-01', items(4)),
  fieldList('2023-12-02', items(3, '2312', 3)),
  Buffer.concat([fieldList('2023-12-03', items(2, '2312', 6)), fieldList('2023-12-04', items(1, '2312', 8))])
]

type Act = (library: Library) => Promise<unknown>

const papers = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 4 })
const wish = fc.oneof(
  fc.record({ read: fc.boolean() }),
  fc.record({ starred: fc.boolean() }),
  fc.record({ addTags: fc.subarray(['a', 'b/c']), removeTags: fc.subarray(['d', 'a']) }),
  fc.record({ note: fc.constantFrom('', 'One.', 'Two.', 'Three.') })
)
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.nat(files.length - 1).map(
    (n): Act =>
      (library) =>
        library.importFile(`${n}.md`, files[n] ?? Buffer.alloc(0))
  ),
  fc.tuple(wish, papers).map(([wanted, some]): Act => (library) => {
    const { removeTags = [], ...rest } = wanted as { removeTags?: string[]; addTags?: string[] }
    const removed = removeTags.filter((tag) => rest.addTags?.includes(tag) !== true)
    const held = some.filter((each) => library.catalog.find(each) >= 0)
    return library.mark({ ...rest, removeTags: removed }, held)
  }),
  fc.constant((library: Library) => library.undo().catch(() => undefined)),
  fc.nat(3).map((n): Act => async (library) => {
    const digest = library.digests()[n]
    if (digest !== undefined) await library.removeDigest(digest.key)
  })
)
/** Acts, each in one of two devices. */
const acts = fc.array(fc.tuple(fc.constantFrom(0, 0, 1), act), { maxLength: 10 })

/** What a disk, a synchroniser or a hand may do: nothing, a file or all of them gone, bytes flipped, a file cut. */
const damage = fc.record({
  kind: fc.constantFrom('delete', 'flip', 'cut', 'devices'),
  file: fc.nat(),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
})

type Damage = typeof damage extends fc.Arbitrary<infer D> ? D : never

async function spoil(folder: string, { kind, file, at }: Damage): Promise<void> {
  if (kind === 'devices') return rm(join(folder, 'devices'), { recursive: true, force: true })
  const there = (await libraryFiles(folder)).filter(({ path }) => path.endsWith('.jsonl'))
  const { path = '', length = 0 } = there[file % Math.max(1, there.length)] ?? {}
  if (length === 0) return
  const full = join(folder, path)
  const place = Math.floor(at * length)
  if (kind === 'delete') await rm(full)
  else if (kind === 'cut') await truncate(full, place)
  else {
    const bytes = await readFile(full)
    bytes[place] = (bytes[place] ?? 0) ^ 1
    await writeFile(full, bytes)
  }
}

async function perform(
  places: readonly LibraryLocation[],
  script: readonly (readonly [number, Act])[]
): Promise<void> {
  for (const [device, each] of script) {
    const place = places[device]
    if (place !== undefined) await writing(place, each)
  }
}

/** What is in a library by its own files alone. */
async function held(place: LibraryLocation): Promise<Listed[]> {
  return listedAt(await withoutCache(place))
}

function folded(decisions: readonly Decision[]): Marks {
  const marks = new Marks()
  for (const decision of decisions) marks.fold(decision)
  return marks
}

test('a restore gives back what a backup held, whatever was done and lost since, and its undo what was lost alone', async () => {
  await fc.assert(
    fc.asyncProperty(acts, acts, fc.array(damage, { maxLength: 3 }), async (before, after, damages) => {
      const place = await newPlace()
      const places = [place, await anotherDevice(place)]
      await perform(places, [
        [0, (library) => library.importFile('0.md', files[0] ?? Buffer.alloc(0))],
        ...before
      ])
      await writing(place, (library) => backUp(library, 'asked'))
      const backup = await newestBackup(place.folder)
      const then = await held(place)
      const decisionsThen = await decisionsIn(place.folder)

      await perform(places, after)
      for (const each of damages) await spoil(place.folder, each)

      // The same library elsewhere, of which only what was lost is brought back.
      const copy = { ...place, folder: join(await temporaryFolder(), 'library') }
      await cp(place.folder, copy.folder, { recursive: true })
      const left = await decisionsIn(copy.folder).catch(() => [])
      await writing(copy, async (library) => {
        const { decision } = await restore(library, await contentsOfBackup(await newestBackup(copy.folder)), {
          keep: true
        })
        expect(decision).toBeNull()
      })
      const kept = await held(copy)
      const union = folded([...decisionsThen, ...left])
      for (const paper of ids) {
        const mark = await writing(copy, (library) => Promise.resolve(library.marks.mark(paper)))
        expect(mark).toEqual(union.mark(paper))
      }

      await writing(place, async (library) => {
        const { decision } = await restore(library, await contentsOfBackup(backup), {
          less: true,
          origin: 'w'
        })
        expect(await listed(library)).toEqual(then)
        expect(await held(place)).toEqual(then)
        if (decision === null) expect(kept).toEqual(then)
        else {
          await library.undo({ origin: 'w' })
          expect(await listed(library)).toEqual(kept)
          expect(await held(place)).toEqual(kept)
          await library.redo({ origin: 'w' })
        }
      })
      expect(await held(place)).toEqual(then)

      // A second one finds nothing more to do.
      const size = (await libraryFiles(place.folder)).reduce((sum, { length }) => sum + length, 0)
      await writing(place, async (library) => {
        await restore(library, await contentsOfBackup(backup), { less: true })
      })
      expect((await libraryFiles(place.folder)).reduce((sum, { length }) => sum + length, 0)).toBe(size)
      if (damages.length === 0) expect((await checkLibrary(place)).damages).toEqual([])
    }),
    { numRuns: 30 }
  )
})
