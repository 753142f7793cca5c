import { readInstant } from '#core/digest/calendar'
import type { Dialect, Heading, Parsed } from '#core/digest/dialect'
import {
  categoryAt,
  dayOf,
  finishRecord,
  isCategoryName,
  kindOf,
  paperNamed,
  readAnnouncement,
  unnamed,
  unwrap,
  type Announced,
  type DraftFields
} from '#core/digest/dialects/feed-fields'
import type { Lines } from '#core/digest/lines'
import { decodeEntities } from '#core/digest/repair/html'
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
import { parseArxivId, type ArxivId, type VersionedId } from '#core/domain/arxiv-id'
import { separateCategories } from '#core/domain/category'
import type { Link } from '#core/domain/paper'
import { problem } from '#core/domain/problem'

/**
 * Atom (RFC 4287): answers of arXiv's API (info.arxiv.org/help/api/user-manual.html), its announcements as Atom
 * (info.arxiv.org/help/rss.html), and feeds that others made of either.
 */
export const atom: Dialect = {
  name: 'atom',
  openings: ['<?xml', '<feed', '<!DOCTYPE'].map((prefix) => ({ prefix, read: readOpening })),
  amongProse: false,
  endOf: documentEnd,
  parse
}

const shape: FeedShape = {
  own: new Set(['www.w3.org/2005/atom', 'purl.org/atom/ns', '']),
  container: null,
  record: 'entry',
  repeated: new Set(['author', 'dc:creator', 'category', 'link', 'arxiv:doi', 'arxiv:DOI'])
}

/** Most links kept of one entry. */
const mostLinks = 20

function readOpening(text: string, offset: number): Heading | null {
  const root = rootAt(text, offset)
  if (root === null || !isNamed(root, 'feed')) return null
  return root.tag === null || root.tag.includes('xmlns') ? {} : null
}

function* parse(lines: Lines): Generator<Parsed, void> {
  let fromApi = false
  for (const part of readFeed(lines, shape)) {
    if (part.kind === 'problem') yield part.problem
    else if (part.kind === 'record') yield* readRecord(part.record, fromApi)
    else if (part.kind === 'pause') yield {}
    else {
      if (part.field.name === 'id') fromApi = apiId.test(part.field.text.slice(0, 200))
      yield* readAbout(part.field)
    }
  }
}

const apiId = /^\s*https?:\/\/(?:export\.)?arxiv\.org\/api\//

/** What the feed says of itself. */
function* readAbout({ name, text, line }: FeedField): Generator<Parsed, void> {
  if (name === 'title') {
    const title = decodeEntities(text.slice(0, 2000))
    const asked = /search_query=cat:([\w.-]{1,40})(?:&|$)/.exec(title)?.[1]
    const category = asked !== undefined && isCategoryName(asked) ? asked : categoryAt(title)
    if (category !== null) yield { category }
  } else if (name === 'updated') {
    const date = dayOf(text)
    if (date === null) yield problem(line, 'badHeading', text.slice(0, 1000))
    else yield { date }
  }
}

function* readRecord(record: FeedRecord, fromApi: boolean): Generator<Parsed, void> {
  const summary = fieldOf(record, 'summary') ?? fieldOf(record, 'content')
  const announced = readAnnouncement(summary?.text ?? '')
  const named = nameOf(record, announced)
  if (named === null) {
    yield unnamed(record)
    return
  }
  const repair = new Repair()
  const type = fieldOf(record, 'arxiv:announce_type')?.text ?? announced?.type
  const fields: DraftFields = {}
  const title = titleOf(record, repair)
  if (title !== '') fields.title = title
  const authors = authorsOf(record, type !== undefined, repair)
  if (authors.length > 0) fields.authors = authors
  Object.assign(fields, categoriesOf(record, type !== undefined, repair))
  // An announcement's days are those of the announcement.
  if (type === undefined) yield* readInstants(record, fields)
  readTexts(record, fields, fromApi && record.whole, repair)
  const paragraphs = unwrap(announced?.abstract ?? summary?.text ?? '')
  const html = summary !== undefined && isHtml(summary)
  const abstract = html ? repair.htmlParagraphs(paragraphs) : repair.paragraphs(paragraphs.join('   '))
  if (abstract !== '') fields.abstract = abstract
  const links = foreignLinks(record, named.id, fields.doi)
  if (links.length > 0) fields.links = links
  const missing = missingOf(fields, type === undefined)
  yield* finishRecord(record, named, { kind: kindOf(type ?? ''), fields, missing, repaired: repair.changed })
}

function nameOf(record: FeedRecord, announced: Announced | null): VersionedId | null {
  const links = linksOf(record).map(({ url }) => url)
  return paperNamed([fieldOf(record, 'id')?.text, ...links, announced?.id])
}

function titleOf(record: FeedRecord, repair: Repair): string {
  const title = fieldOf(record, 'title')
  if (title === undefined) return ''
  return isHtml(title) ? repair.html(title.text) : repair.line(title.text)
}

/** True for text that a reader has to take for HTML (RFC 4287, section 3.1.1). */
function isHtml({ attributes }: FeedField): boolean {
  return attributes.get('type') === 'html'
}

