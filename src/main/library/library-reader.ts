import type { ArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import { compareText } from '#core/domain/merge'
import type { Paper } from '#core/domain/paper'
import { markBits, viewTest, type ViewName } from '#core/domain/view'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'
import type { Damage } from '#main/storage/damage'
import type { Catalog } from '#main/storage/catalog'
import type { JournaledMarks } from '#main/storage/journal'
import { Pace } from '#main/storage/pace'

/** A row of a list, without what needs a Paper's Entries to be read. */
export interface RowSummary {
  readonly row: number
  readonly id: ArxivId
  readonly version: number | null
  readonly title: string
  readonly authors: readonly string[] | null
  readonly categories: readonly string[] | null
  /** `YYYY-MM-DD`. */
  readonly announced: string
  readonly read: boolean
  readonly starred: boolean
  readonly noted: boolean
}

/** Papers whose Entries are read at a time while a query looks into abstracts. */
const scanned = 1000

/** Answers questions over Papers and Marks. Needs no lock, so it works beside a process that writes. */
export abstract class LibraryReader {
  #marks: Uint8Array | null = null

  abstract readonly marks: JournaledMarks
  abstract readonly catalog: Catalog
  /** What could not be read and was set aside. */
  abstract readonly damages: readonly Damage[]

  /** The rows of a view in the default order; with a query, those in which all of its words occur. */
  async rows(view: ViewName, query = ''): Promise<number[]> {
    const marks = this.#rowMarks()
    const belongs = viewTest(view)
    const rows: number[] = []
    // An iterator would take four times as long over a hundred thousand rows.
    this.catalog.order().forEach((row) => {
      if (belongs(marks[row] ?? 0)) rows.push(row)
    })
    const words = fold(query).split(/\s+/).filter(Boolean)
    return words.length === 0 ? rows : this.#matching(rows, words)
  }

  /** What a list shows of one row. */
  summary(row: number): RowSummary {
    const marks = this.#rowMarks()[row] ?? 0
    return {
      row,
      id: this.catalog.id(row),
      version: this.catalog.version(row),
      ...this.catalog.text(row),
      announced: this.catalog.announced(row),
      read: (marks & markBits.read) !== 0,
      starred: (marks & markBits.starred) !== 0,
      noted: (marks & markBits.noted) !== 0
    }
  }

  papers(rows: readonly number[]): Promise<Paper[]> {
    return this.catalog.papers(rows)
  }

  /** The Digests in the library, in the order of their import. */
  digests(): Digest[] {
    const digests = this.catalog.digests.filter(({ present }) => present).map(({ digest }) => digest)
    // The Catalog numbers them device by device.
    return digests.sort((a, b) => compareText(a.imported, b.imported))
  }

  /** To be called when Marks or the Catalog have changed. */
  protected forgetRows(): void {
    this.#marks = null
  }

  /** The Marks of every row as bits: looked up once, not for every view. */
  #rowMarks(): Uint8Array {
    this.#marks ??= this.marks.bitsIn(this.catalog.columns.ids)
    return this.#marks
  }

  async #matching(rows: readonly number[], words: readonly string[]): Promise<number[]> {
    const pace = new Pace()
    const matching = new Set<number>()
    const undecided: number[] = []
    for (const row of rows) {
      if (holdsAll(this.#rowText(row), words)) matching.add(row)
      else undecided.push(row)
      if (pace.due) await pace.rest()
    }
    for (let from = 0; from < undecided.length; from += scanned) {
      const some = undecided.slice(from, from + scanned)
      const papers = await this.papers(some)
      papers.forEach((paper, index) => {
        const row = some[index]
        if (row === undefined) return
        const { abstract, comment, journal, doi } = paper
        const more = [abstract, comment, journal, doi].map((text) => text ?? '').join('\n')
        if (holdsAll(`${this.#rowText(row)}\n${fold(more)}`, words)) matching.add(row)
      })
      await pace.rest()
    }
    return rows.filter((row) => matching.has(row))
  }

  #rowText(row: number): string {
    const { title, authors, categories } = this.catalog.text(row)
    const id = this.catalog.id(row)
    const { tags, note } = this.marks.mark(id)
    const parts = [id, title, plainTex(title), ...(authors ?? []), ...(categories ?? []), ...tags, note ?? '']
    return fold(parts.join('\n'))
  }
}

function holdsAll(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}
