import { expect, test } from 'vitest'
import { ownFields, paperFields } from '#core/search/index/fields'
import { runNow } from '#core/search/index/paced'
import { weigh } from '#core/search/index/postings'
import { longestKey, type Segment } from '#core/search/index/segment'
import { codesOf } from '#core/search/index/word-codes'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { eachPlaces } from '../support/each-places'

function built(fill: (builder: SegmentBuilder) => void): Segment {
  const builder = new SegmentBuilder()
  fill(builder)
  return runNow(builder.finish())
}

function wordsOf(segment: Segment): string[] {
  return Array.from({ length: segment.words }, (_, at) => segment.word(at))
}

function placesOf(segment: Segment, word: string): Record<number, readonly number[]> {
  const found: Record<number, readonly number[]> = {}
  const at = segment.find(codesOf(word))
  if (at >= 0)
    eachPlaces(segment, at, (document, places) => {
      found[document] = [...places]
    })
  return found
}

/** How often a word of one document stands there. */
function often(segment: Segment, word: string): number {
  const { infos, infosAt } = segment.arrays
  return (infos[infosAt[segment.find(codesOf(word))] ?? -1] ?? 0) >>> 4
}

test('Of a document that comes twice the last version counts, and nothing is left of the first', () => {
  const builder = new SegmentBuilder()
  for (const [document, title] of [
    [7, 'old words'],
    [3, 'other words'],
    [7, 'new words words']
  ] as const) {
    builder.begin(document)
    builder.text(paperFields.title, title)
  }
  expect(builder.documents).toBe(2)
  const segment = runNow(builder.finish())
  expect(wordsOf(segment)).toEqual(['new', 'other', 'words'])
  expect(placesOf(segment, 'words')).toEqual({ 3: [1], 7: [1, 2] })
  expect([...segment.arrays.members]).toEqual([3, 7])
  expect([...segment.arrays.lengths]).toEqual([2, 3])
})

test('Words of one name are near each other, those of two are not', () => {
  const segment = built((builder) => {
    builder.begin(0)
    builder.names(paperFields.authors, ['Yann LeCun', '', 'Geoffrey E. Hinton', 'Li'])
  })
  const place = (word: string): number => placesOf(segment, word)[0]?.[0] ?? -1
  const first = paperFields.authors.first
  expect(['yann', 'lecun', 'geoffrey', 'e', 'hinton', 'li'].map((word) => place(word) - first)).toEqual([
    0, 1, 10, 11, 12, 21
  ])
})

test('Texts of a list do not stand beside each other', () => {
  const segment = built((builder) => {
    builder.begin(0)
    builder.texts(ownFields.tags, ['to read', 'vision'])
  })
  expect(['to', 'read', 'vision'].map((word) => placesOf(segment, word)[0])).toEqual([[0], [1], [3]])
})

test('A compound is found beside the words before and after it, and counts once', () => {
  const segment = built((builder) => {
    builder.begin(0)
    builder.text(paperFields.abstract, 'an x-ray image, x-ray and xray')
  })
  expect(placesOf(segment, 'xray')[0]).toEqual([129, 130, 132, 133, 135])
  expect(often(segment, 'xray')).toBe(3)
  expect(often(segment, 'x')).toBe(2)
})

test('More words than a field has places for all stand at its last one', () => {
  const segment = built((builder) => {
    builder.begin(0)
    builder.text(paperFields.title, 'word '.repeat(500))
    builder.text(paperFields.abstract, `${'word '.repeat(70_000)} end`)
    builder.names(paperFields.authors, ['A B'])
  })
  const places = placesOf(segment, 'word')[0] ?? []
  expect(places.filter((place) => place === paperFields.title.last)).toHaveLength(374)
  expect(placesOf(segment, 'end')[0]).toEqual([paperFields.abstract.last])
  expect(placesOf(segment, 'b')[0]).toEqual([paperFields.authors.first + 1])
  expect(often(segment, 'word')).toBe(15)
  expect([...segment.arrays.lengths]).toEqual([65_535])
})

test('Fields that come in another order are refused', () => {
  const builder = new SegmentBuilder()
  builder.begin(0)
  builder.text(paperFields.abstract, 'a')
  expect(() => {
    builder.text(paperFields.title, 'a')
  }).toThrow(RangeError)
  expect(() => {
    builder.text(paperFields.abstract, 'a')
  }).toThrow(RangeError)
  builder.begin(1)
  builder.text(paperFields.title, 'a')
})

test('A key without end is passed over', () => {
  const segment = built((builder) => {
    builder.begin(0)
    builder.key(`\u0001${'a'.repeat(longestKey)}`)
    builder.key('\u0001b')
  })
  expect(wordsOf(segment)).toEqual(['\u0001b'])
})

test('Documents are weighed by what their words are worth', () => {
  const segment = built((builder) => {
    for (const [document, title, abstract] of [
      [1, 'deep nets', 'deep deep'],
      [300, '', 'deeper']
    ] as const) {
      builder.begin(document)
      builder.text(paperFields.title, title)
      builder.text(paperFields.abstract, abstract)
    }
  })
  const worth = Float32Array.from({ length: 256 }, (_, info) => info)
  const weights = new Float32Array(301)
  weigh(segment, ...segment.range(codesOf('deep')), worth, weights)
  expect(weights[1]).toBe((3 << 4) | 1 | 4)
  expect(weights[300]).toBe((1 << 4) | 4)
})

test('Nothing makes a segment of nothing', () => {
  const segment = built(() => undefined)
  expect([segment.words, segment.size, segment.find(codesOf('a'))]).toEqual([0, 0, -1])
  expect(segment.range(codesOf('a'))).toEqual([0, 0])
})
