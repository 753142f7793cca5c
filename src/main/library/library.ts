import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { changesFor, inverse, type Target, type Wish } from '#core/domain/decide'
import {
  compareMoments,
  type Change,
  type Decision,
  type DecisionHow,
  type DigestChange,
  type DigestPlace,
  type MendedLines,
  type Moment
} from '#core/domain/decision'
import type { Digest } from '#core/domain/digest'
import type { FileReport } from '#core/domain/file-report'
import type { ArxivId } from '#core/domain/arxiv-id'
import type { OtherRecord } from '#core/domain/marks'
import type { NamedType } from '#core/domain/named'
import { namedToUndo, nextToRedo, nextToUndo } from '#core/domain/undo'
import { Failure } from '#core/failure'
import { HistoryIndex, type LocatedDecision } from '#main/library/history'
import { importFile, type FileOptions, type ImportTarget } from '#main/library/import-file'
import { LibraryReader } from '#main/library/library-reader'
import { LibrarySearch } from '#main/library/search/library-search'
import type { PaperIntake } from '#main/library/search/paper-intake'
import type { Catalog, PaperOutcome } from '#main/storage/catalog'
import type { CatalogFilling } from '#main/storage/catalog-filling'
import { seenFrom, type Damage } from '#main/storage/damage'
import { keepCatalog } from '#main/storage/catalog-file'
import type { JournaledMarks, KeptLine, RecentDecision } from '#main/storage/journal'
import { readDecision, type JournalPlace } from '#main/storage/journal-lines'
import { keepMarks } from '#main/storage/marks-file'
import type { RecoveringLow } from '#main/storage/journaled'
import type { LineLog } from '#main/storage/line-log'
import type { Announced, Lock } from '#main/storage/lock'
import type { ReadJournals } from '#main/storage/read-journals'
import type { Segments } from '#main/storage/segments'
import { Pace } from '#main/storage/pace'
import type { StagedDigest, StagedImport } from '#main/storage/staged-import'

/** What a Library is put together from; see open-library.ts. */
export interface LibraryParts {
  readonly folder: string
  readonly cache: string
  readonly device: string
  /** Which window, or the command line: stands in its Decisions. */
  readonly origin: string
  readonly marks: RecoveringLow<JournaledMarks>
  readonly catalog: RecoveringLow<Catalog>
  readonly segments: Segments
  readonly logs: readonly LineLog[]
  readonly lock: Lock
  readonly journals: ReadJournals
  /** What is still to be read of the Entries; null where nothing is. */
  readonly filling: CatalogFilling | null
  /** Has what the Catalog was told of since its file was written. */
  readonly intake: PaperIntake
}

/** How an act is made; what is left out is as the command line does it. */
export interface ActOptions {
  /** Which window; without it, whoever opened the library. */
  readonly origin?: string
  /** One visit to a note's editor, see Decision. */
  readonly visit?: string
  /** Without it, by the number of papers asked for. */
  readonly how?: DecisionHow
}

/** What an act did. */
export interface Marked {
  /** Its Decision's id; null where everything asked for held already. */
  readonly decision: string | null
  /** Papers changed. */
  readonly papers: number
}

export interface RemovedDigest extends Digest {
  readonly decision: string
}

/** Which Decision is taken back; without either, this device's last. */
export interface UndoOptions {
  /** This window's last comes before those of others. */
  readonly origin?: string
  /** Stands in the undo as its origin, where that is not what it goes by. */
  readonly by?: string
  /** Its id. */
  readonly decision?: string
}

/** What changed in a library, told once it is on disk. */
export interface LibraryChange {
  /** Of papers that changed, came or left; null where it may be any. */
  readonly rows: readonly number[] | null
  /** Of the papers of Digests that came or left; null where none did. */
  readonly digests: readonly number[] | null
}

