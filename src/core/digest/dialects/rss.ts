import { readMailInstant } from '#core/digest/calendar'
import type { Dialect, Heading, Parsed } from '#core/digest/dialect'
import {
  categoryAt,
  dayOf,
  finishRecord,
  isCategoryName,
  kindOf,
  paperNamed,
  unnamed,
  type DraftFields
} from '#core/digest/dialects/feed-fields'
import { readDescription, type Description } from '#core/digest/dialects/rss-description'
import { readTitle } from '#core/digest/dialects/rss-title'
import type { Lines } from '#core/digest/lines'
import { plainFromHtml } from '#core/digest/repair/html'
import { Repair } from '#core/digest/repair/repair'
import { documentEnd, isNamed, rootAt } from '#core/digest/xml/document'
import {
  fieldOf,
  readFeed,
  textsOf,
  type FeedField,
  type FeedRecord,
  type FeedShape
} from '#core/digest/xml/feed'
import { breakOff } from '#core/domain/broken-off'
import type { ArxivId } from '#core/domain/arxiv-id'
import { separateCategories } from '#core/domain/category'
import { problem } from '#core/domain/problem'

/**
 * RSS 2.0 and 1.0: arXiv's own feeds as they are (info.arxiv.org/help/rss_specifications.html) and as they were
 * before 2024, and those of others, whose descriptions are pages of their own making.
 */
export const rss: Dialect = {
  name: 'rss',
  openings: ['<?xml', '<rss', '<rdf:RDF', '<!DOCTYPE'].map((prefix) => ({ prefix, read: readOpening })),
  amongProse: false,
  endOf: documentEnd,
  parse
}

const shape: FeedShape = {
  own: new Set(['', 'purl.org/rss/1.0', 'my.netscape.com/rdf/simple/0.9', 'backend.userland.com/rss2']),
  container: 'channel',
  record: 'item',
  repeated: new Set(['author', 'dc:creator', 'category'])
}

function readOpening(text: string, offset: number): Heading | null {
  const root = rootAt(text, offset)
  if (root === null || !isNamed(root, 'rss', 'RDF')) return null
  if (root.tag === null) return {}
  // RDF is used for much else.
  const marks = isNamed(root, 'RDF') ? ['purl.org/rss/1.0', 'my.netscape.com/rdf'] : ['version', 'xmlns']
  return marks.some((mark) => root.tag?.includes(mark)) ? {} : null
}

function* parse(lines: Lines): Generator<Parsed, void> {
  const about = new About()
  for (const part of readFeed(lines, shape)) {
    if (part.kind === 'problem') yield part.problem
    else if (part.kind === 'record') yield* readRecord(part.record)
    else if (part.kind === 'pause') yield {}
    else yield* about.read(part.field)
  }
}

/** What names the feed's day, the best last. */
const dayFields = ['dc:date', 'lastBuildDate', 'pubDate']

/** Reads what the feed says of itself, in whatever order it does. */
class About {
  #dayFrom = -1
  #category: string | null = null

