import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addOwn, addPaper } from '#core/search/index/add-documents'
import { emptySet, include, members } from '#core/search/index/bit-set'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import { evaluate, type Searched } from '#core/search/query/evaluate'
import { parseQuery } from '#core/search/query/parse'
import type { FilterNode, QueryNode } from '#core/search/query/query'
import { scan, type Scanned } from '../support/plain-scan'
import { nothing } from '../support/searched-papers'

const words = fc.constantFrom(
  ...'deep learn learning learns net nets network x-ray xray ray x state-of-the-art state of the art α alpha'.split(
    ' '
  ),
  ...'$\\alpha$ $\\ell^1$ l1 GPT-4 gpt4 gpt 4 4D CLIP’s clip Erdős Erd\\H{o}s erdos matrix matrices 学习 a b'.split(
    ' '
  )
)
const text = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' '))
const names = fc.array(
  fc.constantFrom('Paul Erdős', 'Erdos, Paul', 'P. Learn', 'Ada X. Net', 'Yann Deep-Net'),
  { maxLength: 3 }
)
const paper: fc.Arbitrary<Scanned> = fc.record({
  title: fc.option(text),
  authors: fc.option(names),
  abstract: fc.option(text),
  comment: fc.option(text),
  journal: fc.option(text),
  doi: fc.constant(null),
  links: fc.constant(null),
  tags: fc.array(words, { maxLength: 2 }),
  note: fc.option(text)
})

const field = fc.constantFrom('', '', '', 'title:', 'author:', 'abstract:', 'comment:', 'note:')
const word = fc.tuple(words, fc.integer({ min: 1, max: 12 })).map(([whole, length]) => whole.slice(0, length))
const phrase = fc.array(words, { minLength: 1, maxLength: 4 }).map((parts) => `"${parts.join(' ')}"`)
const filters = fc.constantFrom('cat:even', 'cat:third', 'is:read')
const term = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(field, fc.oneof(word, words, phrase)).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: filters },
  { weight: 1, arbitrary: word.map((begun) => `${begun}*`) }
)
const query = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: term },
      { weight: 1, arbitrary: term.map((each) => `-${each}`) },
      { weight: 1, arbitrary: fc.tuple(term, term).map(([a, b]) => `${a} OR ${b}`) },
      { weight: 1, arbitrary: fc.tuple(term, term).map(([a, b]) => `-(${a} ${b})`) }
    ),
    { minLength: 1, maxLength: 3 }
  )
  .chain((parts) => fc.constantFrom(parts.join(' '), `${parts.join(' ')} `))

/** A filter that anybody can check. */
function lets(node: QueryNode, row: number): boolean {
  if (node.kind === 'category')
    return node.name === 'even' ? row % 2 === 0 : node.name === 'third' && row % 3 === 0
  return row % 5 === 0
}

function indexed(papers: readonly Scanned[], cuts: readonly number[]): Searched {
  const [index, own] = [new WordIndex(), new WordIndex()]
  index.capacity = own.capacity = papers.length
  let [builder, notes] = [new SegmentBuilder(), new SegmentBuilder()]
  // What some of them were before.
  for (const row of papers.keys()) if (row % 3 === 0) addPaper(builder, row, papers.at(-1 - row) ?? nothing)
  index.add(runNow(builder.finish()))
  builder = new SegmentBuilder()
  papers.forEach((each, row) => {
    addPaper(builder, row, each)
    addOwn(notes, row, each)
    if (!cuts.includes(row)) return
    index.add(runNow(builder.finish()))
    own.add(runNow(notes.finish()))
    ;[builder, notes] = [new SegmentBuilder(), new SegmentBuilder()]
  })
  index.add(runNow(builder.finish()))
  own.add(runNow(notes.finish()))
  if (cuts.length % 2 === 1) runNow(index.tidy())
  const filter = (node: FilterNode): Uint32Array => {
    const set = emptySet(papers.length)
    for (const row of papers.keys()) if (lets(node, row)) include(set, row)
    return set
  }
  return { rows: papers.length, papers: index, own, filter }
}

test('What a query finds is what a plain scan of all papers finds', () => {
  fc.assert(
    fc.property(
      fc.array(paper, { minLength: 1, maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 8 }),
      fc.array(query, { minLength: 20, maxLength: 20 }),
      (papers, cuts, queries) => {
        const searched = indexed(papers, cuts)
        for (const asked of queries) {
          const { node } = parseQuery(asked, { today: '2024-01-01' })
          const found = [...members(evaluate(node, searched).rows)]
          expect([asked, found]).toEqual([asked, [...members(scan(node, papers, lets))]])
        }
      }
    ),
    { numRuns: 150 }
  )
})

test('What is typed letter by letter finds at each letter what a plain scan finds', () => {
  // Last words are corrected while those before them stay.
  const lasts = fc.array(fc.oneof(words, word), { minLength: 1, maxLength: 3 })
  const typed = fc
    .tuple(field, fc.constantFrom('', '"', '"'), fc.array(words, { maxLength: 3 }), lasts)
    .map(([name, quote, before, ends]) =>
      ends.map((end) => [name, `${quote}${[...before, end].join(' ')}${quote}`] as const)
    )
  fc.assert(
    fc.property(
      fc.array(paper, { minLength: 1, maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 8 }),
      fc.array(typed, { minLength: 3, maxLength: 3 }),
      (papers, cuts, queries) => {
        const searched = indexed(papers, cuts)
        for (const [name, text] of queries.flat()) {
          for (let end = 1; end <= text.length; end++) {
            const asked = name + text.slice(0, end)
            const { node } = parseQuery(asked, { today: '2024-01-01' })
            const found = [...members(evaluate(node, searched).rows)]
            expect([asked, found]).toEqual([asked, [...members(scan(node, papers, lets))]])
          }
        }
      }
    ),
    { numRuns: 60 }
  )
})

test('A phrase that is asked for in one field is not found in another', () => {
  const searched = indexed(
    [
      { ...nothing, title: 'deep and learning', abstract: 'deep learning' },
      { ...nothing, title: 'deep learning', abstract: 'learning deep' },
      { ...nothing, title: 'deep', abstract: 'learning' }
    ],
    []
  )
  const found = (asked: string): number[] => [
    ...members(evaluate(parseQuery(asked, { today: '2024-01-01' }).node, searched).rows)
  ]
  expect(found('title:"deep learning"')).toEqual([1])
  expect(found('abstract:"deep learning"')).toEqual([0])
  expect(found('"deep learning"')).toEqual([0, 1])
})

test('Where words stood before a paper came anew does not count', () => {
  const searched = indexed([{ ...nothing, title: 'learning deep' }], [])
  const before = new SegmentBuilder()
  addPaper(before, 0, { ...nothing, title: 'deep learning' })
  // It keeps the segment from being given up.
  addPaper(before, 1, { ...nothing, title: 'other' })
  const [papers, now] = [new WordIndex(), searched.papers.segments]
  papers.add(runNow(before.finish()))
  for (const segment of now) papers.add(segment)
  const { node } = parseQuery('"deep learning"', { today: '2024-01-01' })
  expect([...members(evaluate(node, { ...searched, rows: 2, papers }).rows)]).toEqual([])
})
