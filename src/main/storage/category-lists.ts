import { grown } from '#core/domain/id-table'
import type { Columns } from '#main/storage/column-file'

/**
 * The lists of categories that papers have, each distinct one once and by a number: most papers share theirs with
 * many others, so that a view or a count of categories needs no texts. Number 0 is the empty list.
 */
export class CategoryLists {
  readonly #names: string[]
  /** Where each list begins in `items`; one more than there are lists. */
  #starts: Uint32Array
  /** Numbers of names. */
  #items: Uint32Array
  #size: number
  /** Made when first needed: a start that brings nothing new does without. */
  #known: { readonly names: Map<string, number>; readonly lists: Map<string, number> } | null = null

  constructor(columns?: Columns) {
    const { categoryNames: names, categoryStarts: starts, categoryItems: items } = columns ?? {}
    const stored =
      names instanceof Uint8Array && starts instanceof Uint32Array && items instanceof Uint32Array
    this.#names = stored ? (JSON.parse(Buffer.from(names).toString('utf8')) as string[]) : []
    this.#starts = stored ? starts : new Uint32Array(2)
    this.#items = stored ? items : new Uint32Array(0)
    this.#size = this.#starts.length - 1
  }

  /** How many lists there are, the empty one included. */
  get size(): number {
    return this.#size
  }

  get names(): readonly string[] {
    return this.#names
  }

  /** The number of a list, which is added where it is new. */
  add(categories: readonly string[]): number {
    if (categories.length === 0) return 0
    const known = (this.#known ??= this.#read())
    const items = [...new Set(categories)].map((name) => {
      const number = known.names.get(name) ?? this.#names.push(name) - 1
      known.names.set(name, number)
      return number
    })
    const key = items.join()
    const list = known.lists.get(key) ?? this.#append(items)
    known.lists.set(key, list)
    return list
  }

  /** Numbers of the names in a list. */
  items(list: number): Uint32Array {
    return this.#items.subarray(this.#starts[list] ?? 0, this.#starts[list + 1] ?? 0)
  }

  /** One flag a list: 1 where the category is in it. */
  holding(category: string): Uint8Array {
    const flags = new Uint8Array(this.#size)
    const number = this.#names.indexOf(category)
    if (number < 0) return flags
    for (let list = 0; list < this.#size; list++) if (this.items(list).includes(number)) flags[list] = 1
    return flags
  }

  columns(): Columns {
    return {
      categoryNames: new Uint8Array(Buffer.from(JSON.stringify(this.#names))),
      categoryStarts: this.#starts.subarray(0, this.#size + 1),
      categoryItems: this.#items.subarray(0, this.#starts[this.#size])
    }
  }

  #append(items: readonly number[]): number {
    const list = this.#size++
    const start = this.#starts[list] ?? 0
    this.#items = grown(this.#items, start + items.length)
    this.#items.set(items, start)
    this.#starts = grown(this.#starts, this.#size + 1)
    this.#starts[this.#size] = start + items.length
    return list
  }

  #read(): { names: Map<string, number>; lists: Map<string, number> } {
    const names = new Map(this.#names.map((name, number) => [name, number]))
    const lists = new Map<string, number>()
    for (let list = 1; list < this.#size; list++) lists.set(this.items(list).join(), list)
    return { names, lists }
  }
}
