import { SaxesParser, type SaxesTagNS } from 'saxes'
import { longestField } from '#core/digest/dialect'
import type { Lines } from '#core/digest/lines'
import { problem, type Problem } from '#core/domain/problem'

export interface XmlElement {
  /** The local name, behind its prefix of {@link prefixOf}, whatever the document calls it. */
  readonly name: string
  /** Only those of {@link attributesRead}. */
  readonly attributes: ReadonlyMap<string, string>
}

/** How a document ended, and why. */
export type XmlEnd =
  /** Its root element was closed. */
  | { readonly kind: 'whole' }
  /** The text ends before the root element does. */
  | { readonly kind: 'cut' }
  /** Nothing behind the problem was read. */
  | { readonly kind: 'stopped'; readonly problem: Problem }

export type XmlEvent =
  | ({ readonly kind: 'open'; readonly line: number } & XmlElement)
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'close'; readonly line: number }
  /** Nothing happened for a while. */
  | { readonly kind: 'pause' }
  | { readonly kind: 'stray'; readonly problem: Problem }
  /** Always the last one, but for text behind the document. */
  | { readonly kind: 'end'; readonly end: XmlEnd }

/** Text is given to the parser in pieces, with a pause after each, so that a long line holds nothing up. */
const pieceLength = 16_384
/** The longest tag, comment, or text without tags that is read on: the parser keeps it until it is closed. */
const longestToken = 4 * longestField
/** Documents nest their elements no deeper. */
const deepest = 64
const longestAttribute = 4000
const attributesRead = ['href', 'title', 'rel', 'type', 'term', 'rdf:about'] as const

