import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Library } from '#main/library/library'
import { readSeeds } from '../support/seeds'
import { codeOf } from './support/failures'
import { fieldList, numberedList } from './support/digest-text'
import {
  id,
  importAll,
  listed,
  listedAt,
  newPlace,
  withoutCache,
  writing,
  type Listed
} from './support/places'

const seeds = (await readSeeds()).map(({ bytes }) => bytes)
/** Digests that say something else about papers of the samples, and about each other's. */
const overlapping = [
  fieldList('2023-12-30', [
    { id: '2312.10854', version: 2, title: 'A second version', updated: '2024-02-01 00:00:00+00:00' },
    { id: '2112.15589', comment: 'Known before from a numbered list' },
    { id: '2401.99999' }
  ]),
  fieldList('2019-10-01', [
    { id: '2401.99999', version: 3, journal: 'Nature', summary: 'The third.' },
    { id: '2312.10854', comment: 'Announced earlier than anybody knew' }
  ]),
  numberedList('Mon, 3 Jan 2022', [
    { id: '2401.99999', title: 'A poorer title' },
    { id: '2112.15589', title: 'Another poorer title' }
  ])
]
const files = [...seeds, ...overlapping]

/** What all of them bring in their plain order. */
async function expected(): Promise<Listed[]> {
  const place = await newPlace()
  await writing(place, (library) => importAll(library, files))
  return listedAt(place)
}

test('Any order of the same imports gives the same library', async () => {
  const undisturbed = await expected()
  const permutation = fc.shuffledSubarray(files, { minLength: files.length, maxLength: files.length })
  await fc.assert(
    fc.asyncProperty(permutation, async (order) => {
      const place = await newPlace()
      await writing(place, async (library) => {
        for (const bytes of order) await library.importFile('any.md', bytes)
        expect(await listed(library)).toEqual(undisturbed)
      })
      expect(await listedAt(await withoutCache(place))).toEqual(undisturbed)
    }),
    { seed: 153, numRuns: 12 }
  )
})

type Step =
  | { readonly does: 'import' | 'remove'; readonly file: number }
  | { readonly does: 'undo' | 'reopen'; readonly file: 0 }

async function carryOut(step: Step, library: Library): Promise<void> {
  const bytes = files[step.file] ?? Buffer.alloc(0)
  if (step.does === 'import') await library.importFile('any.md', bytes)
  if (step.does === 'undo') expect(await codeOf(library.undo())).toMatch(/^(done|nothingToUndo)$/)
  if (step.does === 'remove') {
    const digests = library.digests()
    const digest = digests[step.file % Math.max(1, digests.length)]
    if (digest !== undefined) await library.removeDigest(digest.key)
  }
}

test('Removals and undos on the way leave no trace in the library that comes of it', async () => {
  const undisturbed = await expected()
  const file = fc.nat({ max: files.length - 1 })
  const step = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ does: fc.constantFrom('import', 'import', 'remove'), file }),
    fc.record({ does: fc.constantFrom('undo', 'reopen'), file: fc.constant(0) })
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const place = await newPlace()
      const work = [...steps, { does: 'reopen', file: 0 } as const]
      while (work.length > 0) {
        const library = await writing(place, async (open) => {
          for (let next = work.shift(); next !== undefined && next.does !== 'reopen'; next = work.shift())
            await carryOut(next, open)
          return listed(open)
        })
        expect(await listedAt(await withoutCache(place))).toEqual(library)
      }
      await writing(place, async (open) => {
        for (const bytes of files) await open.importFile('any.md', bytes)
        expect(await listed(open)).toEqual(undisturbed)
      })
    }),
    { seed: 153, numRuns: 12 }
  )
})

test('Marks made before, between and after imports are the same for every order', async () => {
  const place = await newPlace()
  await writing(place, async (library) => {
    for (const bytes of [...files].reverse()) {
      await library.importFile('any.md', bytes)
      if (library.catalog.find('2401.99999') >= 0) await library.mark({ starred: true }, [id('2401.99999')])
    }
    const undisturbed = await expected()
    expect(await listed(library)).toEqual(
      undisturbed.map((paper) => ({ ...paper, starred: paper.id === '2401.99999' }))
    )
  })
})
