import fc from 'fast-check'
import { expect, test } from 'vitest'
import { problem, ProblemList } from '#core/domain/problem'
import { failureText } from '#core/messages'
import { problemText } from '#core/problem-messages'

test('an excerpt is the beginning of what stands there', () => {
  expect(problem(7, 'strayText', '   Some text')).toEqual({
    line: 7,
    reason: 'strayText',
    excerpt: 'Some text'
  })
  expect(problem(1, 'noId', 'x'.repeat(120)).excerpt).toBe('x'.repeat(120))
  expect(problem(1, 'noId', 'x'.repeat(121)).excerpt).toBe(`${'x'.repeat(119)}…`)
})

test('an excerpt is one line of at most 120 code units, no character cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(3), (text, shift) => {
      const { excerpt } = problem(1, 'strayText', `${'x'.repeat(shift)}${text}${'😀'.repeat(80)}`)
      expect(excerpt.length).toBeLessThanOrEqual(120)
      expect(excerpt).not.toContain('\n')
      expect(excerpt).not.toMatch(/\p{Surrogate}/u)
    })
  )
})

test('lists 500 problems in their order and counts the others at the line where they begin', () => {
  const problems = Array.from({ length: 503 }, (_, index) => problem(index + 1, 'noId', 'x'))
  const list = new ProblemList()
  for (const each of problems.slice(0, 500)) list.add(each)
  expect(list.list()).toEqual(problems.slice(0, 500))
  for (const each of problems.slice(500)) list.add(each)
  expect(list.list()).toEqual([...problems.slice(0, 500), { line: 501, reason: 'more', excerpt: '3' }])
})

test('what is told of a failure names its details and leaves unknown ones visible', () => {
  expect(failureText('unknownPaper', { id: '2312.10854' })).toBe('No paper 2312.10854 is in the library.')
  expect(failureText('unknownPaper')).toContain('{id}')
})

test('the reason of a problem is told without its code', () => {
  expect(problemText('cutShort')).toContain('cut short')
})
