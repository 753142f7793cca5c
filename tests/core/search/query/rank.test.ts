import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { members } from '#core/search/index/bit-set'
import { evaluate } from '#core/search/query/evaluate'
import { parseQuery } from '#core/search/query/parse'
import { rank } from '#core/search/query/rank'
import type { Scanned } from '../support/plain-scan'
import { searchedPapers } from '../support/searched-papers'

const today = '2024-01-01'

/** So many others that no word of the papers in question is a common one. */
const others: readonly Partial<Scanned>[] = Array.from({ length: 60 }, (_, n) => ({
  title: `Hay number ${n}`,
  abstract: 'Some hay of a usual length, in which nothing is to be found at all.'
}))
/** As many words as an abstract of the others has. */
const hay = 'Some hay of a usual length in which nothing is to be'

/** The papers that a query finds, the best first, from whatever order they are in. */
function ranked(query: string, papers: readonly Partial<Scanned>[], given?: readonly number[]): number[] {
  const searched = searchedPapers([...papers, ...others])
  const { node } = parseQuery(query, { today })
  const rows = given ?? [...members(evaluate(node, searched).rows)]
  return [...rank(node, Uint32Array.from(rows), searched)]
}

/** Expects one paper before another in whichever order they come. */
function expectBefore(query: string, better: Partial<Scanned>, worse: Partial<Scanned>): void {
  expect([query, ranked(query, [better, worse])]).toEqual([query, [0, 1]])
  expect([query, ranked(query, [worse, better])]).toEqual([query, [1, 0]])
}

/** Expects papers to stay as they are, whichever comes first. */
function expectAlike(query: string, one: Partial<Scanned>, other: Partial<Scanned>): void {
  expect(ranked(query, [one, other])).toEqual([0, 1])
  expect(ranked(query, [other, one])).toEqual([0, 1])
}

test('What has a word in its title comes before what has it elsewhere', () => {
  const inTitle = { title: 'On needles', abstract: hay }
  expectBefore('needle ', inTitle, { title: 'On hay', abstract: `${hay} needles` })
  expectBefore('needle ', inTitle, { title: 'On hay', abstract: hay, comment: 'needles' })
  expectBefore('needle ', inTitle, { title: 'On hay', abstract: hay, note: 'needles' })
})

test('A tag of the user’s counts as much as a title', () => {
  const tagged = { title: 'On hay', abstract: hay, tags: ['needles'] }
  expectBefore('needle ', tagged, { title: 'On hay', abstract: `${hay} needles` })
  const titled = { title: 'On needles', abstract: hay }
  expectAlike('needle ', tagged, titled)
})

test('An author counts as much as a title, and more than who is only written about', () => {
  const byHer = { title: 'On hay', authors: ['Emmy Noether'], abstract: hay }
  expectBefore('noether ', byHer, { ...byHer, authors: ['Ada Lovelace'], abstract: `${hay} Noether` })
  const named = { title: 'On Noether', authors: ['Emmy Other'], abstract: hay }
  expectAlike('noether ', named, byHer)
})

test('A rare word counts for more than a common one', () => {
  const common = Array.from({ length: 20 }, () => ({ title: 'Something', abstract: `${hay} common` }))
  const papers = [
    { title: 'One', abstract: `${hay} common` },
    { title: 'Two', abstract: `${hay} needle` },
    ...common
  ]
  expect(ranked('common OR needle ', papers)[0]).toBe(1)
})

test('A word that is there more often counts for more, but ever less', () => {
  const times = (often: number, other: number): Partial<Scanned> => ({
    abstract: `${'needle '.repeat(often)}${'pin '.repeat(other)}${'of '.repeat(20 - often - other)}`
  })
  expectBefore('needle ', times(3, 0), times(1, 0))
  // Both words once are more than one of them ever so often.
  expectBefore('needle OR pin ', times(1, 1), times(15, 0))
})

test('Words near each other come before words far apart, all the more in the right order and in a title', () => {
  const abstract = (...words: string[]): Partial<Scanned> => ({
    title: 'On hay',
    abstract: [...words, ...hay.split(' ').slice(words.length)].join(' ')
  })
  const near = abstract('deep', 'needle')
  const far = abstract('deep', ...'of a hay in it all the time'.split(' '), 'needle')
  expectBefore('deep needle ', near, abstract('deep', 'a', 'b', 'needle'))
  expectBefore('deep needle ', abstract('deep', 'a', 'b', 'needle'), far)
  expectBefore('deep needle ', near, abstract('needle', 'deep'))
  expectBefore(
    'deep needle ',
    { title: 'Hay and deep needles', abstract: hay },
    { title: 'Deep hay and needles', abstract: hay }
  )
})

test('Words that are far apart, or of two fields, are not near each other at all', () => {
  const apart = (words: number): Partial<Scanned> => ({
    abstract: `deep ${'of '.repeat(words)}needle ${'of '.repeat(30 - words)}`
  })
  expectAlike('deep needle ', apart(8), apart(20))
  expectBefore('deep needle ', apart(7), apart(8))
  // A title so long that the abstract begins next to where it ends.
  const title = `${'of '.repeat(124)}deep`
  expectAlike('deep needle ', { title, abstract: `needle ${hay}` }, { title, abstract: `${hay} needle` })
})

