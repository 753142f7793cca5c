import { namedAuthors } from '#core/domain/authors'
import { digestDay } from '#core/domain/digest'
import type { Sort } from '#core/domain/list-order'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'
import { pacedSort } from '#main/library/paced-sort'
import type { Catalog } from '#main/storage/catalog'
import type { RowText } from '#main/storage/catalog-columns'
import { Pace } from '#main/storage/pace'

/**
 * Every held row in each of the orders that lists can have. What needs the rows' texts takes a second for a hundred
 * thousand, and is kept until the Catalog changes; equal rows are in the default order.
 */
export class RowOrders {
  readonly #catalog: Catalog
  readonly #kept = new Map<Sort, { readonly changes: number; readonly rows: Uint32Array }>()

  constructor(catalog: Catalog) {
    this.#catalog = catalog
  }

  async rows(sort: Exclude<Sort, 'relevance'>): Promise<Uint32Array> {
    if (sort === 'announced') return this.#catalog.order()
    const { changes } = this.#catalog
    const kept = this.#kept.get(sort)
    if (kept?.changes === changes) return kept.rows
    const rows = await this.#sorted(sort)
    this.#kept.set(sort, { changes, rows })
    return rows
  }

  async #sorted(sort: Exclude<Sort, 'announced' | 'relevance'>): Promise<Uint32Array> {
    const order = this.#catalog.order()
    if (sort === 'updated') {
      const days = this.#lastDays()
      return pacedSort(order, (a, b) => (days[b] ?? 0) - (days[a] ?? 0))
    }
    if (sort === 'category') {
      const names = this.#categoryRanks()
      return pacedSort(order, (a, b) => (names[a] ?? 0) - (names[b] ?? 0))
    }
    const keys = await this.#keys(order, keyOf[sort])
    return pacedSort(order, (a, b) => compare(keys[a] ?? last, keys[b] ?? last))
  }

  async #keys(order: Uint32Array, key: (text: RowText) => string): Promise<readonly string[]> {
    const pace = new Pace()
    const keys = new Array<string>(this.#catalog.columns.rows).fill('')
    for (const row of order) {
      keys[row] = key(this.#catalog.text(row)) || last
      if (pace.due) await pace.rest()
    }
    return keys
  }

  /** The day on which each row's paper was announced last: the higher, the later. */
  #lastDays(): Uint32Array {
    const { columns, digests } = this.#catalog
    const days = digests.all().map(({ digest, present }) => (present ? digestDay(digest) : ''))
    return columns.highestIn(ranksOf(days))
  }

  /** Of each row's primary category, by name; what has none comes last. */
  #categoryRanks(): Uint32Array {
    const { columns } = this.#catalog
    const { categories } = columns
    const names = Array.from({ length: categories.size }, (_, list) => {
      const primary = categories.items(list)[0]
      return primary === undefined ? last : (categories.names[primary] ?? last).toLowerCase()
    })
    const ranks = ranksOf(names)
    return Uint32Array.from({ length: columns.rows }, (_, row) => ranks[columns.categoryList(row)] ?? 0)
  }
}

/** After every other key. */
const last = '\uffff'

/** Texts as numbers that stand to each other as they do. */
function ranksOf(texts: readonly string[]): Uint32Array {
  const sorted = [...new Set(texts)].sort()
  const ranks = new Map(sorted.map((text, rank) => [text, rank]))
  return Uint32Array.from(texts, (text) => ranks.get(text) ?? 0)
}

const keyOf: Readonly<Record<'title' | 'author', (text: RowText) => string>> = {
  // Whatever stands before the first letter: quotation marks, a formula's backslash.
  title: ({ title }) => fold(plainTex(title)).replace(/^[^\p{L}\p{N}]+/u, ''),
  author: ({ authors }) => surnameFirst(namedAuthors(authors ?? [])[0] ?? '')
}

/** “Yann LeCun” and “LeCun, Yann” as `lecun yann`. */
function surnameFirst(name: string): string {
  const plain = fold(plainTex(name)).trim()
  const comma = plain.indexOf(',')
  if (comma > 0) return `${plain.slice(0, comma)} ${plain.slice(comma + 1).trim()}`
  const space = plain.lastIndexOf(' ')
  return space < 0 ? plain : `${plain.slice(space + 1)} ${plain.slice(0, space)}`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
