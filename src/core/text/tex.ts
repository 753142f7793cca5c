import { accentAt } from '#core/text/accents'
import { formulaAt, longestFormula } from '#core/text/dollars'
import { nextLink, safeUrl, withoutEscapes, type FoundLink } from '#core/text/links'
import { symbols } from '#core/text/plain-tex'

export type TextStyle = 'bold' | 'italic' | 'code' | 'smallcaps' | 'underline' | 'superscript' | 'subscript'

/** A stretch of TeX text as it is shown. */
export type TexPiece = TextPiece | MathPiece | StyledPiece | LinkPiece

export interface TextPiece {
  readonly kind: 'text'
  readonly text: string
}

export interface MathPiece {
  readonly kind: 'math'
  /** Without its delimiters. */
  readonly tex: string
  readonly display: boolean
  /** With its delimiters, as written. */
  readonly source: string
}

export interface StyledPiece {
  readonly kind: 'styled'
  readonly style: TextStyle
  readonly pieces: readonly TexPiece[]
}

export interface LinkPiece {
  readonly kind: 'link'
  /** http or https, nothing else. */
  readonly url: string
  readonly pieces: readonly TexPiece[]
}

export interface TexOptions {
  /** Turns addresses, arXiv ids and DOIs into links: for abstracts and comments, not for titles. */
  readonly links?: boolean
}

/** Commands nested deeper stay as they are written. */
const deepest = 12
/** What follows so many pieces is one piece of text, so that no text can fill a page with elements. */
const mostPieces = 4_000

/**
 * Splits the TeX text of a title, an abstract or a comment into what is shown: text, formulas, styled stretches and
 * links. Takes time linear in the text. What it does not know stays as it is written: no text is ever hidden. Control
 * and BiDi formatting characters are dropped, so that nothing outside the text can be reordered.
 *
 * Which dollars are math: {@link formulaAt}.
 */
export function texPieces(text: string, options: TexOptions = {}): readonly TexPiece[] {
  const clean = text.replace(controls, '')
  if (clean === '') return []
  if (!hasSpecial.test(clean)) return [{ kind: 'text', text: clean }]
  return new Reader(clean).read(0, clean.length, 0, options.links === true)
}

// eslint-disable-next-line no-control-regex -- they are what has to go
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g
const hasSpecial = /[\\$~{`]|--|''|:\/\/|arxiv|doi:|10\.\d{4}/i
const specials = /[\\$~{}`]|--+|''?/g

/** Commands that style their argument; null for those that only set it as text. */
const styleCommands: ReadonlyMap<string, TextStyle | null> = new Map([
  ['textbf', 'bold'],
  ['textit', 'italic'],
  ['textsl', 'italic'],
  ['emph', 'italic'],
  ['texttt', 'code'],
  ['textsc', 'smallcaps'],
  ['underline', 'underline'],
  ['uline', 'underline'],
  ['textsuperscript', 'superscript'],
  ['textsubscript', 'subscript'],
  ['textrm', null],
  ['textsf', null],
  ['textup', null],
  ['textmd', null],
  ['textnormal', null],
  ['text', null],
  ['mbox', null],
  ['hbox', null]
])

/** Declarations that style the rest of their group, as in `{\em …}`. */
const declarations: ReadonlyMap<string, TextStyle | null> = new Map([
  ['em', 'italic'],
  ['it', 'italic'],
  ['sl', 'italic'],
  ['itshape', 'italic'],
  ['slshape', 'italic'],
  ['bf', 'bold'],
  ['bfseries', 'bold'],
  ['tt', 'code'],
  ['ttfamily', 'code'],
  ['sc', 'smallcaps'],
  ['scshape', 'smallcaps'],
  ['rm', null],
  ['sf', null]
])

/** Commands that stand for characters. A space after them belongs to the text, since authors mean it so. */
const characterCommands: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciitilde: '~',
  textunderscore: '_',
  textdegree: '°',
  degree: '°',
  textregistered: '®',
  texttrademark: '™',
  copyright: '©',
  pounds: '£',
  euro: '€',
  S: '§',
  P: '¶',
  textendash: '–',
  textemdash: '—',
  ldots: '…',
  dots: '…',
  textellipsis: '…',
  LaTeX: 'LaTeX',
  TeX: 'TeX',
  quad: '\u2003',
  qquad: '\u2003\u2003',
  newline: '\n',
  linebreak: '\n',
  par: '\n',
  noindent: '',
  eg: 'e.g.',
  ie: 'i.e.',
  cf: 'cf.',
  etc: 'etc.',
  etal: 'et al.',
  wrt: 'w.r.t.',
  vs: 'vs.',
  deg: '°',
  dag: '†',
  ddag: '‡',
  space: ' ',
  textquotesingle: "'",
  textquotedblleft: '“',
  textquotedblright: '”'
}

