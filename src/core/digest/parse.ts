import type { Dialect, Heading } from '#core/digest/dialect'
import { lineAt, Lines } from '#core/digest/lines'
import { openingAt, type FoundOpening } from '#core/digest/openings'
import { Repair } from '#core/digest/repair/repair'
import type { ParsedDigest } from '#core/domain/digest'
import type { Entry } from '#core/domain/entry'
import { problem, ProblemList, type Problem } from '#core/domain/problem'

/** Where a line begins, and its number, 1-based. */
interface Place {
  readonly offset: number
  readonly line: number
}

/** Most digests read from one file; an opening beyond them is stray text. */
const mostDigests = 10_000
/** Of text that belongs to no digest, how much is looked at for its first words. */
const strayLength = 1000

/**
 * Reads every digest that a file's text holds, whatever their dialects; none where nothing in it is a digest. It
 * yields after each item, so that a caller can do other work in between.
 *
 * @param text With line feeds only.
 */
export function* parseDigests(text: string): Generator<void, ParsedDigest[]> {
  const digests: ParsedDigest[] = []
  const lead = startOf(text)
  let at = firstOpening(text, lead)
  let before: Place | null = at.offset > lead.offset ? lead : null
  for (let found = openingAt(text, at.offset); found !== null; found = openingAt(text, at.offset)) {
    const more = digests.length < mostDigests - 1
    const lines = linesOf(text, found, at, before, more)
    const stray = before !== null && !found.dialect.amongProse ? strayBetween(text, before, at) : null
    digests.push(yield* parseDigest(found, lineAt(text, at.offset), lines, at.line, stray))
    before = null
    at = lines.following
  }
  const filled = digests.filter(({ entries, problems }) => entries.length > 0 || problems.length > 0)
  // A heading alone is a digest of a day without papers; between other digests it says nothing.
  return filled.length > 0 ? filled : digests.slice(0, 1)
}

/** The lines of one digest, up to the next. */
function linesOf(
  text: string,
  { dialect, heading }: FoundOpening,
  at: Place,
  before: Place | null,
  more: boolean
): Lines {
  const from = dialect.amongProse && before !== null ? before : at
  const itsOwn = dialect.endOf?.(text, at.offset) ?? at.offset
  const lines = new Lines(
    text,
    from,
    text.length,
    (offset) => more && offset > at.offset && offset >= itsOwn && opensAnother(text, offset, dialect)
  )
  if (heading !== null && !dialect.amongProse) lines.advance()
  return lines
}

function opensAnother(text: string, offset: number, dialect: Dialect): boolean {
  const found = openingAt(text, offset)
  return found !== null && (found.heading !== null || found.dialect !== dialect)
}

function* parseDigest(
  { dialect, heading }: FoundOpening,
  headingText: string,
  lines: Lines,
  line: number,
  stray: Problem | null
): Generator<void, ParsedDigest> {
  const entries: Entry[] = []
  const problems = new ProblemList()
  if (stray !== null) problems.add(stray)
  if (heading?.date === null) problems.add(problem(line, 'badHeading', headingText))
  let said: Heading = heading ?? {}
  for (const item of dialect.parse(lines)) {
    if ('reason' in item) problems.add(item)
    else if ('id' in item) entries.push(item)
    else said = { ...said, ...item }
    yield
  }
  return {
    dialect: dialect.name,
    category: categoryOf(said),
    date: said.date ?? null,
    entries,
    problems: problems.list()
  }
}

/** Repaired, and copied: it outlives the digest's text, and a piece of a text keeps all of it in memory. */
function categoryOf({ category }: Heading): string | null {
  return category === null || category === undefined ? null : Array.from(new Repair().line(category)).join('')
}

function strayBetween(text: string, from: Place, to: Place): Problem {
  return problem(
    from.line,
    'strayText',
    text.slice(from.offset, Math.min(to.offset, from.offset + strayLength))
  )
}

/** The first opening after an offset; the end of the text where there is none. */
function firstOpening(text: string, from: Place): Place {
  const lines = new Lines(text, from, text.length, (offset) => openingAt(text, offset) !== null)
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
