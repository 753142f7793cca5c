import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks'

/** Milliseconds. */
export interface Holds {
  /** The longest hold of the event loop, pauses of the garbage collector aside. */
  readonly held: number
  /** The longest of those pauses. */
  readonly collected: number
}

/** Watches the event loop from now on. @returns Ends that. */
export function watchEventLoop(): () => Holds {
  const resolution = 5
  const delay = monitorEventLoopDelay({ resolution })
  let collected = 0
  const collections = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) collected = Math.max(collected, duration)
  })
  collections.observe({ entryTypes: ['gc'] })
  delay.enable()
  return () => {
    delay.disable()
    collections.disconnect()
    return { held: Math.max(0, delay.max / 1e6 - resolution - collected), collected }
  }
}
