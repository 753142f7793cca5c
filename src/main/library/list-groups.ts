import type { Grouping } from '#core/domain/list-order'
import type { Catalog } from '#main/storage/catalog'

/** Papers in the order of a list, and where others begin. */
export interface Grouped {
  readonly rows: Uint32Array
  /** Places at which another group begins, ascending. */
  readonly breaks: readonly number[]
  /** What the papers of each have in common; empty where they are not put together. */
  readonly groups: readonly string[]
}

/**
 * Puts rows together that have a day or a category in common; within a group they keep their order. Days come the newest
 * first, categories by their names. @param reversed Days come the oldest first.
 */
export function groupRows(
  catalog: Catalog,
  rows: Uint32Array,
  by: Exclude<Grouping, 'none'>,
  reversed: boolean
): Grouped {
  const numbers = new Map<string, number>()
  const nameOf = by === 'day' ? dayNames(catalog) : categoryNames(catalog)
  const names: string[] = []
  const sizes: number[] = []
  const groupOf = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const name = nameOf(rows[at] ?? 0)
    let number = numbers.get(name)
    if (number === undefined) {
      number = names.push(name) - 1
      numbers.set(name, number)
      sizes.push(0)
    }
    groupOf[at] = number
    sizes[number] = (sizes[number] ?? 0) + 1
  }
  const newestFirst = by === 'day' && !reversed
  const sorted = [...names.keys()].sort((a, b) => compareNames(names[a] ?? '', names[b] ?? '', newestFirst))
  const starts = new Uint32Array(names.length)
  const breaks: number[] = []
  let start = 0
  for (const number of sorted) {
    starts[number] = start
    breaks.push(start)
    start += sizes[number] ?? 0
  }
  const grouped = new Uint32Array(rows.length)
  for (let at = 0; at < rows.length; at++) {
    const number = groupOf[at] ?? 0
    const place = starts[number] ?? 0
    grouped[place] = rows[at] ?? 0
    starts[number] = place + 1
  }
  return { rows: grouped, breaks, groups: sorted.map((number) => names[number] ?? '') }
}

/** What has no category comes last. */
function compareNames(a: string, b: string, newestFirst: boolean): number {
  if (a === b) return 0
  if (a === '' || b === '') return a === '' ? 1 : -1
  return (a < b ? -1 : 1) * (newestFirst ? -1 : 1)
}

/** Each digest's day is asked for once. */
function dayNames(catalog: Catalog): (row: number) => string {
  const days: (string | undefined)[] = []
  return (row) => (days[catalog.columns.announcedIn(row)] ??= catalog.announced(row))
}

/** Each list of categories is looked at once: few papers have one of their own. */
function categoryNames({ columns }: Catalog): (row: number) => string {
  const { categories } = columns
  const primary: (string | undefined)[] = []
  return (row) => {
    const list = columns.categoryList(row)
    return (primary[list] ??= categories.names[categories.items(list)[0] ?? -1] ?? '')
  }
}
