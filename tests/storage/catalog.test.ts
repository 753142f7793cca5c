import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldNames } from '#core/domain/paper'
import { Catalog } from '#main/storage/catalog'
import { temporaryFolder } from '../support/temporary.ts'
import {
  answersOf,
  anyDigest,
  modelOf,
  plainDigest,
  Shelf,
  type Answer,
  type Shelved
} from './support/digests.ts'

const steps = fc.record({
  digests: fc.array(anyDigest, { minLength: 1, maxLength: 5 }),
  /** Which of them is shown, or hidden where it is shown. */
  turns: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 })
})

/** Puts digests onto a shelf; of two that are one Digest, the first. */
async function shelve(shelf: Shelf, digests: readonly Parameters<Shelf['put']>[0][]): Promise<Shelved[]> {
  const shelved = new Map<string, Shelved>()
  for (const [hour, parsed] of digests.entries()) {
    const each = await shelf.put(parsed, hour * 7)
    if (!shelved.has(each.digest.key)) shelved.set(each.digest.key, each)
  }
  return [...shelved.values()]
}

/** What product.md says an import tells about a paper. */
function outcome(before: Answer | undefined, after: Answer | undefined): string {
  if (before === undefined || after === undefined) return 'new'
  if (before.version !== null && after.version !== null && after.version > before.version)
    return 'newerVersion'
  const content = ({ paper, version }: Answer): string =>
    JSON.stringify([version, ...fieldNames.map((name) => paper[name])])
  return content(before) === content(after) ? 'known' : 'completed'
}

test('whatever digests are shown and hidden, rows and papers are those of the digests that are shown', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async ({ digests, turns }) => {
      const shelf = new Shelf(await temporaryFolder())
      const catalog = new Catalog(shelf.segments)
      const shelved = await shelve(shelf, digests)
      let shown: Shelved[] = []
      for (const turn of turns) {
        const each = shelved[turn % shelved.length]
        if (each === undefined) continue
        const before = modelOf(shown)
        if (shown.includes(each)) {
          shown = shown.filter((other) => other !== each)
          await catalog.hide(each.digest.key)
        } else {
          shown = [...shown, each]
          const outcomes = await catalog.show(each.digest, each.place, each.entries)
          const after = modelOf(shown)
          const of = (answers: readonly Answer[], id: string): Answer | undefined =>
            answers.find(({ paper }) => paper.id === id)
          expect(outcomes.map(({ id, outcome: told }) => [id, told])).toEqual(
            outcomes.map(({ id }) => [id, outcome(of(before, id), of(after, id))])
          )
          expect(outcomes.map(({ id }) => id)).toEqual([
            ...new Set(each.entries.map(({ entry }) => entry.id))
          ])
        }
        expect(await answersOf(catalog)).toEqual(modelOf(shown))
      }
      expect(catalog.damages).toEqual([])
      await shelf.close()
    }),
    { numRuns: 60 }
  )
})

test('digests that are shown and hidden all at once end as if one had waited for the other', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async ({ digests, turns }) => {
      const shelf = new Shelf(await temporaryFolder())
      const catalog = new Catalog(shelf.segments)
      const shelved = await shelve(shelf, digests)
      let shown: Shelved[] = []
      const changes: Promise<unknown>[] = []
      for (const turn of turns) {
        const each = shelved[turn % shelved.length]
        if (each === undefined) continue
        const isShown = shown.includes(each)
        shown = isShown ? shown.filter((other) => other !== each) : [...shown, each]
        changes.push(
          isShown ? catalog.hide(each.digest.key) : catalog.show(each.digest, each.place, each.entries)
        )
      }
      await Promise.all(changes)
      expect(await answersOf(catalog)).toEqual(modelOf(shown))
      await shelf.close()
    }),
    { numRuns: 60 }
  )
})

test('a digest that is shown twice counts once', async () => {
  const shelf = new Shelf(await temporaryFolder())
  const catalog = new Catalog(shelf.segments)
  const first = await shelf.put(plainDigest(3), 1)
  const again = await shelf.put(plainDigest(3), 20)
  await Promise.all([
    catalog.show(first.digest, first.place, first.entries),
    catalog.show(again.digest, again.place, again.entries)
  ])
  expect(catalog.columns.entries).toBe(3)
  expect((await answersOf(catalog)).map(({ paper }) => paper)).toEqual(
    modelOf([first]).map(({ paper }) => paper)
  )
  expect(catalog.damages).toEqual([])
  await shelf.close()
})

test('a row keeps its number while its paper is hidden and shown again', async () => {
  const shelf = new Shelf(await temporaryFolder())
  const catalog = new Catalog(shelf.segments)
  const [first, second] = [await shelf.put(plainDigest(3)), await shelf.put(plainDigest(2, '2402'))]
  for (const each of [first, second]) await catalog.show(each.digest, each.place, each.entries)
  const rows = [...catalog.order()]
  await catalog.hide(first.digest.key)
  expect(catalog.find('2401.00001')).toBe(-1)
  expect(catalog.find('no such paper')).toBe(-1)
  await catalog.show(first.digest, first.place, first.entries)
  expect([...catalog.order()]).toEqual(rows)
  await shelf.close()
})

test('hiding what is not shown changes nothing', async () => {
  const shelf = new Shelf(await temporaryFolder())
  const catalog = new Catalog(shelf.segments)
  const each = await shelf.put(plainDigest(3))
  await catalog.hide(each.digest.key)
  await catalog.show(each.digest, each.place, each.entries)
  await catalog.hide(each.digest.key)
  await catalog.hide(each.digest.key)
  expect(await answersOf(catalog)).toEqual([])
  expect(catalog.digests.all().map(({ present }) => present)).toEqual([false])
  await shelf.close()
})
