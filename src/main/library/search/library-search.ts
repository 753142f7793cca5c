import { markBits } from '#core/domain/view'
import { addOwn } from '#core/search/index/add-documents'
import { emptySet, include, unite, type BitSet } from '#core/search/index/bit-set'
import { stateOf } from '#core/search/index/kept-segments'
import { runNow } from '#core/search/index/paced'
import { SegmentBuilder } from '#core/search/index/segment-builder'
import { WordIndex } from '#core/search/index/word-index'
import { evaluate, type Searched } from '#core/search/query/evaluate'
import { parseQuery } from '#core/search/query/parse'
import type { Query, QueryNode } from '#core/search/query/query'
import { rank } from '#core/search/query/rank'
import type { LibraryReader } from '#main/library/library-reader'
import { runPaced } from '#main/library/search/paced-work'
import type { PaperIntake } from '#main/library/search/paper-intake'
import { filteredRows } from '#main/library/search/row-filters'
import { Pace } from '#main/storage/pace'
import { readSearchFile, removeSearchFile, writeSearchFile, type SearchFile } from '#main/storage/search-file'

/** Papers whose Entries are read at a time: about 10 ms of work. */
const read = 250
/** So many papers become a segment before a query is answered: 30 ms of work at most. */
const atOnce = 1000

/** What a query was read as, and finds. */
export interface Asked {
  readonly query: Query
  readonly rows: BitSet
  /** See Evaluation. */
  readonly within: readonly string[]
}

/** How far the index has come where it is being made. */
export interface Covered {
  readonly done: number
  readonly total: number
}

/**
 * The search index of a library: kept in a file, made anew in slices where that is lost, and brought up to date as
 * papers, tags and notes change.
 */
