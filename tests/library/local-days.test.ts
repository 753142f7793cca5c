import fc from 'fast-check'
import { expect, test } from 'vitest'
import { localDays } from '#main/library/local-days'

/** Asks the system for every single stamp. */
function plainDay(zone: string, stamp: number): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  })
  return format.format(stamp)
}

const zones = [
  'UTC',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/St_Johns',
  'Australia/Lord_Howe'
]

test('they are the system’s, also where clocks are changed', () => {
  const stamps = fc.integer({ min: Date.UTC(1995, 0, 1), max: Date.UTC(2040, 0, 1) })
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.array(stamps, { minLength: 1, maxLength: 20 }), (zone, all) => {
      const dayOf = localDays(zone)
      for (const stamp of all) expect(dayOf(stamp)).toBe(plainDay(zone, stamp))
    })
  )
})

test.each([
  // Clocks were set back at 0:01, so that one hour of this day came twice.
  ['America/St_Johns', Date.UTC(2010, 10, 7, 2), 4],
  ['Europe/Berlin', Date.UTC(2026, 9, 24, 20), 8],
  // There was no 30 December 2011.
  ['Pacific/Apia', Date.UTC(2011, 11, 30, 8), 4]
])(
  'around the night in which the clocks of %s are changed they are the system’s for every minute',
  (zone, from, hours) => {
    const dayOf = localDays(zone)
    for (let minute = 0; minute < hours * 60; minute++) {
      const stamp = from + minute * 60_000
      expect(dayOf(stamp)).toBe(plainDay(zone, stamp))
    }
  }
)

test('a zone that this system does not know counts as UTC', () => {
  expect(localDays('Nowhere/Nothing')(Date.UTC(2026, 10, 23, 23, 59))).toBe('2026-11-23')
})
