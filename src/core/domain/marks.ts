import type { ArxivId } from '#core/domain/arxiv-id'
import {
  compareMoments,
  nextStamp,
  type Change,
  type Decision,
  type DigestAbout,
  type DigestChange,
  type DigestPlace,
  type MendedLines,
  type Moment
} from '#core/domain/decision'
import { IdTable, type IdTableArrays } from '#core/domain/id-table'
import { DecidedVersions, type DecidedVersionsState } from '#core/domain/decided-versions'
import { noMark, type Mark } from '#core/domain/mark'
import { Note, type NoteState } from '#core/domain/note'
import { NamedTable, type NamedRecord, type NamedState } from '#core/domain/named'
import { DeviceTable, Register, saysAmongMany, saysYes, type RegisterArrays } from '#core/domain/register'
import { seenAbstract, SeenLedger, type Seen, type SeenRecord } from '#core/domain/seen'
import { markBits } from '#core/domain/view'

/** Where a Digest stands: from its import, or since it was stored again. */
export interface KnownPlace extends DigestPlace {
  readonly again?: true
}

/** Whether a Digest is in the library, and where its records stand. */
export interface DigestState extends Moment {
  readonly key: string
  readonly present: boolean
  readonly about: DigestAbout | null
  /** Those at which lost records were stored again, the last one first, then one per device that imported it. */
  readonly places: readonly KnownPlace[]
}

export interface TagState extends Moment {
  readonly present: boolean
}

/** What journals hold besides Decisions: nothing that undo takes back. */
export type OtherRecord = NamedRecord | SeenRecord

/** Everything that Marks hold, to be written to a file and read back instead of folding all Decisions again. */
export interface MarksState {
  readonly devices: readonly string[]
  readonly lastStamp: number
  readonly papers: IdTableArrays
  readonly read: RegisterArrays
  readonly starred: RegisterArrays
  readonly decided: DecidedVersionsState
  /** See {@link SeenLedger}. */
  readonly seen: Uint8Array
  readonly named: readonly NamedState[]
  /** By the paper's number. */
  readonly tags: readonly (readonly [
    paper: number,
    tags: readonly (readonly [tag: string, state: TagState])[]
  ])[]
  readonly notes: readonly (readonly [paper: number, note: NoteState])[]
  readonly digests: readonly DigestState[]
  /** The {@link momentKey}s of Decisions that undo or redo another one. */
  readonly undos: readonly string[]
  /** Lines of journals that cannot be read, and of which everything is there again. */
  readonly mended: readonly MendedLines[]
}

/**
 * The fold of Decisions: what holds for each Paper, and which Digests are in the library. The last decision wins per
 * paper for read and for starred, and per paper and tag; so the same Decisions in any order give the same Marks.
 */
export class Marks {
  readonly #devices: DeviceTable
  readonly #papers: IdTable
  readonly #read: Register
  readonly #starred: Register
  readonly #decided: DecidedVersions
  readonly #seen: SeenLedger
  readonly #named: NamedTable
  readonly #tags: Map<number, Map<string, TagState>>
  readonly #notes: Map<number, Note>
  readonly #digests: Map<string, DigestState>
  readonly #undos: Set<string>
  readonly #mended: Map<string, Set<number>>
  #lastStamp: number

  constructor(state?: MarksState) {
    this.#devices = new DeviceTable(state?.devices)
    this.#papers = new IdTable(state?.papers)
    this.#read = new Register(this.#devices, state?.read)
    this.#starred = new Register(this.#devices, state?.starred)
    this.#tags = new Map(state?.tags.map(([paper, tags]) => [paper, new Map(tags)]))
    this.#notes = new Map(state?.notes.map(([paper, note]) => [paper, new Note(note)]))
    this.#digests = new Map(state?.digests.map((digest) => [digest.key, digest]))
    this.#undos = new Set(state?.undos)
    this.#mended = new Map(state?.mended.map(({ file, lines }) => [file, new Set(lines)]))
    this.#decided = new DecidedVersions(this.#devices, state?.decided)
    this.#seen = new SeenLedger(state?.seen)
    this.#named = new NamedTable(state?.named)
    this.#lastStamp = state?.lastStamp ?? 0
  }

