const day = 24 * 60 * 60 * 1000

/**
 * The days of a time zone.
 *
 * @param zone Its IANA name. One that is not known here counts as UTC: the window's system may be newer.
 * @returns The day (`YYYY-MM-DD`) of a stamp in milliseconds. Asking the system takes microseconds, so each day of UTC
 *   is asked for once, but for those on which clocks are changed.
 */
export function localDays(zone: string): (stamp: number) => string {
  const format = formatOf(zone)
  const offsets = new Map<number, number | null>()
  const names = new Map<number, string>()
  return (stamp) => {
    const block = Math.floor(stamp / day)
    let offset = offsets.get(block)
    if (offset === undefined) {
      const [first, last] = [offsetAt(format, block * day), offsetAt(format, (block + 1) * day - 1)]
      offset = first === last ? first : null
      offsets.set(block, offset)
    }
    const number = Math.floor((stamp + (offset ?? offsetAt(format, stamp))) / day)
    let name = names.get(number)
    if (name === undefined) {
      name = new Date(number * day).toISOString().slice(0, 10)
      names.set(number, name)
    }
    return name
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const parts = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  } as const
  const options = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23', ...parts } as const
  try {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: zone })
  } catch {
    return new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
  }
}

/** Milliseconds that clocks are ahead of UTC. */
function offsetAt(format: Intl.DateTimeFormat, stamp: number): number {
  const whole = Math.floor(stamp / 1000) * 1000
  const parts = new Map(format.formatToParts(whole).map(({ type, value }) => [type, Number(value)]))
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second')
  )
  return shown - whole
}
