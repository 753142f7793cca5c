/** Milliseconds within which a second signal is taken for the first: a terminal and npm both hand on Ctrl+C. */
const sameSignal = 1000

/** What ends Papertray from outside. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Aborted by the first Ctrl+C. One that comes later, while Papertray is closing, ends the process at once: nothing
 * acknowledged is lost by that, since what is acknowledged is on disk.
 */
export function untilEnded(): AbortSignal {
  const controller = new AbortController()
  let since: number | null = null
  const end = (): void => {
    since ??= performance.now()
    controller.abort()
    if (performance.now() - since > sameSignal) process.exit(130)
  }
  for (const signal of signals) process.on(signal, end)
  return controller.signal
}
