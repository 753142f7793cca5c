import type { ArxivId } from '#core/domain/arxiv-id'
import type { DigestPlace } from '#core/domain/decision'
import { digestDay, type Digest } from '#core/domain/digest'
import type { Outcome } from '#core/domain/file-report'
import {
  byAnnouncement,
  compareText,
  firstAnnouncement,
  mergePaper,
  type Announcement
} from '#core/domain/merge'
import type { DigestState } from '#core/domain/marks'
import {
  fieldNames,
  strongestKind,
  type EntryKind,
  type Paper,
  type PaperFieldsOrNull
} from '#core/domain/paper'
import { CatalogColumns, type RowText } from '#main/storage/catalog-columns'
import type { Damage } from '#main/storage/damage'
import { entryOf, type StoredSource } from '#main/storage/entry-records'
import { DigestTable, type CatalogDigest } from '#main/storage/digest-table'
import type { Journaled } from '#main/storage/journaled'
import { decodeLine } from '#main/storage/line-codec'
import type { LinePlace } from '#main/storage/line-log'
import { Pace } from '#main/storage/pace'
import { digestRange, type SegmentRange, type Segments } from '#main/storage/segments'
import { placesOf, type StagedImport } from '#main/storage/staged-import'
import { readStoredSource } from '#main/storage/stored-source'
import { readStoredDigest, type LocatedEntry, type StoredDigest } from '#main/storage/stored-digest'

/** A Catalog as it was written to its file. */
export interface StoredCatalog {
  readonly columns: CatalogColumns
  readonly digests: DigestTable
  /** What {@link Catalog.order} answers. */
  readonly order: Uint32Array | null
  /** Names the file. */
  readonly token: string | null
}

/** Is told what a row's Paper is from now on. */
export type PaperObserver = (row: number, paper: Paper) => void

/** An Entry with all that is known of its Digest. */
export interface StoredAnnouncement extends Announcement {
  readonly digest: Digest
}

export interface PaperOutcome {
  readonly id: ArxivId
  readonly row: number
  readonly outcome: Outcome
}

/**
 * Papers and Digests. Rows are answered from columns in memory; a Paper is merged from its stored Entries, which are
 * read by their offsets when asked for, so that nothing holds 300,000 abstracts.
 */
export class Catalog implements Journaled<StagedImport> {
  readonly unsaved: StagedImport[] = []
  readonly #columns: CatalogColumns
  readonly #digests: DigestTable
  /** A Catalog that was read anew must not take up the number of the one before. */
  #edition = Date.now()
  readonly #segments: Segments
  readonly #damages: Damage[] = []
  /** Digests of which something could not be read when they were shown. */
  readonly #unfinished = new Map<string, Unfinished>()
  #order: Uint32Array | null
  readonly #observer: PaperObserver
  /** How many rows that file has. */
  readonly storedRows: number
  #changes = 0
  /** Names the file that holds the columns as they were read or written last: what is made of those names it, too. */
  token: string | null
  /** Digests are shown and hidden one after the other: each merges with what the one before left. */
  #lastChange: Promise<unknown> = Promise.resolve()

  constructor(
    segments: Segments,
    stored: StoredCatalog = emptyCatalog(),
    observer: PaperObserver = () => undefined
  ) {
    this.#segments = segments
    this.#observer = observer
    this.token = stored.token
    this.storedRows = stored.columns.rows
    this.#columns = stored.columns
    this.#digests = stored.digests
    this.#order = stored.order
  }

  get columns(): CatalogColumns {
    return this.#columns
  }

  /** Another one whenever a Digest came or went. */
  get edition(): number {
    return this.#edition
  }

  /** Entries added or taken away since the columns were read from their file. */
  get changes(): number {
    return this.#changes
  }

