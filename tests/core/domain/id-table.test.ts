import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { grown, IdTable } from '#core/domain/id-table'

/** Few distinct ones, so that many are repeated; of several lengths, the empty one included. */
const ids = fc.oneof(
  fc.integer({ min: 0, max: 400 }).map((number) => `2312.${String(number).padStart(5, '0')}`),
  fc.stringMatching(/^[a-z]{0,3}$/)
)

function filled(list: readonly string[]): { table: IdTable; model: Map<string, number> } {
  const table = new IdTable()
  const model = new Map<string, number>()
  for (const id of list) {
    const expected = model.get(id) ?? model.size
    expect(table.find(id)).toBe(model.get(id) ?? -1)
    expect(table.add(id)).toBe(expected)
    model.set(id, expected)
    expect(table.size).toBe(model.size)
  }
  return { table, model }
}

function expectSame(table: IdTable, model: ReadonlyMap<string, number>): void {
  expect(table.size).toBe(model.size)
  for (const [id, number] of model) {
    expect(table.find(id)).toBe(number)
    expect(table.at(number)).toBe(id)
  }
}

describe('IdTable', () => {
  test('numbers ids as a Map would, however many there are', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 600 }), ids, (list, other) => {
        const { table, model } = filled(list)
        expectSame(table, model)
        expect(table.find(other)).toBe(model.get(other) ?? -1)
      }),
      { numRuns: 60 }
    )
  })

  test('is the same after its arrays were written and read, and grows on from there', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 300 }), fc.array(ids, { maxLength: 300 }), (before, after) => {
        const { table, model } = filled(before)
        const { characters, offsets, slots, seed } = table.arrays()
        const read = new IdTable({
          characters: characters.slice(),
          offsets: offsets.slice(),
          slots: slots.slice(),
          seed
        })
        expectSame(read, model)
        for (const id of after) model.set(id, model.get(id) ?? model.size)
        for (const id of after) expect(read.add(id)).toBe(model.get(id))
        expectSame(read, model)
      }),
      { numRuns: 60 }
    )
  })

  test('finds the numbers of its ids in another table', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 200 }), fc.array(ids, { maxLength: 200 }), (some, others) => {
        const { table } = filled(some)
        const { table: other } = filled(others)
        const numbers = Array.from(table.numbersIn(other))
        expect(numbers).toEqual(
          Array.from({ length: table.size }, (_, number) => other.find(table.at(number)))
        )
      }),
      { numRuns: 60 }
    )
  })

  test('keeps a hundred thousand ids apart', () => {
    const table = new IdTable()
    for (let number = 0; number < 100_000; number++) table.add(`2312.${number}`)
    expect(table.size).toBe(100_000)
    expect(table.find('2312.77777')).toBe(77_777)
    expect(table.at(99_999)).toBe('2312.99999')
    expect(table.find('2312.100000')).toBe(-1)
  })

  test.each([-1, 1, 7])('refuses to name the id of number %i where there is only one', (number) => {
    const table = new IdTable()
    table.add('2312.10854')
    expect(() => table.at(number)).toThrow(RangeError)
  })
})

describe('grown', () => {
  test('answers the same array where there is room', () => {
    const array = new Uint8Array(8)
    expect(grown(array, 8)).toBe(array)
  })

  test('keeps what was there and has room for what is needed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 50 }), fc.integer({ min: 0, max: 300 }), (array, needed) => {
        const larger = grown(array, needed)
        expect(larger.length).toBeGreaterThanOrEqual(Math.max(needed, array.length))
        expect(larger.subarray(0, array.length)).toEqual(array)
        expect(larger.subarray(array.length).every((value) => value === 0)).toBe(true)
      })
    )
  })
})
