import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isoDay, readInstant, readIsoDay, readWrittenDay } from '#core/digest/calendar'

/** Whole seconds of the years that arXiv may know. */
const instants = fc.date({
  min: new Date('1991-01-02T00:00:00Z'),
  max: new Date('2099-12-30T00:00:00Z'),
  noInvalidDate: true
})

const toSecond = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

describe('readIsoDay', () => {
  test('reads every day that exists', () => {
    fc.assert(
      fc.property(instants, (date) => {
        const day = date.toISOString().slice(0, 10)
        expect(readIsoDay(day)).toBe(day)
        expect(isoDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(day)
      })
    )
  })

  test.each(['2000-02-29', '2024-02-29', '1991-01-01', '2023-12-31', '2023-04-30'])('reads %s', (day) => {
    expect(readIsoDay(day)).toBe(day)
  })

  test.each([
    ...['2023-02-29', '1900-02-29', '2100-02-29', '2023-04-31', '2023-13-01', '2023-00-10', '2023-01-00'],
    ...['2023-01-32', '1990-12-31', '2023-1-01', '2023/12/18', '20231218', '2023-12-18 ', '', 'yesterday'],
    ...['2O23-12-18', '-023-12-18', '２０２３-12-18']
  ])('refuses %j', (text) => {
    expect(readIsoDay(text)).toBeNull()
  })
})

describe('readWrittenDay', () => {
  test.each([
    ['Mon, 3 Jan 2022', '2022-01-03'],
    ['3 Jan 2022', '2022-01-03'],
    ['Mon,  6 Jun 22', '2022-06-06'],
    ['Tue, 31 December 1996', '1996-12-31'],
    ['31 Dec 96', '1996-12-31'],
    ['1 Jan 91', '1991-01-01'],
    ['mon, 29 FEB 2024', '2024-02-29'],
    [' Mon, 03 Jan 2022 ', '2022-01-03'],
    ['Wednesday, 3 Sept 2025', '2025-09-03']
  ])('reads %j as %s', (text, day) => {
    expect(readWrittenDay(text)).toBe(day)
  })

  test.each([
    ...[
      'Mon, 31 Feb 2022',
      '0 Jan 2022',
      '32 Jan 2022',
      'Mon, 3 Foo 2022',
      '3 Ja 2022',
      'Jan 3 2022',
      '3 Jan 202'
    ],
    ...['3 Jan', '', 'Mon, 3 Jan 2022 and more', '3Jan2022', '1 Jan 1990']
  ])('refuses %j', (text) => {
    expect(readWrittenDay(text)).toBeNull()
  })
})

describe('readInstant', () => {
  test('reads any instant in whatever zone and form it is written', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 })
    fc.assert(
      fc.property(
        instants,
        minutes,
        fc.constantFrom(' ', 'T'),
        fc.constantFrom('', ':'),
        (date, offset, t, colon) => {
          const local = new Date(date.getTime() + offset * 60_000).toISOString()
          const [hours, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60]
          const zone = `${offset < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${colon}${String(rest).padStart(2, '0')}`
          expect(readInstant(`${local.slice(0, 10)}${t}${local.slice(11, 19)}${zone}`)).toBe(toSecond(date))
        }
      )
    )
  })

  test.each([
    ['2023-12-18 00:05:28+00:00', '2023-12-18T00:05:28Z'],
    ['2023-12-18T00:05:28Z', '2023-12-18T00:05:28Z'],
    ['2023-12-18 00:05:28', '2023-12-18T00:05:28Z'],
    ['2023-12-18T00:05:28.123456+00:00', '2023-12-18T00:05:28Z'],
    ['2023-12-18T00:05:28-00:00', '2023-12-18T00:05:28Z'],
    ['2023-12-18 00:05:28-05:00', '2023-12-18T05:05:28Z'],
    ['2024-01-01 00:30:00+01:00', '2023-12-31T23:30:00Z'],
    ['2023-12-18', '2023-12-18']
  ])('reads %j as %s', (text, instant) => {
    expect(readInstant(text)).toBe(instant)
  })

  test.each([
    ...['', 'None', '2023-12-18 24:00:00+00:00', '2023-12-18 00:60:00+00:00', '2023-12-18 00:00:60+00:00'],
    ...[
      '2023-02-30 00:00:00+00:00',
      '2023-12-18 00:05+00:00',
      '2023-12-18 00:05:28 UTC',
      '2023-12-18_00:05:28Z'
    ],
    ...['9999-12-31T23:59:59-01:00', '1991-01-01T00:00:00+01:00', '2023-12-18 0a:05:28+00:00']
  ])('refuses %j', (text) => {
    expect(readInstant(text)).toBeNull()
  })
})
