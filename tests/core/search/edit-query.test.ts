import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filtersOf, filterText, useOf, withFilter, type Filter } from '#core/search/query/edit-query'
import { parseQuery, type ParseOptions } from '#core/search/query/parse'
import { states, type QueryNode } from '#core/search/query/query'

const options: ParseOptions = { today: '2024-01-01' }
const learning: Filter = { kind: 'category', name: 'cs.LG' }

/** What a query asks of every paper. */
function partsOf(query: string): readonly QueryNode[] {
  const flat = (node: QueryNode): readonly QueryNode[] =>
    node.kind === 'every' ? node.of.flatMap(flat) : [node]
  const { node } = parseQuery(query, options)
  return node === null ? [] : flat(node)
}

/** The same wherever it stands in the text. */
function meaning(parts: readonly QueryNode[]): string {
  return JSON.stringify(parts, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value))
}

test.each<[Filter, string]>([
  [learning, 'cat:cs.LG'],
  [{ kind: 'category', name: 'a b' }, 'cat:"a b"'],
  [{ kind: 'tag', name: 'vision/maps' }, 'tag:"vision/maps"'],
  [{ kind: 'author', name: 'J. “Jo” Smith' }, 'author:"J. Jo Smith"'],
  [{ kind: 'year', name: '2023' }, 'year:2023'],
  [{ kind: 'state', name: 'starred' }, 'is:starred']
])('a filter is written so that it reads as itself: %j', (filter, text) => {
  expect(filterText(filter)).toBe(text)
  expect(useOf(text, filter)).toBe('only')
  expect(useOf(`-${text}`, filter)).toBe('without')
  expect(parseQuery(text, options).issues).toEqual([])
})

test.each([
  ['', 'cat:cs.LG'],
  ['diffus', 'cat:cs.LG diffus'],
  // What is open to the end would take it in.
  ['"diffusion mod', 'cat:cs.LG "diffusion mod'],
  ['a OR b', 'cat:cs.LG a OR b'],
  ['-cat:cs.LG diffusion', 'cat:cs.LG diffusion']
])('a filter is put first: %j', (query, filtered) => {
  expect(withFilter(query, learning, 'only')).toBe(filtered)
  expect(withFilter(query, learning, 'without')).toBe(filtered.replace('cat:', '-cat:'))
})

test.each([
  ['cat:cs.LG', ''],
  ['diffusion cat:cs.LG', 'diffusion'],
  ['a  cat: CS.lg  b', 'a b'],
  ['a (category:"cs.LG") b', 'a b'],
  ['(a cat:cs.LG)', '(a)'],
  ['NOT cat:cs.LG a', 'a'],
  ['a −cat:cs.LG', 'a'],
  ['cat:cs.LG a cat:cs.LG', 'a'],
  // Not asked of every paper, or of another one.
  ['a OR cat:cs.LG', 'a OR cat:cs.LG'],
  ['-(cat:cs.LG)', '-(cat:cs.LG)'],
  ['cat:cs.LG,cs.CV', 'cat:cs.LG,cs.CV'],
  ['-(cat:cs.LG a)', '-(cat:cs.LG a)'],
  ['cat:cs.CV "cat:cs.LG"', 'cat:cs.CV "cat:cs.LG"']
])('a filter is taken out of %j', (query, rest) => {
  expect(withFilter(query, learning, null)).toBe(rest)
})

test('filters are found in their order, with how they are used', () => {
  const query = 'x tag:"a b" -is:read by:"Ada L" year:2023 date:2023-12 title:"y"'
  expect(
    filtersOf(query).map(({ filter, use, from, to }) => [filter.kind, use, query.slice(from, to)])
  ).toEqual([
    ['tag', 'only', 'tag:"a b"'],
    ['state', 'without', '-is:read'],
    ['author', 'only', 'by:"Ada L"'],
    ['year', 'only', 'year:2023']
  ])
})

const name = fc.stringMatching(/^[A-Za-zé]{1,6}( [A-Za-z.]{2,6})?$/)
const filter = fc.oneof(
  fc.record({ kind: fc.constantFrom('tag' as const, 'author' as const), name }),
  fc.record({ kind: fc.constant('category' as const), name: fc.constantFrom('cs.LG', 'cs', 'hep-th') }),
  fc.record({ kind: fc.constant('year' as const), name: fc.constantFrom('2023', '1999') }),
  fc.record({ kind: fc.constant('state' as const), name: fc.constantFrom(...states) })
)
const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'word',
    '"two words"',
    '(',
    ')',
    '-',
    'OR',
    'NOT',
    ' ',
    '"',
    'cat:',
    'title:b',
    '$x y$',
    'cs'
  ),
  filter.map(filterText),
  fc.string({ maxLength: 4 })
)
const query = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(' '))

test('what is added is asked of every paper, beside all that was asked before', () => {
  fc.assert(
    fc.property(query, filter, fc.constantFrom('only' as const, 'without' as const), (text, each, use) => {
      const rest = withFilter(text, each, null)
      const changed = withFilter(text, each, use)
      expect(useOf(changed, each)).toBe(use)
      const [first, ...others] = partsOf(changed)
      expect(first?.kind === 'not').toBe(use === 'without')
      expect(meaning(others)).toBe(meaning(partsOf(rest)))
      expect(meaning(partsOf(withFilter(changed, each, null)))).toBe(meaning(partsOf(rest)))
    })
  )
})

test('without a filter a query asks for the rest, and says no more of it', () => {
  fc.assert(
    fc.property(query, filter, (text, each) => {
      const rest = withFilter(text, each, null)
      expect(useOf(rest, each)).toBe(null)
      expect(rest.length).toBeLessThanOrEqual(text.length)
    })
  )
})
