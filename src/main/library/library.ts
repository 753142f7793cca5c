import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { changesFor, inverse, type Target, type Wish } from '#core/domain/decide'
import type { Decision, DigestChange, DigestPlace } from '#core/domain/decision'
import type { Digest } from '#core/domain/digest'
import type { FileReport } from '#core/domain/file-report'
import type { ArxivId } from '#core/domain/arxiv-id'
import { nextToUndo } from '#core/domain/undo'
import { Failure } from '#core/failure'
import { importFile, type ImportTarget } from '#main/library/import-file'
import { LibraryReader } from '#main/library/library-reader'
import type { Catalog, PaperOutcome } from '#main/storage/catalog'
import type { Damage } from '#main/storage/damage'
import { keepCatalog } from '#main/storage/catalog-file'
import { decodeDecision, type JournaledMarks, type RecentDecision } from '#main/storage/journal'
import { keepMarks } from '#main/storage/marks-file'
import type { RecoveringLow } from '#main/storage/journaled'
import type { LineLog } from '#main/storage/line-log'
import type { Lock } from '#main/storage/lock'
import type { Segments } from '#main/storage/segments'
import type { StagedDigest } from '#main/storage/staged-import'

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
  /** Of the journals, as they were read last. */
  readonly journalDamages: () => readonly Damage[]
}

/** What an undo changed: nothing where all of it had been changed again since. */
export type Undone = Pick<Decision, 'changes' | 'digests'>

export interface ImportOptions {
  /** Files what is new under Read. */
  readonly read?: boolean
}

/** A library open for writing: one process on this machine at a time. What a method acknowledges is on disk. */
export class Library extends LibraryReader {
  readonly #parts: LibraryParts
  /** Imports are committed one after the other, in the order in which they were asked for. */
  #lastImport: Promise<unknown> = Promise.resolve()
  #lastUndo: Promise<unknown> = Promise.resolve()
  /** Made since it was opened. */
  #decisions = 0

  constructor(parts: LibraryParts) {
    super()
    this.#parts = parts
  }

  override get marks(): JournaledMarks {
    return this.#parts.marks.data
  }

  override get catalog(): Catalog {
    return this.#parts.catalog.data
  }