/** The names by which elements of other vocabularies are known here. Their addresses are written in several ways. */
const prefixes: ReadonlyMap<string, string> = new Map([
  ['purl.org/dc/elements/1.1', 'dc'],
  ['arxiv.org/schemas/atom', 'arxiv'],
  ['www.w3.org/2005/atom', 'atom'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf']
])

/**
 * Stands for an `&` that begins no reference, while text passes through the parser. No text holds this character: it
 * is set aside for programs (Unicode, section 23.7).
 */
const ampersand = '\ufdd0'
/** What XML allows nowhere, and ampersands that begin no reference which XML itself knows. */
const unreadable =
  // eslint-disable-next-line no-control-regex -- control characters are what this looks for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0\ufffe\uffff]|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)/g
/** No reference that is read is longer. */
const longestReference = 12
/** The text was decoded before, whatever encoding it claims. */
const declaration = /^<\?xml(?:\s[^<>]{0,500})?\?>/

/** Mistakes after which everything is still where it should be. */
const harmless = [
  'unbound namespace prefix',
  'malformed character entity',
  'the string "]]>" is disallowed in char data'
]

/** Thrown within the parser, which would otherwise go on and guess. */
class Stop extends Error {}

/**
 * Reads the XML document that begins on the current line. It never throws: at the first damage it stops and says so.
 * A document type declaration stops it too, and no entity but XML's five is ever expanded. References to others stay
 * as they are, and so do ampersands alone; control characters are left out.
 *
 * @param own Namespaces whose elements are named without prefix, as {@link namespaceKey} writes them.
 */
export function* readXml(lines: Lines, own: ReadonlySet<string>): Generator<XmlEvent, void> {
  const document = new XmlDocument(own)
  let sincePause = 0
  let first = true
  do {
    for (let at = 0; at === 0 || at < lines.length;) {
      const length = pieceAt(lines, at)
      const piece = lines.from(at).slice(0, length)
      // A tag that is cut is not to be read as one with a line feed in it.
      const feed = at + length >= lines.length && !lines.unfinished
      document.write(first ? piece.replace(declaration, '') : piece, feed, lines.number)
      first = false
      at += Math.max(1, length)
      sincePause += length + 1
      yield* document.take()
      if (document.stray !== null) {
        yield { kind: 'end', end: { kind: 'whole' } }
        yield { kind: 'stray', problem: document.stray }
        return yield* readStray(lines)
      }
      if (document.stopped !== null) {
        yield { kind: 'end', end: { kind: 'stopped', problem: document.stopped } }
        return yield* skipRest(lines)
      }
      if (sincePause < pieceLength) continue
      sincePause = 0
      yield { kind: 'pause' }
    }
  } while (lines.advance())
  yield { kind: 'end', end: document.atEnd() }
}

/** How much of a line from an offset makes a piece: no reference is cut in two. */
function pieceAt(lines: Lines, at: number): number {
  const length = Math.min(pieceLength, lines.length - at)
  if (at + length >= lines.length) return length
  const tail = lines.from(at).slice(length - longestReference, length)
  const reference = tail.lastIndexOf('&')
  return reference < 0 ? length : length - longestReference + reference
}

/** Text behind the document belongs to nothing: it is reported once a paragraph. */
function* readStray(lines: Lines): Generator<XmlEvent, void> {
  let strayBefore = true
  let pausedAt = lines.start
  while (lines.advance()) {
    if (!lines.blank && !strayBefore)
      yield { kind: 'stray', problem: problem(lines.number, 'strayText', lines.from().slice(0, 1000)) }
    strayBefore = !lines.blank
    if (lines.end < pausedAt + pieceLength) continue
    pausedAt = lines.end
    yield { kind: 'pause' }
  }
}

function* skipRest(lines: Lines): Generator<XmlEvent, void> {
  let pausedAt = lines.start
  while (lines.advance()) {
    if (lines.end < pausedAt + pieceLength) continue
    pausedAt = lines.end
    yield { kind: 'pause' }
  }
}

/** The parser of one document, and what it has told of it since it was last asked. */
class XmlDocument {
  readonly #own: ReadonlySet<string>
  readonly #parser: SaxesParser<{
    xmlns: true
    position: false
    forceXMLVersion: true
    defaultXMLVersion: '1.0'
  }>
  #events: XmlEvent[] = []
  #line = 1
  #depth = 0
  #rootClosed = false
  /** Length of what stands since the last tag, comment or text ended. */
  #tokenLength = 0
  /** The namespace of the element before, and the prefix that names have in it. */
  #lastUri: string | null = null
  #lastPrefix = ''
  /** How many tags, comments and texts have ended. */
  #ended = 0
  #written = 0
  /** Where a document type declaration begins, as long as no element was opened. */
  #doctype: Problem | null = null
  /** Why reading stopped. */
  stopped: Problem | null = null
  /** What stands behind the document, where anything does. */
  stray: Problem | null = null

  constructor(own: ReadonlySet<string>) {
    this.#own = own
    const parser = new SaxesParser({
      xmlns: true,
      position: false,
      forceXMLVersion: true,
      defaultXMLVersion: '1.0'
    } as const)
    parser.on('error', ({ message }) => {
      this.#fail(message)
    })
    parser.on('doctype', () => {
      throw new Stop('doctype')
    })
    parser.on('opentag', (tag) => {
      this.#open(tag)
    })
    parser.on('closetag', () => {
      this.#ended++
      this.#depth--
      if (this.#depth === 0) this.#rootClosed = true
      this.#events.push({ kind: 'close', line: this.#line })
    })
    const text = (raw: string): void => {
      this.#ended++
      if (this.#depth > 0) this.#events.push({ kind: 'text', text: raw.replaceAll(ampersand, '&') })
    }
    parser.on('text', text)
    parser.on('cdata', text)
    const other = (): void => {
      this.#ended++
    }
    parser.on('comment', other)
    parser.on('processinginstruction', other)
    this.#parser = parser
  }

  /** Reads a piece of a line, with a line feed behind it or not. */
  write(piece: string, feed: boolean, line: number): void {
    this.#line = line
    const clean = piece.replace(unreadable, (found) => (found === '&' ? ampersand : ''))
    if (this.#rootClosed && clean.trim() === '') return
    if (this.#depth === 0 && !this.#rootClosed && this.#doctype === null) this.#findDoctype(clean)
    const before = this.#ended
    try {
      this.#parser.write(feed ? `${clean}\n` : clean)
    } catch (error) {
      // The parser throws nothing of its own that is known of; whatever it is, the document cannot be read on.
      this.#stopAt(clean, error instanceof Stop ? error.message : '')
      return
    }
    this.#written += clean.length + (feed ? 1 : 0)
    this.#tokenLength = this.#ended > before ? 0 : this.#tokenLength + clean.length + 1
    if (this.#tokenLength <= longestToken) return
    if (this.#rootClosed) this.stray = problem(line, 'strayText', piece)
    else this.stopped = this.#doctype ?? problem(line, 'lineTooLong', piece)
  }

  take(): XmlEvent[] {
    const events = this.#events
    this.#events = []
    return events
  }

  atEnd(): XmlEnd {
    if (this.#rootClosed) return { kind: 'whole' }
    return this.#doctype === null ? { kind: 'cut' } : { kind: 'stopped', problem: this.#doctype }
  }

  #findDoctype(clean: string): void {
    const at = clean.indexOf('<!DOCTYPE')
    if (at >= 0) this.#doctype = problem(this.#line, 'xmlDoctype', clean.slice(at, at + 1000))
  }

  #open(tag: SaxesTagNS): void {
    this.#ended++
    this.#doctype = null
    this.#depth++
    if (this.#depth > deepest) throw new Stop('nested too deeply')
    this.#events.push({
      kind: 'open',
      line: this.#line,
      name: this.#nameOf(tag),
      attributes: readAttributes(tag)
    })
  }

  #nameOf({ uri, prefix, local }: SaxesTagNS): string {
    if (uri !== this.#lastUri) {
      const key = namespaceKey(uri)
      // A prefix that the document forgot to declare stands for itself.
      const known = `${prefixes.get(key) ?? (uri === prefix ? prefix : '?')}:`
      this.#lastUri = uri
      this.#lastPrefix = this.#own.has(key) ? '' : known
    }
    return `${this.#lastPrefix}${local}`
  }

  #fail(message: string): void {
    if (harmless.some((start) => message.startsWith(start))) return
    // The parser has just closed an element in place of another one: it was left open.
    if (message.startsWith('unexpected close tag') && this.#events.at(-1)?.kind === 'close') {
      this.#events.pop()
      this.#depth++
      this.#rootClosed = false
    }
    throw new Stop(message.startsWith('inappropriately located doctype') ? 'doctype' : message)
  }

  #stopAt(clean: string, message: string): void {
    const at = Math.max(0, this.#parser.position - this.#written - 40)
    const excerpt = clean.slice(at, at + 1000).replaceAll(ampersand, '&')
    if (this.#rootClosed) this.stray = problem(this.#line, 'strayText', excerpt)
    else
      this.stopped =
        this.#doctype ?? problem(this.#line, message === 'doctype' ? 'xmlDoctype' : 'badXml', excerpt)
  }
}

const noAttributes: ReadonlyMap<string, string> = new Map()

function readAttributes({ attributes: given }: SaxesTagNS): ReadonlyMap<string, string> {
  let attributes: Map<string, string> | null = null
  for (const name of attributesRead) {
    const value = given[name]?.value
    if (value === undefined || value.length > longestAttribute) continue
    attributes ??= new Map()
    attributes.set(name, value.replaceAll(ampersand, '&'))
  }
  return attributes ?? noAttributes
}

/** A namespace without what writers of feeds do not agree upon: protocol, case, and what stands at its end. */
export function namespaceKey(uri: string): string {
  return uri
    .slice(0, 200)
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/[/#]$/, '')
}