export class LibrarySearch {
  readonly #library: LibraryReader
  readonly #cache: string
  readonly #intake: PaperIntake
  /** The catalog's file when the library was opened: the kept index is about its rows. */
  readonly #openedFor: string | null
  #papers = new WordIndex()
  #own = new WordIndex()
  /** Rows whose tags and notes are to be looked at; null: all of them. */
  #ownChanged: Set<number> | null = null
  /** Those that change while all are looked at in slices; null where that is given up, or is not under way. */
  #ownMeanwhile: Set<number> | null = null
  #loading: Promise<void> | null = null
  /** Whether the kept index was looked for: once only, for what came since is added to it. */
  #hasBegun = false
  /** Resolves once queries find all, or as much as can be had at once. */
  #usable = new Signal()
  /** The catalog's file for which the index is on disk. */
  #keptFor: string | null = null
  /** The file that a part of the index is still read from. */
  #file: SearchFile | null = null
  /** Long work is done one after the other. */
  #work: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(library: LibraryReader, cache: string, intake: PaperIntake) {
    this.#library = library
    this.#cache = cache
    this.#intake = intake
    this.#openedFor = library.catalog.token
    intake.onFull = () => {
      this.#tidyLater()
    }
  }

  /** What queries are asked of, with all that has changed since the last one. */
  searched(): Searched {
    const { rows } = this.#library.catalog.columns
    this.#papers.capacity = rows
    this.#own.capacity = rows
    // In the order in which they came.
    if (this.#intake.isLoaded && this.#intake.size > 0 && this.#takeIn()) this.#tidyLater()
    this.#takeOwn()
    const filtered = {
      catalog: this.#library.catalog,
      rowMarks: this.#library.rowMarks,
      papers: this.#papers
    }
    return {
      rows,
      papers: this.#papers,
      own: this.#own,
      filter: (node) => filteredRows(node, filtered)
    }
  }

  /** What a query finds in the papers that are in the index so far. */
  ask(text: string): Asked {
    const query = parseQuery(text, { today: today() })
    const { rows, within } = evaluate(query.node, this.searched())
    const row = query.id === null ? -1 : this.#library.catalog.find(query.id)
    if (row < 0) return { query, rows, within }
    include(rows, row)
    return { query, rows, within: [] }
  }

  /** Sorts rows, given in some order, in place: the best match first. */
  ranked(node: QueryNode | null, rows: Uint32Array): Uint32Array {
    return rank(node, rows, this.searched())
  }

  /** Null once all papers are in the index. */
  get covered(): Covered | null {
    const total = this.#library.catalog.order().length
    const waiting = this.#intake.size
    if (this.#intake.isLoaded && waiting <= atOnce && !this.#intake.isAway) return null
    const done = Math.max(0, Math.min(this.#papers.size, total - waiting))
    return done === total ? null : { done, total }
  }

  /**
   * Reads the kept index, or makes it: in slices, while queries are answered from what is there so far.
   * @throws What reading papers throws; it is tried again when it is called again.
   */
  load(): Promise<void> {
    return (this.#loading ??= this.#inTurn(() => this.#load()))
  }

  /**
   * Resolves once queries find all there is, or where the index must be made anew, what there is of it: {@link covered}
   * tells.
   */
  async usable(): Promise<void> {
    void this.load()
    await this.#usable.given
  }

  /** Resolves once all papers are in the index. */
  async ready(): Promise<void> {
    await this.load()
    await this.#inTurn(() => this.#catchUp())
  }

  /** To be told whose tags or notes have changed; null where it may be any. */
  ownChanged(rows: readonly number[] | null): void {
    if (rows === null) this.#ownChanged = this.#ownMeanwhile = null
    else for (const row of rows) (this.#ownChanged ?? this.#ownMeanwhile)?.add(row)
  }

  /** Ends long work where it is: nobody waits for it any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#work
    this.#stopped = false
  }

  /**
   * Keeps the index for the catalog's file as that stands now, for the next start. What it does not have is given up
   * with it: it is made anew.
   */
  async keep(): Promise<void> {
    const { token } = this.#library.catalog
    if (token === null) return removeSearchFile(this.#cache)
    if (token === this.#keptFor) return
    if (!this.#intake.isLoaded) {
      // A command that searched nothing goes on with what is there; what was being made is given up.
      if (token === this.#openedFor || this.#hasBegun) return
      if (
        !((await this.#restore()) && (await this.#isWhole())) &&
        this.#library.catalog.order().length > this.#intake.size
      )
        return
      this.#intake.isLoaded = true
    }
    await this.#catchUp()
    if (this.#papers.segments.length === 0) return
    const state = await runPaced(stateOf(this.#papers))
    // All of it is in memory now. A file that is open cannot be replaced everywhere.
    await this.#closeFile()
    await writeSearchFile(this.#cache, token, state)
    this.#keptFor = token
  }

  /** No query may be asked any more, and papers that are not in the index yet are given up. */
  async close(): Promise<void> {
    await this.#intake.end()
    await this.#closeFile()
  }

  /** No query may be asked any more, unless what was kept was read as a whole. */
  async #closeFile(): Promise<void> {
    await this.#file?.close()
    this.#file = null
  }

  async #load(): Promise<void> {
    try {
      // An index that cannot be read is made anew.
      if (!this.#hasBegun) {
        // The first query needs both. Only once other threads read the file: each step until then would wait for a slice.
        const reading = new Signal()
        const restored = this.#restore(reading.give).catch(() => false)
        void restored.then(reading.give)
        await Promise.all([restored, reading.given.then(() => this.#takeAllOwn())])
      }
      this.#hasBegun = true
      await this.#readMissing()
      await this.#readUnread()
      this.#usable.give()
      if (!(await this.#isWhole())) await this.#readMissing()
    } catch (cause) {
      // The next query tries again; whoever asks now gets what there is.
      this.#loading = null
      const asked = this.#usable
      this.#usable = new Signal()
      asked.give()
      throw cause
    }
    if (this.#stopped) return
    this.#intake.isLoaded = true
    this.#intake.taken.clear()
    await this.#catchUp()
    if (this.#keptFor === null) await this.keep().catch(() => undefined)
  }

  async #restore(began?: () => void): Promise<boolean> {
    if (this.#openedFor === null) return false
    const kept = await readSearchFile(this.#cache, this.#openedFor, began)
    const restored = kept === null ? null : WordIndex.restored(kept.columns, kept.file.places)
    if (kept === null || restored === null) {
      await kept?.file.close()
      return false
    }
    this.#file = kept.file
    // Rows that came after that file may be other ones now.
    restored.remove(membersFrom(restored, this.#library.catalog.storedRows))
    this.#papers = restored
    this.#keptFor = this.#openedFor
    return true
  }

  /** Whether what is still in the file is whole, too; where it is not, nothing of it is believed. */
  async #isWhole(): Promise<boolean> {
    if (this.#file === null || (await this.#file.isWhole())) return true
    await this.#closeFile()
    this.#papers = new WordIndex()
    this.#keptFor = null
    return false
  }

  /** Reads the papers of all rows that are neither in the index nor on their way there. */
  async #readMissing(): Promise<void> {
    // Whatever comes from now on is newer than what is read.
    this.#intake.takesTexts = true
    const { taken } = this.#intake
    const missing = this.#missingRows()
    if (missing.length > atOnce) this.#usable.give()
    await this.#readRows(missing, (row) => !taken.has(row))
  }

  #missingRows(): number[] {
    const order = this.#library.catalog.order()
    const held = emptySet(this.#library.catalog.columns.rows)
    for (const { live } of this.#papers.segments) unite(held, live)
    const missing: number[] = []
    // Here and in all that the first query waits for: a call for each of a hundred thousand rows takes ten times as long.
    const { length } = order
    for (let at = 0; at < length; at++) {
      const row = order[at] ?? 0
      if (((held[row >>> 5] ?? 0) & (1 << (row & 31))) === 0) missing.push(row)
    }
    return missing
  }

  /** @param isMissing Asked when a paper has been read: what has come by meanwhile is newer. */
  async #readRows(rows: readonly number[], isMissing: (row: number) => boolean): Promise<void> {
    const { catalog } = this.#library
    const pace = new Pace()
    for (let at = 0; at < rows.length && !this.#stopped; at += read) {
      const some = rows.slice(at, at + read).filter(isMissing)
      const papers = await catalog.papers(some)
      for (const [index, row] of some.entries()) {
        const paper = papers[index]
        if (paper !== undefined && catalog.isHeld(row) && isMissing(row)) this.#intake.add(row, paper)
        if (pace.due) await pace.rest()
      }
      while (this.#intake.hasFull) await this.#addNext()
      await this.#intake.room()
    }
  }

  async #readUnread(): Promise<void> {
    const { unread } = this.#intake
    if (unread.size > 0) await this.#readRows([...unread], (row) => unread.has(row))
    // What is left of them is held no more.
    if (!this.#stopped) unread.clear()
  }

  /** @param waits Whether for what another thread has as well. While papers go on coming it makes fewer segments alone. */
  async #catchUp(waits = true): Promise<void> {
    await this.#readUnread()
    while (this.#intake.size > 0 && !this.#stopped) {
      if (!waits && this.#intake.isAway && !this.#intake.hasFull) break
      await this.#addNext()
      await this.#readUnread()
    }
    if (!this.#stopped) await runPaced(this.#papers.tidy())
  }

  async #addNext(): Promise<void> {
    // A query that comes meanwhile must find a few papers at once.
    if (this.#takeIn()) return
    const segment = await this.#intake.next()
    if (segment !== null) this.#papers.add(segment)
  }

  /** @returns Whether all that waited is in the index now. */
  #takeIn(): boolean {
    if (this.#intake.isAway || this.#intake.size > atOnce || this.#intake.unread.size > 0) return false
    const segment = this.#intake.rest()
    if (segment !== null) this.#papers.add(segment)
    return true
  }

  /** The tags and notes that changed, or all of them where {@link takeAllOwn} has not taken them yet. */
  #takeOwn(): void {
    const changed = this.#ownChanged
    if (changed?.size === 0) return
    this.#ownChanged = new Set()
    this.#ownMeanwhile = null
    if (changed === null) this.#own = new WordIndex()
    const builder = new SegmentBuilder()
    const without = Array.from(changed ?? ownRows(this.#library.rowMarks)).filter(
      (row) => !this.#addOwn(builder, row)
    )
    this.#own.capacity = this.#library.catalog.columns.rows
    if (without.length > 0) this.#own.remove(without)
    if (builder.documents > 0) this.#own.add(runNow(builder.finish()))
    runNow(this.#own.tidy())
  }

  /** Takes all tags and notes in slices; a query that comes before that is done takes them at once. */
  async #takeAllOwn(): Promise<void> {
    if (this.#ownChanged !== null) return
    const changed = (this.#ownMeanwhile = new Set())
    const pace = new Pace()
    const builder = new SegmentBuilder()
    for (const row of ownRows(this.#library.rowMarks)) {
      this.#addOwn(builder, row)
      if (pace.due) await pace.rest()
    }
    const own = new WordIndex()
    own.capacity = this.#library.catalog.columns.rows
    if (builder.documents > 0) own.add(await runPaced(builder.finish()))
    await runPaced(own.tidy())
    if (this.#ownMeanwhile !== changed) return
    this.#own = own
    this.#ownChanged = changed
    this.#ownMeanwhile = null
  }

  /** @returns Whether there is a tag or a note. */
  #addOwn(builder: SegmentBuilder, row: number): boolean {
    const { catalog, marks } = this.#library
    const { tags, note } = marks.mark(catalog.id(row))
    if (tags.length === 0 && note === null) return false
    addOwn(builder, row, { tags, note })
    return true
  }

  #tidyLater(): void {
    if (!this.#intake.isLoaded) return
    void this.#inTurn(() => this.#catchUp(false))
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work)
    this.#work = done.catch(() => undefined)
    return done
  }
}

/** What is waited for until it is given once. */
class Signal {
  give: () => void = () => undefined
  readonly given = new Promise<void>((resolve) => {
    this.give = resolve
  })
}

/** Rows that have a tag or a note. */
function ownRows({ tags, bits }: LibraryReader['rowMarks']): Set<number> {
  const rows = new Set(tags.keys())
  // Most have neither, and asking for the tags of each takes a hundred times as long as looking at a bit.
  const { length } = bits
  for (let row = 0; row < length; row++) if (((bits[row] ?? 0) & markBits.noted) !== 0) rows.add(row)
  return rows
}

/** Documents from a number on. */
function membersFrom({ segments }: WordIndex, first: number): number[] {
  return segments.flatMap(({ arrays: { members } }) =>
    // There are hundreds of thousands of them, and hardly any from there on.
    Array.from(members.subarray(members.findLastIndex((member) => member < first) + 1))
  )
}

/** As `2023-12-18`, where the user is. */
function today(): string {
  const now = new Date()
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
