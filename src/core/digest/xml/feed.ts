import { longestField } from '#core/digest/dialect'
import type { Lines } from '#core/digest/lines'
import { readXml, type XmlElement, type XmlEnd, type XmlEvent } from '#core/digest/xml/xml-reader'
import { problem, type Problem } from '#core/domain/problem'

/** An element within a record, or one that says something of the whole feed. */
export interface FeedField {
  /** `title`, or `author/name` for an element within another. */
  readonly name: string
  /** All text in it, also of elements within. */
  readonly text: string
  readonly attributes: ReadonlyMap<string, string>
  readonly line: number
}

/** One `<entry>` or `<item>`. */
export interface FeedRecord {
  readonly lines: readonly [first: number, last: number]
  readonly attributes: ReadonlyMap<string, string>
  /** Whole ones, in their order. */
  readonly fields: readonly FeedField[]
  /** False where the document ends, or is damaged, within the record: what it may lack of its last field is left out. */
  readonly whole: boolean
}

export type FeedPart =
  | { readonly kind: 'about'; readonly field: FeedField }
  | { readonly kind: 'record'; readonly record: FeedRecord }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'pause' }

export interface FeedShape {
  /** Namespaces of the feed's own elements, see `namespaceKey`. */
  readonly own: ReadonlySet<string>
  /** What holds records, or says something of the feed, within the root element. */
  readonly container: string | null
  readonly record: string
  /** Fields of several elements: of a record that is cut among them, those before the cut are not all. */
  readonly repeated: ReadonlySet<string>
}

/** Of one record: far more than any has. */
const mostFields = 10_000
const longestRecord = 4 * longestField
/** Elements of markup whose end ends a paragraph. */
const blocks = /(?:^|:)(?:p|div)$/

type Role = 'container' | 'record' | 'field' | 'part' | 'text'

/** An element that is open. */
interface Frame extends XmlElement {
  readonly role: Role
  readonly line: number
  text: string
  tooLong: boolean
}

/** Reads the feed that begins on the current line: its records, and what it says of itself. */
export function* readFeed(lines: Lines, shape: FeedShape): Generator<FeedPart, void> {
  const feed = new Feed(shape)
  for (const event of readXml(lines, shape.own)) {
    if (event.kind === 'pause') yield event
    else if (event.kind === 'stray') yield { kind: 'problem', problem: event.problem }
    else if (event.kind === 'end') yield* feed.end(event.end, lines)
    else {
      const part = feed.take(event)
      if (part !== null) yield part
    }
  }
}

class Feed {
  readonly #shape: FeedShape
  readonly #open: Frame[] = []
  #record: { fields: FeedField[]; length: number; full: boolean; frame: Frame } | null = null

  constructor(shape: FeedShape) {
    this.#shape = shape
  }

  /** What is whole with this event, if anything. */
  take(event: Extract<XmlEvent, { kind: 'open' | 'text' | 'close' }>): FeedPart | null {
    const top = this.#open.at(-1)
    if (event.kind === 'open') {
      const { name, attributes, line } = event
      const frame = { name, attributes, line, role: this.#roleOf(name, top), text: '', tooLong: false }
      this.#open.push(frame)
      if (frame.role === 'record') this.#record = { fields: [], length: 0, full: false, frame }
      return null
    }
    if (top === undefined) return null
    if (event.kind === 'close') {
      this.#open.pop()
      return this.#close(top, event.line)
    }
    append(top, event.text)
    return null
  }

  *end(end: XmlEnd, lines: Lines): Generator<FeedPart, void> {
    if (end.kind === 'stopped') yield { kind: 'problem', problem: end.problem }
    const record = this.#record
    if (record !== null) {
      const fields = this.#wholeFields(record.fields)
      const { line, attributes } = record.frame
      const last = end.kind === 'stopped' ? end.problem.line : lines.number
      yield { kind: 'record', record: { lines: [line, last], attributes, fields, whole: false } }
    } else if (end.kind === 'cut') {
      yield { kind: 'problem', problem: problem(lines.number, 'badXml', lines.from().slice(0, 1000)) }
    }
  }

  #roleOf(name: string, parent: Frame | undefined): Role {
    switch (parent?.role) {
      case undefined:
        return 'container'
      case 'container':
        if (name === this.#shape.record) return 'record'
        return name === this.#shape.container && this.#open.length === 1 ? 'container' : 'field'
      case 'record':
        return 'field'
      case 'field':
        return 'part'
      default:
        return 'text'
    }
  }

  #close(frame: Frame, line: number): FeedPart | null {
    const { role, name, attributes } = frame
    if (role === 'container') return null
    if (role === 'record') {
      const fields = this.#record?.fields ?? []
      this.#record = null
      return { kind: 'record', record: { lines: [frame.line, line], attributes, fields, whole: true } }
    }
    if (role === 'field') return this.#add(frame, name)
    const parent = this.#open.at(-1)
    if (parent === undefined) return null
    append(parent, blocks.test(name) ? `${frame.text}\n\n` : frame.text)
    // What is within a field is a part of its text, and told of with it.
    if (frame.tooLong) parent.tooLong = true
    return role === 'part' && this.#record !== null ? this.#add(frame, `${parent.name}/${name}`) : null
  }

  #add({ role, text, tooLong, attributes, line }: Frame, name: string): FeedPart | null {
    const record = this.#record
    const full = record !== null && (record.fields.length >= mostFields || record.length > longestRecord)
    if (tooLong || full) {
      if (role === 'part' || record?.full === true) return null
      if (record !== null) record.full = full
      return {
        kind: 'problem',
        problem: problem(line, 'lineTooLong', `${name}: ${text.slice(0, 200).trim()}`)
      }
    }
    const field = { name, text, attributes, line }
    if (record === null) return { kind: 'about', field }
    record.length += text.length
    record.fields.push(field)
    return null
  }

  /** The fields of a record in which the document ends, but for one that may have gone on in further elements. */
  #wholeFields(fields: readonly FeedField[]): readonly FeedField[] {
    const last = outermost(fields.at(-1)?.name ?? '')
    if (!this.#shape.repeated.has(last)) return fields
    const inProgress = this.#open.find(({ role }) => role === 'field')?.name ?? last
    return inProgress === last ? fields.filter(({ name }) => outermost(name) !== last) : fields
  }
}

/** The field's own element, of a name such as `author/name`. */
function outermost(name: string): string {
  return name.split('/', 1)[0] ?? name
}

/** Adds text to an element's; beyond the longest field it is only noted that there was more. */
function append(frame: Frame, text: string): void {
  if (frame.role === 'container' || frame.role === 'record') return
  if (frame.text.length + text.length > longestField) frame.tooLong = true
  else frame.text += text
}

/** The first field of a name that is not blank. */
export function fieldOf({ fields }: FeedRecord, name: string): FeedField | undefined {
  return fields.find((field) => field.name === name && field.text.trim() !== '')
}

/** The texts of all fields of a name. */
export function textsOf({ fields }: FeedRecord, name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ text }) => text)
}
