import type { View } from '#core/contract'
import type { ArxivId } from '#core/domain/arxiv-id'
import { RequestFailed, type Client } from './client'

/** Rows around the one at which a list was left: should that have gone, the next one is meant. */
const before = 20
const after = 200
/** Milliseconds from the last move until the place is kept. */
const keepPause = 2000
/** Places that are kept. */
const mostPlaces = 200

/** Where a list was left. */
export interface Left {
  /** Rows of the list, and which of them was the current one. */
  readonly rows: Uint32Array
  readonly at: number
  /** Scrolled so far, in CSS pixels; null where that is not known. */
  readonly top: number | null
}

/** Where lists were left: in this window exactly, and from one start to the next at which paper. */
export class LeftPlaces {
  readonly #client: Client
  readonly #left = new Map<string, Left>()
  /** Those of the lists left last stand last. */
  readonly #kept = new Map<string, ArxivId>()
  #unsaved = false
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Tells which paper of which list is to be kept by now. */
  readonly #now: () => void

  /** @param now Is to call {@link note}, before places are kept. */
  constructor(client: Client, now: () => void) {
    this.#client = client
    this.#now = now
    addEventListener('pagehide', () => {
      client.background(this.keep())
    })
  }

  /** Begins with the places of an earlier start. */
  begin(kept: Readonly<Record<string, ArxivId>>): void {
    for (const [key, id] of Object.entries(kept)) this.#kept.set(key, id)
  }

  leave(key: string, order: Uint32Array, cursor: number, top: number | null): Left {
    const from = Math.max(0, cursor - before)
    const left = { rows: order.slice(from, cursor + after), at: cursor - from, top }
    this.#left.set(key, left)
    return left
  }

  /** Row numbers do not mean the same any more. */
  forgetRows(): void {
    this.#left.clear()
  }

  /** @returns Undefined for a list that was never left. */
  async find(key: string): Promise<Left | undefined> {
    const left = this.#left.get(key)
    const id = this.#kept.get(key)
    if (left !== undefined || id === undefined) return left
    try {
      const { row } = await this.#client.request('paper', { id })
      return { rows: Uint32Array.of(row), at: 0, top: null }
    } catch (cause) {
      // The paper has left the library meanwhile.
      if (cause instanceof RequestFailed && cause.code === 'unknownPaper') return undefined
      throw cause
    }
  }

  /** Has the place kept in a moment. */
  keepSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#client.background(this.keep())
    }, keepPause)
  }

  note(key: string, id: ArxivId): void {
    if (this.#kept.get(key) === id) return
    this.#kept.delete(key)
    this.#kept.set(key, id)
    this.#unsaved = true
  }

  /** Keeps at once what would be kept a moment later. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer)
    this.#now()
    if (!this.#unsaved) return
    this.#unsaved = false
    const places = Object.fromEntries([...this.#kept].slice(-mostPlaces))
    await this.#client.request('keepPlaces', { places })
  }
}

/** Names a list. */
export function listKey(view: View, query: string): string {
  return JSON.stringify([view, query])
}
