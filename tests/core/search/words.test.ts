import { expect, test } from 'vitest'
import { holdsAll, readQuery, searchable, together } from '#core/search/words'

test.each<[string, string, string[]]>([
  ['nothing', '', []],
  ['spaces', ' \t\u00a0 ', []],
  ['words', '  deep   Learning ', ['deep', 'learning']],
  ['a phrase', 'a "Neural  Network" b', ['a', 'neural network', 'b']],
  ['a phrase that is being typed', '"neural net', ['neural net']],
  ['an empty phrase', '"" a " "', ['a']],
  ['a quotation mark that was just typed', 'a "', ['a']],
  ['quotation marks of other kinds', '“one two” „three four“', ['one two', 'three four']],
  ['a phrase right after a word', 'a"b c"d', ['a', 'b c', 'd']],
  ['accents', 'Érdős', ['erdos']],
  ['accents as TeX has them', 'Erd{\\H o}s G\\"odel', ['erdos', 'godel']],
  ['symbols as TeX has them', '$\\alpha$', ['$\\alpha$']]
])('A query of %s', (_, text, words) => {
  expect(readQuery(text).words).toEqual(words)
})

test.each([
  ['2312.00001', '2312.00001'],
  [' arXiv:2312.00001v3 ', '2312.00001'],
  ['https://arxiv.org/abs/2312.00001v2', '2312.00001'],
  ['https://arxiv.org/pdf/math/0611800.pdf', 'math/0611800'],
  ['deep learning', null],
  ['', null]
])('The query %o names the paper %o', (text, id) => {
  expect(readQuery(text).id).toBe(id)
})

test('Words may stand in any field, but none goes from one into the next', () => {
  const text = searchable(['Segment  Any\nthing', 'Ada Lovelace'])
  expect(holdsAll(text, readQuery('love "segment any thing"').words)).toBe(true)
  expect(holdsAll(text, readQuery('"thing ada"').words)).toBe(false)
  expect(holdsAll(text, readQuery('segment noether').words)).toBe(false)
  const more = together(text, searchable(['Über alles']))
  expect(holdsAll(more, readQuery('uber ada').words)).toBe(true)
  expect(holdsAll(more, readQuery('"lovelace uber"').words)).toBe(false)
})
