import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  headTop,
  listTop,
  placeAt,
  rowTop,
  rowWindow,
  scrollTopFor,
  type Lines
} from '../../../src/renderer/components/list/row-window'

const height = 72
const head = 32
const view = 700

function linesOf(length: number, heads: readonly number[] = []): Lines {
  return { length, heads: Uint32Array.from(heads), rowHeight: height, headHeight: head }
}

/** Where a row stands in view, in pixels below the upper edge. */
function placeInView(lines: Lines, place: number, scrollTop: number): number {
  return rowTop(lines, place) + rowWindow(lines, view, scrollTop).shift - scrollTop
}

function mostScroll(lines: Lines): number {
  return Math.max(0, rowWindow(lines, view, 0).height - view)
}

const part = fc.double({ min: 0, max: 1, noNaN: true })
/** Lists without headings, with some, and with one below them all. */
const lists = fc
  .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.array(part, { maxLength: 40 }), fc.boolean())
  .map(([length, parts, end]) => {
    const heads = parts.map((each) => Math.floor(each * (length - 1)))
    return linesOf(
      length,
      [...new Set(end ? [...heads, length] : heads)].sort((a, b) => a - b)
    )
  })
const places = fc.tuple(lists, part, part).map(([lines, at, scrolled]) => ({
  lines,
  place: Math.min(lines.length - 1, Math.floor(lines.length * at)),
  scrollTop: mostScroll(lines) * scrolled
}))

describe('lines', () => {
  test('stand one below the other, each heading above its row', () => {
    const lines = linesOf(4, [0, 2, 4])
    expect([0, 1, 2, 3].map((place) => rowTop(lines, place))).toEqual([32, 104, 208, 280])
    expect([0, 1, 2, 3].map((index) => headTop(lines, index))).toEqual([0, 176, 352, 384])
  })

  test('are found by where they are', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 0, max: height - 1 }), ({ lines, place }, below) => {
        expect(placeAt(lines, rowTop(lines, place) + below)).toBe(place)
      })
    )
    // On a heading: the row below it.
    expect(placeAt(linesOf(4, [0, 2]), 180)).toBe(2)
  })
})

describe('the window over the rows', () => {
  test('covers all that is in view, wherever one has scrolled to', () => {
    fc.assert(
      fc.property(places, ({ lines, scrollTop }) => {
        const { first, count } = rowWindow(lines, view, scrollTop)
        expect(first).toBeGreaterThanOrEqual(0)
        expect(first + count).toBeLessThanOrEqual(lines.length)
        expect(first === 0 || placeInView(lines, first, scrollTop) <= 0).toBe(true)
        const below = placeInView(lines, first + count - 1, scrollTop) + height
        expect(first + count === lines.length || below >= view).toBe(true)
      })
    )
  })

  test('has the headings of all rows in it, also of the first, and no others', () => {
    fc.assert(
      fc.property(places, ({ lines, scrollTop }) => {
        const { first, count, firstHead, endHead } = rowWindow(lines, view, scrollTop)
        const before = [...lines.heads].filter((place) => place <= first).length
        expect(firstHead).toBe(Math.max(0, before - 1))
        expect(endHead).toBe([...lines.heads].filter((place) => place <= first + count).length)
      })
    )
  })

  test('has as many rows at every place of a list, so that elements are used again', () => {
    fc.assert(
      fc.property(places, ({ lines, scrollTop }) => {
        expect(rowWindow(lines, view, scrollTop).count).toBe(rowWindow(lines, view, 0).count)
      })
    )
  })

  test('never makes an element higher than Chromium draws', () => {
    expect(rowWindow(linesOf(1_000_000), view, 0).height).toBeLessThan(33_000_000)
    expect(rowWindow(linesOf(1000, [0, 500]), view, 0).height).toBe(72_064)
  })

  test('shows the last row whole at the end of the longest list', () => {
    const lines = linesOf(1_000_000, [0, 1000])
    const scrollTop = mostScroll(lines)
    expect(placeInView(lines, lines.length - 1, scrollTop) + height).toBeCloseTo(view, 3)
  })

  test('is empty for an empty list, but for a heading', () => {
    expect(rowWindow(linesOf(0), view, 0)).toMatchObject({ height: 0, first: 0, count: 0, endHead: 0 })
    expect(rowWindow(linesOf(0, [0]), view, 0)).toMatchObject({
      height: head,
      count: 0,
      firstHead: 0,
      endHead: 1
    })
  })
})

describe('bringing a row into view', () => {
  test('shows it whole, and not under the heading that stays in view', () => {
    fc.assert(
      fc.property(places, ({ lines, place, scrollTop }) => {
        const most = mostScroll(lines)
        const wanted = Math.min(most, Math.max(0, scrollTopFor(lines, place, view, scrollTop)))
        const top = rowTop(lines, place) - listTop(lines, view, wanted)
        const covered = [...lines.heads].some((each) => each <= place) ? head : 0
        expect(top).toBeGreaterThanOrEqual(covered - 0.01)
        if (most > 0) expect(top + height).toBeLessThanOrEqual(view + 0.01)
      })
    )
  })

  test('moves nothing for a row that is in view with its neighbours', () => {
    expect(scrollTopFor(linesOf(1000), 5, view, 100)).toBe(100)
  })

  test('shows the next row as well, so that one sees what comes', () => {
    for (const heads of [[], [0, 21]]) {
      const lines = linesOf(1000, heads)
      const scrollTop = scrollTopFor(lines, 20, view, 0)
      expect(placeInView(lines, 21, scrollTop) + height).toBe(view)
    }
  })

  test('shows the row before it as well, below the heading that stays in view', () => {
    const lines = linesOf(1000, [0, 300])
    expect(placeInView(lines, 199, scrollTopFor(lines, 200, view, 20_000))).toBe(head)
    expect(placeInView(linesOf(1000), 199, scrollTopFor(linesOf(1000), 200, view, 20_000))).toBe(0)
  })

  test('goes to the very beginning with the first row', () => {
    expect(scrollTopFor(linesOf(1000, [0]), 0, view, 500)).toBe(0)
  })
})
