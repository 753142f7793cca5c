import type { Lines } from '#core/digest/lines'
import type { DialectName } from '#core/domain/dialect-name'
import type { Entry } from '#core/domain/entry'
import type { Problem } from '#core/domain/problem'

/** What the line that opens a digest says of it. */
export interface Heading {
  readonly category: string | null
  /** `YYYY-MM-DD`; null where the heading has none or one that is no date. */
  readonly date: string | null
}

export type Parsed = Entry | Problem

/** One way of writing digests. Recognised by content, never by a file's name. */
export interface Dialect {
  readonly name: DialectName
  /** How a heading begins, from the start of its line. At least two characters. */
  readonly headingPrefix: string
  /** Reads a line that begins so; null where it is no heading after all. */
  readonly readHeading: (line: string) => Heading | null
  /** Whether lines without a heading are of this dialect. */
  readonly fits: (lines: Lines) => boolean
  /** Yields what the lines hold, in their order; one step takes no longer than one item. */
  readonly parse: (lines: Lines) => Generator<Parsed, void>
}

/** The longest line, or field of several lines, that is read, in UTF-16 code units: 3,000 authors take a quarter. */
export const longestField = 262_144
