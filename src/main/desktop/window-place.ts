import * as v from 'valibot'

/** In the pixels of the system's layout (DIP). */
export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const number = v.pipe(v.number(), v.finite())

const schema = v.object({
  bounds: v.object({ x: number, y: number, width: number, height: number }),
  state: v.picklist(['normal', 'maximized', 'fullScreen']),
  zoom: v.pipe(v.number(), v.minValue(0.25), v.maxValue(5))
})

/** Where a window was, and how large its text: kept with what belongs to this device. */
export type WindowPlace = v.InferOutput<typeof schema>

export const smallestWindow = { width: 480, height: 400 } as const
const usualSize = { width: 1280, height: 800 } as const

/** Pixels of a window's upper edge that must lie on a display, so that one can take hold of it. */
const hold = { width: 120, height: 40 } as const

/** What an earlier window left; null where there is nothing that makes sense. */
export function readPlace(value: unknown): WindowPlace | null {
  return v.is(schema, value) ? value : null
}

/**
 * Where a window opens: where it was, if a display is there, and no larger than that display.
 * @param displays The displays' work areas, the primary one first.
 */
export function placeOn(displays: readonly [Rectangle, ...Rectangle[]], last: Rectangle | null): Rectangle {
  const held = last === null ? undefined : displays.find((display) => isHeld(last, display))
  if (last === null || held === undefined) return centred(displays[0], last ?? usualSize)
  const width = Math.min(Math.max(last.width, smallestWindow.width), held.width)
  const height = Math.min(Math.max(last.height, smallestWindow.height), held.height)
  return {
    x: Math.round(within(last.x, held.x, held.x + held.width - width)),
    y: Math.round(within(last.y, held.y, held.y + held.height - height)),
    width: Math.round(width),
    height: Math.round(height)
  }
}

function isHeld(window: Rectangle, display: Rectangle): boolean {
  const width = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const top = window.y - display.y
  return width >= hold.width && top >= -hold.height && top <= display.height - hold.height
}

function centred(display: Rectangle, size: Pick<Rectangle, 'width' | 'height'>): Rectangle {
  const width = Math.round(Math.min(size.width, display.width))
  const height = Math.round(Math.min(size.height, display.height))
  return {
    x: Math.round(display.x + (display.width - width) / 2),
    y: Math.round(display.y + (display.height - height) / 2),
    width,
    height
  }
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}

/** Factors that one goes through, as browsers have them. */
const zooms = [0.5, 0.67, 0.75, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const

/** The next factor above (1) or below (-1), and 1 for 0. */
export function nextZoom(zoom: number, by: -1 | 0 | 1): number {
  if (by === 0) return 1
  const further =
    by === 1 ? zooms.find((each) => each > zoom + 0.001) : zooms.findLast((each) => each < zoom - 0.001)
  return further ?? zoom
}
