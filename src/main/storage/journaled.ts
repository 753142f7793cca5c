import type { Adapter } from 'lowdb'
import { Low } from 'lowdb'
import { Failure } from '#core/failure'
import type { LineLog, LinePlace } from '#main/storage/line-log'
import { writeFailure } from '#main/storage/write-failure'

/** State that remembers which of its records are not yet on disk. */
export interface Journaled<R> {
  readonly unsaved: R[]
  /** Told where a record that was unsaved stands, once it is safe on disk. */
  saved(record: R, place: LinePlace): void
}

export interface JournalAdapterOptions<S extends Journaled<R>, R> {
  /** Folds the state anew from what is on disk. */
  readonly load: () => Promise<S>
  readonly log: LineLog
  /** A record as one or several lines. */
  readonly encode: (record: R) => Buffer
  /** Named in messages. */
  readonly folder: string
}

/**
 * A lowdb adapter that appends what is unsaved instead of writing everything: one datasync for all the writes that
 * arrive while another is under way. After a failed append every waiting caller is refused, and whoever holds the
 * state reads it again: {@link RecoveringLow} does.
 */
export class JournalAdapter<S extends Journaled<R>, R> implements Adapter<S> {
  readonly #options: JournalAdapterOptions<S, R>
  #running: Promise<void> | null = null
  #waiting: Promise<void> | null = null
  /** A state that holds what is not on disk: nothing more of it is written. */
  #refused: { readonly state: S; readonly failure: Failure } | null = null

  constructor(options: JournalAdapterOptions<S, R>) {
    this.#options = options
  }

  async read(): Promise<S> {
    const state = await this.#options.load()
    this.#refused = null
    return state
  }

  write(state: S): Promise<void> {
    // Whoever waits comes first: when an append has ended, none is running for a moment before the next one starts.
    if (this.#waiting !== null) return this.#waiting
    if (this.#running === null) return this.#start(state)
    this.#waiting = this.#after(this.#running, state)
    return this.#waiting
  }

  /** Where the append before it failed, what waits is refused too: it may rest on what was refused. */
  async #after(running: Promise<void>, state: S): Promise<void> {
    const failure = await running.then(
      () => null,
      (cause: unknown) => cause as Failure
    )
    this.#waiting = null
    if (failure !== null) this.#refuse(state, failure)
    await this.#start(state)
  }

  #start(state: S): Promise<void> {
    const running = this.#append(state).finally(() => {
      if (this.#running === running) this.#running = null
    })
    this.#running = running
    return running
  }

  async #append(state: S): Promise<void> {
    if (this.#refused?.state === state) this.#refuse(state, this.#refused.failure)
    const records = state.unsaved.splice(0)
    if (records.length === 0) return
    const { log, encode, folder } = this.#options
    try {
      const places = await log.append(records.map(encode))
      records.forEach((record, index) => {
        const place = places[index]
        if (place !== undefined) state.saved(record, place)
      })
    } catch (cause) {
      this.#refuse(state, writeFailure(cause, folder))
    }
  }

  /** What was refused is forgotten: a state that stays in use must not write it with its next record. */
  #refuse(state: S, failure: Failure): never {
    this.#refused = { state, failure }
    state.unsaved.length = 0
    throw failure
  }
}

/** Milliseconds between attempts to read again what could not be read. */
const retryAfter = 1000

/**
 * A lowdb database that, when a write fails, reads again what is really on disk. Where that fails too, nothing is
 * written before it has succeeded: each update tries it once more, and so does a timer, for until then what is held shows
 * what was refused.
 */
export class RecoveringLow<S extends object> extends Low<S> {
  #recovery: Promise<void> | null = null
  #lost: Failure | null = null
  #timer: NodeJS.Timeout | null = null
  /** Called when what was lost has been read again by itself. */
  onRecovered: () => void = () => undefined

  /** True while what is held may not be what is on disk. */
  get isLost(): boolean {
    return this.#lost !== null
  }

  /** @throws Failure `libraryReadOnly` or `folderGone` where it still cannot be read. */
  async recovered(): Promise<void> {
    if (this.#lost !== null) this.#recovery ??= this.#recover(this.#lost)
    if (this.#recovery !== null) await this.#recovery
    if (this.#lost !== null) throw this.#lost
  }

  /** Ends the attempts to read again. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  override async update(change: (state: S) => unknown): Promise<void> {
    if (this.#lost !== null || this.#recovery !== null) await this.recovered()
    await super.update(change)
  }

  override async write(): Promise<void> {
    try {
      await super.write()
    } catch (cause) {
      this.#recovery ??= this.#recover(cause)
      await this.#recovery
      throw cause
    }
  }

  /** @param why It has to: that a folder is gone says more than that it cannot be read. */
  async #recover(why: unknown): Promise<void> {
    try {
      await this.read()
      this.#lost = null
    } catch (cause) {
      const isGone = why instanceof Failure && why.code === 'folderGone'
      this.#lost = isGone ? why : new Failure('libraryReadOnly', {}, cause)
      this.#retrySoon()
    } finally {
      this.#recovery = null
    }
  }

  #retrySoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      if (this.#lost === null) return
      // What fails begins the next attempt itself.
      this.recovered().then(this.onRecovered, () => undefined)
    }, retryAfter).unref()
  }
}
