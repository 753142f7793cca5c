import type { ArxivId } from '#core/domain/arxiv-id'
import type { DialectName } from '#core/domain/dialect-name'

/** How an act was made: on one paper, on many at once, as part of an import, or by going back to a backup. */
export type DecisionHow = 'single' | 'bulk' | 'import' | 'restore'

/** A new text of a note and the revisions it replaces. A revision's id is the id of the Decision that made it. */
export interface NoteChange {
  /** Null takes the note away. */
  readonly text: string | null
  /** The revisions that it takes the place of: none for a first note, two after choosing between two. */
  readonly basedOn: readonly string[]
  /**
   * Texts that stand beside it again, once a choice between them was undone. Their revisions' ids are those of
   * {@link besideId}.
   */
  readonly beside?: readonly string[]
}

/** The id of the revision that the text at a place of {@link NoteChange.beside} becomes. */
export function besideId(decision: string, place: number): string {
  return `${decision}/${place + 1}`
}

/** The same change of the Marks of one or many papers: only what really changes stands in it. */
export interface Change {
  /** Paper id → the version decided on, 0 where it is not known. */
  readonly papers: Readonly<Record<ArxivId, number>>
  /**
   * The version that these papers were decided on before, 0 where nothing had been; only where it is another one. An
   * undo goes back to it, and an act that does nothing else says that the newer version was seen.
   */
  readonly decidedBefore?: number
  readonly read?: boolean
  readonly starred?: boolean
  readonly tags?: { readonly add?: readonly string[]; readonly remove?: readonly string[] }
  readonly note?: NoteChange
}

/** Where the records of a Digest stand. */
export interface DigestPlace {
  /** The device whose folder holds the file. */
  readonly device: string
  readonly file: string
  /** The digest's record and its entries: bytes `offset` up to `offset + length`. */
  readonly offset: number
  readonly length: number
  /** The record with the imported bytes, in the same file. */
  readonly source: readonly [offset: number, length: number]
}

/** What a Digest's own record says first: repeated in the Decision, so that its Entries outlive damage to it. */
export interface DigestAbout {
  readonly dialect: DialectName
  readonly category: string | null
  readonly date: string | null
}

/** A Digest comes into the library, or leaves it. */
export interface DigestChange {
  readonly key: string
  readonly present: boolean
  /** Its records were lost and stand at another place once more: whether it is in the library is as it was. */
  readonly again?: true
  readonly about?: DigestAbout
  /** Where it stands; always given where `present`. */
  readonly at?: DigestPlace
}

/** One act of the user, over all that it touched: the unit of undo. Immutable once written. */
export interface Decision {
  readonly id: string
  /** Milliseconds since 1970, raised where the clock went back, so that it grows with every Decision of a device. */
  readonly stamp: number
  readonly device: string
  /** Which window, or the command line. */
  readonly origin: string
  readonly how: DecisionHow
  readonly changes: readonly Change[]
  readonly digests?: readonly DigestChange[]
  /** The Decision whose inverse this is. An undo of an undo is a redo. */
  readonly undoes?: string
  /** One visit to a note's editor, or one import of many files: its Decisions count as one for undo. */
  readonly visit?: string
  /** Of a restore: when the backup was made, ISO 8601. */
  readonly backup?: string
  /** Lines of journals that cannot be read, and of which everything is there again. */
  readonly mended?: readonly MendedLines[]
}

export interface MendedLines {
  /** Path below the library, with `/`. */
  readonly file: string
  /** 1-based. */
  readonly lines: readonly number[]
}

/** Whether a Decision says where lost records are again, and nothing else: nothing that could be taken back. */
export function isOnlyMending({ how, changes, digests = [], undoes, backup }: Decision): boolean {
  const isRestore = how === 'restore' && undoes === undefined && backup === undefined
  return isRestore && changes.length === 0 && digests.every(({ again }) => again === true)
}

/** A time of decision that every device can compare: by stamp, ties by device. */
export interface Moment {
  readonly stamp: number
  readonly device: string
}

/** Positive where `a` is later. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.stamp - b.stamp || (a.device < b.device ? -1 : a.device > b.device ? 1 : 0)
}

/** The stamp of a device's next Decision: a clock set back reorders nothing. */
export function nextStamp(clock: number, last: number): number {
  return Math.max(Math.floor(clock), last + 1)
}