/** What was lost and is there again. */
export interface BroughtBack {
  /** Decisions in files that were copied back. */
  readonly found: readonly { readonly decision: Decision; readonly place: JournalPlace }[]
  /** Other records in them. */
  readonly others: readonly OtherRecord[]
  /** Lines to be appended to this device's journal. */
  readonly lines: readonly Pick<KeptLine, 'bytes' | 'decision'>[]
  readonly again: readonly DigestChange[]
  readonly mended: readonly MendedLines[]
}

export interface GoneBack {
  /** When the backup was made, ISO 8601. */
  readonly backup: string
  readonly changes: readonly Change[]
  readonly digests: readonly DigestChange[]
}

type Act = Omit<Decision, 'id' | 'stamp' | 'device' | 'origin' | 'visit'>

/** What an undo changed: nothing where all of it had been changed again since. */
export type Undone = Pick<Decision, 'changes' | 'digests'>

export interface ImportOptions extends FileOptions {
  /** Files what is new under Read. */
  readonly read?: boolean
  /** Which window; without it, whoever opened the library. */
  readonly origin?: string
  /** Files imported together: one step for undo, see Decision. */
  readonly visit?: string
  /** Told what the file brought, once it is in the library. */
  readonly came?: (outcomes: readonly PaperOutcome[]) => void
}

/** A library open for writing: one process on this machine at a time. What a method acknowledges is on disk. */
export class Library extends LibraryReader {
  readonly #parts: LibraryParts
  /** Imports are committed one after the other, in the order in which they were asked for. */
  #lastImport: Promise<unknown>
  /** Resolves once all that is in the library shows. */
  readonly #filled: Promise<void>
  #filling: CatalogFilling | null
  #lastUndo: Promise<unknown> = Promise.resolve()
  /** Since it was opened. */
  readonly #made = { decisions: 0, others: 0, papers: 0 }
  readonly #listeners = new Set<(change: LibraryChange) => void>()
  readonly #history: HistoryIndex
  override readonly search: LibrarySearch

  constructor(parts: LibraryParts) {
    super()
    this.#parts = parts
    this.search = new LibrarySearch(this, parts.cache, parts.intake)
    this.#filling = parts.filling
    this.#filled = this.#fill()
    this.#lastImport = this.#filled
    this.#history = new HistoryIndex(parts.folder)
    parts.marks.onRecovered = () => {
      this.#changed({ rows: null, digests: null })
    }
  }

  override get marks(): JournaledMarks {
    return this.#parts.marks.data
  }

  override get catalog(): Catalog {
    return this.#parts.catalog.data
  }

  override get damages(): readonly Damage[] {
    const journals = this.journals.damages.filter(({ file, line }) => !this.marks.isMended(file, line))
    return seenFrom(this.device, [...journals, ...this.catalog.damages])
  }

  /** How far the Entries have been read, in bytes, where what is derived from them had to be made anew; else null. */
  get reading(): { readonly done: number; readonly total: number } | null {
    const filling = this.#filling
    return filling === null ? null : { done: filling.done, total: filling.total }
  }

  /** This device's id. */
  get device(): string {
    return this.#parts.device
  }

  /** How far the journals have been read. */
  get journals(): ReadJournals {
    return this.#parts.journals
  }

  get folder(): string {
    return this.#parts.folder
  }

  /** What is derived from it. */
  get cache(): string {
    return this.#parts.cache
  }

  /** @throws Failure where this process may not write any more. */
  checkLock(): void {
    this.#parts.lock.check()
  }

