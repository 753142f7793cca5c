import { describe, expect, test } from 'vitest'
import { readSeeds, type Seed } from '../../support/seeds'
import type { Entry } from '#core/domain/entry'
import { parseBytes } from '../support/digests'

const seeds = await readSeeds()

function seed(index: number): Seed {
  const found = seeds[index]
  if (found === undefined) throw new Error(`no seed ${index}`)
  return found
}

function entriesOf(index: number): readonly Entry[] {
  return parseBytes(seed(index).bytes).flatMap(({ entries }) => entries)
}

describe('the sample digests', () => {
  test.each([
    [0, 4, 'field-list', '2023-12-18'],
    [1, 22, 'field-list', null],
    [2, 30, 'field-list', '2023-12-30'],
    [3, 39, 'field-list', null],
    [4, 58, 'numbered-list', '2022-01-03']
  ])('number %i holds %i entries and no problem', (index, count, dialect, date) => {
    const digests = parseBytes(seed(index).bytes)
    expect(digests).toHaveLength(1)
    expect(digests[0]?.entries).toHaveLength(count)
    expect(digests[0]?.problems).toEqual([])
    expect(digests[0]?.dialect).toBe(dialect)
    expect(digests[0]?.category).toBe('cs.CV')
    if (date !== null) expect(digests[0]?.date).toBe(date)
  })

  test('number 2 has its misread names repaired', () => {
    const authors = entriesOf(2).flatMap(({ fields }) => fields.authors ?? [])
    expect(authors.filter((name) => name.includes('März'))).not.toEqual([])
    expect(authors.filter((name) => name.includes('Tăiatu'))).not.toEqual([])
    expect(authors.join()).not.toMatch(/[√ƒ§]/)
    expect(entriesOf(2).reduce((sum, { repaired }) => sum + repaired, 0)).toBeGreaterThan(1)
  })

  test('number 4 keeps titles that begin with a number, and addresses of its links', () => {
    const titles = entriesOf(4).map(({ fields }) => fields.title)
    expect(titles[0]).toMatch(/^3-D Material Style Transfer/)
    const abstracts = entriesOf(4).map(({ fields }) => fields.abstract ?? '')
    expect(abstracts.join()).not.toMatch(/<a |<br|&lt;|&gt;|&amp;/)
    expect(abstracts.join()).toContain('https://github.com/')
  })

  test.each([0, 1, 2, 3, 4])('number %i: every entry stands on the lines that it names', (index) => {
    const lines = seed(index).bytes.toString('utf8').split('\n')
    for (const {
      id,
      lines: [first, last],
      fields
    } of entriesOf(index)) {
      expect(lines[first - 1]).toMatch(/^### /)
      const source = lines.slice(first - 1, last)
      expect(source.filter((line) => line.startsWith('### '))).toHaveLength(1)
      expect(source.join('\n')).toContain(id)
      expect(lines[last - 1]).toMatch(/^(?:- \*\*Summary\*\*: |> )/)
      expect(fields.title).not.toBe('')
      expect(fields.abstract).toMatch(/\S/)
    }
  })

  test('each ISO date is read: published is never after updated', () => {
    for (const { fields } of [0, 1, 2, 3].flatMap(entriesOf)) {
      expect(fields.published).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      expect((fields.published ?? '') <= (fields.updated ?? '')).toBe(true)
    }
  })
})
