import { abstractUrl } from '#core/domain/arxiv-id'
import type { Paper } from '#core/domain/paper'
import { fold } from '#core/text/fold'
import { plainTex } from '#core/text/plain-tex'
import { texPieces, type TexPiece, type TextStyle } from '#core/text/tex'

/**
 * The BibTeX entry of a paper: `@article` where a journal is known, else `@misc`, with arXiv's own fields (`eprint`,
 * `archivePrefix`, `primaryClass`). In UTF-8, as biber and the reference managers of today read it. TeX's special
 * characters are escaped outside formulas, and braces are balanced whatever the digest said.
 */
export function bibtex(paper: Paper, key = bibtexKey(paper)): string {
  const fields: readonly (readonly [name: string, value: string | null])[] = [
    ['author', authorsField(paper.authors ?? [])],
    ['title', paper.title === null ? null : titleField(paper.title)],
    ['year', yearOf(paper)],
    ['journal', paper.journal === null ? null : textField(paper.journal)],
    ['doi', doiField(paper.doi)],
    ['eprint', paper.id],
    ['archivePrefix', 'arXiv'],
    ['primaryClass', paper.primaryCategory === null ? null : textField(paper.primaryCategory)],
    ['url', abstractUrl(paper.id)]
  ]
  const lines = fields.flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`  ${name} = {${value}}`]
  )
  return `@${paper.journal === null ? 'misc' : 'article'}{${key},\n${lines.join(',\n')}\n}\n`
}

/**
 * Entries as one file, in which no two have one key: programs refuse such files, or keep the last of them. The first
 * paper has the key that it has alone; the others get `b`, `c`, … after it, as authors do by hand, and then numbers.
 *
 * @param used Keys that are taken already, each with how often it was asked for; those given here are added: files that
 *   are made in parts go on with them.
 */
export function bibtexFile(papers: readonly Paper[], used = new Map<string, number>()): string {
  const entries = papers.map((paper) => {
    const own = bibtexKey(paper)
    let count = (used.get(own) ?? 0) + 1
    let key = own
    for (; used.has(key); count++) key = `${own}${afterKey(count)}`
    used.set(own, Math.max(1, count - 1))
    used.set(key, used.get(key) ?? 1)
    return bibtex(paper, key)
  })
  return entries.join('\n')
}

function afterKey(count: number): string {
  return count <= 26 ? String.fromCharCode(96 + count) : `-${count}`
}

/** The key by which an entry is cited: `lovelace2023losses`. Lower-case ASCII letters and digits, never empty. */
export function bibtexKey(paper: Paper): string {
  const name = keyPart(familyName(splitOthers(paper.authors?.[0] ?? '').name))
  const word = keyPart(significantWord(paper.title ?? ''))
  // Where nothing else is known, any two would have the same key.
  if (name === '' && word === '') return `arxiv${keyPart(paper.id)}`
  return `${name === '' ? 'arxiv' : name}${yearOf(paper)}${word}`
}

/** The year of the first version; where no digest tells it, as the id does. */
function yearOf({ id, published }: Paper): string {
  const told = /^\d{4}/.exec(published ?? '')?.[0]
  const year = /(\d\d)\d\d\.|\/(\d\d)/.exec(id)
  const two = year?.[1] ?? year?.[2] ?? ''
  // Ids begin with July 1991.
  return told ?? `${id.includes('/') && two >= '91' ? '19' : '20'}${two}`
}

/** The first DOI, as it is: programs look it up by this field. */
function doiField(doi: string | null): string | null {
  const first = doi?.split(/\s+/).find((each) => each !== '') ?? null
  return first === null || /[{}\\]/.test(first) ? null : first
}

function authorsField(authors: readonly string[]): string {
  const names = authors.flatMap((author) => {
    const { name, others } = splitOthers(author)
    return [authorField(name), ...(others ? ['others'] : [])]
  })
  return names.filter((name, index) => name !== '' && name !== names[index - 1]).join(' and ')
}

/** Digests name some papers by their first author and "et al.", as part of the name or as a name of its own. */
function splitOthers(author: string): { readonly name: string; readonly others: boolean } {
  const match = /(?:^|,?\s+)(?:and\s+)?(?:et\.?\s?al\.?|others)$/i.exec(author.trim())
  return { name: author.trim().slice(0, match?.index), others: match !== null }
}

const suffix = /^(?:jr|sr|i{1,3}|iv)\.?$/i
const collective =
  /\b(?:collaboration|consortium|team|group|project|initiative|challenge|society|university)s?$/i

