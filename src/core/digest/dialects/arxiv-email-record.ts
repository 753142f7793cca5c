import { longestField, type Parsed } from '#core/digest/dialect'
import {
  readField,
  type FieldKey,
  type RecordStart,
  type StatedDate
} from '#core/digest/dialects/arxiv-email-lines'
import { RecordDraft } from '#core/digest/dialects/record-draft'
import type { Lines } from '#core/digest/lines'
import { Repair } from '#core/digest/repair/repair'
import type { ArxivId, VersionedId } from '#core/domain/arxiv-id'
import { separateCategories } from '#core/domain/category'
import type { EntryFields } from '#core/domain/entry'
import type { EntryKind } from '#core/domain/paper'
import { problem } from '#core/domain/problem'

/** How a record ends: by its own last line, by what divides it from the next, or with the mailing in its midst. */
export type MailRecordEnd = 'whole' | 'followed' | 'cut'

/** No paper has more versions. */
const mostDates = 500

/** A record while its lines are read. */
export class MailRecord {
  readonly #fields: RecordDraft<FieldKey>
  readonly #dates: (StatedDate & { readonly line: number })[] = []
  readonly #start: RecordStart
  /** The line that it began with. */
  readonly #firstText: string
  readonly #section: EntryKind
  /** False while it may still be a line of other text that names a paper. */
  certain: boolean
  /** What the lines that follow are. */
  part: 'fields' | 'abstract' = 'fields'

  /**
   * @param start The paper named in the first line; null where the record begins without that line.
   * @param section What the rule before it said of the papers below.
   */
  constructor(lines: Lines, start: RecordStart | null, section: EntryKind, certain: boolean) {
    this.#fields = new RecordDraft(lines.number)
    this.#start = start ?? { named: null, crossListed: false }
    this.#firstText = lines.from().slice(0, 200)
    this.#section = section
    this.certain = certain
  }

  get line(): number {
    return this.#fields.line
  }

  get firstText(): string {
    return this.#firstText
  }

  /** Whether the header is over, in which dates stand. */
  get hasTitle(): boolean {
    return this.#fields.has('Title')
  }

  get hasAbstract(): boolean {
    return this.#fields.has('Abstract')
  }

