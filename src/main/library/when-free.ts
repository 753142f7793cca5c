import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '#core/failure'

/** Milliseconds that another process may take to be done with a library. */
const longestWait = 5000

/** Milliseconds after which that is worth a word. */
const longWait = 1000

export interface Wait<T> {
  /** Ends it. */
  readonly stop: AbortSignal
  /** Called once, if it takes long. */
  readonly told: () => void
  /** What does as well, asked for each time; null where there is nothing. */
  readonly instead: () => Promise<T | null>
}

/**
 * Opens a library that a command may be just about to give back.
 * @throws Failure as `open` does: `libraryLocked` where it is still another's after five seconds.
 */
export async function whenFree<T>(open: () => Promise<T>, { stop, told, instead }: Wait<T>): Promise<T> {
  const start = performance.now()
  let wasTold = false
  for (;;) {
    try {
      return await open()
    } catch (cause) {
      if (!(cause instanceof Failure) || cause.code !== 'libraryLocked') throw cause
      const other = await instead()
      if (other !== null) return other
      const waited = performance.now() - start
      if (stop.aborted || waited > longestWait) throw cause
      if (waited > longWait && !wasTold) told()
      wasTold ||= waited > longWait
    }
    await sleep(100)
  }
}