  /** Lines that could not be read so far. */
  get damages(): readonly Damage[] {
    return [...this.#damages, ...[...this.#unfinished.values()].flatMap(({ damages }) => damages)]
  }

  /** Lines that could not be read although they once could, so that what the columns hold of them is not certain. */
  get lost(): boolean {
    return this.#damages.length > 0
  }

  /** The keys of Digests of which something could not be read: it may arrive, or be mended. */
  get unfinished(): readonly string[] {
    return [...this.#unfinished.keys()]
  }

  /** Every Digest it knows, those taken out of the library included. */
  get digests(): DigestTable {
    return this.#digests
  }

  digest(key: string): CatalogDigest | undefined {
    return this.#digests.at(this.#digests.find(key) ?? -1)
  }

  /** Whether a Digest is in the library. */
  holds(key: string): boolean {
    return this.#digests.isPresent(this.#digests.find(key) ?? -1)
  }

  /** The row of a Paper that some Digest holds, or -1. */
  find(id: string): number {
    const row = this.#columns.ids.find(id)
    return row >= 0 && this.#columns.isHeld(row) ? row : -1
  }

  id(row: number): ArxivId {
    return this.#columns.ids.at(row) as ArxivId
  }

  version(row: number): number | null {
    return this.#columns.version(row)
  }

  /** Whether some Digest holds the row's Paper. */
  isHeld(row: number): boolean {
    return this.#columns.isHeld(row)
  }

  text(row: number): RowText {
    return this.#columns.text(row) ?? this.#textFromEntries(row)
  }

  /** The day on which a Paper was announced. */
  announced(row: number): string {
    const known = this.#digests.at(this.#columns.announcedIn(row))
    return known === undefined ? '' : digestDay(known.digest)
  }

  /** How a Paper was announced on that day: as new, where one of its Digests says so. */
  announcedKind(row: number): EntryKind {
    const day = this.announced(row)
    const isThatDay = (number: number): boolean => {
      const known = this.#digests.at(number)
      return known !== undefined && digestDay(known.digest) === day
    }
    return strongestKind(this.#columns.kindsIn(row, isThatDay))
  }

  /** Every held row in the default order: newest announced first, within a digest its own order. */
  order(): Uint32Array {
    this.#order ??= this.#sorted()
    return this.#order
  }

  /** Gives an import to the next write. Its Papers show only once a Decision names it: see {@link show}. */
  add(staged: StagedImport): void {
    this.unsaved.push(staged)
  }

  saved(staged: StagedImport, place: LinePlace): void {
    staged.places = placesOf(staged, place)
  }

  /** Folds a Digest's Entries into their Papers, and tells what that changed, in the Entries' order. */
  show(digest: Digest, place: DigestPlace, entries: readonly LocatedEntry[]): Promise<PaperOutcome[]> {
    return this.#inTurn(() => this.#show(digest, place, entries))
  }

  async #show(digest: Digest, place: DigestPlace, entries: readonly LocatedEntry[]): Promise<PaperOutcome[]> {
    const groups = new Map<ArxivId, LocatedEntry[]>()
    for (const each of entries) {
      const group = groups.get(each.entry.id)
      if (group === undefined) groups.set(each.entry.id, [each])
      else group.push(each)
    }
    if (this.holds(digest.key))
      return [...groups.keys()].map((id) => ({ id, row: this.find(id), outcome: 'known' }))
    const known = [...groups.keys()].map((id) => this.find(id)).filter((row) => row >= 0)
    const earlier = await this.#announcements(known)
    const number = this.#register(digest, place)
    const outcomes: PaperOutcome[] = []
    const pace = new Pace()
    for (const [id, group] of groups) {
      const row = this.#columns.addRow(id)
      const before = earlier.get(row) ?? []
      const after = [...before, ...group.map(({ entry, position }) => ({ digest, entry, position }))]
      const paper = mergePaper(id, after)
      for (const { entry, position, offset, length } of group) {
        this.#columns.addEntry(row, { digest: number, position, offset, length, kind: entry.kind })
      }
      this.#setRow(row, paper, after)
      outcomes.push({
        id,
        row,
        outcome: before.length === 0 ? 'new' : outcomeOf(mergePaper(id, before), paper)
      })
      if (pace.due) await pace.rest()
    }
    this.#changes += entries.length
    this.#order = null
    return outcomes
  }

  /**
   * The same for a Digest whose records are on disk: at the place where most of them can be read. One that is shown in
   * part already is shown again where more of it is there by now.
   * @returns The rows of its Papers.
   */
  async showStored(state: DigestState): Promise<number[]> {
    const { key } = state
    const best = await this.#mostOf(state)
    const before = this.#unfinished.get(key)
    const isShown = this.holds(key)
    if (isShown && before === undefined) return []
    const entries = best?.entries.length ?? 0
    const isMore = best !== null && (!isShown || entries > (before?.entries ?? 0))
    const hidden = isShown && isMore ? await this.hide(key) : []
    if (best !== null && best.damages.length === 0) this.#unfinished.delete(key)
    else this.#unfinished.set(key, { damages: best?.damages ?? [lost(state)], entries })
    if (best === null || !isMore) return []
    const shown = await this.show(best.digest, best.place, best.entries)
    return [...new Set([...hidden, ...shown.map(({ row }) => row)])]
  }

  /** Nothing of a Digest can be read now. */
  setAside(state: DigestState): void {
    this.#unfinished.set(state.key, { damages: [lost(state)], entries: 0 })
  }

  async #mostOf(state: DigestState): Promise<FoundDigest | null> {
    let best: FoundDigest | null = null
    for await (const place of this.#placesOf(state)) {
      const found = await readStoredDigest(this.#segments, state, place)
      if (found === null || (best !== null && best.entries.length >= found.entries.length)) continue
      best = { ...found, place }
      if (found.damages.length === 0) return best
    }
    return best
  }

  /** Then those in copies: a synchroniser may have put the bytes beside the file that they belong to. */
  async *#placesOf({ places }: DigestState): AsyncGenerator<DigestPlace> {
    yield* places
    for (const place of places) yield* await this.#segments.copies(place)
  }

  /** Takes a Digest's Entries out of their Papers, and answers the rows of those. */
  hide(key: string): Promise<number[]> {
    // Nobody waits for the rest of it any more.
    this.#unfinished.delete(key)
    return this.#inTurn(() => this.#hide(key))
  }

  async #hide(key: string): Promise<number[]> {
    const known = this.digest(key)
    if (known?.present !== true) return []
    const number = this.#digests.set({ ...known, present: false })
    this.#edition++
    const rows = this.#columns.removeEntriesOf(number)
    const kept = await this.#announcements([...rows].filter((row) => this.#columns.isHeld(row)))
    for (const [row, announcements] of kept) {
      if (announcements.length > 0) this.#setRow(row, mergePaper(this.id(row), announcements), announcements)
    }
    this.#changes += rows.size
    this.#order = null
    return [...rows]
  }

