import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDates } from '#core/search/query/dates'

const today = '2024-03-10'

/** `first..last`, with a `!` where they stood the other way round. */
function read(text: string): string | null {
  const range = readDates(text, today)
  if (range === null) return null
  return `${range.first ?? ''}..${range.last ?? ''}${range.reversed ? '!' : ''}`
}

test.each([
  ['2023', '2023-01-01..2023-12-31'],
  ['2023-12', '2023-12-01..2023-12-31'],
  ['2024-2', '2024-02-01..2024-02-29'],
  ['2023/02', '2023-02-01..2023-02-28'],
  ['2023.12.18', '2023-12-18..2023-12-18'],
  ['2023-1-5', '2023-01-05..2023-01-05'],
  ['2023..2024', '2023-01-01..2024-12-31'],
  ['2023-12..2024-01', '2023-12-01..2024-01-31'],
  ['2023-12...2024', '2023-12-01..2024-12-31'],
  ['2023..', '2023-01-01..'],
  ['..2023-06', '..2023-06-30'],
  ['2024..2023', '2023-01-01..2024-12-31!'],
  ['>2023', '2024-01-01..'],
  ['>=2023', '2023-01-01..'],
  ['<2023', '..2022-12-31'],
  ['<=2023', '..2023-12-31'],
  ['>2023-12-31', '2024-01-01..'],
  ['<2024-03-01', '..2024-02-29'],
  ['today', '2024-03-10..2024-03-10'],
  ['Yesterday', '2024-03-09..2024-03-09'],
  ['1d', '2024-03-10..2024-03-10'],
  ['7d', '2024-03-04..2024-03-10'],
  ['2W', '2024-02-26..2024-03-10'],
  ['1m', '2024-02-10..2024-03-10'],
  ['3m', '2023-12-10..2024-03-10'],
  ['1y', '2023-03-10..2024-03-10'],
  ['9999y', '0000-01-01..2024-03-10'],
  ['>7d', '2024-03-04..'],
  ['7d..', '2024-03-04..'],
  ['2024-01..today', '2024-01-01..2024-03-10']
])('%s', (text, range) => {
  expect(read(text)).toBe(range)
})

test.each([
  '',
  '..',
  '...',
  '>',
  '>=',
  '20',
  '20231',
  '2023-13',
  '2023-00',
  '2023-02-29',
  '2023-4-31',
  'soon',
  '7x',
  'd'
])('%j is no date', (text) => {
  expect(read(text)).toBeNull()
})

test.each([
  ['1m', '2024-03-31', '2024-02-29'],
  ['12m', '2024-02-29', '2023-02-28'],
  ['1y', '2024-02-29', '2023-02-28']
])('%s before %s is a day that there is', (text, today, first) => {
  expect(readDates(text, today)?.first).toBe(first)
})

test('Whatever is read, both ends are days, the first not after the last', () => {
  const piece = fc.constantFrom('2023', '-', '12', '..', '>', '<=', '0', '7d', '/', 'today', '3', '9999')
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      (text) => {
        const range = readDates(text, today)
        if (range === null) return
        for (const day of [range.first, range.last]) {
          if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day)
        }
        expect((range.first ?? '0') <= (range.last ?? '9')).toBe(true)
      }
    ),
    { numRuns: 1000 }
  )
})