  override get damages(): readonly Damage[] {
    return [...this.#parts.journalDamages(), ...this.catalog.damages]
  }

  /** Imports one file's bytes. Several may be under way at once; each sees the library as the one before left it. */
  importFile(name: string, bytes: Uint8Array, options: ImportOptions = {}): Promise<FileReport[]> {
    const before = this.#lastImport
    const target: ImportTarget = {
      device: this.#parts.device,
      holds: (key) => this.catalog.digest(key)?.present === true,
      digestsOf: (bytesHash) => this.digests().filter((digest) => digest.bytes === bytesHash),
      store: (staged) =>
        this.#parts.catalog.update((catalog) => {
          catalog.add(staged)
        }),
      commit: (staged, superseded) => this.#commitImport(staged, superseded, options),
      turn: () => before.then(() => undefined)
    }
    const report = importFile(name, bytes, target)
    // The next import waits for this one to end, well or not.
    this.#lastImport = Promise.allSettled([before, report])
    return report
  }

  /** Makes a wish true for papers that the library holds; answers how many it changed. */
  async mark(wish: Wish, ids: readonly ArxivId[]): Promise<number> {
    const targets = ids.map((id): Target => ({ id, version: this.#versionOf(id) }))
    const changes = changesFor(wish, targets, this.marks)
    if (changes.length === 0) {
      // What holds already may still be on its way to the disk.
      await this.#parts.marks.write()
      return 0
    }
    await this.#decide({ how: ids.length > 1 ? 'bulk' : 'single', changes })
    return changes.reduce((sum, { papers }) => sum + Object.keys(papers).length, 0)
  }

  /** Takes a Digest out of the library, named by its key or the beginning of it. */
  async removeDigest(key: string): Promise<Digest> {
    const digest = this.#digestBeginning(key)
    await this.#decide({ how: 'single', changes: [], digests: [{ key: digest.key, present: false }] })
    return digest
  }

  /** Takes back this device's last Decision that is not undone yet; answers what that changed. */
  undo(): Promise<Undone> {
    const undone = this.#lastUndo.then(() => this.#undoNext())
    this.#lastUndo = undone.catch(() => undefined)
    return undone
  }

  /** Waits for what is being written, keeps what makes the next start quick, and gives the lock back. */
  async close(): Promise<void> {
    const { folder, cache, marks, segments, logs, lock } = this.#parts
    await Promise.all([this.#lastImport, this.#lastUndo])
    // Whoever asked for what is still being written hears of it there.
    await Promise.allSettled([marks.write()])
    await this.catalog.settled()
    try {
      // Only makes the next start quicker: whoever may not write there, or has a full disk, loses nothing.
      await Promise.allSettled([keepCatalog(cache, this.catalog), keepMarks(folder, cache, this.#decisions)])
      await Promise.all([segments.close(), this.catalog.columns.close(), ...logs.map((log) => log.close())])
    } finally {
      await lock.release()
    }
  }

  async #undoNext(): Promise<Undone> {
    // An act that is still on its way to the disk is the last one too.
    await this.#parts.marks.write()
    const head = nextToUndo(this.marks.recent(this.#parts.device))
    if (head === null) throw new Failure('nothingToUndo')
    const decision = await this.#readDecision(head)
    const undone = inverse(decision, this.marks)
    await this.#decide({ how: decision.how, undoes: decision.id, ...undone })
    return undone
  }

  async #decide(act: Pick<Decision, 'how' | 'changes'> & Partial<Decision>): Promise<void> {
    const { device, origin } = this.#parts
    try {
      await this.#parts.marks.update((marks) => {
        marks.decide({ id: newId(), stamp: marks.stamp(Date.now()), device, origin, ...act })
      })
    } finally {
      this.forgetRows()
    }
    this.#decisions++
    await this.#follow(act.digests ?? [])
  }

  /** Shows and hides the Digests that a Decision brought in or took away. */
  async #follow(digests: readonly DigestChange[]): Promise<void> {
    // An import that is undone at once may just be coming in.
    if (digests.length > 0) await this.catalog.settled()
    for (const { key } of digests) {
      const state = this.marks.digest(key)
      const shown = this.catalog.digest(key)?.present === true
      if (state?.present === true && !shown) await this.catalog.showStored(state)
      if (state?.present !== true && shown) await this.catalog.hide(key)
    }
    if (digests.length > 0) this.forgetRows()
  }

  async #commitImport(
    staged: readonly (StagedDigest & { readonly place: DigestPlace })[],
    superseded: readonly Digest[],
    options: ImportOptions
  ): Promise<PaperOutcome[][]> {
    const { device, origin } = this.#parts
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
      marks.decide({ id: newId(), stamp, device, origin, how: 'import', changes, digests })
    })
    this.#decisions++
    const outcomes: PaperOutcome[][] = []
    for (const { digest, place, entries } of staged)
      outcomes.push(await this.catalog.show(digest, place, entries))
    for (const { key } of superseded) await this.catalog.hide(key)
    this.forgetRows()
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

  async #readDecision(head: RecentDecision): Promise<Decision> {
    const { folder, device } = this.#parts
    const file = await open(join(folder, 'devices', device, head.place.file), 'r')
    try {
      const line = Buffer.alloc(head.place.length - 1)
      await file.read(line, 0, line.length, head.place.offset)
      const decision = decodeDecision(line)
      if (decision?.id !== head.id) throw new Failure('libraryDamaged', { file: head.place.file })
      return decision
    } finally {
      await file.close()
    }
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

function newId(): string {
  return randomBytes(8).toString('hex')
}
