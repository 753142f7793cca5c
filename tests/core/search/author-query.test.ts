import { expect, test } from 'vitest'
import { authorQuery } from '#core/search/author-query'
import { parseQuery } from '#core/search/query/parse'

test.each([
  ['Paul Erdős', 'author:"Paul Erdős"'],
  ['Chiyu "Max" Jiang', 'author:"Chiyu Max Jiang"'],
  ['Jan “Honza” Černocký', 'author:"Jan Honza Černocký"'],
  ['C. "C."', 'author:"C. C."']
])('%s', (name, query) => {
  expect(authorQuery(name)).toBe(query)
  const { node, issues } = parseQuery(query, { today: '2026-11-26' })
  expect(issues).toEqual([])
  expect(node).toMatchObject({ kind: 'text', quoted: true, open: false, field: 'authors' })
})
