/** The screens that the host is told of: one until a test sets others. */
export const displays: { all: readonly Electron.Display[] } = { all: [makeDisplay({ id: 1 })] }

/** A display like many, but for what is given; without a work area of its own it has a bar at its top. */
export function makeDisplay(given: Partial<Electron.Display>): Electron.Display {
  const bounds = given.bounds ?? { x: 0, y: 0, width: 1600, height: 1000 }
  const workArea = given.workArea ?? { ...bounds, y: bounds.y + 24, height: bounds.height - 24 }
  return {
    id: 1,
    label: 'stand-in',
    accelerometerSupport: 'unavailable',
    colorDepth: 24,
    colorSpace: '{primaries:BT709, transfer:SRGB, matrix:RGB, range:FULL}',
    depthPerComponent: 8,
    detected: true,
    displayFrequency: 60,
    internal: false,
    maximumCursorSize: { width: 64, height: 64 },
    monochrome: false,
    nativeOrigin: { x: bounds.x, y: bounds.y },
    rotation: 0,
    scaleFactor: 1,
    touchSupport: 'unavailable',
    ...given,
    bounds,
    workArea,
    size: { width: bounds.width, height: bounds.height },
    workAreaSize: { width: workArea.width, height: workArea.height }
  }
}

/** The one that shares the most with a rectangle; the first where none does. */
export function displayMatching(rectangle: Electron.Rectangle): Electron.Display {
  const shared = (display: Electron.Display): number => {
    const { x, y, width, height } = display.bounds
    const across = Math.min(x + width, rectangle.x + rectangle.width) - Math.max(x, rectangle.x)
    const down = Math.min(y + height, rectangle.y + rectangle.height) - Math.max(y, rectangle.y)
    return Math.max(0, across) * Math.max(0, down)
  }
  const [first, ...others] = displays.all
  if (first === undefined) throw new Error('no display')
  return others.reduce((best, display) => (shared(display) > shared(best) ? display : best), first)
}