  get kind(): EntryKind {
    // "Replaced" comes first: that a paper has a new version is news also to those who know it from the other list.
    if (this.#section === 'replacement' || this.#dates.some(({ of }) => of === 'replacement'))
      return 'replacement'
    return this.#start.crossListed ? 'cross-list' : this.#section
  }

  /** The day of the first version where the record says it. */
  get published(): string | null {
    return this.#dates.find(({ of }) => of === 'first')?.instant?.slice(0, 10) ?? null
  }

  /** True where a field comes that only another record can bring: the lines between the two are missing. */
  beginsAnother(key: FieldKey): boolean {
    return (key === 'Title' || key === 'Authors' || key === 'Categories') && this.#fields.has(key)
  }

  addDate(date: StatedDate, line: number): void {
    // Of two that name no version the later one is a revision.
    const again = date.of === 'first' && this.#dates.some(({ of }) => of === 'first')
    if (this.#dates.length < mostDates) this.#dates.push({ ...date, of: again ? 'revision' : date.of, line })
    this.#fields.close()
    this.#fields.lastLine = line
  }

  /** Adds a line of the fields; false where the field became too long. */
  addToFields(text: string, line: number): boolean {
    const field = readField(text)
    if (field === null) return this.#goOn(text.trim(), line, ' ')
    const before = this.#fields.value(field.key)
    if (before === undefined || field.key === 'Other') {
      this.#fields.set(field.key, field.value, line)
      return true
    }
    const whole = before.length + field.value.length < longestField
    this.#fields.set(field.key, whole ? `${before} ${field.value}` : before, line)
    return whole
  }

  /** Adds a line of the abstract, whose paragraphs begin with two spaces; false where it became too long. */
  addToAbstract(text: string, line: number): boolean {
    const words = text.trim().replaceAll(/ {2,}/g, ' ')
    if (this.#fields.lastKey === 'Abstract')
      return this.#goOn(words, line, text.startsWith('  ') ? '   ' : ' ')
    if (!this.hasAbstract) this.#fields.set('Abstract', words, line)
    return true
  }

  /** Ends a part: what follows the fields is the abstract, if there is one. */
  endPart(line: number): void {
    this.part = 'abstract'
    this.#fields.close()
    this.#fields.lastLine = line
  }

  /**
   * The Entry, and what is wrong with the record.
   *
   * @param lines At the record's last line or behind it, no further than the next record's first.
   * @param address The paper that the record's last line names.
   * @param withAbstracts Whether this mailing gives the abstracts of its papers.
   */
  *finish(
    lines: Lines,
    end: MailRecordEnd,
    address: VersionedId | null,
    withAbstracts: boolean
  ): Generator<Parsed, void> {
    const fields = this.#fields
    const excerpt = fields.value('Title') ?? this.#firstText
    const torn = end === 'cut' && lines.unfinished && fields.lastLine === lines.number
    // Of what may go on behind the end, nothing is believed: neither the last field nor that no more dates follow.
    if (torn && this.#dates.at(-1)?.line === lines.number) this.#dates.pop()
    const inDates = end === 'cut' && !this.hasTitle
    if (end === 'cut') fields.dropLast()
    const named = this.#start.named ?? address
    // Of a paper's id alone it is not known whether it is new.
    if (named === null || (inDates && this.#dates.length === 0)) {
      yield problem(fields.line, end === 'cut' ? 'cutShort' : 'noId', excerpt)
      return
    }
    // The abstract of another paper: the lines between the two are missing.
    const foreign = address !== null && address.id !== named.id
    const missing = this.#missing(named.id, foreign || (withAbstracts && !this.hasAbstract))
    if (end === 'cut') yield problem(fields.lastLine, 'cutShort', excerpt)
    else if (missing.length > 0) yield problem(fields.line, 'missingFields', missing.join(', '))
    for (const { instant, text } of this.#dates)
      if (instant === null) yield problem(fields.line, 'badDate', text)
    const repair = new Repair()
    yield {
      id: named.id,
      version: named.version ?? this.#version(inDates),
      kind: this.kind,
      lines: [fields.line, fields.lastLine],
      fields: {
        ...this.#texts(repair, !foreign),
        ...this.#categories(repair),
        ...this.#submissions(inDates)
      },
      repaired: repair.changed
    }
  }

  #goOn(text: string, line: number, between: string): boolean {
    this.#fields.lastLine = line
    return this.#fields.lastKey === null || this.#fields.add(text, line, between)
  }

  #missing(id: ArxivId, abstract: boolean): string[] {
    const missing: string[] = []
    for (const key of ['Title', 'Authors', 'Categories'] as const) {
      // Of old papers the archive in the id was all the category there was.
      if (key === 'Categories' && id.includes('/')) continue
      if (this.#fields.value(key) === undefined) missing.push(key)
    }
    if (this.#dates.length === 0) missing.push('Date')
    if (abstract && this.kind !== 'replacement') missing.push('Abstract')
    return missing
  }

  /** The highest version named, where all of them were read. */
  #version(inDates: boolean): number | null {
    const highest = this.#dates.reduce((most, { version }) => Math.max(most, version ?? 0), 0)
    return highest === 0 || inDates ? null : highest
  }

  #submissions(inDates: boolean): Pick<EntryFields, 'published' | 'updated'> {
    const first = this.#dates.find(({ of }) => of === 'first')
    const revised = this.#dates.findLast(({ of }) => of !== 'first')
    // A replacement's one date that does not say of which version it is may be that of any.
    const unclear = this.kind === 'replacement' && revised === undefined
    const published = unclear ? undefined : first?.instant
    // A cross-list may leave revisions out: only of a new paper is the first version known to be the newest one.
    const updated = inDates ? undefined : (revised ?? (this.kind === 'new' ? first : undefined))?.instant
    return { ...(published ? { published } : {}), ...(updated ? { updated } : {}) }
  }

  #texts(repair: Repair, withAbstract: boolean): EntryFields {
    const line = (key: FieldKey): string => repair.line(this.#fields.value(key) ?? '')
    const [title, comment, journal, doi] = [line('Title'), line('Comments'), line('Journal-ref'), line('DOI')]
    const authors = repair.authors(this.#fields.value('Authors') ?? '')
    const abstract = withAbstract ? repair.paragraphs(this.#fields.value('Abstract') ?? '') : ''
    return {
      ...(title === '' ? {} : { title }),
      ...(authors.length === 0 ? {} : { authors }),
      ...(comment === '' ? {} : { comment }),
      ...(journal === '' ? {} : { journal }),
      ...(doi === '' ? {} : { doi }),
      ...(abstract === '' ? {} : { abstract })
    }
  }

  #categories(repair: Repair): Pick<EntryFields, 'primaryCategory' | 'categories' | 'classes'> {
    const list = repair.line(this.#fields.value('Categories') ?? '').replaceAll(/\s+/g, ',')
    const schemes = `${this.#fields.value('MSC-class') ?? ''};${this.#fields.value('ACM-class') ?? ''}`
    const { categories, classes: beside } = separateCategories(list)
    const classes = [...new Set([...beside, ...separateCategories(repair.line(schemes)).classes])]
    const [primary] = categories
    return {
      ...(primary === undefined ? {} : { primaryCategory: primary, categories }),
      ...(classes.length === 0 ? {} : { classes })
    }
  }
}
