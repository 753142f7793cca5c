import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullSet, members } from '#core/search/index/bit-set'
import { anyField } from '#core/search/index/fields'
import type { IndexColumns } from '#core/search/index/kept-segments'
import { runNow } from '#core/search/index/paced'
import { longestKey } from '#core/search/index/segment'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import { placesOf } from '#core/search/query/places'
import { made, nothing, segmentOf } from '../support/documents'
import { eachPlaces } from '../support/each-places'
import { keptIndex, restoredIndex } from '../support/kept-index'

function indexOfThree(): WordIndex {
  const index = new WordIndex()
  index.add(segmentOf([0, 1, 2].map((document) => [document, { ...nothing, title: `a b${document}` }])))
  index.add(segmentOf([[1, { ...nothing, title: 'a c' }]]))
  return index
}

test('What is kept holds only what it is about, and is what it was', () => {
  const index = indexOfThree()
  const kept = keptIndex(index)
  const { columns } = kept
  expect(Object.keys(columns)).toContain('0live')
  expect(Object.keys(columns)).not.toContain('1live')
  const restored = restoredIndex(kept)
  expect(restored?.size).toBe(3)
  expect(restored?.capacity).toBe(3)
  expect([...members(restored?.exact(['a']) ?? fullSet(9))]).toEqual([0, 1, 2])
  expect([...members(restored?.exact(['b1']) ?? fullSet(9))]).toEqual([])
  // Those that come anew afterwards are in no state that was taken before.
  index.remove([0])
  expect(restoredIndex(kept)?.holds(0)).toBe(true)
  expect(restoredIndex({ columns: {}, places: new Uint8Array(0) })?.size).toBe(0)
})

test('The longest key is kept, of whatever letters it is', () => {
  const builder = new SegmentBuilder()
  builder.begin(0)
  builder.key(`\u0001${'ა'.repeat(longestKey - 1)}`)
  const index = new WordIndex()
  index.add(runNow(builder.finish()))
  const names: string[] = []
  restoredIndex(keptIndex(index))?.eachKey('\u0001', (name) => names.push(name))
  expect(names).toEqual(['ა'.repeat(longestKey - 1)])
})

type Change = (columns: Record<string, IndexColumns[string]>) => void

test.each<[string, Change]>([
  ['a column is missing', (columns) => Reflect.deleteProperty(columns, '0docs')],
  [
    'a column is of another kind',
    (columns) => (columns['0codes'] = Uint16Array.from(columns['0codes'] ?? []))
  ],
  ['what counts is of another kind', (columns) => (columns['0live'] = new Uint8Array(4))],
  ['there are more words than ends', (columns) => (columns['0docsAt'] = Uint32Array.of(0))],
  [
    'there is not even a first end',
    (columns) => {
      for (const name of ['0codesAt', '0docsAt', '0infosAt', '0placesAt']) columns[name] = new Uint32Array(0)
    }
  ],
  ['ends go beyond the end', (columns) => columns['0placesAt']?.set([0xffff_ffff], 2)],
  ['ends go back', (columns) => columns['0infosAt']?.set([5], 1)],
  ['the first word begins later', (columns) => columns['0codesAt']?.set([1], 0)],
  ['the last end is another one', (columns) => (columns['0docs'] = new Uint8Array(99))],
  ['documents stand twice', (columns) => columns['0members']?.set([1, 1], 0)],
  ['documents have numbers that none can have', (columns) => columns['0members']?.set([0xffff_fff0], 2)],
  ['documents have no length', (columns) => (columns['0lengths'] = new Uint16Array(1))],
  ['a document counts twice', (columns) => Reflect.deleteProperty(columns, '0live')],
  [
    'a word has no end',
    (columns) => {
      columns['0codes'] = new Uint8Array(100_000)
      columns['0codesAt']?.set([0, 0, 0, 0, 100_000])
    }
  ]
])('Nothing is restored where %s', (_, change) => {
  const { columns, places } = keptIndex(indexOfThree())
  for (const [name, column] of Object.entries(columns)) columns[name] = column.slice()
  change(columns)
  expect(restoredIndex({ columns, places })).toBeNull()
})

test('Nothing is restored where there are more places than words have', () => {
  const { columns, places } = keptIndex(indexOfThree())
  expect(restoredIndex({ columns, places: new Uint8Array(places.length + 1) })).toBeNull()
  expect(restoredIndex({ columns, places: places.subarray(1) })).toBeNull()
})

test('Whatever a damaged file holds, to use it comes to an end', () => {
  const documents = fc.uniqueArray(fc.tuple(fc.nat(50), made), {
    selector: ([document]) => document,
    maxLength: 5
  })
  const damage = fc.array(fc.tuple(fc.nat(9), fc.nat(500), fc.nat(0xffff_ffff)), { maxLength: 4 })
  fc.assert(
    fc.property(documents, damage, (documents, damage) => {
      const { columns, places } = keptIndex({ segments: [segmentOf(documents)] })
      for (const [name, column] of Object.entries(columns)) columns[name] = column.slice()
      const all = [...Object.values(columns), places]
      for (const [column, at, value] of damage) {
        const damaged = all[column] ?? new Uint8Array(0)
        if (damaged.length > 0) damaged[at % damaged.length] = value
      }
      const index = restoredIndex({ columns, places })
      if (index === null) return
      for (const segment of index.segments)
        for (let at = 0; at < segment.words; at++) {
          eachPlaces(segment, at, () => undefined)
          expect(segment.word(at).length).toBeLessThanOrEqual(512)
        }
      index.beginning('a')
      index.nearestWords('abc', 3)
      index.wordsContaining('b', 3)
      index.frequentKeys('\u0001', fullSet(index.capacity), 3)
      placesOf(index, { word: 'a', open: true }, fullSet(index.capacity), anyField, 0)
      index.add(segmentOf(documents.slice(0, 2)))
      for (let more = 0; more < 6; more++) index.add(segmentOf([[100 + more, nothing]]))
      runNow(index.tidy())
      expect(index.holds(100)).toBe(true)
    }),
    { numRuns: 150 }
  )
})
