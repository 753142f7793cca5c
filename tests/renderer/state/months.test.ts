import { describe, expect, test } from 'vitest'
import type { DigestSummary } from '#core/contract'
import { months, type Month } from '../../../src/renderer/state/months'

function digest(day: string, papers = 10): DigestSummary {
  return {
    key: day.padEnd(64, '0'),
    dialect: 'field-list',
    category: 'cs.CV',
    date: day,
    day,
    source: `${day}.md`,
    imported: '2024-01-01T00:00:00.000Z',
    entries: papers,
    papers,
    repaired: 0,
    problems: 0
  }
}

/** The months of digests, newest first as the library gives them. */
function of(days: readonly string[], unread: readonly number[] = []): Month[] {
  return months(
    days.map((day) => digest(day)),
    Uint32Array.from(unread)
  )
}

function gaps(days: readonly string[]): unknown[] {
  return of(days).flatMap(({ items }) => items.filter(({ kind }) => kind === 'gap'))
}

describe('digests by month', () => {
  test('stand newest first, with what is not read', () => {
    const [december, november] = of(['2023-12-19', '2023-12-18', '2023-11-30'], [4, 5, 6])
    expect(december).toMatchObject({ month: '2023-12', papers: 20, unread: 9, monthsMissing: 0 })
    expect(november).toMatchObject({ month: '2023-11', papers: 10, unread: 6 })
  })

  test('count whole months without digests, also over the turn of a year', () => {
    expect(of(['2024-02-01', '2023-11-30'])[0]).toMatchObject({ monthsMissing: 2 })
  })

  test('show the weekdays that no digest covers', () => {
    // 18 December 2023 was a Monday.
    expect(gaps(['2023-12-22', '2023-12-18'])).toEqual([
      { kind: 'gap', from: '2023-12-19', to: '2023-12-21', days: 3 }
    ])
  })

  test('do not miss anything on a weekend', () => {
    expect(gaps(['2023-12-18', '2023-12-15'])).toEqual([])
  })

  test('have no gap between two digests of one day', () => {
    expect(gaps(['2023-12-18', '2023-12-18'])).toEqual([])
  })
})
