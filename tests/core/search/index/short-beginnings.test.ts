import { expect, test } from 'vitest'
import { emptySet, members, type BitSet } from '#core/search/index/bit-set'
import { runNow } from '#core/search/index/paced'
import { ShortBeginnings } from '#core/search/index/short-beginnings'
import { WordIndex } from '#core/search/index/word-index'
import { nothing, segmentOf, type Made } from '../support/documents'

/** Most documents have eight words that begin with `re`, and some have the word `r` too. */
function documents(from: number, to: number): (readonly [number, Made])[] {
  return Array.from({ length: to - from }, (_, at) => {
    const words = [0, 1, 2, 3, 4, 5, 6, 7].map(
      (word) => `${at % 10 === 0 ? 'x' : 're'}${((from + at) % 7) + 7 * word}`
    )
    const title = `${words.join(' ')}${at % 3 === 0 ? ' r' : ''}`
    return [from + at, { ...nothing, title }] as const
  })
}

function without(from: number, to: number): (readonly [number, Made])[] {
  return documents(from, to).map(([document]) => [document, { ...nothing, title: 'nothing' }])
}

/** The same without anything that is made in advance. */
function plainly(index: WordIndex, documents: ReadonlyMap<number, Made>, prefix: string): void {
  const expected = [...documents]
    .filter(([, { title }]) => title.split(' ').some((word) => word.startsWith(prefix)))
    .map(([document]) => document)
    .sort((a, b) => a - b)
  expect([...members(index.beginning(prefix))]).toEqual(expected)
}

test('Short beginnings that are made in advance are those that would be found', () => {
  const index = new WordIndex()
  const model = new Map<number, Made>()
  const add = (documents: readonly (readonly [number, Made])[]): void => {
    index.add(segmentOf(documents))
    for (const [document, made] of documents) model.set(document, made)
  }
  add(documents(0, 5000))
  // Some that were in the first one are without such words in the second.
  add([...without(100, 150), ...documents(5000, 9500)])
  add(documents(9500, 9600))
  runNow(index.tidy())
  for (const prefix of ['r', 're', 'x', 'n', 'no']) plainly(index, model, prefix)
  add([...without(10, 20), ...without(6000, 6010)])
  for (const document of [0, 1, 9599]) model.delete(document)
  index.remove([0, 1, 9599])
  for (const prefix of ['r', 're', 'x', 'n', 'no']) plainly(index, model, prefix)
  const sets = runNow(ShortBeginnings.of(ShortBeginnings.worthwhile(index.segments), index.capacity))
  const known = (prefix: string): boolean => sets.addTo(emptySet(index.capacity), prefix)
  expect(['r', 're', 'x'].map(known)).toEqual([true, true, false])
})

test('They hold nothing of segments that are gone', () => {
  const index = new WordIndex()
  index.add(segmentOf(documents(0, 5000)))
  runNow(index.tidy())
  const found = (): BitSet => index.beginning('re')
  expect(members(found())).toHaveLength(4500)
  index.add(segmentOf(without(0, 5000)))
  expect(members(found())).toHaveLength(0)
})

test('They are made anew only where much has come, or what they were made of is gone', () => {
  const index = new WordIndex()
  index.add(segmentOf(documents(0, 13_000)))
  expect(ShortBeginnings.areDue(index.segments, null)).toBe(true)
  const sets = runNow(ShortBeginnings.of(index.segments, index.capacity))
  expect(ShortBeginnings.areDue(index.segments, sets)).toBe(false)
  index.add(segmentOf(documents(13_000, 13_100)))
  index.add(segmentOf(documents(13_100, 17_200)))
  expect(ShortBeginnings.areDue(index.segments, sets)).toBe(false)
  index.add(segmentOf(documents(17_200, 21_300)))
  expect(ShortBeginnings.areDue(index.segments, sets)).toBe(true)
  expect(ShortBeginnings.areDue(index.segments.slice(1), sets)).toBe(true)
})
