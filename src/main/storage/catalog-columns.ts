import { emptySet, include, type BitSet } from '#core/search/index/bit-set'
import { grown, IdTable } from '#core/domain/id-table'
import type { EntryKind, Paper } from '#core/domain/paper'
import { CategoryLists } from '#main/storage/category-lists'
import type { Columns } from '#main/storage/column-file'
import { TextHeap } from '#main/storage/text-heap'

/** What a row of a list shows, decoded from the columns. */
export interface RowText {
  /** As announced: TeX text; empty where no digest gave one. */
  readonly title: string
  /** Null where no digest names authors. */
  readonly authors: readonly string[] | null
  readonly categories: readonly string[] | null
}

const kinds: readonly EntryKind[] = ['new', 'cross-list', 'replacement']

/** The column that is left in its file until a row is asked for. */
export const textColumn = 'text'

/** Between the parts of a row's text: characters that text repair never leaves in them. */
const partMark = '\u001f'
const itemMark = '\u001e'
/** Stands for "not known", which is not the same as "none". */
const unknownMark = '\u0015'

/**
 * Rows and Entries as typed arrays, as they are written to a file and read back. One row a paper, numbered in the
 * order in which they came; one item a stored Entry, linked to the paper's next one.
 */
export class CatalogColumns {
  readonly ids: IdTable
  readonly categories: CategoryLists
  /** 0 where no Entry names a version. */
  #version: Uint16Array
  /** The Digest that announced the paper first, and the paper's position in it. */
  #announcedIn: Uint32Array
  #announcedAt: Uint32Array
  /** Number of the paper's list of categories. */
  #categoryList: Uint32Array
  /** The paper's first Entry, or -1 where no Digest holds the paper any more. */
  #firstEntry: Int32Array
  #textStart: Uint32Array
  #textLength: Uint32Array
  readonly #text: TextHeap

  /** Per Entry: its Digest, its position there, where its line stands in the Digest's range, kind, and the next one. */
  #entryDigest: Uint32Array
  #entryPosition: Uint32Array
  #entryRow: Uint32Array
  #entryOffset: Uint32Array
  #entryLength: Uint32Array
  #entryKind: Uint8Array
  #nextEntry: Int32Array
  #entries: number

  constructor(columns?: Columns, text = new TextHeap()) {
    const column = <A extends Columns[string]>(name: string, type: new (length: number) => A): A => {
      const found = columns?.[name]
      return found instanceof type ? found : new type(0)
    }
    this.ids =
      columns === undefined
        ? new IdTable()
        : new IdTable({
            characters: column('idCharacters', Uint8Array),
            offsets: column('idOffsets', Uint32Array),
            slots: column('idSlots', Int32Array),
            seed: column('idSeed', Uint32Array)[0] ?? 0
          })
    this.categories = new CategoryLists(columns)
    this.#version = column('version', Uint16Array)
    this.#announcedIn = column('announcedIn', Uint32Array)
    this.#announcedAt = column('announcedAt', Uint32Array)
    this.#categoryList = column('categoryList', Uint32Array)
    this.#firstEntry = column('firstEntry', Int32Array)
    this.#textStart = column('textStart', Uint32Array)
    this.#textLength = column('textLength', Uint32Array)
    this.#text = text
    this.#entryDigest = column('entryDigest', Uint32Array)
    this.#entryPosition = column('entryPosition', Uint32Array)
    this.#entryRow = column('entryRow', Uint32Array)
    this.#entryOffset = column('entryOffset', Uint32Array)
    this.#entryLength = column('entryLength', Uint32Array)
    this.#entryKind = column('entryKind', Uint8Array)
    this.#nextEntry = column('nextEntry', Int32Array)
    this.#entries = this.#entryDigest.length
  }

  /** Rows, those of papers that no Digest holds any more included. */
  get rows(): number {
    return this.ids.size
  }

  get entries(): number {
    return this.#entries
  }

