import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { IndexedPaper } from '#core/search/index/add-documents'
import { HeldBytes } from '#core/search/index/place-bytes'
import { Segment } from '#core/search/index/segment'
import type { PapersMessage, SegmentMessage } from '#main/library/search/segment-messages'

/** Papers that are sent at a time: about a millisecond of copying. */
const perMessage = 200
/** Papers under way, beyond which whoever reads more should wait: some 40 MB. */
const crowd = 20_000
/** Milliseconds without a further paper after which a segment is made of what there is. */
const quiet = 100
/** Milliseconds without work after which the thread is ended. */
const idle = 2000
/** Megabytes for what is needed for a moment. V8 would take 70 more and be no quicker. */
const youngMemory = 8

/** The built thread: beside the programs; what they share stands in a folder below, tools in one beside. Null: none. */
export function builtThread(): string | null {
  const places = ['.', '..', '../main'].map((folder) =>
    join(import.meta.dirname, folder, 'segment-worker.js')
  )
  return places.find((place) => existsSync(place)) ?? null
}

/** Papers that have been sent together, whose segment has not come. */
interface Sent {
  readonly batch: number
  readonly rows: readonly number[]
}

/** Has another thread make segments of many papers, in the order in which they come. */
export class SegmentThread {
  readonly #file: string
  #worker: Worker | null = null
  #waiting: [row: number, paper: IndexedPaper][] = []
  #sent: Sent[] = []
  #batch = 0
  /** How many papers are in what was sent. */
  #away = 0
  /** Whether all that was sent becomes a segment without more being said. */
  #isFlushed = true
  #made: { readonly segment: Segment; readonly papers: number }[] = []
  #madePapers = 0
  #timer: NodeJS.Timeout | null = null
  /** Those who wait until something has come. */
  #asked: (() => void)[] = []
  /** Called when a segment has been made. */
  onSegment: () => void = () => undefined
  /** Called with the rows whose papers are lost where the thread fails. */
  onFailed: (rows: readonly number[]) => void = () => undefined

  /** @param file What is run there. */
  constructor(file: string) {
    this.#file = file
  }

  /** How many papers have been given to it and did not come back in a segment. */
  get size(): number {
    return this.#waiting.length + this.#away + this.#madePapers
  }

  get hasMade(): boolean {
    return this.#made.length > 0
  }

  add(row: number, paper: IndexedPaper): void {
    const { title, authors, abstract, comment, journal, doi, links } = paper
    this.#waiting.push([row, { title, authors, abstract, comment, journal, doi, links }])
    if (this.#waiting.length >= perMessage) this.#send(false)
    this.#after(quiet, () => {
      this.#flush()
    })
  }

  /** Resolves once so few papers are under way that more may be added. */
  async room(): Promise<void> {
    while (this.#away > crowd) await this.#comes()
  }

  /** The next segment, made now of what there is; null once all have been taken, or the thread has failed. */
  async next(): Promise<Segment | null> {
    if (this.#made.length === 0) this.#flush()
    while (this.#made.length === 0 && this.#away > 0) await this.#comes()
    const made = this.#made.shift()
    if (made === undefined) return null
    this.#madePapers -= made.papers
    if (this.size === 0) this.#after(idle, () => void this.end())
    return made.segment
  }

  /** What is under way is given up. */
  async end(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const worker = this.#worker
    this.#forget()
    await worker?.terminate()
  }

  #flush(): void {
    if (this.#waiting.length > 0 || !this.#isFlushed) this.#send(true)
  }

  #send(isLast: boolean): void {
    const worker = (this.#worker ??= this.#started())
    // Whatever waits for what is under way must live to see it.
    worker.ref()
    const papers = this.#waiting
    this.#waiting = []
    const batch = ++this.#batch
    this.#sent.push({ batch, rows: papers.map(([row]) => row) })
    this.#away += papers.length
    this.#isFlushed = isLast
    worker.postMessage({ batch, papers, isLast } satisfies PapersMessage)
  }

  #started(): Worker {
    const worker = new Worker(this.#file, { resourceLimits: { maxYoungGenerationSizeMb: youngMemory } })
    worker.on('message', (message: SegmentMessage) => {
      if (worker === this.#worker) this.#take(message)
    })
    const failed = (): void => {
      if (worker === this.#worker) this.#fail()
    }
    worker.on('error', failed).on('messageerror', failed).on('exit', failed)
    return worker
  }

  #take({ batch, arrays }: SegmentMessage): void {
    const done = this.#sent.filter((sent) => sent.batch <= batch)
    this.#sent = this.#sent.filter((sent) => sent.batch > batch)
    const papers = done.reduce((sum, { rows }) => sum + rows.length, 0)
    this.#away -= papers
    if (this.#sent.length === 0) this.#isFlushed = true
    if (this.#away === 0) this.#worker?.unref()
    this.#made.push({ segment: new Segment({ ...arrays, places: new HeldBytes(arrays.places) }), papers })
    this.#madePapers += papers
    this.#come()
    this.onSegment()
  }

  #fail(): void {
    // Nobody asks it any more, so that what nobody has taken is lost as well.
    const rows = [
      ...this.#made.flatMap(({ segment }) => Array.from(segment.arrays.members)),
      ...this.#sent.flatMap(({ rows }) => rows),
      ...this.#waiting.map(([row]) => row)
    ]
    void this.#worker?.terminate()
    this.#forget()
    this.onFailed(rows)
  }

  #forget(): void {
    this.#worker = null
    this.#waiting = []
    this.#sent = []
    this.#away = 0
    this.#made = []
    this.#madePapers = 0
    this.#isFlushed = true
    this.#come()
  }

  #comes(): Promise<void> {
    return new Promise((resolve) => this.#asked.push(resolve))
  }

  #come(): void {
    const asked = this.#asked
    this.#asked = []
    for (const resolve of asked) resolve()
  }

  #after(time: number, act: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = setTimeout(act, time).unref()
  }
}
