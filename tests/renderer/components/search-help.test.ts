import { expect, test } from 'vitest'
import type { DigestSummary } from '#core/contract'
import { fields } from '#core/search/query/field-names'
import { parseQuery } from '#core/search/query/parse'
import { belongings, states } from '#core/search/query/query'
import { searchHelp } from '../../../src/renderer/components/search/search-help'
import { queryOfAll } from '../../../src/renderer/state/view-filter'

const today = '2024-01-01'

test('every example is understood, but for the one that shows what is not complete', () => {
  const queries = searchHelp.flatMap(({ lines }) => lines.flatMap((line) => line.queries))
  expect(new Set(queries).size).toBe(queries.length)
  for (const query of queries) {
    const { node, issues, id } = parseQuery(`${query} `, { today })
    expect(node !== null || id !== null, query).toBe(true)
    if (query !== 'title:"neural') expect(issues, query).toEqual([])
  }
})

test('every field, state and belonging is named', () => {
  const text = JSON.stringify(searchHelp)
  for (const word of [...fields.flatMap(({ words }) => words), ...states, ...belongings])
    expect(text).toContain(word)
})

const digest = { key: 'a'.repeat(64), source: 'monday.md', day: '2023-12-18' } as DigestSummary
const sameName = { ...digest, key: 'b'.repeat(64), day: '2023-12-19' }

test.each([
  [{ kind: 'all' }, [], 'x'],
  [{ kind: 'inbox' }, [], 'is:unread x'],
  [{ kind: 'notes' }, [], 'is:noted x'],
  [{ kind: 'unseen' }, [], 'is:unseen x'],
  [{ kind: 'tag', tag: 'to read/now' }, [], 'tag:"to read/now" x'],
  [{ kind: 'category', category: 'cs.CV' }, [], 'cat:cs.CV x'],
  [{ kind: 'month', month: '2023-12' }, [], 'date:2023-12 x'],
  [{ kind: 'digest', key: digest.key }, [digest], 'digest:"monday.md" x'],
  [{ kind: 'digest', key: digest.key }, [digest, sameName], 'digest:2023-12-18 x'],
  [{ kind: 'digest', key: digest.key }, [], 'x']
] as const)('a search within %j is one of all papers', (view, digests, query) => {
  expect(queryOfAll(view, 'x', digests)).toBe(query)
  expect(parseQuery(query, { today }).issues).toEqual([])
})
