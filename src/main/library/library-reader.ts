import type { ArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import { compareText } from '#core/domain/merge'
import type { Paper } from '#core/domain/paper'
import { markBits, type ViewName } from '#core/domain/view'
import { readQuery } from '#core/search/words'
import { matchPapers, matchRows } from '#main/library/matching'
import { RowOrders } from '#main/library/row-orders'
import { RuleMatches } from '#main/library/rule-matches'
import { RowMarks } from '#main/library/row-marks'
import { RowTexts } from '#main/library/row-texts'
import { viewRows } from '#main/library/view-rows'
import type { Damage } from '#main/storage/damage'
import type { Catalog } from '#main/storage/catalog'
import type { JournaledMarks } from '#main/storage/journal'

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
  readonly updated: boolean
}

/** Answers questions over Papers and Marks. Needs no lock, so it works beside a process that writes. */
export abstract class LibraryReader {
  #kept: Derived | null = null
  #orders: RowOrders | null = null

  abstract readonly marks: JournaledMarks
  abstract readonly catalog: Catalog
  /** What could not be read and was set aside. */
  abstract readonly damages: readonly Damage[]

  /** What each row's Marks are. */
  get rowMarks(): RowMarks {
    return this.#derived().marks
  }

  /** What a query looks through first. */
  get rowTexts(): RowTexts {
    return this.#derived().texts
  }

  /** Which rules the rows' papers match. */
  get ruleMatches(): RuleMatches {
    const derived = this.#derived()
    const { rules } = this.marks.named.all
    if (derived.rules?.rules !== rules) derived.rules = new RuleMatches(this.catalog, rules)
    return derived.rules
  }

  get rowOrders(): RowOrders {
    return (this.#orders ??= new RowOrders(this.catalog))
  }

  /** The rows of a view in the default order; with a query, those in which all of its words occur. */
  async rows(view: ViewName, query = ''): Promise<number[]> {
    const read = readQuery(query)
    const rows = viewRows(this, { kind: view }, read.fits)
    if (read.words.length === 0) return [...rows]
    const searched = { catalog: this.catalog, texts: this.rowTexts }
    const { matching, others } = await matchRows(searched, read, rows)
    const deep = await matchPapers(searched, read, others)
    const found = new Set([...matching, ...deep.matching])
    return [...rows].filter((row) => found.has(row))
  }

  /** What a list shows of one row. */
  summary(row: number): RowSummary {
    const marks = this.rowMarks.bits[row] ?? 0
    return {
      row,
      id: this.catalog.id(row),
      version: this.catalog.version(row),
      ...this.catalog.text(row),
      announced: this.catalog.announced(row),
      read: (marks & markBits.read) !== 0,
      starred: (marks & markBits.starred) !== 0,
      noted: (marks & markBits.noted) !== 0,
      updated: (marks & markBits.updated) !== 0
    }
  }

  papers(rows: readonly number[]): Promise<Paper[]> {
    return this.catalog.papers(rows)
  }

  /** The Digests in the library, in the order of their import. */
  digests(): Digest[] {
    const digests = this.catalog.digests
      .all()
      .filter(({ present }) => present)
      .map(({ digest }) => digest)
    // The Catalog numbers them device by device.
    return digests.sort((a, b) => compareText(a.imported, b.imported))
  }

  /**
   * To be called when the Marks of some rows have changed.
   * @param rows Null where it may be any.
   * @param texts Whether what a query looks through first has changed too.
   */
  protected rowsChanged(rows: readonly number[] | null, texts: boolean): void {
    if (this.#kept === null) return
    const { marks, texts: kept } = this.#derived()
    if (rows === null) marks.lookAgain()
    else marks.look(rows)
    if (!texts) return
    kept.forget(rows)
    this.#kept.rules?.forget(rows)
  }

  /** Marks that were read again after a failure are other ones: nothing derived from those before is kept. */
  #derived(): Derived {
    const { marks, catalog } = this
    if (this.#kept?.of !== marks) {
      const texts = new RowTexts(marks, catalog)
      this.#kept = { of: marks, marks: new RowMarks(marks, catalog), texts, rules: null }
    }
    return this.#kept
  }
}

interface Derived {
  readonly of: JournaledMarks
  readonly marks: RowMarks
  readonly texts: RowTexts
  /** Made when first needed, and anew when rules are other ones. */
  rules: RuleMatches | null
}
