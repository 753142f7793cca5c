import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NamedTable, type NamedRecord } from '#core/domain/named'

const rule = { does: 'mute', matches: 'keyword', text: 'survey', colour: null }

function record(stamp: number, more: Partial<NamedRecord> = {}): NamedRecord {
  return { kind: 'named', type: 'rule', name: 'r1', stamp, device: 'a', value: rule, ...more }
}

function tableOf(records: readonly NamedRecord[]): NamedTable {
  const table = new NamedTable()
  for (const each of records) table.fold(each)
  return table
}

const records = fc.uniqueArray(
  fc.record({
    kind: fc.constant('named' as const),
    type: fc.constantFrom('rule' as const, 'macro' as const),
    name: fc.constantFrom('a', 'b', 'c'),
    stamp: fc.nat(12),
    device: fc.constantFrom('one', 'two'),
    value: fc.constantFrom(null, rule, { ...rule, text: 'other' }, { tex: 'x' }, 5)
  }),
  { selector: ({ stamp, device }) => `${stamp} ${device}` }
)

test('the same records in any order, and through a snapshot, give the same', () => {
  fc.assert(
    fc.property(records, fc.infiniteStream(fc.nat()), fc.nat(), (list, chance, cut) => {
      const shuffled = [...list]
      for (let at = shuffled.length - 1; at > 0; at--) {
        const other = (chance.next().value ?? 0) % (at + 1)
        const [one, two] = [shuffled[at], shuffled[other]]
        if (one !== undefined && two !== undefined) [shuffled[at], shuffled[other]] = [two, one]
      }
      const place = cut % (shuffled.length + 1)
      const restored = new NamedTable(tableOf(shuffled.slice(0, place)).state())
      for (const each of shuffled.slice(place)) restored.fold(each)
      expect(restored.all).toEqual(tableOf(list).all)
    })
  )
})

test('the later change holds, null ends it, and what was made first comes first', () => {
  const later = { ...rule, text: 'later' }
  const table = tableOf([
    record(5, { value: later }),
    record(3),
    record(4, { name: 'r0' }),
    record(9, { type: 'macro', name: '\\E', value: { tex: '\\mathbb E' } })
  ])
  expect(table.all.rules.map(({ id, text }) => [id, text])).toEqual([
    ['r1', 'later'],
    ['r0', 'survey']
  ])
  expect(table.all.macros).toEqual([{ name: '\\E', tex: '\\mathbb E' }])
  table.fold(record(10, { value: null }))
  expect(table.all.rules.map(({ id }) => id)).toEqual(['r0'])
  expect(table.value('rule', 'r1')).toBe(null)
})

test('what a later release may write does nothing, and a highlight always has a colour', () => {
  const odd = [null, 7, {}, { ...rule, does: 'shout' }, { ...rule, matches: 'venue' }, { ...rule, text: '' }]
  expect(tableOf(odd.map((value, at) => record(at, { name: `r${at}`, value }))).all.rules).toEqual([])
  const highlight = { ...rule, does: 'highlight', colour: 'ultraviolet' }
  expect(tableOf([record(1, { value: highlight })]).all.rules[0]).toMatchObject({ colour: 'yellow' })
})

test('the same object is told until something changes', () => {
  const table = tableOf([record(1)])
  const { all } = table
  expect(table.all).toBe(all)
  table.fold(record(2))
  expect(table.all).not.toBe(all)
})
