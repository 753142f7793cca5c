import { parseArxivId } from '#core/domain/arxiv-id'
import { readDates } from '#core/search/query/dates'
import { fieldNamed, fieldWords, type FieldName } from '#core/search/query/field-names'
import type { IssueCode, QueryIssue } from '#core/search/query/issues'
import { nearestOf } from '#core/search/query/nearest'
import {
  belongings,
  states,
  type FilterNode,
  type Query,
  type QueryNode,
  type Span,
  type TextField
} from '#core/search/query/query'
import { hasWord } from '#core/search/tokens'

/** Brackets or NOTs within each other beyond this are passed over: nobody writes them, and they must not fill the stack. */
const deepest = 40
const closing: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“”', '”': '”' }
const isQuote = /["“”„]/
const isSpace = /\s/
const fieldBefore = /([A-Za-z]{1,12}):/y
const either = /(?:OR(?![^\s()])|\|\|?(?=[\s()]|$))/y
const both = /(?:AND(?![^\s()])|&&?(?=\s|$))/y
const negation = /NOT(?![^\s()"“„])/y
/** What is in a formula may have spaces. */
const formula = /\$[^$\s](?:[^$]*[^$\s])?\$(?!\d)/y
/** Of arXiv: an archive's and a subject's name. */
const isCategory =
  /^(?:astro-ph|cond-mat|cs|econ|eess|math|nlin|physics|q-bio|q-fin|stat)\.(?:[a-z]{2,3}|[a-z]+-[a-z]+)$/i
const isBegunId = /^\d{4}\.\d{0,4}$/
const textFields: ReadonlySet<string> = new Set<FieldName>([
  'title',
  'authors',
  'abstract',
  'comment',
  'note'
])

export interface ParseOptions {
  /** The user's day, as `2023-12-18`. */
  readonly today: string
}

/**
 * Reads a query: words (all of them must match), `"phrases"`, `-not`, `NOT`, `OR` and `|` between two neighbours,
 * brackets, and fields such as `title:`. Takes anything: what is unfinished or wrong is told as issues, and read in the
 * way that is most probably meant. Linear in the text.
 */
export function parseQuery(text: string, options: ParseOptions): Query {
  return new Parser(text, options).query()
}

class Parser {
  readonly #text: string
  readonly #today: string
  readonly #issues: QueryIssue[] = []
  /** The first part that has nothing to look for. Among others it is a dash or the like, of which nobody needs to hear. */
  #wordless: Span | null = null
  #at = 0
  #depth = 0
  #negations = 0
  #isTooDeep = false

  constructor(text: string, { today }: ParseOptions) {
    this.#text = text
    this.#today = today
  }

  query(): Query {
    const id = parseArxivId(this.#text)?.id ?? null
    const node = this.#sequence(null)
    if (node === null && this.#issues.length === 0 && this.#wordless !== null)
      this.#tell('noWord', this.#wordless)
    return {
      node,
      issues: id === null ? this.#issues.sort((a, b) => a.from - b.from) : [],
      id
    }
  }

  /** Items up to the end or the bracket that closes them. */
  #sequence(field: FieldName | null): QueryNode | null {
    const parts: QueryNode[] = []
    /** What the last part's ORs have brought together so far. */
    let alternatives: QueryNode[] | null = null
    let or: Span | null = null
    for (;;) {
      this.#skipSpace()
      const from = this.#at
      const character = this.#text[from]
      if (character === undefined) break
      if (character === ')') {
        if (this.#depth > 0) break
        this.#at++
        this.#tell('closingBracket', { from, to: this.#at })
        continue
      }
      if (this.#take(both) !== null) continue
      if (this.#take(either) !== null) {
        if (or !== null || parts.length === 0) this.#tell('looseOr', { from, to: this.#at })
        else or = { from, to: this.#at }
        continue
      }
      const item = this.#item(field)
      if (item === null) continue
      const last = or === null ? undefined : parts.pop()
      if (last === undefined) {
        alternatives = null
        parts.push(item)
      } else {
        alternatives ??= last.kind === 'any' ? [...last.of] : [last]
        alternatives.push(item)
        parts.push({ kind: 'any', of: alternatives })
      }
      or = null
    }
    if (or !== null) this.#tell('looseOr', or, { unfinished: this.#isEnd })
    const [first] = parts
    return parts.length > 1 ? { kind: 'every', of: parts } : (first ?? null)
  }

  #item(field: FieldName | null): QueryNode | null {
    const from = this.#at
    const character = this.#text[from] ?? ''
    if (this.#take(negation) !== null) return this.#negated(field, from)
    if (character === '-' || character === '−' || character === '–') {
      let end = from
      while (/[-−–]/.test(this.#text[end] ?? '')) end++
      this.#at = end
      // A dash between spaces is a dash.
      if (end - from > 1) return null
      if (isSpace.test(this.#text[end] ?? ' ')) {
        if (this.#isEnd) this.#tell('looseNot', { from, to: end }, { unfinished: true })
        return null
      }
      return this.#negated(field, from)
    }
    if (character === '(') return this.#bracket(field)
    if (field === null) {
      const name = this.#take(fieldBefore)
      if (name !== null) return this.#withField(name.slice(0, -1), from)
    }
    return this.#value(field)
  }

  #negated(field: FieldName | null, from: number): QueryNode | null {
    this.#skipSpace()
    const end = this.#at
    if (end === this.#text.length || this.#text[end] === ')') {
      this.#tell('looseNot', { from, to: end }, { unfinished: this.#isEnd })
      return null
    }
    if (this.#negations >= deepest) return this.#tellTooDeep({ from, to: end })
    this.#negations++
    const item = this.#item(field)
    this.#negations--
    return item === null ? null : { kind: 'not', of: item.kind === 'text' ? this.#whole(item) : item }
  }

  /** While a word is being typed after a `-`, what it may become must not vanish already. */
  #whole(node: QueryNode & { readonly kind: 'text' }): QueryNode {
    return { ...node, open: node.open && this.#text[node.to - 1] === '*' }
  }

  #bracket(field: FieldName | null): QueryNode | null {
    const from = this.#at++
    if (this.#depth >= deepest) return this.#tellTooDeep({ from, to: this.#at })
    this.#depth++
    const told = this.#issues.length
    const node = this.#sequence(field)
    this.#depth--
    const isClosed = this.#text[this.#at] === ')'
    if (isClosed) this.#at++
    else if (this.#issues.length === told)
      this.#tell('openBracket', { from, to: from + 1 }, { unfinished: true })
    if (node === null && isClosed) this.#tell('emptyBrackets', { from, to: this.#at })
    return node
  }

  #withField(word: string, from: number): QueryNode | null {
    const name = fieldNamed(word)
    if (name === undefined) {
      // As in `Foo: bar` and `12:30` nothing was meant to be a field.
      const next = this.#text[this.#at]
      if (next !== undefined && !isSpace.test(next)) {
        const meant = nearestOf(word, fieldWords)
        if (meant !== null || next !== '/')
          this.#tell(
            'unknownField',
            { from, to: this.#at },
            { text: word, meant: meant === null ? null : `${meant}:` }
          )
      }
      this.#at = from
      return this.#value(null)
    }
    this.#skipSpace()
    const next = this.#text[this.#at]
    if (next === undefined || next === ')') {
      this.#tell('emptyField', { from, to: this.#at }, { text: word, unfinished: next === undefined })
      return null
    }
    return next === '(' ? this.#bracket(name) : this.#value(name)
  }

  /** A word or a quotation. */
  #value(field: FieldName | null): QueryNode | null {
    const from = this.#at
    const { text, quoted, open } = this.#read()
    const span = { from, to: this.#at }
    if (text.trim() === '') {
      if (!open) this.#wordless ??= span
      return null
    }
    if (field !== null && !textFields.has(field))
      return this.#filter(field, quoted ? [text] : text.split(','), open, span)
    if (!hasWord(text)) {
      this.#wordless ??= span
      return null
    }
    const node: QueryNode = { kind: 'text', text, quoted, open, field: field as TextField | null, ...span }
    // As one says them, a category and an id are words like others.
    if (field !== null || quoted) return node
    if (isCategory.test(text))
      return { kind: 'any', of: [node, { kind: 'category', name: text, open: false, ...span }] }
    return isBegunId.test(text) ? { kind: 'any', of: [node, { kind: 'id', text, ...span }] } : node
  }

  #read(): { readonly text: string; readonly quoted: boolean; readonly open: boolean } {
    const first = this.#text[this.#at] ?? ''
    if (isQuote.test(first)) return this.#readQuotation(first)
    const from = this.#at
    let depth = 0
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? ''
      if (isSpace.test(character) || (isQuote.test(character) && this.#at > from)) break
      if (character === '(') depth++
      else if (character === ')' && --depth < 0 && this.#depth > 0) break
      if (character !== '$' || this.#take(formula) === null) this.#at++
    }
    const text = this.#text.slice(from, this.#at)
    const isStarred = text.endsWith('*')
    return { text: isStarred ? text.slice(0, -1) : text, quoted: false, open: isStarred || this.#isEnd }
  }

  #readQuotation(first: string): { readonly text: string; readonly quoted: true; readonly open: boolean } {
    const from = this.#at
    const ends = closing[first] ?? '"'
    let end = from + 1
    while (end < this.#text.length && !ends.includes(this.#text[end] ?? '')) end++
    const open = end >= this.#text.length
    this.#at = open ? end : end + 1
    if (open) this.#tell('openQuote', { from, to: from + 1 }, { unfinished: true })
    return { text: this.#text.slice(from + 1, end), quoted: true, open }
  }

  /** Several values between commas: any of them. */
  #filter(name: FieldName, values: readonly string[], open: boolean, span: Span): QueryNode | null {
    const nodes: QueryNode[] = []
    values.forEach((each, place) => {
      const value = each.trim()
      if (value === '') return
      const node = this.#filterOf(name, value, open && place === values.length - 1, span)
      if (node !== null) nodes.push(node)
    })
    const [first] = nodes
    return nodes.length > 1 ? { kind: 'any', of: nodes } : (first ?? null)
  }

  #filterOf(name: FieldName, text: string, open: boolean, span: Span): QueryNode | null {
    switch (name) {
      case 'category':
      case 'tag':
        return { kind: name, name: name === 'tag' ? text.replace(/^#/, '') : text, open, ...span }
      case 'id':
        return { kind: 'id', text: parseArxivId(text)?.id ?? text, ...span }
      case 'digest':
        return { kind: 'digest', text, ...span }
      case 'is':
        return this.#oneOf(states, text, open, span, 'unknownState', (state) => ({
          kind: 'is',
          state,
          ...span
        }))
      case 'has':
        return this.#oneOf(belongings, text, open, span, 'unknownBelonging', (what) => ({
          kind: 'has',
          what,
          ...span
        }))
      case 'year':
        return this.#dates(text, open, span, /^[\d.<>=]*$/.test(text) ? null : 'badYear')
      default:
        return this.#dates(text, open, span, null)
    }
  }

  /** One of some words; while it is being typed, also its beginning where it is clear which is meant. */
  #oneOf<W extends string>(
    words: readonly W[],
    text: string,
    open: boolean,
    span: Span,
    code: IssueCode,
    make: (word: W) => FilterNode
  ): QueryNode | null {
    const wanted = text.toLowerCase()
    const word = words.find((each) => each === wanted)
    if (word !== undefined) return make(word)
    const begun = words.filter((each) => each.startsWith(wanted))
    const meant = begun[0] ?? nearestOf(wanted, words)
    this.#tell(code, span, { text, meant, unfinished: open && begun.length > 0 })
    return open && begun.length === 1 && begun[0] !== undefined ? make(begun[0]) : null
  }

  #dates(text: string, open: boolean, span: Span, code: IssueCode | null): QueryNode | null {
    const range = code === null ? readDates(text, this.#today) : null
    if (range !== null) {
      const { first, last, reversed } = range
      if (reversed) this.#tell('datesReversed', span)
      return { kind: 'date', first, last, ...span }
    }
    // `2023-` and `2023-12..2` on their way to a date are what stands there so far.
    const soFar = open ? begunDates(text, this.#today) : null
    const unfinished = soFar !== null || (open && code === null && mayBecomeDate(text))
    this.#tell(code ?? 'badDate', span, { text, unfinished })
    return soFar === null ? null : { kind: 'date', first: soFar.first, last: soFar.last, ...span }
  }

  #take(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)?.[0] ?? null
    if (found !== null) this.#at += found.length
    return found
  }

  #skipSpace(): void {
    while (isSpace.test(this.#text[this.#at] ?? '')) this.#at++
  }

  /** Whether nothing follows, not even a space. */
  get #isEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** Once: it is one fault, whatever it makes of all that follows. */
  #tellTooDeep(span: Span): null {
    if (!this.#isTooDeep) this.#tell('tooDeep', span)
    this.#isTooDeep = true
    return null
  }

  #tell(
    code: IssueCode,
    { from, to }: Span,
    more: Partial<Pick<QueryIssue, 'text' | 'meant' | 'unfinished'>> = {}
  ): void {
    this.#issues.push({
      code,
      from,
      to,
      text: this.#text.slice(from, to),
      meant: null,
      unfinished: false,
      ...more
    })
  }
}

const startsDate = /^[<>]?=?[\d./-]*$/

function mayBecomeDate(text: string): boolean {
  return startsDate.test(text) || ['today', 'yesterday'].some((word) => word.startsWith(text.toLowerCase()))
}

/** Characters: nothing longer becomes a date, nor is it tried from every end. */
const longestDates = 40

/** The longest beginning that says a date. */
function begunDates(text: string, today: string): ReturnType<typeof readDates> {
  if (text.length > longestDates) return null
  for (let end = text.length - 1; end > 0; end--) {
    const range = readDates(text.slice(0, end), today)
    if (range !== null) return range
  }
  return null
}
