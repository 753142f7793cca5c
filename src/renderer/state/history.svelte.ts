import type { HistoryAct, HistoryDay, HistoryLine, HistoryPage } from '#core/contract'
import type { App } from './app.svelte'
import { RequestFailed } from './client'

/** Days and lines that are asked for at once. */
const daysAtOnce = 40
const linesAtOnce = 100
/** The most that one request may ask for, see the contract. */
const mostDays = 5000
const mostLines = 1000
/** Milliseconds between two looks at what has changed. */
const every = 300

/** Lines of a day, or acts of a run, that are shown. */
export interface Opened {
  readonly lines: readonly HistoryLine[]
  readonly total: number
}

/** What the page of the history shows: read when it is opened, and again when something changes. */
export class History {
  readonly #app: App
  readonly #zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  #page = $state.raw<HistoryPage | null>(null)
  #failure = $state<string | null>(null)
  #opened = $state.raw<ReadonlyMap<string, Opened>>(new Map())
  #wanted = daysAtOnce
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Reads come one after the other: the last one asked for is what shows. */
  #last: Promise<unknown> = Promise.resolve()
  #ended = false
  #underWay: Promise<void> | null = null
  /** Acts that are being taken back: a second click on one is not about what comes of the first. */
  readonly #going = new Set<string>()

  constructor(app: App) {
    this.#app = app
  }

  get days(): readonly HistoryDay[] {
    return this.#page?.days ?? []
  }

  get more(): boolean {
    return this.#page?.more ?? false
  }

  /** Null where all journals have been read. */
  get reading(): HistoryPage['reading'] {
    return this.#page?.reading ?? null
  }

  /** True once there is something to show, if only that there is nothing. */
  get ready(): boolean {
    return this.#page !== null
  }

  /** Why it could not be read, in the user's words. */
  get failure(): string | null {
    return this.#failure
  }

  /** Until what was asked for last shows: a key pressed meanwhile is meant for that. Null where all of it does. */
  get underWay(): Promise<void> | null {
    return this.#underWay
  }

  /** Undefined where it is closed, or on its way. */
  opened(day: string, run?: string): Opened | undefined {
    return this.#opened.get(nameOf(day, run))
  }

  /** Reads it, and follows what changes. @returns Ends that. */
  follow(): () => void {
    const { client } = this.#app
    const ends = [
      client.on('papersChanged', () => {
        this.#readSoon()
      }),
      client.on('connectionChanged', ({ connected }) => {
        if (connected) this.#readSoon()
      })
    ]
    void this.read()
    return () => {
      this.#ended = true
      clearTimeout(this.#timer)
      for (const end of ends) end()
    }
  }

  /** Reads what is shown anew, and as much more as there is to be read. */
  read(): Promise<void> {
    return this.#inTurn(async () => {
      do {
        const page = await this.#app.client.request('history', {
          zone: this.#zone,
          before: null,
          most: Math.min(mostDays, this.#wanted)
        })
        if (this.#ended) return
        this.#page = page
      } while (this.reading !== null)
      await Promise.all([...this.#opened].map(([name, { lines }]) => this.#readLines(name, lines.length)))
    })
  }

  /** More days. */
  async showMore(): Promise<void> {
    if (!this.more || this.reading !== null || this.#wanted > this.days.length) return
    this.#wanted = this.days.length + daysAtOnce
    await this.read()
  }

  /** Shows what a day, or one of its runs, holds, or hides it again. */
  async toggle(day: string, run?: string): Promise<void> {
    const name = nameOf(day, run)
    if (!this.#opened.has(name))
      await this.#show(this.#inTurn(() => this.#readLines(name, linesAtOnce, true)))
    else
      this.#opened = new Map(
        [...this.#opened].filter(([each]) => each !== name && !each.startsWith(`${name} `))
      )
  }

  /** More of its lines. */
  async showMoreOf(day: string, run?: string): Promise<void> {
    const name = nameOf(day, run)
    const { length } = this.#opened.get(name)?.lines ?? []
    await this.#inTurn(() => this.#readLines(name, length + linesAtOnce))
  }

  /** Takes an act back, or brings it back where it was taken back. */
  async takeBack(act: HistoryAct): Promise<void> {
    // Once it is shown as taken back, to bring it back is another wish, though the rest may still be read.
    const wish = `${act.decision} ${act.undone?.decision ?? ''}`
    if (this.#going.has(wish)) return
    this.#going.add(wish)
    await this.#show(
      this.#takeBack(act).finally(() => {
        this.#going.delete(wish)
      })
    )
  }

  async #takeBack({ decision, undone }: HistoryAct): Promise<void> {
    if (undone === null) await this.#app.acts.undo(decision, 'Taken back')
    else await this.#app.acts.undo(undone.decision, 'Brought back')
    await this.read()
  }

  async #show(work: Promise<void>): Promise<void> {
    this.#underWay = work
    try {
      await work
    } finally {
      if (this.#underWay === work) this.#underWay = null
    }
  }

  async #readLines(name: string, many: number, opens = false): Promise<void> {
    const [day = '', run] = name.split(' ')
    const lines: HistoryLine[] = []
    let total: number
    do {
      const most = Math.min(mostLines, Math.max(linesAtOnce, many) - lines.length)
      const asked = { zone: this.#zone, day, from: lines.length, most, ...(run === undefined ? {} : { run }) }
      const part = await this.#app.client.request('historyDay', asked)
      lines.push(...part.lines)
      total = part.lines.length === 0 ? lines.length : part.total
    } while (lines.length < Math.min(many, total))
    // It may have been closed meanwhile.
    if (opens || this.#opened.has(name)) this.#opened = new Map([...this.#opened, [name, { lines, total }]])
  }

  #readSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.read()
    }, every)
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(async () => {
      if (this.#ended) return
      try {
        await work()
        this.#failure = null
      } catch (cause) {
        if (!(cause instanceof RequestFailed)) throw cause
        this.#failure = cause.message
      }
    })
    this.#last = done.catch(() => undefined)
    return done
  }
}

function nameOf(day: string, run: string | undefined): string {
  return run === undefined ? day : `${day} ${run}`
}