/** Commands of one sign. */
const signCommands: Readonly<Record<string, string>> = {
  '%': '%',
  '&': '&',
  '#': '#',
  _: '_',
  $: '$',
  '{': '{',
  '}': '}',
  ' ': ' ',
  '\n': ' ',
  ',': '\u2009',
  ';': ' ',
  ':': ' ',
  '!': '',
  '/': '',
  '-': '',
  '@': '',
  '\\': ' '
}

const closingQuote = /^[^`]*?'(?![\p{L}\p{N}'])/u
const commandName = /[A-Za-z]+\*?/y
/** What a group in braces holds when it only keeps letters together, as in `{B}ayes` and `{ImageNet}`. */
const keptTogether = /^[\p{L}\p{N}\p{M} .'-]*$/u

interface Sign {
  readonly at: number
  readonly text: string
}

class Reader {
  private readonly pieces: TexPiece[][] = [[]]
  private run = ''
  private count = 0
  private readonly closing: Int32Array
  private link: FoundLink | null = null
  private linksFrom = -1
  /** Braces of arguments of unknown commands: shown, since the command is. */
  private readonly shownBraces = new Set<number>()
  private sign: Sign = { at: -1, text: '' }
  /** How many `` wait for their ''. */
  private openQuotes = 0
  /** Where the ' stands that belongs to the last ` */
  private closingQuote = -1
  private readonly text: string

  constructor(text: string) {
    this.text = text
    this.closing = matchingBraces(text)
  }

  /** The pieces of the text between two indexes. Recursion is no deeper than {@link deepest}. */
  read(from: number, to: number, depth: number, links: boolean): readonly TexPiece[] {
    const outer = this.run
    this.run = ''
    this.pieces.push([])
    let at = from
    while (at < to) {
      if (this.count >= mostPieces) {
        this.run += this.text.slice(at, to)
        break
      }
      const link = this.nextLink(at, to)
      const stop = Math.min(to, link?.start ?? to)
      const sign = this.nextSign(at)
      const place = Math.min(stop, sign.at)
      this.run += this.text.slice(at, place)
      if (place === to) break
      if (link !== null && place === link.start) {
        if (links) this.add({ kind: 'link', url: link.url, pieces: [{ kind: 'text', text: link.text }] })
        else this.run += link.text
        at = link.end
      } else at = this.special(sign.text, place, to, depth, links)
    }
    this.flush()
    this.run = outer
    return this.pieces.pop() ?? []
  }

  private nextLink(at: number, to: number): FoundLink | null {
    if (this.linksFrom === -1 || (this.link !== null && this.link.start < at)) {
      this.linksFrom = at
      this.link = nextLink(this.text, at, this.text.length)
    }
    return this.link !== null && this.link.end <= to ? this.link : null
  }

  /** The next special characters from here on, looked for once: a text of links without any would be read again and again. */
  private nextSign(at: number): Sign {
    if (this.sign.at < at) {
      specials.lastIndex = at
      const match = specials.exec(this.text)
      this.sign = match === null ? { at: this.text.length, text: '' } : { at: match.index, text: match[0] }
    }
    return this.sign
  }

  /** Reads what stands at a special character; answers where to go on. */
  private special(sign: string, at: number, to: number, depth: number, links: boolean): number {
    switch (sign[0]) {
      case '\\':
        return this.command(at, to, depth, links)
      case '$': {
        const formula = formulaAt(this.text, at)
        if (formula === null || formula.end > to) return this.literal(at, this.afterDollars(at, to))
        if (formula.kind === 'math') return this.formula(at, formula.end, formula.tex, formula.display)
        if (depth >= deepest) return this.literal(at, at + 1)
        this.styled(null, formula.start, formula.start + formula.tex.length, depth, links)
        return formula.end
      }
      case '{':
        return this.group(at, to, depth, links)
      case '}':
        return this.literal(at, at + 1)
      case '~':
        return this.tie(at)
      case '-':
        if (sign.length > 3) return this.literal(at, at + sign.length)
        return this.show(sign.length === 2 ? '–' : '—', at + sign.length)
      case '`':
        return this.quote(at)
      default:
        if (sign.length === 1) return this.show(at === this.closingQuote ? '’' : "'", at + 1)
        if (this.openQuotes === 0 && /\d/.test(this.text[at - 1] ?? '')) return this.literal(at, at + 2)
        this.openQuotes = Math.max(0, this.openQuotes - 1)
        return this.show('”', at + 2)
    }
  }

  /** Dollars that are no math go together: the second of `$$5` begins no formula. */
  private afterDollars(at: number, to: number): number {
    let end = at + 1
    while (end < to && this.text[end] === '$') end++
    return end
  }

  private command(at: number, to: number, depth: number, links: boolean): number {
    const next = this.text[at + 1]
    if (next === undefined || at + 1 >= to) return this.literal(at, at + 1)
    if (next === '(' || next === '[') {
      const formula = bracketed(this.text, at, next === '(' ? '\\)' : '\\]', to)
      if (formula === null) return this.literal(at, at + 2)
      return this.formula(at, formula.end, formula.tex, next === '[')
    }
    const accent = accentAt(this.text, at)
    if (accent !== null && accent.end <= to) return this.show(accent.text, accent.end)
    const sign = signCommands[next]
    if (sign !== undefined) return this.show(sign, at + 2)
    commandName.lastIndex = at + 1
    const name = commandName.exec(this.text)?.[0] ?? ''
    const after = at + 1 + name.length
    if (name === '' || after > to) return this.literal(at, at + 1)
    return this.named(name, at, after, to, depth, links)
  }

  private named(name: string, at: number, after: number, to: number, depth: number, links: boolean): number {
    const open = this.text[after] === ' ' && this.text[after + 1] === '{' ? after + 1 : after
    const close = this.text[open] === '{' && depth < deepest ? (this.closing[open] ?? 0) : 0
    const argued = close > 0 && close < to
    const style = styleCommands.get(name)
    if (style !== undefined && argued) return this.styled(style, open + 1, close, depth, links)
    if (name === 'textcolor' && argued && this.text[close + 1] === '{') {
      const end = this.closing[close + 1] ?? 0
      if (end > 0 && end < to) return this.styled(null, close + 2, end, depth, links)
    }
    if (name === 'url' && argued) return this.url(at, open, close, links)
    if (name === 'href' && argued) return this.href(at, close, to, depth, links)
    if (name === 'footnote' && argued) {
      this.run += ' ('
      this.styled(null, open + 1, close, depth, links)
      return this.show(')', close + 1)
    }
    const characters = Object.hasOwn(characterCommands, name) ? characterCommands[name] : undefined
    const shown = characters ?? (Object.hasOwn(symbols, name) ? symbols[name] : undefined)
    if (shown !== undefined) {
      const end = this.text.startsWith('{}', after) ? after + 2 : after
      return this.show(shown.endsWith('.') && this.text[end] === '.' ? shown.slice(0, -1) : shown, end)
    }
    this.showArguments(after)
    return this.literal(at, after)
  }

  /** An unknown command's arguments keep their braces: the command is shown as it is written, whole. */
  private showArguments(from: number): void {
    for (let open = from; this.text[open] === '{' && !this.shownBraces.has(open);) {
      const close = this.closing[open] ?? 0
      if (close === 0) return
      this.shownBraces.add(open)
      open = close + 1
    }
  }

  private styled(
    style: TextStyle | null,
    from: number,
    close: number,
    depth: number,
    links: boolean
  ): number {
    const pieces = this.read(from, close, depth + 1, links)
    if (style === null) for (const piece of pieces) this.append(piece)
    else if (pieces.length > 0) this.add({ kind: 'styled', style, pieces })
    return close + 1
  }

  private url(at: number, open: number, close: number, links: boolean): number {
    const shown = this.text.slice(open + 1, close).trim()
    const url = safeUrl(shown)
    if (url === null) return this.literal(at, close + 1)
    if (links) this.add({ kind: 'link', url, pieces: [{ kind: 'text', text: withoutEscapes(shown) }] })
    else this.run += shown
    return close + 1
  }

  private href(at: number, close: number, to: number, depth: number, links: boolean): number {
    const open = close + 1
    const end = this.text[open] === '{' ? (this.closing[open] ?? 0) : 0
    const url = safeUrl(this.text.slice(this.text.indexOf('{', at) + 1, close))
    if (end === 0 || end >= to || url === null) {
      this.showArguments(this.text.indexOf('{', at))
      return this.literal(at, at + '\\href'.length)
    }
    if (!links) return this.styled(null, open + 1, end, depth, false)
    const pieces = this.read(open + 1, end, depth + 1, false)
    this.add({ kind: 'link', url, pieces: pieces.length > 0 ? pieces : [{ kind: 'text', text: url }] })
    return end + 1
  }

  private group(at: number, to: number, depth: number, links: boolean): number {
    const close = this.closing[at] ?? 0
    if (close === 0 || close >= to || depth >= deepest) return this.literal(at, at + 1)
    if (this.shownBraces.has(at)) {
      this.run += '{'
      this.styled(null, at + 1, close, depth, links)
      return this.show('}', close + 1)
    }
    const declared = declaration.exec(this.text.slice(at + 1, Math.min(close, at + 24)))
    const style = declarations.get(declared?.[1] ?? '')
    if (declared !== null && style !== undefined)
      return this.styled(style, at + 1 + declared[0].length, close, depth, links)
    const before = this.text[at - 1] ?? ''
    const bare =
      close > at + 1 &&
      before !== '_' &&
      before !== '^' &&
      (/[\\$]/.test(this.text[at + 1] ?? '') || keptTogether.test(this.text.slice(at + 1, close)))
    if (!bare) this.run += '{'
    this.styled(null, at + 1, close, depth, links)
    return bare ? close + 1 : this.show('}', close + 1)
  }

  /** A tilde ties two words; before a number, after a space, it means "about". */
  private tie(at: number): number {
    const before = this.text[at - 1] ?? ' '
    const after = this.text[at + 1] ?? ' '
    if (/[\s([{/~]/.test(before) || /[\s~]/.test(after)) return this.literal(at, at + 1)
    return this.show('\u00a0', at + 1)
  }

  private quote(at: number): number {
    if (this.text[at + 1] === '`') {
      this.openQuotes++
      return this.show('“', at + 2)
    }
    // A single one is a quote where a ' closes it; two of them enclose code.
    const close = closingQuote.exec(this.text.slice(at + 1, at + 200))
    if (close === null) return this.literal(at, at + 1)
    this.closingQuote = at + close[0].length
    return this.show('‘', at + 1)
  }

  private formula(at: number, end: number, tex: string, display: boolean): number {
    const character = unicodeFormula(tex)
    if (character !== null) return this.show(character, end)
    this.add({ kind: 'math', tex, display, source: this.text.slice(at, end) })
    return end
  }

  private literal(at: number, end: number): number {
    return this.show(this.text.slice(at, end), end)
  }

  private show(text: string, end: number): number {
    this.run += text
    return end
  }

  private append(piece: TexPiece): void {
    if (piece.kind === 'text') this.run += piece.text
    else this.add(piece)
  }

  private add(piece: TexPiece): void {
    this.flush()
    this.count++
    this.pieces.at(-1)?.push(piece)
  }

  private flush(): void {
    if (this.run === '') return
    this.pieces.at(-1)?.push({ kind: 'text', text: this.run })
    this.run = ''
  }
}

/** Submission systems turn a dash or a quote of the author's into `$\unicode{x2014}$`: it is no formula. */
function unicodeFormula(tex: string): string | null {
  const hexadecimal = /^\s*\\unicode\{x([\da-f]{2,5})\}\s*$/i.exec(tex)?.[1]
  const character = hexadecimal === undefined ? '' : String.fromCodePoint(Number.parseInt(hexadecimal, 16))
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]$/u.test(character) ? character : null
}

const declaration = /^\s*\\([a-z]{2,8})(?![A-Za-z])\s*/

function bracketed(
  text: string,
  at: number,
  close: string,
  to: number
): { readonly end: number; readonly tex: string } | null {
  const limit = Math.min(to, at + longestFormula)
  for (let index = at + 2; index < limit; index++) {
    if (text[index] === '\n' && text[index + 1] === '\n') return null
    if (text[index] !== '\\') continue
    if (text.startsWith(close, index)) {
      const tex = text.slice(at + 2, index)
      return tex.trim() === '' || index + 2 > to ? null : { end: index + 2, tex }
    }
    if (text[index + 1] === '(' || text[index + 1] === '[') return null
    index++
  }
  return null
}

/** For each opening brace the index of its closing one; 0 where it has none. */
function matchingBraces(text: string): Int32Array {
  if (!text.includes('{')) return new Int32Array(0)
  const closing = new Int32Array(text.length)
  const open: number[] = []
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x5c) index++
    else if (code === 0x7b) open.push(index)
    else if (code === 0x7d) {
      const start = open.pop()
      if (start !== undefined) closing[start] = index
    }
  }
  return closing
}