test('How near words are to each other counts twice in a title', () => {
  const [near, far] = ['deep needle of hay and of it', 'deep of hay and of it needle']
  const both = (title: string, abstract: string): Partial<Scanned> => ({ title, abstract })
  expectBefore('deep needle ', both(near, far), both(far, near))
})

test('Of two papers that have a word as often the shorter one comes first', () => {
  expectBefore(
    'needle ',
    { abstract: 'A needle, and hay' },
    { abstract: `A needle, and ${hay} ${hay} ${hay}` }
  )
})

test('Those that match alike stay in the order in which they are given', () => {
  const alike = Array.from({ length: 30 }, () => ({ title: 'Needle', abstract: hay }))
  const rows = alike.map((_, row) => (row * 7) % alike.length)
  expect(ranked('needle ', alike, rows)).toEqual(rows)
})

test('Those that match alike stay so beyond the first that are looked at closely', () => {
  const alike = Array.from({ length: 450 }, (_, row) =>
    row % 9 === 0 ? { title: 'Needle', abstract: 'hay' } : { title: 'Hay', abstract: 'needle' }
  )
  const rows = alike.map((_, row) => (row * 7) % alike.length)
  const [strong, weak] = [rows.filter((row) => row % 9 === 0), rows.filter((row) => row % 9 !== 0)]
  expect(ranked('needle ', alike, rows)).toEqual([...strong, ...weak])
})

test('The word itself comes before words that only begin so', () => {
  expectBefore('need', { abstract: `${hay} need` }, { abstract: `${hay} needle` })
  // However many there are in a title.
  expectBefore('need', { title: 'On need', abstract: hay }, { title: 'Needles needed', abstract: hay })
})

test('The forms of a word are one word', () => {
  const one = { abstract: `${hay} network` }
  expectAlike('network ', one, { abstract: `${hay} networks` })
  // Both forms are the word twice: as much as one form twice, and more than once.
  const both = { abstract: `${hay.slice(0, -3)} network networks` }
  const twice = { abstract: `${hay.slice(0, -3)} networks networks` }
  expectAlike('network ', both, twice)
  expectBefore('network ', both, one)
})

test('A word that is asked for in one field counts there alone', () => {
  const titled = { title: 'Needle', abstract: `${hay} needle` }
  const twice = { title: 'Hay', abstract: `${hay.slice(0, -3)} needle needle` }
  expectBefore('needle ', titled, twice)
  // How often it is in all is known, and not how often in each field.
  expectAlike('abstract:needle ', twice, titled)
  expectAlike('note:needle ', { title: 'Needle', note: 'needle' }, { title: 'Hay', note: 'needle' })
})

test('Without a word to look for, and for words that are not wanted, rows stay as they are', () => {
  const papers = [{ abstract: 'needle' }, { title: 'Needle' }, {}]
  for (const query of ['', '   ', 'is:read', '-needle ', 'year:2023 NOT needle '])
    expect([query, ranked(query, papers, [2, 0, 1])]).toEqual([query, [2, 0, 1]])
  expect(ranked('needle ', papers, [])).toEqual([])
  expect(ranked('needle ', papers, [1])).toEqual([1])
})

const words = fc.constantFrom(...'deep needle needles need net α a b x-ray Noether'.split(' '))
const text = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' '))
const paper = fc.record({
  title: fc.option(text),
  abstract: fc.option(text),
  authors: fc.option(fc.array(text, { maxLength: 2 })),
  comment: fc.option(text),
  note: fc.option(text)
})
const query = fc
  .array(
    fc.tuple(fc.constantFrom('', '', '', '-', 'title:', 'note:', '"'), words, fc.constantFrom('', ' OR')),
    {
      minLength: 1,
      maxLength: 5
    }
  )
  .map((parts) => parts.map((part) => part.join('')).join(' '))

test('Whatever is asked for and found, the same rows come back, each once, and the same way again', () => {
  fc.assert(
    fc.property(
      fc.array(paper, { minLength: 1, maxLength: 30 }),
      fc.array(query, { minLength: 5, maxLength: 5 }),
      fc.array(fc.nat(29), { maxLength: 30 }),
      (papers, queries, order) => {
        const searched = searchedPapers(papers)
        const some = [...new Set(order)].filter((row) => row < papers.length)
        for (const asked of queries) {
          const { node } = parseQuery(asked, { today })
          const given = Uint32Array.from(some)
          const sorted = rank(node, given.slice(), searched)
          expect([asked, [...sorted].sort()]).toEqual([asked, [...some].sort()])
          expect(rank(node, sorted.slice(), searched)).toHaveLength(some.length)
          expect([...rank(node, given.slice(), searched)]).toEqual([...sorted])
        }
      }
    ),
    { numRuns: 150 }
  )
})