function authorField(author: string): string {
  const name = textField(author.replaceAll('~', ' '))
  const parts = name.split(/\s*,\s*/)
  const [first = '', second = ''] = parts
  const words = first.split(' ')
  if (parts.length === 2 && suffix.test(second) && words.length > 1) {
    return `${words.at(-1) ?? ''}, ${second}, ${words.slice(0, -1).join(' ')}`
  }
  // In braces a name is one whole: a collective, or what BibTeX would take for two names or more parts than one has.
  return parts.length > 2 ||
    (parts.length === 2 && parts.includes('')) ||
    /(?:^|\s)and(?:\s|$)/i.test(name) ||
    collective.test(name)
    ? `{${name}}`
    : name
}

/** The family name of a name written `Given Family` or `Family, Given`; of a collective its first telling word. */
function familyName(author: string): string {
  const plain = plainTex(author).replace(/\([^()]*\)/g, ' ')
  if (collective.test(plain.trim())) return significantWord(plain)
  const [before = '', after = ''] = plain.split(',', 2)
  if (after.trim() !== '' && !suffix.test(after.trim())) return before
  const words = before.split(/\s+/).filter((word) => word !== '')
  const last = words.at(-1) ?? ''
  return words.length > 1 && suffix.test(last) ? (words.at(-2) ?? '') : last
}

const insignificant = new Set(
  `a about after an and are as at be between beyond by can do does for from how in into is it its not of on or our
  over should that the their this to toward towards under using via we what when where which who why will with
  without`.split(/\s+/)
)

function significantWord(title: string): string {
  const words = plainTex(title)
    .split(/[\s\-‐–—/:,.;!?()[\]]+/u)
    .filter((word) => /[a-z]/.test(keyPart(word)))
  return words.find((word) => !insignificant.has(word.toLowerCase())) ?? words[0] ?? ''
}

function keyPart(text: string): string {
  return fold(text).replace(/[^a-z0-9]/g, '')
}

/**
 * A title's words keep capitals that a style's sentence case would lower (`{BERT}`, `{ImageNet}`, `{3D}`), one by one:
 * braces around the whole title would keep every style from its own capitals.
 */
function titleField(title: string): string {
  return field(title, (text) =>
    text.replace(/[\p{L}\p{N}\p{M}]+/gu, (word, index: number) =>
      /.\p{Lu}/u.test(word) || (/^\p{Lu}$/u.test(word) && (index > 0 || word !== 'A')) ? `{${word}}` : word
    )
  )
}

function textField(text: string): string {
  return field(text, (words) => words)
}

function field(text: string, protect: (text: string) => string): string {
  const value = written(texPieces(text), protect).replace(/\s+/g, ' ').trim()
  // BibTeX counts escaped braces too, as in a formula's "\left\{".
  return balanced(value) ? value : escaped(text, protect).replace(/\s+/g, ' ').trim()
}

const styleCommands: Readonly<Record<TextStyle, string>> = {
  bold: 'textbf',
  italic: 'emph',
  code: 'texttt',
  smallcaps: 'textsc',
  underline: 'underline',
  superscript: 'textsuperscript',
  subscript: 'textsubscript'
}

/** Inside a formula dollars may stand in text alone, as in `\text{ for $x$}`; others would end it for TeX. */
const textInFormula = /\\(?:text[a-z]*|[mh]box)\s*\{[^{}$]*(?:\$[^{}$]*\$[^{}$]*)*\}/g
const strayDollar = /(?<!\\)(?:\\\\)*\$/

function written(pieces: readonly TexPiece[], protect: (text: string) => string): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'text':
          return escaped(piece.text, protect)
        case 'math':
          if (strayDollar.test(piece.tex.replace(textInFormula, ''))) return escaped(piece.source, protect)
          // Without the braces sentence case would lower the formula's letters.
          return `{$${piece.tex}$}`
        case 'styled':
          return `\\${styleCommands[piece.style]}{${written(piece.pieces, protect)}}`
        case 'link':
          return written(piece.pieces, protect)
      }
    })
    .join('')
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\textbraceleft{}',
  '}': '\\textbraceright{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  $: '\\$',
  '\u00a0': '~',
  '\u2009': '\\,',
  '–': '--',
  '—': '---'
}

/** Text with what TeX reads as commands escaped; `protect` sees only words between those. */
function escaped(text: string, protect: (text: string) => string): string {
  return text
    .split(/([\\{}~^&%#_$\u00a0\u2009–—])/)
    .map((part, index) => (index % 2 === 1 ? (escapes[part] ?? part) : protect(part)))
    .join('')
}

function balanced(value: string): boolean {
  let depth = 0
  for (const character of value) {
    if (character === '{') depth++
    else if (character === '}' && --depth < 0) return false
  }
  return depth === 0
}
