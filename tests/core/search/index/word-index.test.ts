import fc from 'fast-check'
import { expect, test } from 'vitest'
import { members } from '#core/search/index/bit-set'
import { runNow } from '#core/search/index/paced'
import { codesOf } from '#core/search/index/word-codes'
import { WordIndex } from '#core/search/index/word-index'
import { made, nothing, occurrencesOf, segmentOf, type Made, type Occurrence } from '../support/documents'
import { eachPlaces } from '../support/each-places'
import { keptIndex, restoredIndex } from '../support/kept-index'

type Step =
  | { readonly kind: 'add'; readonly documents: readonly (readonly [number, Made])[] }
  | { readonly kind: 'remove'; readonly documents: readonly number[] }
  /** Interrupted after some steps of it by what follows. */
  | { readonly kind: 'tidy'; readonly during: readonly Step[]; readonly after: number }
  | { readonly kind: 'restore' }

const number = fc.nat(40)
const add = fc.record({
  kind: fc.constant('add' as const),
  documents: fc.array(fc.tuple(number, made), { maxLength: 3 })
})
const remove = fc.record({
  kind: fc.constant('remove' as const),
  documents: fc.array(number, { maxLength: 6 })
})
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: add },
  { weight: 2, arbitrary: remove },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('tidy' as const),
      during: fc.array(fc.oneof(add, remove), { maxLength: 2 }),
      after: fc.nat(12)
    })
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const) }) }
)

class Model {
  index = new WordIndex()
  readonly documents = new Map<number, Made>()

  do(step: Step): void {
    // What is kept of these answers must not outlive what comes.
    this.index.exact(['ab', 'xray'])
    this.index.beginning('a')
    switch (step.kind) {
      case 'add':
        this.index.add(segmentOf(step.documents))
        for (const [document, made] of step.documents) this.documents.set(document, made)
        break
      case 'remove':
        this.index.remove(step.documents)
        for (const document of step.documents) this.documents.delete(document)
        break
      case 'tidy':
        this.#tidy(step.during, step.after)
        break
      case 'restore': {
        const restored = restoredIndex(keptIndex(this.index))
        if (restored === null) throw new Error('not restored')
        restored.capacity = this.index.capacity
        this.index = restored
      }
    }
  }

  #tidy(during: readonly Step[], after: number): void {
    const work = this.index.tidy()
    for (let left = after; left > 0; left--) work.next()
    for (const step of during) this.do(step)
    runNow(work)
  }

  /** By word, and then by document. */
  occurrences(): Map<string, Map<number, Occurrence>> {
    const found = new Map<string, Map<number, Occurrence>>()
    for (const [document, made] of this.documents)
      for (const [word, occurrence] of occurrencesOf(made))
        found.set(word, (found.get(word) ?? new Map<number, Occurrence>()).set(document, occurrence))
    return found
  }
}

/** What an index knows of a word. */
function known(index: WordIndex, word: string): Map<number, Occurrence> {
  const found = new Map<number, Occurrence>()
  for (const segment of index.segments) {
    const at = segment.find(codesOf(word))
    if (at < 0) continue
    const { infos, infosAt } = segment.arrays
    const all: (readonly [number, readonly number[]])[] = []
    eachPlaces(segment, at, (document, places) => all.push([document, places]))
    all.forEach(([document, places], turn) => {
      const info = infos[(infosAt[at] ?? 0) + turn] ?? 0
      const counts = (segment.live[document >>> 5] ?? 0) & (1 << (document & 31))
      if (counts !== 0) found.set(document, { places, flags: info & 15, often: info >>> 4 })
    })
  }
  return found
}

function ascending(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b)
}

test('An index knows of every document what the last version of it says, whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 40 }), (steps) => {
      const model = new Model()
      for (const step of steps) model.do(step)
      const { index, documents } = model
      expect(index.size).toBe(documents.size)
      for (let document = 0; document <= 41; document++)
        expect(index.holds(document)).toBe(documents.has(document))
      const occurrences = model.occurrences()
      for (const [word, of] of occurrences) {
        expect([...members(index.exact([word]))]).toEqual(ascending(of.keys()))
        expect(known(index, word)).toEqual(new Map([...of].sort(([a], [b]) => a - b)))
        for (const flag of [1, 2, 4, 8]) {
          const inField = [...of]
            .filter(([, { flags }]) => (flags & flag) !== 0)
            .map(([document]) => document)
          expect([...members(index.exact([word], flag))]).toEqual(ascending(inField))
        }
      }
      expect(members(index.exact(['nowhere']))).toHaveLength(0)
      for (const prefix of ['a', 'ab', 'b', 'ba', 'x', 'g', 'gpt', 'z']) {
        const begun = [...occurrences].filter(([word]) => word.startsWith(prefix)).map(([, of]) => of)
        const expected = ascending(new Set(begun.flatMap((of) => [...of.keys()])))
        expect([...members(index.beginning(prefix))]).toEqual(expected)
      }
      const two = new Set(['ab', 'xray'].flatMap((word) => [...(occurrences.get(word)?.keys() ?? [])]))
      expect([...members(index.exact(['ab', 'xray']))]).toEqual(ascending(two))
    }),
    { numRuns: 60 }
  )
})

test('A lone segment of which most is left out is written anew', () => {
  const index = new WordIndex()
  index.add(segmentOf([0, 1, 2].map((document) => [document, { ...nothing, title: `a b${document}` }])))
  index.remove([0, 1])
  runNow(index.tidy())
  const [segment, ...others] = index.segments
  expect(others).toEqual([])
  expect([segment?.stale, segment?.size, segment?.words]).toEqual([0, 1, 2])
})

test('Answers have room for all documents that there are', () => {
  const index = new WordIndex()
  index.add(segmentOf([[0, { ...nothing, title: 'a' }]]))
  expect(index.exact(['a'])).toHaveLength(1)
  index.capacity = 100
  expect(index.exact(['a'])).toHaveLength(4)
  index.capacity = 5
  expect(index.capacity).toBe(100)
})

test('Documents that come and go while segments are merged are as they are said last', () => {
  for (let after = 0; after < 10; after++) {
    const model = new Model()
    for (let at = 0; at < 7; at++) {
      const title = 'a ab xray'.slice(0, 2 + at)
      model.do({ kind: 'add', documents: [0, 10, 20].map((of) => [of + at, { ...nothing, title }] as const) })
    }
    model.do({
      kind: 'tidy',
      after,
      during: [
        { kind: 'remove', documents: [3, 12, 26] },
        { kind: 'add', documents: [[24, { ...nothing, abstract: 'b' }]] }
      ]
    })
    expect(model.index.size).toBe(model.documents.size)
    for (const [word, of] of model.occurrences()) {
      expect([...members(model.index.exact([word]))]).toEqual(ascending(of.keys()))
      expect(known(model.index, word)).toEqual(of)
    }
    for (const { arrays } of model.index.segments)
      expect([...arrays.members]).toEqual(ascending(new Set(arrays.members)))
  }
})
