import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, fullSet, include } from '#core/search/index/bit-set'
import { countIn } from '#core/search/index/postings'
import { WordIndex } from '#core/search/index/word-index'
import { changesBetween } from '#core/search/query/nearest'
import { nothing, segmentOf, type Made } from '../support/documents'

/** Titles of documents, some of which are in a segment of their own each. */
function indexOf(titles: readonly string[], segments = 3): WordIndex {
  const index = new WordIndex()
  for (let at = 0; at < segments; at++) {
    const part: (readonly [number, Made])[] = []
    titles.forEach((title, document) => {
      if (document % segments === at) part.push([document, { ...nothing, title, authors: [`by ${title}`] }])
    })
    index.add(segmentOf(part))
  }
  return index
}

/** Some of two and three bytes. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'à', 'ж', 'ა'), minLength: 1, maxLength: 7 })
const titles = fc.array(
  fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' ')),
  { maxLength: 20 }
)

/** In how many of them each word is. */
function countsOf(titles: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const title of titles)
    for (const word of new Set(`by ${title}`.replaceAll('à', 'a').split(' ')))
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function sorted(words: readonly string[]): string[] {
  return [...words].sort()
}

test('Words are told by how they begin, what is within them, and in how many documents they are', () => {
  fc.assert(
    fc.property(titles, fc.string({ unit: fc.constantFrom('a', 'b', 'ж'), maxLength: 3 }), (titles, part) => {
      const index = indexOf(titles)
      const counts = countsOf(titles)
      for (const [word, documents] of counts) expect(index.documentsOf(word)).toBe(documents)
      const within = [...counts.keys()].filter((word) => part !== '' && word.includes(part))
      expect(sorted(index.wordsContaining(part, 1000))).toEqual(sorted(within))
      const begun = [...counts.keys()].filter((word) => word.startsWith(part))
      const found = index.wordsBeginning(part, 1000)
      expect(sorted(found)).toEqual(sorted(begun))
      const documents = found.map((word) => counts.get(word) ?? 0)
      expect(documents).toEqual([...documents].sort((a, b) => b - a))
    })
  )
})

test('What is within words is told the same, whatever was asked before', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'ж'), maxLength: 5 })
  fc.assert(
    fc.property(titles, fc.array(part, { maxLength: 12 }), titles, (titles, parts, more) => {
      const index = indexOf(titles)
      const check = (all: readonly string[]): void => {
        for (const asked of parts) {
          const within = [...countsOf(all).keys()].filter((word) => asked !== '' && word.includes(asked))
          const top = index.wordsContaining(asked, 2)
          expect(within).toEqual(expect.arrayContaining(top))
          expect(top).toHaveLength(Math.min(2, within.length))
          expect(sorted(index.wordsContaining(asked, 1000))).toEqual(sorted(within))
        }
      }
      check(titles)
      index.add(
        segmentOf(more.map((title, at) => [100 + at, { ...nothing, title, authors: [`by ${title}`] }]))
      )
      check([...titles, ...more])
    })
  )
})

test('Of many words those in most documents are told', () => {
  const index = indexOf(['aa ab ac', 'aa ab', 'aa', 'b', 'xab', 'yaa yab', 'yab'])
  expect(index.wordsBeginning('a', 2)).toEqual(['aa', 'ab'])
  expect(index.wordsBeginning('a', 0)).toEqual([])
  expect(index.wordsContaining('ab', 1)).toEqual(['ab'])
  expect(index.documentsOf('zz')).toBe(0)
})

test('The nearest words are those with the fewest changes, and of these the most frequent', () => {
  fc.assert(
    fc.property(titles, word, fc.integer({ min: 1, max: 4 }), (titles, typed, most) => {
      const wanted = typed.replaceAll('à', 'a')
      const counts = countsOf(titles)
      const limit = wanted.length <= 4 ? 1 : 2
      const near = [...counts].flatMap(([word, documents]) => {
        const changes = changesBetween(wanted, word, limit)
        return changes > 0 && changes <= limit ? [{ word, documents, changes }] : []
      })
      const known = near.filter(({ documents }) => documents > 1)
      const expected = (known.length > 0 ? known : near)
        .sort((a, b) => a.changes - b.changes || b.documents - a.documents || (a.word < b.word ? -1 : 1))
        .slice(0, most)
      expect(indexOf(titles).nearestWords(wanted, most)).toEqual(expected.map(({ word }) => word))
    }),
    { numRuns: 300 }
  )
})