/** The API names each author apart; announcements have one list of all. */
function authorsOf(record: FeedRecord, announcement: boolean, repair: Repair): string[] {
  const names = textsOf(record, 'author/name').filter((text) => text.trim() !== '')
  const creators = textsOf(record, 'dc:creator').filter((text) => text.trim() !== '')
  const list = names.length === 1 && announcement ? names : []
  const authors = list.length > 0 ? [] : repair.names(names)
  const known = new Set(authors)
  for (const more of [...list, ...creators].flatMap((text) => repair.authors(text))) {
    if (known.has(more)) continue
    known.add(more)
    authors.push(more)
  }
  return authors
}

function categoriesOf(
  record: FeedRecord,
  announcement: boolean,
  repair: Repair
): Pick<DraftFields, 'primaryCategory' | 'categories' | 'classes'> {
  const terms = record.fields
    .filter(({ name }) => name === 'category')
    .map(({ attributes, text }) => attributes.get('term') ?? text)
  const { categories, classes } = separateCategories(repair.line(terms.join(', ')))
  const said = record.fields.find(({ name }) => name === 'arxiv:primary_category')?.attributes.get('term')
  // An announcement does not mark the primary category: it is the first.
  const primary = said !== undefined && isCategoryName(said) ? said : announcement ? categories[0] : undefined
  return {
    ...(primary === undefined ? {} : { primaryCategory: primary }),
    ...(categories.length === 0
      ? {}
      : { categories: primary === undefined ? categories : [...new Set([primary, ...categories])] }),
    // Only where a list was given it says that there are no classes; an announcement's is of arXiv's categories alone.
    ...(terms.length === 0 || (announcement && classes.length === 0) ? {} : { classes })
  }
}

function* readInstants(record: FeedRecord, fields: DraftFields): Generator<Parsed, void> {
  for (const name of ['published', 'updated'] as const) {
    const field = fieldOf(record, name)
    if (field === undefined) continue
    const instant = readInstant(field.text.trim().slice(0, 60))
    if (instant === null) yield problem(field.line, 'badDate', `${name}: ${field.text.trim().slice(0, 200)}`)
    else fields[name] = instant
  }
}

/**
 * Comment, journal and DOI. arXiv's API leaves them out where a paper has none, and only there: so what its own feed
 * lacks does not exist. Of other feeds nobody knows what they left out.
 */
function readTexts(record: FeedRecord, fields: DraftFields, complete: boolean, repair: Repair): void {
  const said = {
    comment: fieldOf(record, 'arxiv:comment')?.text,
    journal: (fieldOf(record, 'arxiv:journal_ref') ?? fieldOf(record, 'arxiv:journal_reference'))?.text,
    doi: doiOf(record)
  }
  for (const name of ['comment', 'journal', 'doi'] as const) {
    const text = repair.line(said[name] ?? '')
    if (text !== '') fields[name] = text
    else if (complete) fields[name] = null
  }
}

function doiOf(record: FeedRecord): string | undefined {
  const said = [...textsOf(record, 'arxiv:doi'), ...textsOf(record, 'arxiv:DOI')].map((text) => text.trim())
  const linked = linksOf(record).flatMap(({ url }) => doiAddress.exec(url)?.[1] ?? [])
  const list = said.some(Boolean) ? said : linked.filter((doi) => !arxivDoi.test(doi))
  return list.length === 0 ? undefined : [...new Set(list.filter(Boolean))].join(' ')
}

/** Of every paper, also where it names no other. */
const arxivDoi = /^10\.48550\/arxiv/i
const doiAddress = /^https?:\/\/(?:dx\.)?doi\.org\/(10\.\S{1,300})$/i

interface FeedLink {
  readonly url: string
  readonly title: string
  readonly rel: string
  readonly type: string
}

function linksOf({ fields }: FeedRecord): FeedLink[] {
  return fields
    .filter(({ name }) => name === 'link')
    .map(({ attributes: given }) => ({
      url: (given.get('href') ?? '').trim(),
      title: given.get('title') ?? '',
      rel: given.get('rel') ?? 'alternate',
      type: given.get('type') ?? ''
    }))
}

/** The paper's own addresses are made from its id, and those of DOIs from the DOI: only others are worth keeping. */
function foreignLinks(record: FeedRecord, id: ArxivId, doi: string | null | undefined): Link[] {
  const dois = new Set(doi?.toLowerCase().split(' '))
  const links: Link[] = []
  for (const { url, title, rel, type } of linksOf(record)) {
    if (links.length === mostLinks) break
    if (!/^https?:\/\/[^\s<>"]{1,2000}$/i.test(url) || !foreignRelations.has(rel)) continue
    const named = doiAddress.exec(url)?.[1]?.toLowerCase()
    if (named !== undefined && (dois.has(named) || arxivDoi.test(named))) continue
    if (parseArxivId(url)?.id !== id) links.push({ kind: kindOfLink(title, type), url })
  }
  return links
}

const foreignRelations: ReadonlySet<string> = new Set(['alternate', 'related', 'enclosure'])

function kindOfLink(title: string, type: string): Link['kind'] {
  if (title === 'pdf' || type === 'application/pdf') return 'pdf'
  if (title === 'doi') return 'doi'
  return title.toLowerCase() === 'code' ? 'code' : 'other'
}

function missingOf(fields: DraftFields, dated: boolean): string[] {
  const usual = {
    title: fields.title,
    author: fields.authors,
    category: fields.categories ?? fields.primaryCategory,
    ...(dated ? { published: fields.published, updated: fields.updated } : {}),
    summary: fields.abstract
  }
  return Object.entries(usual).flatMap(([name, value]) => (value === undefined || value === '' ? [name] : []))
}
