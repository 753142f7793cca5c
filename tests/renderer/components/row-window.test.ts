import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rowWindow, scrollTopFor } from '../../../src/renderer/components/list/row-window'

const height = 72
const view = 700

/** Where a row stands in view, in pixels below the upper edge. */
function placeInView(place: number, length: number, scrollTop: number): number {
  return place * height + rowWindow(length, height, view, scrollTop).shift - scrollTop
}

function mostScroll(length: number): number {
  return Math.max(0, rowWindow(length, height, view, 0).height - view)
}

const lists = fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }))

describe('the window over the rows', () => {
  test('covers all that is in view, wherever one has scrolled to', () => {
    fc.assert(
      fc.property(lists, ([length, part]) => {
        const scrollTop = mostScroll(length) * part
        const { first, count } = rowWindow(length, height, view, scrollTop)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first + count).toBeLessThanOrEqual(length)
        expect(first === 0 || placeInView(first, length, scrollTop) <= 0).toBe(true)
        const below = placeInView(first + count - 1, length, scrollTop) + height
        expect(first + count === length || below >= view).toBe(true)
      })
    )
  })

  test('has as many rows at every place of a list, so that elements are used again', () => {
    fc.assert(
      fc.property(lists, ([length, part]) => {
        const { count } = rowWindow(length, height, view, mostScroll(length) * part)
        expect(count).toBe(rowWindow(length, height, view, 0).count)
      })
    )
  })

  test('never makes an element higher than Chromium draws', () => {
    expect(rowWindow(1_000_000, height, view, 0).height).toBeLessThan(33_000_000)
    expect(rowWindow(1000, height, view, 0).height).toBe(72_000)
  })

  test('shows the last row whole at the end of the longest list', () => {
    const length = 1_000_000
    const scrollTop = mostScroll(length)
    expect(placeInView(length - 1, length, scrollTop) + height).toBeCloseTo(view, 3)
  })

  test('is empty for an empty list', () => {
    expect(rowWindow(0, height, view, 0)).toMatchObject({ height: 0, count: 0 })
  })
})

describe('bringing a row into view', () => {
  test('shows it whole', () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), ([length, part], at) => {
        const place = Math.min(length - 1, Math.floor(length * at))
        const scrollTop = Math.min(
          mostScroll(length),
          Math.max(0, scrollTopFor(place, length, height, view, mostScroll(length) * part))
        )
        const top = placeInView(place, length, scrollTop)
        expect(top).toBeGreaterThanOrEqual(-0.01)
        expect(top + height).toBeLessThanOrEqual(Math.max(view, length * height) + 0.01)
        if (length * height > view) expect(top + height).toBeLessThanOrEqual(view + 0.01)
      })
    )
  })

  test('moves nothing for a row that is in view with its neighbours', () => {
    expect(scrollTopFor(5, 1000, height, view, 100)).toBe(100)
  })

  test('shows the next row as well, so that one sees what comes', () => {
    const scrollTop = scrollTopFor(20, 1000, height, view, 0)
    expect(placeInView(21, 1000, scrollTop) + height).toBe(view)
  })
})