  /** Papers whole, in the order of their rows as given. */
  async papers(rows: readonly number[]): Promise<Paper[]> {
    const found = await this.#announcements(rows)
    return rows.map((row) => {
      const announcements = found.get(row) ?? []
      return announcements.length > 0 ? mergePaper(this.id(row), announcements) : this.#withoutEntries(row)
    })
  }

  /** What Digests said of a Paper, the earliest first, and how many Entries there are, those that cannot be read included. */
  async announcements(
    row: number
  ): Promise<{ readonly read: readonly StoredAnnouncement[]; readonly entries: number }> {
    const read = (await this.#announcements([row])).get(row) ?? []
    return { read: read.sort(byAnnouncement), entries: this.#columns.entriesOf(row).length }
  }

  /** The file that a Digest was imported from, at one of its places; null where it cannot be read. */
  source(place: DigestPlace): Promise<StoredSource | null> {
    return readStoredSource(this.#segments, place)
  }

  /** Resolves when nothing is being shown or hidden any more. */
  async settled(): Promise<void> {
    await this.#lastChange
  }

  /** A damaged line that is read again and again is told once. */
  #addDamage(damage: Damage): void {
    const same = (known: Damage): boolean =>
      known.file === damage.file && known.line === damage.line && known.reason === damage.reason
    if (!this.#damages.some(same)) this.#damages.push(damage)
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const changed = this.#lastChange.then(change)
    this.#lastChange = changed.catch(() => undefined)
    return changed
  }

  #register(digest: Digest, place: DigestPlace): number {
    this.#edition++
    return this.#digests.set({ digest, place, present: true })
  }

  #setRow(row: number, paper: Paper, announcements: readonly Announcement[]): void {
    const first = firstAnnouncement(announcements)
    this.#columns.setRow(row, paper, this.#digests.find(first.digest.key) ?? 0, first.position)
    this.#observer(row, paper)
  }

  async #announcements(rows: readonly number[]): Promise<Map<number, StoredAnnouncement[]>> {
    const found = new Map<number, StoredAnnouncement[]>(rows.map((row) => [row, []]))
    const ranges = [...found.keys()].flatMap((row) => this.#entryRanges(row))
    await this.#segments.readAll(ranges, (range, bytes) => {
      const announcement = this.#announcementIn(range, bytes)
      if (announcement !== null) found.get(range.row)?.push(announcement)
    })
    return found
  }

  #entryRanges(row: number): EntryRange[] {
    return this.#columns.entriesOf(row).flatMap(({ digest: number, position, offset, length }) => {
      const known = this.#digests.at(number)
      if (known === undefined) return []
      const range = digestRange(known.place)
      return [{ ...range, offset: range.offset + offset, length, row, position, digest: known.digest }]
    })
  }

  #announcementIn(range: EntryRange, bytes: Buffer): StoredAnnouncement | null {
    const decoded = bytes.length === range.length ? decodeLine(bytes) : null
    const stored = decoded?.ok === true ? entryOf(decoded.record) : null
    if (stored !== null) return { digest: range.digest, entry: stored.entry, position: range.position }
    this.#addDamage({ file: `devices/${range.device}/${range.file}`, line: 0, reason: 'checksum' })
    return null
  }

  /** Where the column file turns out to be damaged while it is in use, a row must still show what is true. */
  #textFromEntries(row: number): RowText {
    const announcements = this.#entryRanges(row).flatMap((range) => {
      const announcement = this.#announcementIn(range, this.#segments.readNow(range))
      return announcement === null ? [] : [announcement]
    })
    if (announcements.length === 0) return { title: '', authors: null, categories: null }
    const { title, authors, categories } = mergePaper(this.id(row), announcements)
    return { title: title ?? '', authors, categories }
  }

  /** What the columns still know of a Paper whose Entries cannot be read. */
  #withoutEntries(row: number): Paper {
    const { title, authors, categories } = this.text(row)
    const nothing = Object.fromEntries(fieldNames.map((name) => [name, null])) as unknown as PaperFieldsOrNull
    return {
      ...nothing,
      id: this.id(row),
      version: this.version(row),
      title: title === '' ? null : title,
      authors,
      categories,
      primaryCategory: categories?.[0] ?? null,
      announced: this.announced(row),
      appearances: []
    }
  }

  #sorted(): Uint32Array {
    const rank = new Uint32Array(this.#digests.length)
    const digests = this.#digests.all().map(({ digest }) => ({ key: digest.key, day: digestDay(digest) }))
    const byDay = [...digests.keys()].sort((a, b) => compareDigests(digests[b], digests[a]))
    byDay.forEach((number, place) => (rank[number] = place))
    // Counting sort by Digest, then each Digest's rows by their position: a tenth of the time of a comparing sort.
    const starts = new Uint32Array(this.#digests.length + 1)
    let held = 0
    for (let row = 0; row < this.#columns.rows; row++) {
      if (!this.#columns.isHeld(row)) continue
      held++
      const next = (rank[this.#columns.announcedIn(row)] ?? 0) + 1
      starts[next] = (starts[next] ?? 0) + 1
    }
    for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
    const order = new Uint32Array(held)
    const next = starts.slice()
    for (let row = 0; row < this.#columns.rows; row++) {
      if (!this.#columns.isHeld(row)) continue
      const of = rank[this.#columns.announcedIn(row)] ?? 0
      const at = next[of] ?? 0
      order[at] = row
      next[of] = at + 1
    }
    for (let at = 0; at + 1 < starts.length; at++) {
      const [from = 0, to = 0] = [starts[at], starts[at + 1]]
      if (this.#isInOrder(order, from, to)) continue
      order.subarray(from, to).sort((a, b) => this.#columns.announcedAt(a) - this.#columns.announcedAt(b))
    }
    return order
  }

  /** Rows are numbered as they came: most digests' rows are in order from the start. */
  #isInOrder(order: Uint32Array, from: number, to: number): boolean {
    for (let at = from + 1; at < to; at++) {
      if (this.#columns.announcedAt(order[at - 1] ?? 0) > this.#columns.announcedAt(order[at] ?? 0))
        return false
    }
    return true
  }
}

function emptyCatalog(): StoredCatalog {
  return { columns: new CatalogColumns(), digests: new DigestTable(), order: null, token: null }
}

interface DayOfDigest {
  readonly key: string
  readonly day: string
}

function compareDigests(first: DayOfDigest | undefined, second: DayOfDigest | undefined): number {
  if (first === undefined || second === undefined) return 0
  return compareText(first.day, second.day) || compareText(first.key, second.key)
}

type FoundDigest = StoredDigest & { readonly place: DigestPlace }

interface Unfinished {
  readonly damages: readonly Damage[]
  /** How many Entries are shown. */
  readonly entries: number
}

interface EntryRange extends SegmentRange {
  readonly row: number
  readonly position: number
  readonly digest: Digest
}

function outcomeOf(before: Paper, after: Paper): Outcome {
  if (before.version !== null && after.version !== null && after.version > before.version)
    return 'newerVersion'
  if (before.version !== after.version) return 'completed'
  const same = fieldNames.every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]))
  return same ? 'known' : 'completed'
}

function lost({ places: [place] }: DigestState): Damage {
  const file = place === undefined ? 'devices' : `devices/${place.device}/${place.file}`
  return { file, line: 0, reason: 'missing' }
}
