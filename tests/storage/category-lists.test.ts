import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CategoryLists } from '#main/storage/category-lists'

const lists = fc.array(
  fc.array(fc.constantFrom('cs.CV', 'cs.LG', 'math.GT', 'a,b\n"c', ''), { maxLength: 4 })
)

test('whatever lists are added, before and after they were written and read, each is kept once', () => {
  fc.assert(
    fc.property(lists, lists, (before, after) => {
      const written = new CategoryLists()
      const numbers = before.map((list) => written.add(list))
      const read = new CategoryLists(structuredClone(written.columns()))
      expect(before.map((list) => read.add(list))).toEqual(numbers)
      const all = [...before, ...after]
      const told = all.map((list) => {
        const number = read.add(list)
        return Array.from(read.items(number), (name) => read.names[name])
      })
      expect(told).toEqual(all.map((list) => [...new Set(list)]))
      expect(read.size).toBe(new Set(['[]', ...told.map((list) => JSON.stringify(list))]).size)
    }),
    { numRuns: 300 }
  )
})

test('a category finds the lists that hold it, and no others', () => {
  const all = new CategoryLists()
  const numbers = [['cs.CV'], ['math.GT', 'cs.CV'], ['cs.LG'], []].map((list) => all.add(list))
  const holding = (category: string): number[] => {
    const flags = all.holding(category)
    return numbers.filter((number) => flags[number] === 1)
  }
  expect(holding('cs.CV')).toEqual([numbers[0], numbers[1]])
  expect(holding('cs')).toEqual([])
})
