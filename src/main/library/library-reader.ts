import type { ArxivId } from '#core/domain/arxiv-id'
import type { Digest } from '#core/domain/digest'
import { compareText } from '#core/domain/merge'
import type { Paper } from '#core/domain/paper'
import { markBits, type ViewName } from '#core/domain/view'
import type { Query } from '#core/search/query/query'
import { RowOrders } from '#main/library/row-orders'
import { RuleMatches } from '#main/library/rule-matches'
import { RowMarks } from '#main/library/row-marks'
import type { LibrarySearch } from '#main/library/search/library-search'
import { viewRows } from '#main/library/view-rows'
import type { Damage } from '#main/storage/damage'
import type { Catalog } from '#main/storage/catalog'
import type { CatalogDigest } from '#main/storage/digest-table'
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
  abstract readonly search: LibrarySearch
  /** What could not be read and was set aside. */
  abstract readonly damages: readonly Damage[]

  /** What each row's Marks are. */
  get rowMarks(): RowMarks {
    return this.#derived().marks
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

  /** The rows of a view in the default order. */
  rows(view: ViewName): number[] {
    return [...viewRows(this, { kind: view })]
  }

  /** Those of them that a query finds, once all papers are in the index. */
  async find(view: ViewName, query: string): Promise<{ readonly rows: number[]; readonly query: Query }> {
    await this.search.ready()
    const asked = this.search.ask(query)
    return { rows: [...viewRows(this, { kind: view }, asked.rows)], query: asked.query }
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
    return inLibrary(this.catalog.digests.all())
  }

  /** Those of them that were read from a file with these bytes. */
  digestsOf(bytesHash: string): Digest[] {
    return inLibrary(this.catalog.digests.ofBytes(bytesHash))
  }

  /**
   * To be called when the Marks of some rows have changed.
   * @param rows Null where it may be any.
   * @param texts Whether tags, notes or what digests say of them may have changed too.
   */
  protected rowsChanged(rows: readonly number[] | null, texts: boolean): void {
    if (texts) this.search.ownChanged(rows)
    if (this.#kept === null) return
    const { marks } = this.#derived()
    if (rows === null) marks.lookAgain()
    else marks.look(rows)
    if (!texts) return
    this.#kept.rules?.forget(rows)
  }

  /** Marks that were read again after a failure are other ones: nothing derived from those before is kept. */
  #derived(): Derived {
    const { marks, catalog } = this
    if (this.#kept?.of !== marks) {
      if (this.#kept !== null) this.search.ownChanged(null)
      this.#kept = { of: marks, marks: new RowMarks(marks, catalog), rules: null }
    }
    return this.#kept
  }
}

interface Derived {
  readonly of: JournaledMarks
  readonly marks: RowMarks
  /** Made when first needed, and anew when rules are other ones. */
  rules: RuleMatches | null
}

/** Those present, in the order of their import: the Catalog numbers them device by device. */
function inLibrary(digests: readonly CatalogDigest[]): Digest[] {
  return digests
    .filter(({ present }) => present)
    .map(({ digest }) => digest)
    .sort((a, b) => compareText(a.imported, b.imported))
}
