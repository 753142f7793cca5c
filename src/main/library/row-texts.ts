import { namedAuthors } from '#core/domain/authors'
import type { Paper } from '#core/domain/paper'
import { searchable, together } from '#core/search/words'
import { plainTex } from '#core/text/plain-tex'
import type { Catalog } from '#main/storage/catalog'
import type { JournaledMarks } from '#main/storage/journal'

/** Few names need the reading of TeX, which takes time for a hundred thousand papers. */
const mayBeTex = /[\\$~{`^]|--|''/

/**
 * What a query looks through first: id, title, authors, categories and tags of a row as one folded text. Kept once it
 * is made, about 200 bytes a paper, so that every further letter typed costs no decoding.
 */
export class RowTexts {
  readonly #marks: JournaledMarks
  readonly #catalog: Catalog
  #texts: (string | undefined)[] = []

  constructor(marks: JournaledMarks, catalog: Catalog) {
    this.#marks = marks
    this.#catalog = catalog
  }

  of(row: number): string {
    const known = this.#texts[row]
    if (known !== undefined) return known
    const text = this.#made(row)
    this.#makeRoom(row)
    this.#texts[row] = text
    return text
  }

  /** To be told which rows' texts or tags have changed; null where it may be any. */
  forget(rows: readonly number[] | null): void {
    if (rows === null) this.#texts = []
    else for (const row of rows) if (row < this.#texts.length) this.#texts[row] = undefined
  }

  /** The same text with what a list does not show. */
  withMore(row: number, paper: Pick<Paper, 'abstract' | 'comment' | 'journal' | 'doi'>): string {
    const { note } = this.#marks.mark(this.#catalog.id(row))
    const { abstract, comment, journal, doi } = paper
    const more = [abstract, comment, journal, doi, note].filter((text) => text !== null)
    return together(this.of(row), searchable(more))
  }

  #made(row: number): string {
    const { title, authors, categories } = this.#catalog.text(row)
    const id = this.#catalog.id(row)
    const plainTitle = plainTex(title)
    const { tags } = this.#marks.mark(id)
    const fields = [id, title, ...(plainTitle === title ? [] : [plainTitle])]
    for (const author of namedAuthors(authors ?? [])) {
      fields.push(author)
      // As a window shows it: whoever clicks on the name looks for that.
      if (mayBeTex.test(author)) fields.push(plainTex(author))
    }
    return searchable([...fields, ...(categories ?? []), ...tags])
  }

  /** An array that is filled from its end, or that grows item by item, would be slow. */
  #makeRoom(row: number): void {
    if (row < this.#texts.length) return
    const larger = new Array<string | undefined>(Math.max(row + 1, this.#catalog.columns.rows)).fill(
      undefined
    )
    this.#texts.forEach((text, at) => (larger[at] = text))
    this.#texts = larger
  }
}
