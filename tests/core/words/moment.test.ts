import { expect, test } from 'vitest'
import { momentWords } from '#core/words/moment'

const morning = new Date(2026, 10, 23, 9, 4, 30)

test('of today only the time is told, as clocks here show it', () => {
  expect(momentWords(morning.toISOString(), new Date(2026, 10, 23, 23, 59))).toBe('9:04')
  expect(momentWords(new Date(2026, 10, 23, 0, 0).toISOString(), morning)).toBe('0:00')
})

test('of another day the day is told too, be it the last hour of yesterday', () => {
  expect(momentWords(morning.toISOString(), new Date(2026, 10, 24, 0, 1))).toBe('9:04 on 23 November 2026')
  expect(momentWords(morning.toISOString(), new Date(2027, 10, 23, 10, 0))).toBe('9:04 on 23 November 2026')
})

test.each(['', 'soon'])('what is no moment stays as it is: %j', (text) => {
  expect(momentWords(text, morning)).toBe(text)
})
