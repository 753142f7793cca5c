import { isUpdated } from '#core/domain/decided-versions'
import { grown } from '#core/domain/id-table'
import type { Catalog } from '#main/storage/catalog'
import { markBits } from '#core/domain/view'
import type { JournaledMarks } from '#main/storage/journal'

/**
 * The Marks of every row, looked up once and not for every view: read, starred, noted and updated as bits, and tags. After a
 * change only the rows it touched are looked up again.
 */
export class RowMarks {
  readonly #marks: JournaledMarks
  readonly #catalog: Catalog
  #bits: Uint8Array
  /** How many of them are right. */
  #size: number
  #tags: Map<number, readonly string[]> | null = null

  constructor(marks: JournaledMarks, catalog: Catalog) {
    this.#marks = marks
    this.#catalog = catalog
    this.#bits = this.#allBits()
    this.#size = this.#bits.length
  }

  /** One item a row: its markBits. */
  get bits(): Uint8Array {
    this.#addRows()
    return this.#bits
  }

  /** The tags of every row that has some. */
  get tags(): ReadonlyMap<number, readonly string[]> {
    this.#tags ??= this.#marks.tagsIn(this.#catalog.columns.ids)
    return this.#tags
  }

  /** To be told which rows' Marks have changed; rows that are new need no telling. */
  look(rows: Iterable<number>): void {
    this.#addRows()
    for (const row of rows) this.#lookAt(row)
  }

  /** To be told that the Marks of any row may have changed. */
  lookAgain(): void {
    this.#bits = this.#allBits()
    this.#size = this.#bits.length
    this.#tags = null
  }

  #allBits(): Uint8Array {
    const { columns } = this.#catalog
    const numbers = this.#marks.numbersIn(columns.ids)
    const bits = this.#marks.bitsIn(columns.ids, numbers)
    const decided = this.#marks.decidedIn(columns.ids, numbers)
    for (let row = 0; row < bits.length; row++)
      if (isUpdated(columns.version(row), decided[row] ?? 0)) bits[row] = (bits[row] ?? 0) | markBits.updated
    return bits
  }

  #addRows(): void {
    const { rows } = this.#catalog.columns
    if (rows === this.#size) return
    this.#bits = grown(this.#bits, rows)
    const from = this.#size
    this.#size = rows
    for (let row = from; row < rows; row++) this.#lookAt(row)
  }

  #lookAt(row: number): void {
    const id = this.#catalog.id(row)
    const updated = isUpdated(this.#catalog.version(row), this.#marks.decidedVersion(id))
    this.#bits[row] = this.#marks.bits(id) | (updated ? markBits.updated : 0)
    if (this.#tags === null) return
    const { tags } = this.#marks.mark(id)
    if (tags.length > 0) this.#tags.set(row, tags)
    else this.#tags.delete(row)
  }
}
