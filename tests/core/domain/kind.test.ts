import { expect, test } from 'vitest'
import { strongestKind, type EntryKind } from '#core/domain/paper'

test.each<[readonly EntryKind[], EntryKind]>([
  [['cross-list', 'new'], 'new'],
  [['replacement', 'cross-list'], 'cross-list'],
  [['replacement'], 'replacement'],
  [['replacement', 'new', 'cross-list'], 'new'],
  [[], 'new']
])('Announced as %j, a paper counts as %s', (kinds, kind) => {
  expect(strongestKind(kinds)).toBe(kind)
})
