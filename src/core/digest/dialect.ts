import type { Lines } from '#core/digest/lines'
import type { DialectName } from '#core/domain/dialect-name'
import type { Entry } from '#core/domain/entry'
import type { Problem } from '#core/domain/problem'

/** What a digest says of itself. */
export interface Heading {
  readonly category?: string | null
  /** `YYYY-MM-DD`; null where it stands there but is no date, which is a Problem; left out where none is given. */
  readonly date?: string | null
}

/** A later Heading adds to an earlier one, and takes the place of what it says too. */
export type Parsed = Entry | Problem | Heading

/** A way in which lines of a dialect begin, by which a digest is found in a text. */
export interface Opening {
  /**
   * From the start of the line, at least three characters: nearly every line is told apart by them. Of two, `read` is
   * asked about every line that begins with them.
   */
  readonly prefix: string
  /**
   * What the line at an offset is, which begins so: the heading of a digest; `record` where one of its records begins
   * there, so that records without a heading are a digest too; null where it is neither. It may look a few lines ahead.
   */
  readonly read: (text: string, offset: number) => Heading | 'record' | null
}

/** One way of writing digests. Recognised by content, never by a file's name. */
export interface Dialect {
  readonly name: DialectName
  readonly openings: readonly Opening[]
  /**
   * Whether such files ordinarily hold other text around their records. Then it belongs to the digest, also what
   * stands before the first opening, and only what names a paper is a Problem.
   */
  readonly amongProse: boolean
  /**
   * Where a digest that opens at an offset ends whatever stands in it, for those that have an end of their own; else
   * it ends at the next opening.
   */
  readonly endOf?: (text: string, offset: number) => number
  /**
   * Yields what the lines hold, in their order; one step takes no longer than one item. A line that is a heading was
   * read before, unless text is allowed around the records: then the lines begin with that text.
   */
  readonly parse: (lines: Lines) => Generator<Parsed, void>
}

/** The longest line, or field of several lines, that is read, in UTF-16 code units: 3,000 authors take a quarter. */
export const longestField = 262_144
/** No heading is longer, in UTF-16 code units. */
export const longestHeading = 201
