import { expect, test } from 'vitest'
import { bitSets, markBits, viewNames, viewTest, type ViewName } from '#core/domain/view'

const all = Array.from({ length: bitSets }, (_, bits) => bits)
const having = (bit: number): number[] => all.filter((bits) => Math.floor(bits / bit) % 2 === 1)

const members: Readonly<Record<ViewName, readonly number[]>> = {
  inbox: all.filter((bits) => bits % 2 === 0),
  updated: having(markBits.updated),
  starred: having(markBits.starred),
  notes: having(markBits.noted),
  read: having(markBits.read),
  unseen: having(markBits.unseen),
  all
}

test.each(viewNames)('%s holds exactly the papers that its name says', (view) => {
  expect(all.filter(viewTest(view))).toEqual(members[view])
})

test('every paper is either in the inbox or in read, never in both', () => {
  const [inbox, done] = [viewTest('inbox'), viewTest('read')]
  for (const bits of all) expect(inbox(bits)).toBe(!done(bits))
})
