import type { Dialect, Heading } from '#core/digest/dialect'
import { dialects } from '#core/digest/dialects'
import { Lines } from '#core/digest/lines'
import { Repair } from '#core/digest/repair/repair'
import type { ParsedDigest } from '#core/domain/digest'
import type { Entry } from '#core/domain/entry'
import { problem, ProblemList, type Problem } from '#core/domain/problem'

/** Where a line begins, and its number, 1-based. */
interface Place {
  readonly offset: number
  readonly line: number
}

interface FoundHeading extends Heading {
  readonly dialect: Dialect
  readonly text: string
}

/** Most digests read from one file; a heading beyond them is stray text. */
const mostDigests = 10_000
/** No heading is longer, in UTF-16 code units. */
const longestHeading = 200

/**
 * Reads every digest that a file's text holds, whatever their dialects; none where nothing in it is a digest. It
 * yields after each item, so that a caller can do other work in between.
 *
 * @param text With line feeds only.
 */
export function* parseDigests(text: string): Generator<void, ParsedDigest[]> {
  const digests: ParsedDigest[] = []
  const lead = startOf(text)
  let at = lead
  let stray: Problem | null = null
  if (headingAt(text, at.offset) === null) {
    at = firstHeading(text, lead)
    const dialect = dialects.find(({ fits }) => fits(new Lines(text, lead, at.offset)))
    if (dialect !== undefined) {
      digests.push(yield* parseDigest(dialect, null, new Lines(text, lead, at.offset), null))
    } else if (at.offset > lead.offset) {
      stray = problem(
        lead.line,
        'strayText',
        text.slice(lead.offset, Math.min(at.offset, lead.offset + 1000))
      )
    }
  }
  for (let heading = headingAt(text, at.offset); heading !== null; heading = headingAt(text, at.offset)) {
    const more = digests.length < mostDigests - 1
    const lines = new Lines(
      text,
      at,
      text.length,
      (offset) => more && offset !== at.offset && opens(text, offset)
    )
    lines.advance()
    digests.push(yield* parseDigest(heading.dialect, heading, lines, stray))
    stray = null
    at = lines.following
  }
  const filled = digests.filter(({ entries, problems }) => entries.length > 0 || problems.length > 0)
  // A heading alone is a digest of a day without papers; between other digests it says nothing.
  return filled.length > 0 ? filled : digests.slice(0, 1)
}

function* parseDigest(
  dialect: Dialect,
  heading: FoundHeading | null,
  lines: Lines,
  stray: Problem | null
): Generator<void, ParsedDigest> {
  const entries: Entry[] = []
  const problems = new ProblemList()
  if (stray !== null) problems.add(stray)
  if (heading !== null && heading.date === null)
    problems.add(problem(lines.number, 'badHeading', heading.text))
  for (const item of dialect.parse(lines)) {
    if ('reason' in item) problems.add(item)
    else entries.push(item)
    yield
  }
  return {
    dialect: dialect.name,
    category: heading?.category ?? null,
    date: heading?.date ?? null,
    entries,
    problems: problems.list()
  }
}

/** The first two characters of every dialect's headings, as one number: most lines need no closer look. */
const openings = new Set(dialects.map(({ headingPrefix }) => twoCharacters(headingPrefix, 0)))

function twoCharacters(text: string, offset: number): number {
  return (text.charCodeAt(offset) << 16) | text.charCodeAt(offset + 1)
}

function opens(text: string, offset: number): boolean {
  return openings.has(twoCharacters(text, offset)) && headingAt(text, offset) !== null
}

function headingAt(text: string, offset: number): FoundHeading | null {
  for (const dialect of dialects) {
    if (!text.startsWith(dialect.headingPrefix, offset)) continue
    const line = text.slice(offset, offset + longestHeading + 1).split('\n', 1)[0] ?? ''
    const heading = line.length > longestHeading ? null : dialect.readHeading(line.trimEnd())
    if (heading !== null) return { ...heading, category: categoryOf(heading), dialect, text: line }
  }
  return null
}

/** Repaired, and copied: it outlives the digest's text, and a piece of a text keeps all of it in memory. */
function categoryOf({ category }: Heading): string | null {
  return category === null ? null : Array.from(new Repair().line(category)).join('')
}

/** The first heading after an offset; the end of the text where there is none. */
function firstHeading(text: string, from: Place): Place {
  const lines = new Lines(text, from, text.length, (offset) => opens(text, offset))
  while (lines.advance());
  return lines.following
}

/** Where a text begins once blank lines and front matter between lines of `---` are left out. */
function startOf(text: string): Place {
  const lines = new Lines(text, { offset: 0, line: 1 })
  let start = firstText(lines, { offset: 0, line: 1 })
  if (/^---[ \t]*\n/.test(text.slice(start.offset, start.offset + 100))) {
    while (lines.advance() && lines.start < start.offset + 20_000) {
      if (lines.from() !== '---') continue
      start = firstText(lines, lines.following)
      break
    }
  }
  return start
}

/** Goes on to the first line that is not blank. */
function firstText(lines: Lines, otherwise: Place): Place {
  while (lines.advance()) if (!lines.blank) return { offset: lines.start, line: lines.number }
  return otherwise
}