  read({ name, text, line }: FeedField): Parsed[] {
    if (name === 'title' || name === 'description') {
      if (this.#category !== null) return []
      this.#category = name === 'title' ? categoryAt(text) : categoryOfDescription(text)
      return this.#category === null ? [] : [{ category: this.#category }]
    }
    const from = dayFields.indexOf(name)
    if (from <= this.#dayFrom || text.trim() === '') return []
    this.#dayFrom = from
    const date = dayOf(text)
    return [date === null ? problem(line, 'badHeading', text.trim().slice(0, 1000)) : { date }]
  }
}

function categoryOfDescription(text: string): string | null {
  const word = /\barXiv RSS feed for (\S{2,40})/i.exec(text.slice(0, 1000))?.[1]?.replace(/[.,;]$/, '')
  return word !== undefined && isCategoryName(word) ? word : null
}

function* readRecord(record: FeedRecord): Generator<Parsed, void> {
  const html = fieldOf(record, 'description') ?? fieldOf(record, 'content:encoded')
  const description = readDescription(html?.text ?? '')
  const title = readTitle(fieldOf(record, 'title')?.text ?? '')
  const guid = fieldOf(record, 'guid')?.text.trim() ?? ''
  const named = paperNamed([
    guid,
    fieldOf(record, 'link')?.text,
    record.attributes.get('rdf:about'),
    title.id,
    description.id
  ])
  if (named === null) {
    yield unnamed(record)
    return
  }
  const repair = new Repair()
  const fields: DraftFields = {}
  // A description's title is the paper's own where the item's is about it in other words.
  const ownTitle = repair.html(description.title ?? title.title)
  if (ownTitle !== '') fields.title = ownTitle
  const authors = authorsOf(record, description, repair)
  if (authors.length > 0) fields.authors = authors
  Object.assign(fields, categoriesOf(record, description.category ?? title.category, repair))
  const type = fieldOf(record, 'arxiv:announce_type')?.text ?? description.type ?? title.type
  const announced = type !== undefined || /^oai:arxiv\.org:/i.test(guid)
  const published = announced ? null : publishedOf(record, named.id)
  if (published !== null) fields.published = published
  readTexts(record, description, fields, repair)
  const abstract = repair.htmlParagraphs(description.abstract)
  if (abstract !== '') fields.abstract = description.cut === true ? breakOff(abstract) : abstract
  // Translations name no authors.
  const missing = missingOf(fields, announced && description.title === undefined)
  yield* finishRecord(record, named, { kind: kindOf(type ?? ''), fields, missing, repaired: repair.changed })
}

/** RSS knows one author, and no list of them, so that others wrote lists elsewhere. */
function authorsOf(record: FeedRecord, description: Description, repair: Repair): string[] {
  const creators = textsOf(record, 'dc:creator').filter((text) => text.trim() !== '')
  const list = creators.length > 0 ? creators.join(', ') : description.authors
  if (list !== undefined) return repair.authors(plainFromHtml(list))
  const authors = textsOf(record, 'author').filter((text) => text.trim() !== '' && !text.includes('@'))
  const names = repair.authors(authors.join(', '))
  // One alone may be the first of many.
  return names.length > 1 ? names : []
}

function categoriesOf(
  record: FeedRecord,
  primary: string | undefined,
  repair: Repair
): Pick<DraftFields, 'primaryCategory' | 'categories' | 'classes'> {
  const said = primary !== undefined && isCategoryName(primary) ? [primary] : []
  const list = separateCategories(repair.line(textsOf(record, 'category').join(', ')))
  // Elsewhere categories may be any words.
  const categories = [...new Set([...said, ...list.categories.filter(isCategoryName)])]
  const classes = list.classes.filter((text) => /^(?:[A-K]\.\d|\d\d[A-Z-])/.test(text))
  const first = categories[0]
  return {
    ...(first === undefined ? {} : { primaryCategory: first }),
    // Of an old feed's title it is known that there may be more.
    ...(list.categories.length === 0 || first === undefined ? {} : { categories }),
    ...(classes.length === 0 ? {} : { classes })
  }
}

/** The date of an item, where it can be the day on which version 1 was submitted: within a month of the id's. */
function publishedOf(record: FeedRecord, id: ArxivId): string | null {
  const instant = readMailInstant(fieldOf(record, 'pubDate')?.text ?? '')
  const [, year = '', month = ''] = /(\d\d)(\d\d)(?:\.|\d{3}$)/.exec(id) ?? []
  if (instant === null) return null
  const announced = (Number(year) + (Number(year) > 90 ? 1900 : 2000)) * 12 + Number(month)
  const given = Number(instant.slice(0, 4)) * 12 + Number(instant.slice(5, 7))
  return Math.abs(announced - given) <= 1 ? instant : null
}

function readTexts(record: FeedRecord, description: Description, fields: DraftFields, repair: Repair): void {
  const said = {
    comment: fieldOf(record, 'arxiv:comment')?.text ?? description.comment,
    journal: (fieldOf(record, 'arxiv:journal_reference') ?? fieldOf(record, 'arxiv:journal_ref'))?.text,
    doi: (fieldOf(record, 'arxiv:DOI') ?? fieldOf(record, 'arxiv:doi'))?.text
  }
  for (const name of ['comment', 'journal', 'doi'] as const) {
    const text = repair.html(said[name] ?? '')
    if (text !== '' && text !== 'None') fields[name] = text
    // A label without text, or with what Python writes where there is nothing.
    else if (text === 'None' || said[name] === '') fields[name] = null
  }
}

function missingOf(fields: DraftFields, withAuthors: boolean): string[] {
  const usual = {
    title: fields.title,
    ...(withAuthors ? { 'dc:creator': fields.authors } : {}),
    description: fields.abstract
  }
  return Object.entries(usual).flatMap(([name, value]) => (value === undefined ? [name] : []))
}
