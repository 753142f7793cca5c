import { expect, test } from 'vitest'
import type { Rule } from '#core/domain/rule'
import { ruleTest } from '#core/search/rules'
import { findAuthors, findWords } from '../../../src/renderer/text/highlights'

function rule(text: string, matches: Rule['matches'] = 'keyword'): Rule {
  return { id: text, does: 'highlight', matches, text, colour: 'teal' }
}

function words(text: string, wanted: string): string[] {
  return findWords(text, [rule(wanted)]).map(({ from, to }) => text.slice(from, to))
}

test.each([
  ['Text-to-Image: images of texts', 'image', ['Image', 'images']],
  ['Text-to-Image: images of texts', 'text to image', ['Text-to-Image']],
  ['Schrödinger’s bridges', 'SCHRODINGER', ['Schrödinger']],
  ['diffused diffusion', 'diffus*', ['diffused', 'diffusion']],
  ['a graph', 'graph theory', []],
  ['anything', '…', []]
])('in “%s” the words “%s” are %o', (text, wanted, found) => {
  expect(words(text, wanted)).toEqual(found)
})

test('names are found between commas, in any order of their parts', () => {
  const text = 'Ada Lovelace, Noether Emmy A., Carl Gauss +3'
  const found = findAuthors(text, [rule('emmy noether', 'author'), rule('Gauss', 'author')])
  expect(found.map(({ from, to }) => text.slice(from, to))).toEqual(['Noether Emmy A.', 'Carl Gauss +3'])
})

test('what the library marks a title for is what the window colours in it', () => {
  const titles = [
    'Graphs and groups',
    'Graph-based surveys',
    'On $\\alpha$-graphs',
    'A paragraph',
    'Topographic'
  ]
  for (const wanted of ['graph', 'graph*', 'survey', 'graph based', 'para*']) {
    const marks = ruleTest([rule(wanted)])
    for (const title of titles) {
      const isMarked = marks({ title, authors: null, categories: null }).length > 0
      expect([title, wanted, words(title, wanted).length > 0]).toEqual([title, wanted, isMarked])
    }
  }
})
