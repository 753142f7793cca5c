import { archives } from '#core/domain/archive'

/** What a digest's list of categories says: arXiv's own apart from the classes of other schemes. */
export interface Categories {
  /** arXiv's categories, the primary one first. */
  readonly categories: readonly string[]
  /** ACM and MSC classes, and whatever else authors wrote there. */
  readonly classes: readonly string[]
}

const dotted = /^[a-z]+(?:-[a-z]+)*\.[A-Za-z]{2,}(?:-[a-z]+)?$/
const classCode =
  /\b(?:[A-K]\.(?:\d{1,2}|m)(?:\.(?:\d{1,2}|m|[a-z]))?|\d\d(?:[A-Z](?:\d\d|xx|XX)|-\d\d|-[xX]{2}))(?!\w)/g

const label = /^(?:none|primary|secondary|(?:acm|msc)-?class(?:es)?):?$/i

/** True for `cs.CV`, `cond-mat.str-el`, `quant-ph`; false for classes of ACM and MSC. */
export function isCategory(text: string): boolean {
  return archives.has(text) || dotted.test(text)
}

/**
 * Separates a list as arXiv's API prints it: categories, then MSC and ACM classes in whatever shape the authors
 * gave them (`68T05 (Primary), 92C55 (Secondary), I.2.10; I.4.9`). Words around class codes are dropped; an item
 * without any code is kept as it is. Repeated and empty items are dropped.
 */
export function separateCategories(list: string): Categories {
  const categories = new Set<string>()
  const classes = new Set<string>()
  for (const part of list.split(/[,;]/)) {
    const item = part.trim()
    if (item === '') continue
    if (isCategory(item)) categories.add(item)
    else addClasses(classes, item)
  }
  return { categories: [...categories], classes: [...classes] }
}

function addClasses(classes: Set<string>, item: string): void {
  const codes = item.match(classCode)
  if (codes !== null) for (const code of codes) classes.add(code)
  else if (!label.test(item)) classes.add(item)
}
