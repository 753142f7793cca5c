/** How far into a document is looked for its root element. */
const lookAhead = 2048

/** Before it stand a declaration, and few comments and processing instructions. */
const mostBefore = 8

const instruction = /<\?[^>]{0,300}>/y
const doctype = /<!DOCTYPE\s{1,20}([\w:.-]{1,80})/y
const element = /<([\w:.-]{1,80})(?=[\s>])/y
const space = /\s*/y

/** The root element of an XML document. */
export interface Root {
  /** As it stands there, with its prefix. */
  readonly name: string
  /** Its start tag, or as much of it as was looked at; null where only a document type declaration names it. */
  readonly tag: string | null
}

/**
 * The root element of the XML document that begins at an offset, behind an XML declaration, comments, and a document
 * type declaration, of which the name counts where it goes on beyond what is looked at. Null where there is none near.
 */
export function rootAt(text: string, offset: number): Root | null {
  const start = text.slice(offset, offset + lookAhead)
  let declared: Root | null = null
  let at = 0
  for (let before = 0; before <= mostBefore; before++) {
    at = skip(space, start, at)
    let end = skip(instruction, start, at)
    if (start.startsWith('<!--', at)) {
      end = after('-->', start, at)
    } else if (start.startsWith('<!DOCTYPE', at)) {
      const name = match(doctype, start, at)
      if (name === null) return null
      declared = { name, tag: null }
      end = doctypeEnd(start, at)
    } else if (end === at) {
      const name = match(element, start, at)
      return name === null ? declared : { name, tag: start.slice(at, after('>', start, at)) }
    }
    at = end
  }
  return declared
}

/** True where the root element's name, without prefix, is one of those. */
export function isNamed({ name }: Root, ...names: readonly string[]): boolean {
  return names.includes(name.slice(name.indexOf(':') + 1))
}

/** Where the document that begins at an offset ends: behind its root element, or with the text. */
export function documentEnd(text: string, offset: number): number {
  const root = rootAt(text, offset)
  return root === null ? text.length : after(`</${root.name}`, text, offset)
}

function doctypeEnd(start: string, at: number): number {
  const end = after('>', start, at)
  const subset = start.indexOf('[', at)
  return subset >= 0 && subset < end ? after(']>', start, at) : end
}

/** Behind what is looked for; the text's end where it is not found. */
function after(what: string, text: string, at: number): number {
  const found = text.indexOf(what, at)
  return found < 0 ? text.length : found + what.length
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[1] ?? null
}
