import { readInstant } from '#core/digest/calendar'
import { longestField, type Parsed } from '#core/digest/dialect'
import { Repair } from '#core/digest/repair/repair'
import { parseArxivId, type ArxivId, type VersionedId } from '#core/domain/arxiv-id'
import { separateCategories } from '#core/domain/category'
import type { EntryFields } from '#core/domain/entry'
import type { Link } from '#core/domain/paper'
import { problem, type Problem } from '#core/domain/problem'

/**
 * The longest line of JSON that is read, in UTF-16 code units: a line holds a whole paper, and JSON may write each
 * character of its longest field as six.
 */
export const longestJson = 6 * longestField

/** Of an object, how many texts that may be an id are looked at. */
const mostIds = 10

/** Whether a line of JSON looks like a paper: by a text that is its id, and the names of what papers have. */
export function looksLikePaper(json: string): boolean {
  if (!/"title"\s{0,3}:/.test(json) || !/"(?:summary|abstract|authors)"\s{0,3}:/.test(json)) return false
  let looked = 0
  for (const [, id = ''] of json.matchAll(/"(?:id|abs)"\s{0,3}:\s{0,3}"([^"\\]{9,200})"/g)) {
    if (parseArxivId(id) !== null) return true
    if (++looked === mostIds) return false
  }
  return false
}

/**
 * Yields what a line of JSON holds: an object, or an array of objects in one line or in a line each. Nothing that
 * stands in it is believed but texts, and lists of texts, under the names that are known.
 *
 * @param line Its number, 1-based.
 * @param unfinished Whether its end may be missing.
 */
export function* readJson(json: string, line: number, unfinished: boolean): Generator<Parsed, void> {
  for (const value of parseJson(json)) {
    if (value === broken) yield problem(line, unfinished ? 'cutShort' : 'badJson', json)
    else if (typeof value === 'object' && value !== null && !Array.isArray(value))
      yield* readPaper(value, line)
    else yield problem(line, 'noId', json)
  }
}

const broken = Symbol('broken')

/** The objects of a line. A line of an array begins with its bracket, or ends with a comma or with its bracket. */
function parseJson(json: string): readonly unknown[] {
  const text = json.endsWith(',') ? json.slice(0, -1) : json
  const opens = text.startsWith('[')
  const closes = text.endsWith(']')
  try {
    const value: unknown = JSON.parse(
      opens === closes ? text : text.slice(opens ? 1 : 0, closes ? -1 : undefined)
    )
    return Array.isArray(value) ? value : [value]
  } catch {
    return [broken]
  }
}

function* readPaper(value: object, line: number): Generator<Parsed, void> {
  // As a map it has no names but its own.
  const object = new Map<string, unknown>(Object.entries(value))
  const problems: Problem[] = []
  const textOf = (...names: readonly string[]): string | null | undefined => {
    for (const name of names) {
      const found = object.get(name)
      if (found === null) return null
      if (typeof found !== 'string') continue
      if (found.length <= longestField) return found
      problems.push(problem(line, 'lineTooLong', `${name}: ${found.slice(0, 1000)}`))
    }
    return undefined
  }
  const listOf = (name: string): readonly string[] => {
    const found = object.get(name)
    if (!Array.isArray(found)) return []
    const texts = found.filter((item): item is string => typeof item === 'string')
    const length = texts.reduce((sum, { length }) => sum + length + 1, 0)
    if (length <= longestField) return texts
    problems.push(problem(line, 'lineTooLong', `${name}: ${(texts[0] ?? '').slice(0, 1000)}`))
    return []
  }
  const named = paperOf([textOf('id'), textOf('abs'), textOf('pdf')])
  const title = textOf('title')
  if (named === null) {
    yield* problems
    yield problem(line, 'noId', title ?? JSON.stringify(value).slice(0, 1000))
    return
  }
  const repair = new Repair()
  const fields: { -readonly [Name in keyof EntryFields]: EntryFields[Name] } = {}
  if (title != null && title.trim() !== '') fields.title = repair.line(title)
  const authors = repair.names(listOf('authors'))
  if (authors.length > 0) fields.authors = authors
  Object.assign(fields, categoriesOf(listOf('categories').map((item) => repair.line(item))))
  for (const name of ['published', 'updated'] as const) {
    const written = textOf(name)
    if (written == null || written === '') continue
    const instant = readInstant(written)
    if (instant === null) problems.push(problem(line, 'badDate', `${name}: ${written}`))
    else fields[name] = instant
  }
  const comment = textOf('comment', 'comments')
  if (comment !== undefined) fields.comment = comment === null ? null : repair.line(comment) || null
  const abstract = repair.paragraphs(onOneLine(textOf('summary', 'abstract') ?? ''))
  if (abstract !== '') fields.abstract = abstract
  const links = linksOf(textOf('pdf'), textOf('code_url'), named.id)
  if (links.length > 0) fields.links = links
  yield* problems
  const missing = (['title', 'authors', 'categories', 'abstract'] as const).filter(
    (name) => fields[name] === undefined
  )
  if (missing.length > 0) yield problem(line, 'missingFields', missing.map(capitalised).join(', '))
  yield { ...named, kind: 'new', lines: [line, line], fields, repaired: repair.changed }
}

/** The paper that the first of several texts names, with the version where another of them knows it. */
function paperOf(texts: readonly (string | null | undefined)[]): VersionedId | null {
  const named = texts.map((text) => parseArxivId((text ?? '').slice(0, 300))).filter((each) => each !== null)
  const [first] = named
  if (first === undefined) return null
  return named.find(({ id, version }) => id === first.id && version !== null) ?? first
}

function categoriesOf(
  list: readonly string[]
): Pick<EntryFields, 'primaryCategory' | 'categories' | 'classes'> {
  const { categories, classes } = separateCategories(list.join(', '))
  const [primary] = categories
  return {
    ...(primary === undefined ? {} : { primaryCategory: primary, categories }),
    ...(classes.length === 0 ? {} : { classes })
  }
}

/** The PDF's address is made from the id; only another one is worth keeping. */
function linksOf(pdf: string | null | undefined, code: string | null | undefined, id: ArxivId): Link[] {
  const links: Link[] = []
  if (isAddress(pdf) && parseArxivId(pdf)?.id !== id) links.push({ kind: 'pdf', url: pdf })
  if (isAddress(code)) links.push({ kind: 'code', url: code })
  return links
}

function isAddress(text: string | null | undefined): text is string {
  return text != null && text.length <= 2000 && /^https?:\/\/[^\s/]\S*$/i.test(text)
}

/** arXiv breaks lines anywhere; a paragraph begins with an indented line. */
function onOneLine(text: string): string {
  if (!/[\n\r]/.test(text)) return text
  const [first = '', ...rest] = text.split(/\r\n?|\n/)
  let joined = first.trimEnd()
  let afterBlank = false
  for (const line of rest) {
    const words = line.trim()
    if (words !== '') joined += `${afterBlank || line.startsWith('  ') ? '   ' : ' '}${words}`
    afterBlank = words === ''
  }
  return joined
}

function capitalised(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
