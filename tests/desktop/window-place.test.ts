import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextZoom, placeOn, readPlace, type Rectangle } from '#main/desktop/window-place'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const monitor = { x: 1440, y: 0, width: 2560, height: 1400 }

test('a first window is in the middle of the primary display', () => {
  expect(placeOn([laptop], null)).toEqual({ x: 80, y: 63, width: 1280, height: 800 })
})

test('a small display is not exceeded', () => {
  expect(placeOn([{ x: 0, y: 0, width: 1024, height: 600 }], null)).toEqual({
    x: 0,
    y: 0,
    width: 1024,
    height: 600
  })
})

test('a window opens where it was', () => {
  const last = { x: 1700, y: 100, width: 1500, height: 900 }
  expect(placeOn([laptop, monitor], last)).toEqual(last)
})

test('a window of a display that is gone comes to the middle of the primary one, as large as it was', () => {
  const last = { x: 2000, y: 100, width: 1000, height: 700 }
  expect(placeOn([laptop], last)).toEqual({ x: 220, y: 113, width: 1000, height: 700 })
})

test('a window that was larger than its display is now is made to fit', () => {
  expect(placeOn([laptop], { x: 100, y: 60, width: 2560, height: 1400 })).toEqual(laptop)
})

test('a window that one could not take hold of is brought back', () => {
  expect(placeOn([laptop], { x: 1400, y: 100, width: 900, height: 700 }).x).toBe(270)
  expect(placeOn([laptop], { x: 100, y: 880, width: 900, height: 700 }).y).toBe(113)
})

test('wherever it was, a window opens inside one display, and no smaller than it can be', () => {
  const side = fc.integer({ min: 1, max: 10_000 })
  const place = fc.integer({ min: -20_000, max: 20_000 })
  const rectangle = fc.record({ x: place, y: place, width: side, height: side })
  const display = fc.record({
    x: place,
    y: place,
    width: fc.integer({ min: 640, max: 8000 }),
    height: fc.integer({ min: 480, max: 5000 })
  })
  fc.assert(
    fc.property(fc.array(display, { minLength: 1, maxLength: 4 }), rectangle, (displays, last) => {
      const opened = placeOn(displays as [Rectangle, ...Rectangle[]], last)
      expect(displays.some((each) => contains(each, opened))).toBe(true)
    })
  )
})

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

test('what an earlier window left is read only where it makes sense', () => {
  const place = { bounds: { x: 1, y: 2, width: 3, height: 4 }, state: 'maximized', zoom: 1.25 }
  expect(readPlace(place)).toEqual(place)
  expect(readPlace(undefined)).toBeNull()
  expect(readPlace({ ...place, zoom: 0 })).toBeNull()
  expect(readPlace({ ...place, state: 'minimized' })).toBeNull()
  expect(readPlace({ ...place, bounds: { x: Infinity, y: 2, width: 3, height: 4 } })).toBeNull()
})

test('zooming goes through the steps that browsers have, and back', () => {
  expect(nextZoom(1, 1)).toBe(1.1)
  expect(nextZoom(1.1, -1)).toBe(1)
  expect(nextZoom(1.05, 1)).toBe(1.1)
  expect(nextZoom(3, 1)).toBe(3)
  expect(nextZoom(0.5, -1)).toBe(0.5)
  expect(nextZoom(2.5, 0)).toBe(1)
})
