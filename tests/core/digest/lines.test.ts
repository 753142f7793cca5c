import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Lines } from '#core/digest/lines'

const from = { offset: 0, line: 1 }
const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\n', '#', 'é') })

test('walks over the same lines as splitting at line feeds, without spaces at their ends', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = new Lines(text, from)
      const walked: [number, string][] = []
      while (lines.advance()) {
        walked.push([lines.number, lines.from()])
        expect(lines.blank).toBe(lines.from() === '')
        expect(lines.length).toBe(lines.from().length)
        expect(lines.startsWith(lines.from())).toBe(true)
      }
      const split = text.split('\n').map((line) => line.replace(/[ \t]+$/, ''))
      // What follows the last line feed is a line only where there is something.
      if (text === '' || text.endsWith('\n')) split.pop()
      expect(walked).toEqual(split.map((line, index) => [index + 1, line]))
    })
  )
})

test('a line is unfinished only where the text ends without a line feed', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const lines = new Lines(text, from)
      const unfinished: boolean[] = []
      while (lines.advance()) unfinished.push(lines.unfinished)
      expect(unfinished.slice(0, -1)).not.toContain(true)
      if (unfinished.length > 0) expect(unfinished.at(-1)).toBe(!text.endsWith('\n'))
    })
  )
})

test('ends before the line that opens the next digest, and says where that is', () => {
  const text = 'one\ntwo\n# three\nfour\n'
  const lines = new Lines(text, from, text.length, (offset) => text.startsWith('# ', offset))
  const seen: string[] = []
  while (lines.advance()) seen.push(lines.from())
  expect(seen).toEqual(['one', 'two'])
  expect(lines.following).toEqual({ offset: 8, line: 3 })
})

test('goes on from a place within a text up to an end', () => {
  const lines = new Lines('one\ntwo\nthree\nfour', { offset: 4, line: 2 }, 14)
  const seen: [number, string][] = []
  while (lines.advance()) seen.push([lines.number, lines.from()])
  expect(seen).toEqual([
    [2, 'two'],
    [3, 'three']
  ])
  expect(lines.following).toEqual({ offset: 14, line: 4 })
})

test('gives a line from an offset, nothing where the line is shorter', () => {
  const lines = new Lines('### Title   \n###  \n', from)
  lines.advance()
  expect(lines.from(4)).toBe('Title')
  lines.advance()
  expect(lines.from(4)).toBe('')
})
