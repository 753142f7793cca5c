import type { DialectName } from '#core/domain/dialect-name'
import type { Entry } from '#core/domain/entry'
import type { Problem } from '#core/domain/problem'

/** One announcement as parsed from a file or pasted text. A file may hold several. */
export interface ParsedDigest {
  readonly dialect: DialectName
  readonly category: string | null
  /** `YYYY-MM-DD`; null where the digest names no date. */
  readonly date: string | null
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
}

/** One imported announcement, without its Entries. */
export interface Digest {
  /** SHA-256 of {@link digestIdentity}, 64 hex digits. */
  readonly key: string
  /** SHA-256 of the imported bytes, 64 hex digits. */
  readonly bytes: string
  /** Which of the digests in those bytes this is, from 0, and how many they hold. */
  readonly part: number
  readonly parts: number
  readonly dialect: DialectName
  /** The {@link parserVersion} that made the Entries. */
  readonly parser: number
  readonly category: string | null
  readonly date: string | null
  /** The file's name as the user knows it. */
  readonly source: string
  /** When it was imported: ISO 8601, UTC. */
  readonly imported: string
  readonly entries: number
  /** Distinct papers among the entries. */
  readonly papers: number
  readonly repaired: number
  readonly problems: readonly Problem[]
}

/**
 * Raised whenever a change of any dialect or of text repair makes other Entries of the same bytes, so that
 * importing these bytes again supersedes what an earlier release read in them.
 */
export const parserVersion = 2

/** The day under which a digest is shown: its own date, else the day of its import (UTC). */
export function digestDay(digest: Pick<Digest, 'date' | 'imported'>): string {
  return digest.date ?? digest.imported.slice(0, 10)
}

/**
 * What makes two imports the same Digest, as the pieces of one text: category, date and the Entries in their order,
 * without line numbers, source name or encoding.
 *
 * @param encode An Entry as `canonicalEntry` makes it.
 */
export function* digestIdentity<E>(
  digest: { readonly category: string | null; readonly date: string | null; readonly entries: readonly E[] },
  encode: (entry: E) => string
): Generator<string> {
  yield `${JSON.stringify([digest.category, digest.date])}\n`
  for (const entry of digest.entries) yield `${encode(entry)}\n`
}
