import type { ArxivId } from '#core/domain/arxiv-id'
import {
  compareMoments,
  nextStamp,
  type Change,
  type Decision,
  type DigestChange,
  type DigestPlace,
  type Moment
} from '#core/domain/decision'
import { IdTable } from '#core/domain/id-table'
import { noMark, type Mark } from '#core/domain/mark'
import { Note } from '#core/domain/note'
import { DeviceTable, Register } from '#core/domain/register'

/** Whether a Digest is in the library, and where its records stand. */
export interface DigestState extends Moment {
  readonly key: string
  readonly present: boolean
  /** One per device that imported it. */
  readonly places: readonly DigestPlace[]
}

interface TagState extends Moment {
  readonly present: boolean
}

/**
 * The fold of Decisions: what holds for each Paper, and which Digests are in the library. The last decision wins per
 * paper for read and for starred, and per paper and tag; so the same Decisions in any order give the same Marks.
 */
export class Marks {
  readonly #devices = new DeviceTable()
  readonly #papers = new IdTable()
  readonly #read = new Register(this.#devices)
  readonly #starred = new Register(this.#devices)
  readonly #tags = new Map<number, Map<string, TagState>>()
  readonly #notes = new Map<number, Note>()
  readonly #digests = new Map<string, DigestState>()
  #lastStamp = 0

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

  /** A paper's note with its revisions; undefined where it never had one. */
  note(id: ArxivId): Note | undefined {
    return this.#notes.get(this.#papers.find(id))
  }

  /** Folds one Decision in. */
  fold(decision: Decision): void {
    this.#lastStamp = Math.max(this.#lastStamp, decision.stamp)
    for (const change of decision.changes) this.#foldChange(change, decision)
    for (const change of decision.digests ?? []) this.#foldDigest(change, decision)
  }

  /** Papers that Decisions name, whether or not a Digest holds them. */
  *papers(): Generator<ArxivId> {
    for (let paper = 0; paper < this.#papers.size; paper++) yield this.#papers.at(paper) as ArxivId
  }

  /** True where what a paper's value is now was set by that Decision and by none since. */
  isSetBy(decision: Moment, id: ArxivId, what: 'read' | 'starred' | { readonly tag: string }): boolean {
    const paper = this.#papers.find(id)
    if (paper < 0) return false
    if (what === 'read') return this.#read.wasSetAt(paper, decision)
    if (what === 'starred') return this.#starred.wasSetAt(paper, decision)
    const state = this.#tags.get(paper)?.get(what.tag)
    return state !== undefined && compareMoments(state, decision) === 0
  }

  #foldChange(change: Change, decision: Decision): void {
    for (const id of Object.keys(change.papers)) {
      const paper = this.#papers.add(id)
      if (change.read !== undefined) this.#read.set(paper, change.read, decision)
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

  #foldDigest({ key, present, at }: DigestChange, { stamp, device }: Moment): void {
    const before = this.#digests.get(key)
    const places = withPlace(before?.places ?? [], at)
    if (before !== undefined && compareMoments(before, { stamp, device }) > 0) {
      this.#digests.set(key, { ...before, places })
    } else {
      this.#digests.set(key, { key, present, places, stamp, device })
    }
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

/** In the order of the devices' names, so that the order of reading does not show. */
function withPlace(places: readonly DigestPlace[], place: DigestPlace | undefined): readonly DigestPlace[] {
  if (place === undefined) return places
  const others = places.filter(({ device }) => device !== place.device)
  return [...others, place].sort((a, b) => (a.device < b.device ? -1 : 1))
}
