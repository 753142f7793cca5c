import { median, percentile } from '../measure'
import type { TypedQuery } from './typed-queries'

/** One key pressed: how long the answer took, in milliseconds. */
export interface KeyPress {
  readonly query: TypedQuery
  readonly text: string
  readonly took: number
  readonly found: number
}

/** Of each key press the median counts, so that a pause of the machine is nobody's. */
const rounds = 3

/**
 * Types queries letter by letter, all of them several times over: what an earlier round asked is long forgotten where
 * the last answers are kept.
 * @param answer How many papers a text finds.
 */
export async function typeAll(
  queries: readonly TypedQuery[],
  answer: (text: string) => number | Promise<number>
): Promise<KeyPress[]> {
  const presses = queries.flatMap((query) =>
    Array.from({ length: query.text.length }, (_, at) => ({
      query,
      text: query.text.slice(0, at + 1),
      times: new Array<number>(),
      found: 0
    }))
  )
  for (let round = 0; round < rounds; round++) {
    for (const press of presses) {
      const start = performance.now()
      const answered = answer(press.text)
      // Whatever is there at once is not waited for.
      press.found = typeof answered === 'number' ? answered : await answered
      press.times.push(performance.now() - start)
    }
  }
  return presses.map(({ query, text, times, found }) => ({ query, text, took: median(times), found }))
}

export const percentiles = [50, 95, 99] as const

/** By their names, `p95` and so on; and `found`, the papers a key press finds on average. */
export function figuresOf(presses: readonly KeyPress[]): Record<string, number> {
  const times = presses.map(({ took }) => took)
  return {
    ...Object.fromEntries(percentiles.map((share) => [`p${share}`, percentile(times, share)])),
    found: presses.reduce((sum, { found }) => sum + found, 0) / presses.length
  }
}

/** Figures of several kinds of work in one object. */
export function named(prefix: string, figures: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`${prefix} ${name}`, value]))
}