test('A word of any length is compared', () => {
  const long = 'z'.repeat(64)
  const index = indexOf([long, long])
  expect(index.nearestWords('z'.repeat(63), 3)).toEqual([long])
  expect(index.nearestWords('z'.repeat(500), 3)).toEqual([long])
  expect(index.nearestWords('', 3)).toEqual([])
  expect(index.wordsContaining('z'.repeat(300), 3)).toEqual([])
})

test('Keys are no words, and are counted among documents', () => {
  const index = new WordIndex()
  const by = (authors: readonly string[]): Made => ({ ...nothing, authors })
  index.add(
    segmentOf([
      [0, by(['ada', 'bob'])],
      [1, by(['ada'])],
      [2, by(['ada', 'cleo'])]
    ])
  )
  index.add(
    segmentOf([
      [2, by(['cleo'])],
      [5, by(['ada', 'dan'])]
    ])
  )
  expect(index.wordsBeginning('', 9)).toEqual(['ada', 'cleo', 'bob', 'dan'])
  const all = fullSet(index.capacity)
  const counted = index.frequentKeys('\u0001', all, 9).map(({ name, documents }) => `${name} ${documents}`)
  expect(counted[0]).toBe('ADA 3')
  expect(sorted(counted)).toEqual(['ADA 3', 'BOB 1', 'CLEO 1', 'DAN 1'])
  const set = emptySet(index.capacity)
  for (const document of [1, 5]) include(set, document)
  expect(index.frequentKeys('\u0001', set, 1)).toEqual([{ name: 'ADA', documents: 2 }])
  expect(index.frequentKeys('\u0001d', set, 9)).toEqual([{ name: 'DAN', documents: 1 }])
  const told: string[] = []
  index.eachKey('\u0001', (name, segment, at) => told.push(`${name} ${countIn(segment, at, all)}`))
  expect(told).toEqual(['ADA 2', 'BOB 1', 'CLEO 0', 'ADA 1', 'CLEO 1', 'DAN 1'])
})

test('The names that most documents of a set have are counted over all segments', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
  const papers = fc.array(fc.tuple(fc.uniqueArray(name, { maxLength: 4 }), fc.boolean()), { maxLength: 40 })
  fc.assert(
    fc.property(papers, fc.integer({ min: 1, max: 10 }), (papers, most) => {
      const index = new WordIndex()
      const set = emptySet(papers.length)
      const counts = new Map<string, number>()
      papers.forEach(([authors, isIn], document) => {
        if (isIn) include(set, document)
        for (const author of isIn ? authors : [])
          counts.set(author.toUpperCase(), (counts.get(author.toUpperCase()) ?? 0) + 1)
      })
      for (let part = 0; part < 4; part++) {
        const own = papers.flatMap(([authors], document) =>
          document % 4 === part ? [[document, { ...nothing, authors }] as const] : []
        )
        index.add(segmentOf(own))
      }
      const found = index.frequentKeys('\u0001', set, most)
      for (const { name, documents } of found) expect(documents).toBe(counts.get(name))
      const best = [...counts.values()].sort((a, b) => b - a).slice(0, most)
      expect(found.map(({ documents }) => documents)).toEqual(best)
    }),
    { numRuns: 200 }
  )
})

test('A name that each segment has a few times is counted before one that one of them has more often', () => {
  const index = new WordIndex()
  for (let segment = 0; segment < 4; segment++) {
    const own = Array.from({ length: 8 }, (_, at) => {
      const authors = [at < 3 ? 'everywhere' : `only ${segment}`]
      return [segment * 8 + at, { ...nothing, authors }] as const
    })
    index.add(segmentOf(own))
  }
  expect(index.frequentKeys('\u0001', fullSet(32), 1)).toEqual([{ name: 'EVERYWHERE', documents: 12 }])
})
