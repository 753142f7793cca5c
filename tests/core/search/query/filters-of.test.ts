import { expect, test } from 'vitest'
import { filtersOf } from '#core/search/query/filters-of'

test.each([
  ['red is:unread blue', ['is:unread → red blue']],
  ['cat:cs.LG,cs.CV  red', ['cat:cs.LG,cs.CV → red']],
  ['is:unread has:code', ['is:unread → has:code', 'has:code → is:unread']],
  ['year: 2024 red', ['year: 2024 → red']],
  ['cat:(cs.LG) red', []],
  ['is:unread', []],
  ['red title:blue -green', []],
  ['red (is:read OR is:starred)', []],
  ['(is:read blue) red', []],
  ['', []]
])('of %j it names %j', (query, filters) => {
  expect(filtersOf(query).map(({ filter, rest }) => `${filter} → ${rest}`)).toEqual(filters)
})
