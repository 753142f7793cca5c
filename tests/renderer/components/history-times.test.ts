import { expect, test } from 'vitest'
import { clockSpan, clockTime, dayTitle, momentText } from '../../../src/renderer/components/history/times'

/** In the time zone that the tests run in. */
const at = (...parts: [number, number, number, number, number]): number => new Date(...parts).getTime()
const now = at(2026, 0, 2, 9, 41)

test.each([
  ['2026-01-02', 'Today, 2 Jan'],
  ['2026-01-01', 'Yesterday, 1 Jan'],
  ['2025-12-31', 'Wed 31 Dec 2025'],
  ['2026-01-05', 'Mon 5 Jan']
])('%s is %s', (day, title) => {
  expect(dayTitle(day, now)).toBe(title)
})

test('yesterday may be of another month and year', () => {
  expect(dayTitle('2025-12-31', at(2026, 0, 1, 0, 1))).toBe('Yesterday, 31 Dec 2025')
})

test('times are those of a clock, with the day where it is another one', () => {
  expect(clockTime(now)).toBe('9:41')
  expect(clockSpan(now, now + 999)).toBe('9:41')
  expect(clockSpan(at(2026, 0, 2, 9, 5), now)).toBe('9:05–9:41')
  expect(momentText(now, at(2026, 0, 2, 0, 0), now)).toBe('at 9:41')
  expect(momentText(now, at(2025, 11, 31, 0, 0), now)).toBe('on 2 Jan, 9:41')
  expect(momentText(at(2025, 11, 31, 9, 41), at(2025, 11, 30, 0, 0), now)).toBe('on 31 Dec 2025, 9:41')
})