  /** What this device alone writes to. */
  get deviceFolder(): string {
    return join(this.#parts.folder, 'devices', this.#parts.device)
  }

  /** Tells of every change, whoever asked for it. @returns Ends that. */
  onChange(listener: (change: LibraryChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Reads no more of what does not show yet: whoever waits for it waits no longer. Only before closing. */
  stopReading(): void {
    this.#filling?.stop()
  }

  /** Resolves once all that is in the library shows: see {@link reading}. */
  async filled(): Promise<void> {
    await this.#filled
  }

  /** Takes in what another device recorded, and that is on disk. */
  async takeIn(
    lines: readonly { readonly decision: Decision; readonly place: JournalPlace }[],
    others: readonly OtherRecord[] = []
  ): Promise<void> {
    const changes = lines.flatMap(({ decision }) => decision.changes)
    for (const { decision, place } of lines) {
      this.marks.fold(decision)
      this.marks.remember(decision, place)
    }
    for (const record of others) this.marks.foldOther(record)
    this.#made.decisions += lines.length
    this.#made.others += others.length
    this.#made.papers += papersIn(changes).length
    const seen = this.#rowsSeen(others)
    const decided = this.#rowsOf(changes)
    const rules = others.some((record) => record.kind === 'named' && record.type === 'rule')
    const rows = decided === null || rules ? null : [...decided, ...seen]
    this.rowsChanged(rows, true)
    const digests = lines.flatMap(({ decision }) => decision.digests ?? [])
    await this.#filled
    const followed = await this.#follow(digests)
    const touched = rows === null ? null : [...rows, ...followed]
    this.#changed({ rows: touched, digests: digests.length > 0 ? followed : null })
  }

  /** Looks again for what could not be read of Digests: it may have arrived, or been mended. */
  async retryUnfinished(): Promise<void> {
    await this.#filled
    const touched: number[][] = []
    for (const key of this.catalog.unfinished) {
      const state = this.marks.digest(key)
      touched.push(
        state?.present === true ? await this.catalog.showStored(state) : await this.catalog.hide(key)
      )
    }
    const rows = touched.flat()
    if (rows.length === 0) return
    this.rowsChanged(rows, true)
    this.#changed({ rows, digests: rows })
  }

  /** To be called when {@link damages} are others than before. */
  damagesChanged(): void {
    this.#changed({ rows: [], digests: null })
  }

  /** Imports one file's bytes. Several may be under way at once; each sees the library as the one before left it. */
  importFile(name: string, bytes: Uint8Array, options: ImportOptions = {}): Promise<FileReport[]> {
    const before = this.#lastImport
    // They are in memory now, and would have to be read again.
    this.#parts.intake.takesTexts = true
    const target: ImportTarget = {
      device: this.#parts.device,
      holds: (key) => this.catalog.holds(key),
      digestsOf: (bytesHash) => this.digestsOf(bytesHash),
      store: (staged) =>
        this.#parts.catalog.update((catalog) => {
          catalog.add(staged)
        }),
      commit: (staged, superseded) => this.#commitImport(staged, superseded, options),
      turn: () => before.then(() => undefined)
    }
    const report = importFile(name, bytes, target, options)
    // The next import waits for this one to end, well or not.
    this.#lastImport = Promise.allSettled([before, report]).then(() => undefined)
    return report
  }

  /** Makes a wish true for papers that the library holds. */
  async mark(wish: Wish, ids: readonly ArxivId[], options: ActOptions = {}): Promise<Marked> {
    // What a failed write left behind would look as if it held already.
    if (this.#parts.marks.isLost) await this.#parts.marks.recovered()
    const targets = ids.map((id): Target => ({ id, version: this.#versionOf(id) }))
    const changes = changesFor(wish, targets, this.marks, options.visit)
    if (changes.length === 0) {
      // What holds already may still be on its way to the disk.
      await this.#parts.marks.write()
      return { decision: null, papers: 0 }
    }
    const { how = ids.length > 1 ? 'bulk' : 'single' } = options
    const decision = await this.#decide({ how, changes }, options)
    return { decision, papers: papersIn(changes).length }
  }

  /** Gives something a name, or (null) ends it. What holds already is not written once more. */
  async setNamed(type: NamedType, name: string, value: unknown): Promise<void> {
    if (this.#parts.marks.isLost) await this.#parts.marks.recovered()
    if (JSON.stringify(this.marks.named.value(type, name)) !== JSON.stringify(value))
      // Which papers a rule is about is found out when they are asked for.
      await this.#record(type === 'rule' ? null : [], (moment) => ({
        kind: 'named',
        type,
        name,
        ...moment,
        value
      }))
  }

  /** Remembers what of papers the user has had before them, where that is new. */
  async see(abstract: readonly ArxivId[], row: readonly ArxivId[]): Promise<void> {
    if (this.#parts.marks.isLost) await this.#parts.marks.recovered()
    const isHeld = (id: ArxivId): boolean => this.catalog.find(id) >= 0
    const shown = abstract.filter((id) => isHeld(id) && this.marks.seen(id) !== 'abstract')
    const passed = row.filter((id) => isHeld(id) && this.marks.seen(id) === null && !shown.includes(id))
    const rows = shown.map((id) => this.catalog.find(id))
    if (shown.length + passed.length > 0)
      await this.#record(rows, (moment) => ({ kind: 'seen', ...moment, abstract: shown, row: passed }))
  }

  /** Takes a Digest out of the library, named by its key or the beginning of it. */
  async removeDigest(key: string, options: ActOptions = {}): Promise<RemovedDigest> {
    await this.#filled
    const digest = this.#digestBeginning(key)
    const digests = [{ key: digest.key, present: false }]
    const decision = await this.#decide({ how: 'single', changes: [], digests }, options)
    return { ...digest, decision }
  }

  /**
   * Takes back the Decision that is named, or the last one that is not undone yet; answers what that changed. Any act of
   * any device can be named, and any undo, which brings back what it took back.
   */
  undo(asked: UndoOptions = {}): Promise<Undone> {
    return this.#inTurn(async () => {
      const { origin, decision } = asked
      const recent = await this.#recent()
      const known = this.#withUndosElsewhere(recent)
      const head = decision === undefined ? nextToUndo(known, origin) : namedToUndo(known, decision)
      if (head !== null) return this.#takeBack(head, asked, await this.#beginningOf(head))
      if (decision === undefined) throw new Failure('nothingToUndo')
      return this.#takeBackAny(decision, asked)
    })
  }

  /**
   * All that was decided, on every device, with what is still on its way to the disk.
   * @param until As for {@link HistoryIndex.read}.
   */
  async history(until?: number): Promise<HistoryIndex> {
    await this.#parts.marks.write()
    await this.#history.read(until)
    return this.#history
  }

  /** Takes back the last undo in force; answers what that changed. */
  redo(asked: Pick<UndoOptions, 'origin'> = {}): Promise<Undone> {
    return this.#inTurn(async () => {
      const head = nextToRedo(await this.#recent(), asked.origin)
      if (head === null) throw new Failure('nothingToRedo')
      return this.#takeBack(head, asked, await this.#beginningOf(head))
    })
  }

  /** Stores the records of Digests that were lost as they were; answers where they stand now. */
  async storeAgain(staged: StagedImport): Promise<readonly DigestPlace[]> {
    await this.#parts.catalog.update((catalog) => {
      catalog.add(staged)
    })
    return staged.places
  }

  /** Takes up what a restore brought back: files that it copied, lines, and Digests' records that were stored again. */
  async bringBack({ found, others, lines, again, mended }: BroughtBack): Promise<void> {
    const pace = new Pace()
    if (this.#parts.marks.isLost) await this.#parts.marks.recovered()
    for (const { decision, place } of found) {
      this.marks.fold(decision)
      this.marks.remember(decision, place)
      if (pace.due) await pace.rest()
    }
    for (const record of others) this.marks.foldOther(record)
    try {
      // Each slice is safe on disk before the next: what a crash leaves out, another restore brings.
      for (let at = 0; at < lines.length;) {
        await this.#parts.marks.update((marks) => {
          for (let line = lines[at]; line !== undefined && !pace.due; line = lines[++at])
            marks.bringBack({ ...line, into: this.#parts.device })
        })
        await pace.rest()
      }
      if (again.length > 0 || mended.length > 0)
        await this.#decide({ how: 'restore', changes: [], digests: again, mended })
      await this.#follow([...this.marks.digests()])
    } finally {
      this.#made.decisions += found.length + lines.length
      this.#made.others += others.length
      this.rowsChanged(null, true)
      this.#changed({ rows: null, digests: [] })
    }
  }

  /** Makes one Decision that goes back to what held at another time; answers its id. */
  goBack({ backup, changes, digests }: GoneBack, options: Pick<ActOptions, 'origin'> = {}): Promise<string> {
    const more = digests.length > 0 ? { digests } : {}
    return this.#decide({ how: 'restore', backup, changes, ...more }, options)
  }

  /** Tells whoever starts Papertray again on this library, or a command that writes to it, how to reach this one. */
  announce(announced: Announced): void {
    this.#parts.lock.announce(announced)
  }

  /** Waits for what is being written, keeps what makes the next start quick, and gives the lock back. */
  async close(): Promise<void> {
    const { folder, cache, marks, segments, logs, lock } = this.#parts
    this.stopReading()
    await Promise.all([this.#lastImport, this.#lastUndo])
    // Whoever asked for what is still being written hears of it there.
    await Promise.allSettled([marks.write()])
    marks.close()
    await this.catalog.settled()
    try {
      // Only makes the next start quicker: whoever may not write there, or has a full disk, loses nothing.
      await this.search.stop()
      await Promise.allSettled([this.#keepRows(), keepMarks(folder, cache, this.#made)])
      await Promise.all([
        segments.close(),
        this.catalog.columns.close(),
        this.search.close(),
        ...logs.map((log) => log.close())
      ])
    } finally {
      await lock.release()
    }
  }

  /** The index is about the rows of the catalog's file. */
  async #keepRows(): Promise<void> {
    await keepCatalog(this.#parts.cache, this.catalog)
    await this.search.keep()
  }

  async #fill(): Promise<void> {
    const filling = this.#filling
    if (filling === null) return
    // Whoever opened the library gets it first.
    await setImmediate()
    await filling.run((rows) => {
      this.rowsChanged(rows, true)
      this.#changed({ rows, digests: rows })
    })
    this.#filling = null
    this.#changed({ rows: [], digests: [] })
  }

  /** Undos come one after the other: each goes by what the one before left. */
  #inTurn(undo: () => Promise<Undone>): Promise<Undone> {
    const undone = this.#lastUndo.then(undo)
    this.#lastUndo = undone.catch(() => undefined)
    return undone
  }

  /** An act that is still on its way to the disk is one of them too. */
  async #recent(): Promise<readonly RecentDecision[]> {
    await this.#parts.marks.write()
    return this.marks.recent(this.#parts.device)
  }

  /** What another device took back is not there to be taken back once more. */
  #withUndosElsewhere(recent: readonly RecentDecision[]): readonly RecentDecision[] {
    const others = this.marks.allRecent().filter(([device]) => device !== this.#parts.device)
    const undos = others.flatMap(([, decisions]) => decisions.filter(({ undoes }) => undoes !== undefined))
    return undos.length === 0 ? recent : [...recent, ...undos].sort(compareMoments)
  }

  /** Takes back what undo's memory does not reach: long ago, or on another device. */
  async #takeBackAny(id: string, asked: UndoOptions): Promise<Undone> {
    const { history } = await this.history()
    const named = history.decision(id)
    if (named === undefined) throw new Failure('nothingToUndo')
    const undone = named.undoes === undefined ? undefined : history.decision(named.undoes)
    if (undone === undefined) {
      const { last, decisions, undos } = history.actOf(named)
      if (undos.length > 0) throw new Failure('nothingToUndo')
      const [first] = decisions
      const isVisit = last.how !== 'import' && first !== undefined && first !== last
      const begun = isVisit ? await this.#readDecision(first.place) : undefined
      return this.#takeBack(headOf(last, decisions), asked, begun)
    }
    // Devices that did not know of each other may have taken the same act back twice.
    const { undos } = history.actOf(undone)
    if (!undos.includes(named)) throw new Failure('nothingToUndo')
    const parts: Undone[] = []
    for (const undo of undos) parts.push(await this.#takeBack(undo, asked))
    return asOne(parts)
  }

  /** @param begun The first Decision of a visit to a note's editor, of which undo takes back the last. */
  async #takeBack(
    head: RecentDecision,
    { origin, by = origin }: Pick<UndoOptions, 'origin' | 'by'>,
    begun?: Decision
  ): Promise<Undone> {
    const decisions: Decision[] = []
    for (const place of [head.place, ...(head.others ?? [])]) decisions.push(await this.#readDecision(place))
    const [last] = decisions.slice(-1)
    if (last?.id !== head.id) throw new Failure('libraryDamaged', { file: head.place.file })
    const { how } = last
    // The last one first: each knows what the one before it left.
    const undone = asOne(decisions.reverse().map((decision) => inverse(decision, this.marks, begun)))
    await this.#decide({ how, undoes: head.id, ...undone }, by === undefined ? {} : { origin: by })
    return undone
  }

  /** The first Decision of its visit, as far as undo's memory goes. */
  async #beginningOf({ visit, place }: RecentDecision): Promise<Decision | undefined> {
    const isOne = (each: RecentDecision): boolean => each.visit === visit && each.undoes === undefined
    const first = visit === undefined ? undefined : this.marks.recent(this.#parts.device).find(isOne)
    return first === undefined || first.place === place ? undefined : this.#readDecision(first.place)
  }

  /** @returns The Decision's id. */
  async #decide(act: Act, { origin = this.#parts.origin, visit }: ActOptions = {}): Promise<string> {
    const id = newId()
    const { device } = this.#parts
    const rows = this.#rowsOf(act.changes)
    // A query looks through tags first.
    const texts = act.changes.some(({ tags, note }) => tags !== undefined || note !== undefined)
    try {
      await this.#parts.marks.update((marks) => {
        const stamp = marks.stamp(Date.now())
        marks.decide({ id, stamp, device, origin, ...act, ...(visit === undefined ? {} : { visit }) })
        // It holds at once, for whoever looks before it is on disk.
        this.rowsChanged(rows, texts)
      })
    } catch (cause) {
      this.#changed({ rows: null, digests: null })
      throw cause
    }
    this.#made.decisions++
    this.#made.papers += papersIn(act.changes).length
    const followed = await this.#follow(act.digests ?? [])
    this.#changed({
      rows: rows === null ? null : [...rows, ...followed],
      digests: (act.digests ?? []).length > 0 ? followed : null
    })
    return id
  }

  /** @param rows Of the papers that look otherwise by it; null where it may be any. */
  async #record(rows: readonly number[] | null, make: (moment: Moment) => OtherRecord): Promise<void> {
    const { device } = this.#parts
    try {
      await this.#parts.marks.update((marks) => {
        marks.record(make({ stamp: marks.stamp(Date.now()), device }))
        if (rows !== null) this.rowsChanged(rows, false)
      })
    } catch (cause) {
      this.#changed({ rows: null, digests: null })
      throw cause
    }
    this.#made.others++
    this.#changed({ rows, digests: null })
  }

  /** Of the papers that were seen, those whose place in a view depends on it. */
  #rowsSeen(records: readonly OtherRecord[]): number[] {
    const seen = records.flatMap((record) => (record.kind === 'seen' ? record.abstract : []))
    return seen.map((id) => this.catalog.find(id)).filter((row) => row >= 0)
  }

  /** Of the papers that changes name; null where looking at all rows is quicker. */
  #rowsOf(changes: readonly Change[]): number[] | null {
    const ids = papersIn(changes)
    if (ids.length > 1000 && ids.length > this.catalog.columns.rows / 10) return null
    return ids.map((id) => this.catalog.find(id)).filter((row) => row >= 0)
  }

  #changed(change: LibraryChange): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** Shows and hides the Digests that a Decision brought in or took away; answers the rows that this touched. */
  async #follow(digests: readonly Pick<DigestChange, 'key' | 'again'>[]): Promise<number[]> {
    const touched: number[][] = []
    // An import that is undone at once may just be coming in.
    if (digests.length > 0) await this.catalog.settled()
    for (const { key, again } of digests) {
      const state = this.marks.digest(key)
      // What could be read of it gives way to what was stored again.
      if (again === true) touched.push(await this.catalog.hide(key))
      const shown = this.catalog.holds(key)
      if (state?.present === true && !shown) touched.push(await this.catalog.showStored(state))
      if (state?.present !== true) touched.push(await this.catalog.hide(key))
    }
    const rows = touched.flat()
    if (rows.length > 0) this.rowsChanged(rows, true)
    return rows
  }

  async #commitImport(
    staged: readonly (StagedDigest & { readonly place: DigestPlace })[],
    superseded: readonly Digest[],
    options: ImportOptions
  ): Promise<PaperOutcome[][]> {
    const { device } = this.#parts
    const { origin = this.#parts.origin, visit } = options
    const targets = options.read === true ? this.#newIn(staged) : []
    const digests: DigestChange[] = [
      ...superseded.map(({ key }) => ({ key, present: false })),
      ...staged.map(({ digest: { key, dialect, category, date }, place }) => {
        return { key, present: true, about: { dialect, category, date }, at: place }
      })
    ]
    await this.#parts.marks.update((marks) => {
      const changes = changesFor({ read: true }, targets, marks)
      const stamp = marks.stamp(Date.now())
      const decision = { id: newId(), stamp, device, origin, how: 'import', changes, digests } as const
      marks.decide({ ...decision, ...(visit === undefined ? {} : { visit }) })
    })
    this.#made.decisions++
    this.#made.papers += targets.length
    const outcomes: PaperOutcome[][] = []
    for (const { digest, place, entries } of staged)
      outcomes.push(await this.catalog.show(digest, place, entries))
    const touched = outcomes.map((each) => each.map(({ row }) => row))
    for (const { key } of superseded) touched.push(await this.catalog.hide(key))
    const rows = touched.flat()
    this.rowsChanged(rows, true)
    options.came?.(outcomes.flat())
    this.#changed({ rows, digests: rows })
    return outcomes
  }

  #newIn(staged: readonly StagedDigest[]): Target[] {
    const targets = new Map<ArxivId, Target>()
    for (const { entries } of staged) {
      for (const { entry } of entries) {
        if (this.catalog.find(entry.id) < 0) targets.set(entry.id, { id: entry.id, version: entry.version })
      }
    }
    return [...targets.values()]
  }

  async #readDecision(place: JournalPlace): Promise<Decision> {
    const decision = await readDecision(this.#parts.folder, place)
    if (decision === null) throw new Failure('libraryDamaged', { file: place.file })
    return decision
  }

  #digestBeginning(key: string): Digest {
    const found = this.digests().filter((digest) => digest.key.startsWith(key.toLowerCase()))
    const [digest] = found
    if (digest === undefined || key === '') throw new Failure('unknownDigest', { key })
    if (found.length > 1) throw new Failure('ambiguousDigest', { key })
    return digest
  }

  #versionOf(id: ArxivId): number | null {
    const row = this.catalog.find(id)
    if (row < 0) throw new Failure('unknownPaper', { id })
    return this.catalog.version(row)
  }
}

/** An act of the history as undo remembers those of this device. */
function headOf(last: LocatedDecision, decisions: readonly LocatedDecision[]): RecentDecision {
  const [first, ...others] = decisions.map(({ place }) => place)
  return last.how === 'import' && first !== undefined ? { ...last, place: first, others } : last
}

/** The inverses of an import's Decisions as one. */
function asOne(parts: readonly Undone[]): Undone {
  const digests = parts.flatMap((part) => part.digests ?? [])
  return { changes: parts.flatMap(({ changes }) => changes), ...(digests.length > 0 ? { digests } : {}) }
}

/** Every paper that changes name. */
function papersIn(changes: readonly Change[]): ArxivId[] {
  return changes.flatMap(({ papers }) => Object.keys(papers) as ArxivId[])
}

function newId(): string {
  return randomBytes(8).toString('hex')
}
