import type { Paced } from '#core/search/index/paced'
import { Pace } from '#main/storage/pace'

/** Does long work in slices, between which the event loop is free. */
export async function runPaced<T>(work: Paced<T>): Promise<T> {
  const pace = new Pace()
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
    if (pace.due) await pace.rest()
  }
}
