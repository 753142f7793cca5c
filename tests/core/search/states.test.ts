import { describe, expect, test } from 'vitest'
import { markBits } from '#core/domain/view'
import { takeStates } from '#core/search/states'

const { read, starred, noted, updated } = markBits
const all = Array.from({ length: 16 }, (_, bits) => bits)
const fitting = (query: string): number[] => all.filter((bits) => takeStates(query).fits?.(bits) ?? true)

describe('takeStates', () => {
  test.each([
    ['is:read', all.filter((bits) => bits & read)],
    ['is:unread', all.filter((bits) => !(bits & read))],
    ['is:starred', all.filter((bits) => bits & starred)],
    ['is:noted', all.filter((bits) => bits & noted)],
    ['is:updated', all.filter((bits) => bits & updated)],
    ['IS:Starred is:unread', all.filter((bits) => bits & starred && !(bits & read))],
    ['is:read is:unread', []]
  ])('%s asks for what it says', (query, bits) => {
    expect(fitting(query)).toEqual(bits)
    expect(takeStates(query).rest.trim()).toBe('')
  })

  test.each([
    ['diffusion is:read models', 'diffusion  models'],
    ['"is:read" is:read', '"is:read" '],
    ['„on is:read is:starred', '„on is:read is:starred'],
    ['“a is:read” is:noted b', '“a is:read”  b']
  ])('%s leaves the other words', (query, rest) => {
    expect(takeStates(query).rest).toBe(rest)
  })

  test.each(['is:new', 'is:', 'is:read,', 'this:read', 'is: read', 'read', '', 'constructor is:constructor'])(
    '“%s” holds no such word',
    (query) => {
      expect(takeStates(query)).toEqual({ rest: query, fits: null })
    }
  )

  test('takes no more than linear time', () => {
    const query = `${'is:read '.repeat(100_000)}"${' '.repeat(100_000)}`
    const start = performance.now()
    takeStates(query)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
