import { longestField } from '#core/digest/dialect'
import { endsWhole } from '#core/digest/ends-whole'
import type { Lines } from '#core/digest/lines'
import { parseArxivId, type VersionedId } from '#core/domain/arxiv-id'

/** How a digest's record ends: cut where a part of its last field may be missing. */
export type RecordEnd = 'followed' | 'last' | 'cut'

/** A record of labelled fields while its lines are read. A field may go on in the lines after its first. */
export class RecordDraft<Key extends string> {
  readonly #values = new Map<Key, string>()
  #lastKey: Key | null = null
  /** The record's first line, 1-based. */
  readonly line: number
  /** The last line that belongs to it. */
  lastLine: number

  constructor(line: number) {
    this.line = line
    this.lastLine = line
  }

  /** The field that a next line may go on with; null where there is none. */
  get lastKey(): Key | null {
    return this.#lastKey
  }

  /** How many fields the record has. */
  get size(): number {
    return this.#values.size
  }

  has(key: Key): boolean {
    return this.#values.has(key)
  }

  /** What a field says; undefined where it is missing or empty. */
  value(key: Key): string | undefined {
    const value = this.#values.get(key)
    return value === '' ? undefined : value
  }

  values(): string[] {
    return [...this.#values.values()]
  }

  set(key: Key, value: string, line: number): void {
    this.#values.set(key, value)
    this.#lastKey = key
    this.lastLine = line
  }

  /** Adds to the last field. One that becomes too long is dropped, and false is answered. */
  add(text: string, line: number, between = ' '): boolean {
    const key = this.#lastKey
    if (key === null) return false
    const before = this.#values.get(key) ?? ''
    this.lastLine = line
    if (before.length + text.length > longestField) {
      this.dropLast()
      return false
    }
    this.#values.set(key, before === '' ? text : `${before}${between}${text}`)
    return true
  }

  /** The lines that follow belong to no field. */
  close(): void {
    this.#lastKey = null
  }

  /** Leaves the last field out: it may be any part of what it was. */
  dropLast(): void {
    if (this.#lastKey !== null) this.#values.delete(this.#lastKey)
    this.#lastKey = null
  }

  /** How the record ends, which is its digest's last; `longest` is the field that ends in a sentence. */
  endAt(lines: Lines, longest: Key): RecordEnd {
    if (!lines.unfinished || this.lastLine !== lines.number || this.#lastKey === null) return 'last'
    return this.#lastKey === longest && endsWhole(this.value(longest) ?? '') ? 'last' : 'cut'
  }
}

/** The paper that a field names: by its id, its address, or a Markdown link to it. */
export function linkedPaper(text = ''): VersionedId | null {
  const target = /\]\(\s?<?([^()<>\s]{1,300})/.exec(text.slice(0, 1000))?.[1]
  const named = target === undefined ? null : parseArxivId(target)
  return named ?? parseArxivId(text.slice(0, 1000).replace(/^[<[]/, '').replace(/>$/, ''))
}
