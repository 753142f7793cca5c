import { expect, test } from 'vitest'
import { counted } from '#core/words/counted'
import { beginning, dayText, durationText, monthText } from '../../../src/renderer/state/words'

test('counts with the right noun', () => {
  expect([0, 1, 2, 12_345].map((count) => counted(count, 'paper'))).toEqual([
    '0 papers',
    '1 paper',
    '2 papers',
    '12,345 papers'
  ])
  expect(counted(2, 'entry', 'entries')).toBe('2 entries')
})

test('says days and months as people do', () => {
  expect(dayText('2023-12-08')).toBe('8 Dec 2023')
  expect(dayText('2023-12-08T10:00:00Z', false)).toBe('8 Dec')
  expect(monthText('2024-03')).toBe('March 2024')
})

test('says how long it takes', () => {
  expect([0.2, 12.4, 89, 90, 600].map(durationText)).toEqual(['1 s', '12 s', '89 s', '2 min', '10 min'])
})

test('names a long text by its beginning, to the end of a word', () => {
  expect(beginning('Short enough')).toBe('Short enough')
  const long = 'A title that goes on and on until nobody who reads it knows what it began with'
  expect(beginning(long)).toBe('A title that goes on and on until nobody who reads it knows…')
})
