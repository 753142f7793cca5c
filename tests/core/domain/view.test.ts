import { expect, test } from 'vitest'
import { markBits, viewNames, viewTest, type ViewName } from '#core/domain/view'

const { read, starred, noted } = markBits

const members: Readonly<Record<ViewName, readonly number[]>> = {
  inbox: [0, starred, noted, starred | noted],
  starred: [starred, read | starred, starred | noted, read | starred | noted],
  notes: [noted, read | noted, starred | noted, read | starred | noted],
  read: [read, read | starred, read | noted, read | starred | noted],
  all: [0, 1, 2, 3, 4, 5, 6, 7]
}

test.each(viewNames)('%s holds exactly the papers that its name says', (view) => {
  const isIn = viewTest(view)
  const found = [0, 1, 2, 3, 4, 5, 6, 7].filter(isIn)
  expect(found).toEqual([...members[view]].sort((a, b) => a - b))
})

test('every paper is either in the inbox or in read, never in both', () => {
  const [inbox, done] = [viewTest('inbox'), viewTest('read')]
  for (let bits = 0; bits < 8; bits++) expect(inbox(bits)).toBe(!done(bits))
})