  isHeld(row: number): boolean {
    return (this.#firstEntry[row] ?? -1) >= 0
  }

  version(row: number): number | null {
    return this.#version[row] === 0 ? null : (this.#version[row] ?? null)
  }

  /** Number of the Digest that announced the paper first. */
  announcedIn(row: number): number {
    return this.#announcedIn[row] ?? 0
  }

  announcedAt(row: number): number {
    return this.#announcedAt[row] ?? 0
  }

  /** How those Digests announced the paper that pass a test of their numbers. */
  kindsIn(row: number, chosen: (digest: number) => boolean): EntryKind[] {
    const found: EntryKind[] = []
    for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1)
      if (chosen(this.#entryDigest[at] ?? 0)) found.push(kinds[this.#entryKind[at] ?? 0] ?? 'new')
    return found
  }

  /** Number of a paper's list in {@link categories}. */
  categoryList(row: number): number {
    return this.#categoryList[row] ?? 0
  }

  /** Rows of the papers that one of some Digests announced first. @param chosen One flag a Digest. */
  firstAnnouncedIn(chosen: Uint8Array): BitSet {
    return this.#rowsOf(this.#announcedIn, chosen)
  }

  /** Rows of the papers with one of some lists in {@link categories}. @param chosen One flag a list. */
  withCategories(chosen: Uint8Array): BitSet {
    return this.#rowsOf(this.#categoryList, chosen)
  }

  #rowsOf(numbers: Uint32Array, chosen: Uint8Array): BitSet {
    const set = emptySet(this.rows)
    for (let row = 0; row < this.rows; row++) if (chosen[numbers[row] ?? 0] === 1) include(set, row)
    return set
  }

  /** One flag a row: 1 where one of the Digests chosen holds it. @param chosen One flag a Digest. */
  rowsIn(chosen: Uint8Array): Uint8Array {
    const flags = new Uint8Array(this.rows)
    for (let row = 0; row < flags.length; row++) {
      for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1)
        if (chosen[this.#entryDigest[at] ?? 0] === 1) flags[row] = 1
    }
    return flags
  }

  /** Of each row's Digests the highest. @param ranks One number a Digest. */
  highestIn(ranks: Uint32Array): Uint32Array {
    const highest = new Uint32Array(this.rows)
    for (let row = 0; row < highest.length; row++) {
      for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1)
        highest[row] = Math.max(highest[row] ?? 0, ranks[this.#entryDigest[at] ?? 0] ?? 0)
    }
    return highest
  }

  /** How many of the rows chosen each Digest holds. @param chosen One flag a row. */
  countByDigest(chosen: Uint8Array, digests: number): Uint32Array {
    const counts = new Uint32Array(digests)
    // A Digest may announce a paper twice.
    const counted = new Int32Array(digests).fill(-1)
    for (let row = 0; row < this.rows; row++) {
      if (chosen[row] !== 1) continue
      for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1) {
        const digest = this.#entryDigest[at] ?? 0
        if (counted[digest] === row) continue
        counted[digest] = row
        counts[digest] = (counts[digest] ?? 0) + 1
      }
    }
    return counts
  }

  /** Of how many rows each Digest is the first that holds them. @param ranks Of the Digests: the lower, the earlier. */
  countFirstIn(ranks: Uint32Array): Uint32Array {
    const counts = new Uint32Array(ranks.length)
    for (let row = 0; row < this.rows; row++) {
      let first = -1
      for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1) {
        const digest = this.#entryDigest[at] ?? 0
        if (first < 0 || (ranks[digest] ?? 0) < (ranks[first] ?? 0)) first = digest
      }
      if (first >= 0) counts[first] = (counts[first] ?? 0) + 1
    }
    return counts
  }

  /** Null where the text is damaged: the row's Entries still have it. */
  text(row: number): RowText | null {
    const bytes = this.#text.read(this.#textStart[row] ?? 0, this.#textLength[row] ?? 0)
    if (bytes === null) return null
    const [title = '', authors = unknownMark, categories = unknownMark] = bytes
      .toString('utf8')
      .split(partMark)
    return { title, authors: itemsOf(authors), categories: itemsOf(categories) }
  }

  /** The number of a paper's row, which is added where it is new. */
  addRow(id: string): number {
    const before = this.ids.size
    const row = this.ids.add(id)
    const size = this.ids.size
    if (size === before) return row
    this.#version = grown(this.#version, size)
    this.#announcedIn = grown(this.#announcedIn, size)
    this.#announcedAt = grown(this.#announcedAt, size)
    this.#categoryList = grown(this.#categoryList, size)
    this.#textStart = grown(this.#textStart, size)
    this.#textLength = grown(this.#textLength, size)
    this.#firstEntry = grown(this.#firstEntry, size)
    this.#firstEntry[row] = -1
    return row
  }

  /** Writes what a row shows. */
  setRow(row: number, paper: Paper, announcedIn: number, announcedAt: number): void {
    this.#version[row] = paper.version ?? 0
    this.#announcedIn[row] = announcedIn
    this.#announcedAt[row] = announcedAt
    this.#categoryList[row] = this.categories.add(paper.categories ?? [])
    const parts = [paper.title ?? '', joined(paper.authors), joined(paper.categories)]
    const bytes = Buffer.from(parts.join(partMark))
    this.#textStart[row] = this.#text.add(bytes)
    this.#textLength[row] = bytes.length
  }

  /** Adds a stored Entry to its paper's. */
  addEntry(row: number, entry: EntryPlace): void {
    const at = this.#entries++
    this.#entryDigest = grown(this.#entryDigest, this.#entries)
    this.#entryPosition = grown(this.#entryPosition, this.#entries)
    this.#entryRow = grown(this.#entryRow, this.#entries)
    this.#entryOffset = grown(this.#entryOffset, this.#entries)
    this.#entryLength = grown(this.#entryLength, this.#entries)
    this.#entryKind = grown(this.#entryKind, this.#entries)
    this.#nextEntry = grown(this.#nextEntry, this.#entries)
    this.#entryDigest[at] = entry.digest
    this.#entryPosition[at] = entry.position
    this.#entryRow[at] = row
    this.#entryOffset[at] = entry.offset
    this.#entryLength[at] = entry.length
    this.#entryKind[at] = Math.max(0, kinds.indexOf(entry.kind))
    this.#nextEntry[at] = this.#firstEntry[row] ?? -1
    this.#firstEntry[row] = at
  }

  /** The stored Entries of a paper, the last added first. */
  entriesOf(row: number): EntryPlace[] {
    return this.#entryNumbers(row).map((at) => this.#entry(at))
  }

  /** Takes a Digest's Entries out of their papers', and answers the rows of those. */
  removeEntriesOf(digest: number): Set<number> {
    const rows = new Set<number>()
    for (let at = 0; at < this.#entries; at++)
      if (this.#entryDigest[at] === digest) rows.add(this.#entryRow[at] ?? 0)
    for (const row of rows) {
      const kept = this.#entryNumbers(row).filter((at) => this.#entryDigest[at] !== digest)
      kept.forEach((at, index) => (this.#nextEntry[at] = kept[index + 1] ?? -1))
      this.#firstEntry[row] = kept[0] ?? -1
    }
    return rows
  }

  /** True once a part of the text was found damaged. */
  get damaged(): boolean {
    return this.#text.damaged
  }

  /** True where most of the text belongs to no row any more: then the columns are better made anew. */
  get wasteful(): boolean {
    let used = 0
    for (let row = 0; row < this.rows; row++) used += this.#textLength[row] ?? 0
    return used * 2 < this.#text.length
  }

  /** The arrays cut to what they hold, for a file; null where a part of the text is damaged. */
  columns(): Columns | null {
    const text = this.#text.whole()
    if (text === null) return null
    const { characters, offsets, slots, seed } = this.ids.arrays()
    const rows = this.rows
    const entries = this.#entries
    return {
      idCharacters: characters,
      idOffsets: offsets,
      idSlots: slots,
      idSeed: Uint32Array.of(seed),
      version: this.#version.subarray(0, rows),
      announcedIn: this.#announcedIn.subarray(0, rows),
      announcedAt: this.#announcedAt.subarray(0, rows),
      categoryList: this.#categoryList.subarray(0, rows),
      ...this.categories.columns(),
      firstEntry: this.#firstEntry.subarray(0, rows),
      textStart: this.#textStart.subarray(0, rows),
      textLength: this.#textLength.subarray(0, rows),
      entryDigest: this.#entryDigest.subarray(0, entries),
      entryPosition: this.#entryPosition.subarray(0, entries),
      entryRow: this.#entryRow.subarray(0, entries),
      entryOffset: this.#entryOffset.subarray(0, entries),
      entryLength: this.#entryLength.subarray(0, entries),
      entryKind: this.#entryKind.subarray(0, entries),
      nextEntry: this.#nextEntry.subarray(0, entries),
      textChecksums: text.checksums,
      // The last one, for it is not read with the others.
      [textColumn]: text.bytes
    }
  }

  async close(): Promise<void> {
    await this.#text.close()
  }

  #entryNumbers(row: number): number[] {
    const numbers: number[] = []
    for (let at = this.#firstEntry[row] ?? -1; at >= 0; at = this.#nextEntry[at] ?? -1) numbers.push(at)
    return numbers
  }

  #entry(at: number): EntryPlace {
    return {
      digest: this.#entryDigest[at] ?? 0,
      position: this.#entryPosition[at] ?? 0,
      offset: this.#entryOffset[at] ?? 0,
      length: this.#entryLength[at] ?? 0,
      kind: kinds[this.#entryKind[at] ?? 0] ?? 'new'
    }
  }
}

/** Where a stored Entry stands. */
export interface EntryPlace {
  /** Number of the Digest in the Catalog. */
  readonly digest: number
  /** Among the Digest's Entries, from 0. */
  readonly position: number
  /** Of its line, from the beginning of the Digest's range, in bytes; without the line feed. */
  readonly offset: number
  readonly length: number
  readonly kind: EntryKind
}

function joined(items: readonly string[] | null): string {
  return items === null ? unknownMark : items.join(itemMark)
}

function itemsOf(text: string): string[] | null {
  if (text === unknownMark) return null
  return text === '' ? [] : text.split(itemMark)
}
