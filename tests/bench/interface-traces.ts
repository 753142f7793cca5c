/** Chromium's account of what a page's main thread did. Times are in milliseconds. */

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds; `tdur` is the processor time of the thread, `dur` the time that passed. */
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: {
    readonly name?: string
    readonly data?: { readonly type?: string }
    /** Of a frame that is told as dropped: the compositor showed one, only without what the main thread had for it. */
    readonly hasPartialUpdate?: boolean
  }
}

/** Work that belongs to one key or one frame. */
export interface Work {
  /** Processor time of the main thread. */
  readonly busy: number
  /** The same tasks by the clock: with what other processes took of this core, and with waiting for the compositor. */
  readonly passed: number
}

/** What traces must hold for the functions below; more would slow down what is measured. */
export const categories = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame'
]

export class Trace {
  /** Of all threads of the page's process. */
  readonly #events: readonly TraceEvent[]
  readonly #main: readonly TraceEvent[]
  /** The main thread's tasks, which follow each other and never overlap. */
  readonly #tasks: readonly TraceEvent[]

  constructor(json: Buffer) {
    const { traceEvents } = JSON.parse(json.toString('utf8')) as { traceEvents: readonly TraceEvent[] }
    const threads = new Set(
      traceEvents.filter(({ args }) => args?.name === 'CrRendererMain').map(({ pid, tid }) => `${pid} ${tid}`)
    )
    const all = traceEvents.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`))
    // A browser may keep a process for a page to come: the one that was worked with has dispatched events.
    const worked = mostFrequent(all.filter(({ name }) => name === 'EventDispatch').map(({ pid }) => pid))
    this.#events = traceEvents.filter(({ pid }) => pid === worked)
    this.#main = all.filter(({ pid }) => pid === worked).sort((a, b) => a.ts - b.ts)
    this.#tasks = this.#main.filter(({ name, ph }) => name === 'RunTask' && ph === 'X')
  }

  /**
   * For each `keydown`: the sum of all main-thread tasks from the one that dispatched it to the one in which the next
   * frame was handed to the compositor (`Commit`, the end of style, layout, paint and layering), both included. What ran
   * in between is counted whether or not the key caused it: other events of the key, replies, timers, garbage.
   */
  keys(): Work[] {
    const commits = this.#taskPlaces('Commit')
    const keys = this.#taskPlaces('EventDispatch', 'keydown')
    return keys.flatMap((from) => {
      const to = commits.find((place) => place >= from)
      return to === undefined ? [] : [sum(this.#tasks.slice(from, to + 1))]
    })
  }

  /** For each frame while something was scrolled: all tasks after the previous frame's to its own, included. */
  scrolledFrames(): Work[] {
    const commits = this.#taskPlaces('Commit')
    const scrolls = this.#taskPlaces('EventDispatch', 'scroll')
    const [first = 0, last = 0] = [scrolls[0], scrolls.at(-1)]
    const frames = commits.filter((place) => place >= first && place <= last)
    return frames.slice(1).map((to, index) => sum(this.#tasks.slice((frames[index] ?? 0) + 1, to + 1)))
  }

  /**
   * Of the frames of the screen while something was scrolled, the share that passed without a new picture where one was
   * due; and the share in which the compositor showed what it had, scrolled, one frame before the main thread's part of
   * it was ready. Chromium tells both as dropped.
   */
  droppedFrames(): { readonly dropped: number; readonly partial: number } {
    const scrolls = this.#main.filter(
      ({ name, args }) => name === 'EventDispatch' && args?.data?.type === 'scroll'
    )
    const [from = 0, to = 0] = [scrolls[0]?.ts, scrolls.at(-1)?.ts]
    const named = (wanted: string): TraceEvent[] =>
      this.#events.filter(({ name, ts }) => name === wanted && ts >= from && ts <= to)
    const [frames, without] = [named('BeginFrame').length, named('DroppedFrame')]
    const partial = without.filter(({ args }) => args?.hasPartialUpdate === true).length
    return {
      dropped: (without.length - partial) / Math.max(1, frames),
      partial: partial / Math.max(1, frames)
    }
  }

  /** All that the main thread did. */
  whole(): Work {
    return sum(this.#tasks)
  }

  /** Places among the tasks of those that contain an event, ascending. */
  #taskPlaces(name: string, type?: string): number[] {
    const places: number[] = []
    let place = 0
    for (const event of this.#main) {
      if (event.name !== name || (type !== undefined && event.args?.data?.type !== type)) continue
      while (place < this.#tasks.length && endOf(this.#tasks[place]) < event.ts) place++
      if (place < this.#tasks.length && places.at(-1) !== place) places.push(place)
    }
    return places
  }
}

function endOf(event: TraceEvent | undefined): number {
  return event === undefined ? 0 : event.ts + (event.dur ?? 0)
}

function sum(tasks: readonly TraceEvent[]): Work {
  const total = (of: (task: TraceEvent) => number): number =>
    tasks.reduce((whole, task) => whole + of(task), 0) / 1000
  return { busy: total(({ tdur = 0 }) => tdur), passed: total(({ dur = 0 }) => dur) }
}

function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}
