import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptySet, has } from '#core/search/index/bit-set'
import { WordIndex } from '#core/search/index/word-index'
import { evaluate, type Searched } from '#core/search/query/evaluate'
import { findMatches } from '#core/search/query/find-matches'
import { formsOf } from '#core/search/query/forms'
import { parseQuery } from '#core/search/query/parse'
import { wordsOf, type MarkedWords, type TextField } from '#core/search/query/query'
import { fold } from '#core/text/fold'
import { nothing, segmentOf } from '../support/documents'
import { quickest } from '../../../support/quickest'

const marked = (query: string): MarkedWords[] => wordsOf(parseQuery(query, { today: '2026-11-26' }).node)

function found(query: string, text: string, field: TextField = 'abstract'): string[] {
  return findMatches(marked(query))(text, field).map(({ from, to }) => text.slice(from, to))
}

test.each([
  ['diffusion ', 'Diffusion, diffused: DIFFUSIONS', ['Diffusion', 'DIFFUSIONS']],
  ['diffus', 'Diffusion, diffused', ['Diffusion', 'diffused']],
  ['diffus* model ', 'Diffusion models remodelled', ['Diffusion', 'models']],
  ['erdos ', 'Of Erdős and of Erdo\u0308s', ['Erdős', 'Erdo\u0308s']],
  ['category ', 'Categories of a category', ['Categories', 'category']],
  ['alpha ', 'The α-decay, alphas, Alpha', ['α', 'alphas', 'Alpha']],
  ['l1 ', 'The ℓ1 norm, L1, l 1', ['ℓ1', 'L1']],
  ['"on graphs" ', 'On graphs, on a graph, upon graphs', ['On graphs']],
  ['x-ray ', 'X-ray, xray, x ray, x', ['X-ray', 'xray', 'x ray']],
  ['xray ', 'X-rays, X-ray, xrays, ray', ['X-rays', 'X-ray', 'xrays']],
  ['gpt4 ', 'GPT-4 and GPT', ['GPT-4']],
  ['"gpt4 model" ', 'Our GPT-4 model, GPT model', ['GPT-4 model']],
  ['state', 'state-of-the-art and stateless', ['state', 'stateless']],
  ['stateof', 'state-of-the-art, a state', ['state-of-the-art']],
  ['clip ', 'CLIP’s own', ['CLIP']],
  ['量子 ', '关于量子的', ['量子']],
  ['red -blue ', 'Red and blue', ['Red']],
  ['red OR blue ', 'Red and blue', ['Red', 'blue']],
  ['anything ', '', []]
])('of %j in %j it marks %j', (query, text, words) => {
  expect(found(query, text)).toEqual(words)
})

test('what is meant for one field is marked there alone', () => {
  expect(found('title:graph ', 'A graph', 'title')).toEqual(['graph'])
  expect(found('title:graph ', 'A graph', 'abstract')).toEqual([])
  expect(found('graph note:graph ', 'A graph', 'note')).toEqual(['graph'])
})

test.each([
  ['author:"Yann LeCun" ', 'LeCun Yann A., Yann Other, Ada Le Cun', ['LeCun', 'Yann']],
  ['author:"y lecun" ', 'Yann LeCun, Ada LeCun', ['Yann', 'LeCun']],
  ['author:y ', 'Yann LeCun, Y. Other', ['Y']],
  ['author:noether ', 'Emmy Noether, Noethers', ['Noether']],
  ['author:noe', 'Emmy Noether, Noethers', ['Noether', 'Noethers']],
  ['"noether ada" ', 'Emmy Noether, Ada Lovelace, Noether Ada', ['Noether Ada']]
])('of %j in the names %j it marks %j', (query, text, words) => {
  expect(found(query, text, 'authors')).toEqual(words)
})

test('within longer words only what no paper has as a word', () => {
  const find = (within: readonly string[]): number =>
    findMatches(marked('fusion '), within)('Diffusion and fusion', 'title').length
  expect([find([]), find(['fusion']), find(['other'])]).toEqual([1, 2, 1])
})

test('what it marks is in the text and is what was looked for, in whatever text', () => {
  const part = fc.constantFrom(
    'graph',
    'Graphs',
    'gräph',
    ' ',
    '-',
    ', ',
    'α',
    'ℓ',
    '1',
    '. ',
    '’s ',
    'x',
    'ﬁ',
    'ß',
    '𝐠raph',
    '量',
    '\u0301',
    '\n'
  )
  const text = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''))
  const word = fc.constantFrom('graph', 'alpha', 'l1', 'x', 'figraph', 'ss')
  fc.assert(
    fc.property(text, word, fc.constantFrom<TextField>('title', 'authors', 'note'), (of, wanted, field) => {
      let end = -1
      for (const { from, to } of findMatches(marked(`${wanted} `))(of, field)) {
        expect(from).toBeGreaterThan(end)
        expect(to).toBeLessThanOrEqual(of.length)
        end = to
        const letters = fold(of.slice(from, to).replaceAll('α', 'alpha')).replace(/[^\p{L}\p{N}]/gu, '')
        // Words that touch are marked as one.
        const forms = formsOf(wanted).join('|')
        expect(letters).toMatch(new RegExp(`^(?:${forms})+$`))
      }
    }),
    { numRuns: 300 }
  )
})

test('marks something in each text that the index finds, and nothing in others', () => {
  const words = [
    'a',
    'ab',
    'abc',
    'b',
    'x-ray',
    'xray',
    'ray',
    'ab-ba',
    'GPT-4',
    'gpt4',
    '界',
    'c',
    'cs',
    'A.'
  ]
  const texts = (maxLength: number): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...words), { maxLength }).map((each) => each.join(' '))
  const text = texts(8)
  // The words of one name are not far from each other.
  const name = texts(4)
  const asked = fc.oneof(
    fc.constantFrom(...words),
    text.map((each) => `"${each}"`),
    text.map((each) => `author:"${each}"`),
    fc.constantFrom(...words).map((each) => `title:${each}`)
  )
  fc.assert(
    fc.property(
      text,
      fc.array(name, { maxLength: 3 }),
      asked,
      fc.boolean(),
      (title, authors, part, isEnded) => {
        const [only] = marked(`${part}${isEnded ? ' ' : ''}`)
        if (only === undefined) return
        const searched: Searched = {
          rows: 1,
          papers: new WordIndex(),
          own: new WordIndex(),
          filter: () => emptySet(1)
        }
        searched.papers.add(segmentOf([[0, { ...nothing, title, authors }]]))
        const { rows, within } = evaluate({ kind: 'text', from: 0, to: 0, ...only }, searched)
        const find = findMatches([only], within)
        const spans = [...find(title, 'title'), ...find(authors.join(', '), 'authors')]
        expect(spans.length > 0).toBe(has(rows, 0))
      }
    ),
    { numRuns: 500 }
  )
})

test('takes as long as the text is', () => {
  const long = 'graph-'.repeat(100_000)
  const find = findMatches(marked('"graph graph graph" '))
  expect(quickest(2000, () => find(long, 'note'))).toBeLessThanOrEqual(2000)
  expect(find(long, 'note')).toHaveLength(1)
})