  /** A view on what these Marks hold now, not a copy. */
  state(): MarksState {
    const size = this.#papers.size
    return {
      devices: this.#devices.names,
      lastStamp: this.#lastStamp,
      papers: this.#papers.arrays(),
      read: this.#read.arrays(size),
      starred: this.#starred.arrays(size),
      decided: this.#decided.state(size),
      seen: this.#seen.values(size),
      named: this.#named.state(),
      tags: [...this.#tags].map(([paper, tags]) => [paper, [...tags]]),
      notes: [...this.#notes].map(([paper, note]) => [paper, note.state()]),
      digests: [...this.#digests.values()],
      undos: [...this.#undos],
      mended: [...this.#mended].map(([file, lines]) => ({ file, lines: [...lines] }))
    }
  }

  /** Every paper that records name. */
  *papers(): Generator<ArxivId, void> {
    for (let paper = 0; paper < this.#papers.size; paper++) yield this.#papers.at(paper) as ArxivId
  }

  /** Rules, macros and whatever else has a name of its own. */
  get named(): NamedTable {
    return this.#named
  }

  /** What the user has had before them of a paper. */
  seen(id: ArxivId): Seen {
    const paper = this.#papers.find(id)
    return paper < 0 ? null : this.#seen.get(paper)
  }

  /** Everything ever imported, the removed included, in the order in which Decisions first named them. */
  digests(): Iterable<DigestState> {
    return this.#digests.values()
  }

  digest(key: string): DigestState | undefined {
    return this.#digests.get(key)
  }

  /** The stamp for a Decision made now. */
  stamp(clock: number): number {
    return nextStamp(clock, this.#lastStamp)
  }

  mark(id: ArxivId): Mark {
    const paper = this.#papers.find(id)
    if (paper < 0) return noMark
    return {
      read: this.#read.get(paper),
      starred: this.#starred.get(paper),
      tags: this.#tagsOf(paper),
      note: this.#notes.get(paper)?.text ?? null
    }
  }

  isRead(id: ArxivId): boolean {
    return this.#read.get(this.#papers.find(id))
  }

  isStarred(id: ArxivId): boolean {
    return this.#starred.get(this.#papers.find(id))
  }

  hasTag(id: ArxivId, tag: string): boolean {
    return this.#tags.get(this.#papers.find(id))?.get(tag)?.present ?? false
  }

  /** The highest version of a paper that was decided on; 0 where nothing was, or no version was known. */
  decidedVersion(id: ArxivId): number {
    return this.#decided.get(this.#papers.find(id))
  }

  /** A paper's note with its revisions; undefined where it never had one. */
  note(id: ArxivId): Note | undefined {
    return this.#notes.get(this.#papers.find(id))
  }

  /** Whether all that stood in a line of a journal that cannot be read is there again. */
  isMended(file: string, line: number): boolean {
    return this.#mended.get(file)?.has(line) ?? false
  }

  /** Folds one Decision in. */
  fold(decision: Decision): void {
    this.#lastStamp = Math.max(this.#lastStamp, decision.stamp)
    if (decision.undoes !== undefined) this.#undos.add(momentKey(decision))
    for (const change of decision.changes) this.#foldChange(change, decision)
    for (const change of decision.digests ?? []) this.#foldDigest(change, decision)
    for (const { file, lines } of decision.mended ?? [])
      this.#mended.set(file, new Set([...(this.#mended.get(file) ?? []), ...lines]))
  }

  /** Folds in a record that is no Decision. */
  foldOther(record: OtherRecord): void {
    this.#lastStamp = Math.max(this.#lastStamp, record.stamp)
    if (record.kind === 'named') {
      this.#named.fold(record)
      return
    }
    for (const id of record.row) this.#seen.see(this.#papers.add(id), 'row')
    for (const id of record.abstract) this.#seen.see(this.#papers.add(id), 'abstract')
  }

  /** The papers' numbers in another table, or -1. */
  numbersIn(other: IdTable): Int32Array {
    return this.#papers.numbersIn(other)
  }

  /**
   * The {@link markBits} of the papers of another table, by their numbers there.
   * @param numbers What {@link numbersIn} answers, where it is known already.
   */
  bitsIn(other: IdTable, numbers = this.numbersIn(other)): Uint8Array {
    const bits = new Uint8Array(other.size)
    const read = this.#read.arrays(numbers.length).values
    const starred = this.#starred.arrays(numbers.length).values
    const seen = this.#seen.values(numbers.length)
    for (let paper = 0; paper < numbers.length; paper++) {
      const number = numbers[paper] ?? -1
      if (number < 0) continue
      bits[number] =
        (saysYes(read[paper]) ? markBits.read : 0) |
        (saysYes(starred[paper]) ? markBits.starred : 0) |
        (saysAmongMany(read[paper]) && (seen[paper] ?? 0) < seenAbstract ? markBits.unseen : 0)
    }
    for (const [paper, note] of this.#notes) {
      const number = numbers[paper] ?? -1
      if (number >= 0 && note.text !== null) bits[number] = (bits[number] ?? 0) | markBits.noted
    }
    return bits
  }

  /** The {@link markBits} of one paper. */
  bits(id: ArxivId): number {
    const paper = this.#papers.find(id)
    if (paper < 0) return 0
    const note = this.#notes.get(paper)?.text ?? null
    return (
      (this.#read.get(paper) ? markBits.read : 0) |
      (this.#starred.get(paper) ? markBits.starred : 0) |
      (note === null ? 0 : markBits.noted) |
      (this.#read.isAmongMany(paper) && this.#seen.get(paper) !== 'abstract' ? markBits.unseen : 0)
    )
  }

  /** The same for the versions decided on. */
  decidedIn(other: IdTable, numbers = this.numbersIn(other)): Uint16Array {
    const decided = new Uint16Array(other.size)
    for (let paper = 0; paper < numbers.length; paper++) {
      const number = numbers[paper] ?? -1
      if (number >= 0) decided[number] = this.#decided.get(paper)
    }
    return decided
  }

  /** The tags of the papers of another table that have some, by their numbers there. */
  tagsIn(other: IdTable): Map<number, readonly string[]> {
    const found = new Map<number, readonly string[]>()
    if (this.#tags.size === 0) return found
    const numbers = this.numbersIn(other)
    for (const paper of this.#tags.keys()) {
      const number = numbers[paper] ?? -1
      const tags = number < 0 ? [] : this.#tagsOf(paper)
      if (tags.length > 0) found.set(number, tags)
    }
    return found
  }

  /** When a paper's value was set as it is now; null where it never was. */
  setAt(id: ArxivId, what: 'read' | 'starred' | 'decided' | { readonly tag: string }): Moment | null {
    const paper = this.#papers.find(id)
    if (what === 'read') return this.#read.setAt(paper)
    if (what === 'starred') return this.#starred.setAt(paper)
    if (what === 'decided') return this.#decided.setAt(paper)
    return this.#tags.get(paper)?.get(what.tag) ?? null
  }

  /**
   * True where what was set at a moment is the doing of that Decision, or of an undo or redo since: where those give
   * a value back that a Decision had set, it is that Decision's again, so that one undo after the other works.
   */
  isDoingOf(decision: Moment, setAt: Moment | null): boolean {
    return setAt !== null && (compareMoments(setAt, decision) === 0 || this.#undos.has(momentKey(setAt)))
  }

  #foldChange(change: Change, decision: Decision): void {
    for (const [id, version] of Object.entries(change.papers)) {
      const paper = this.#papers.add(id)
      // What an undo does not take back was decided on still.
      if (decision.undoes !== undefined && change.decidedBefore !== undefined)
        this.#decided.goBack(paper, version, decision)
      else this.#decided.raise(paper, version, decision)
      if (change.read !== undefined) this.#read.set(paper, change.read, decision, isAmongMany(decision))
      if (change.starred !== undefined) this.#starred.set(paper, change.starred, decision)
      for (const tag of change.tags?.add ?? []) this.#foldTag(paper, tag, true, decision)
      for (const tag of change.tags?.remove ?? []) this.#foldTag(paper, tag, false, decision)
      if (change.note !== undefined) this.#noteOf(paper).add(decision, change.note)
    }
  }

  #foldTag(paper: number, tag: string, present: boolean, { stamp, device }: Moment): void {
    const tags = this.#tags.get(paper) ?? new Map<string, TagState>()
    this.#tags.set(paper, tags)
    const before = tags.get(tag)
    if (before === undefined || compareMoments(before, { stamp, device }) < 0)
      tags.set(tag, { present, stamp, device })
  }

  #foldDigest({ key, present, again, about, at }: DigestChange, { stamp, device }: Moment): void {
    const before = this.#digests.get(key)
    const known = {
      about: before?.about ?? about ?? null,
      places: withPlace(before?.places ?? [], at, again)
    }
    if (again === true) {
      this.#digests.set(key, { ...(before ?? { key, present: false, stamp: 0, device: '' }), ...known })
      return
    }
    const later = before === undefined || compareMoments(before, { stamp, device }) <= 0
    this.#digests.set(key, later ? { key, present, stamp, device, ...known } : { ...before, ...known })
  }

  #tagsOf(paper: number): string[] {
    const tags: string[] = []
    for (const [tag, { present }] of this.#tags.get(paper) ?? []) if (present) tags.push(tag)
    return tags.sort()
  }

  #noteOf(paper: number): Note {
    const note = this.#notes.get(paper) ?? new Note()
    this.#notes.set(paper, note)
    return note
  }
}

/** Papers that an import files under Read were looked at one by one as little as those of a bulk. */
function isAmongMany({ how }: Decision): boolean {
  return how === 'bulk' || how === 'import'
}

/**
 * One place a device, the last in its files, in the order of the devices' names: so the order in which journals are
 * read does not show, though a device may name a place that another one has left since. What was stored again stands
 * before those: a file that was cut and gone on with holds it at an earlier place than the one that was lost.
 */
function withPlace(
  places: readonly KnownPlace[],
  given: DigestPlace | undefined,
  again: true | undefined
): readonly KnownPlace[] {
  if (given === undefined) return places
  const { device, file, offset, length, source } = given
  const place: KnownPlace = { device, file, offset, length, source, ...(again && { again }) }
  const known = places.find((each) => each.device === device && each.again === again && !isApart(each, place))
  if (known !== undefined && !isBefore(known, place)) return places
  return [...places.filter((each) => each !== known), place].sort(comparePlaces)
}

/** Every place at which something was stored again counts: which of them is whole shows only there. */
function isApart(a: KnownPlace, b: KnownPlace): boolean {
  return a.again === true && (a.file !== b.file || a.offset !== b.offset)
}

function comparePlaces(a: KnownPlace, b: KnownPlace): number {
  if (a.again !== b.again) return a.again === true ? -1 : 1
  if (a.device !== b.device) return a.device < b.device ? -1 : 1
  return isBefore(a, b) ? 1 : -1
}

function isBefore(a: DigestPlace, b: DigestPlace): boolean {
  return a.file === b.file ? a.offset < b.offset : a.file < b.file
}

function momentKey({ stamp, device }: Moment): string {
  return `${stamp} ${device}`
}
