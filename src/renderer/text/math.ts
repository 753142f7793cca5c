import type { KatexOptions } from 'katex'
import type { Macro } from '#core/domain/rule'
import { longestFormula } from '#core/text/dollars'
import { BoundedCache } from './bounded-cache'
import { trustedHtml, type SafeHtml } from './trusted-html'

/** The one function of KaTeX that we use. */
export interface Katex {
  renderToString(tex: string, options?: KatexOptions): string
}

/** A formula as HTML, or why there is none. */
export type RenderedFormula =
  { readonly html: SafeHtml; readonly reason: null } | { readonly html: null; readonly reason: string }

/**
 * Commands that formulas of papers do not need and hostile ones would use: addresses, foreign attributes, and
 * definitions, whose expansion may be a thousand times their length. KaTeX would show the name and drop the rest.
 */
const refused =
  /\\(?:href|url|includegraphics|html(?:Class|Id|Style|Data)|[egx]?def|let|futurelet|global|long|(?:re|provide)?newcommand|(?:re|provide)command|DeclareMathOperator|char)(?![A-Za-z])/

/** Formulas nested deeper would keep the window busy. */
const deepest = 40
/** A formula that needs more HTML than this, in UTF-16 code units, is shown as its source. */
const mostHtml = 400_000

const cacheSize = 8_000_000
let cache = new BoundedCache<RenderedFormula>(cacheSize)
/** The macros with which everything in it was rendered. */
let cachedWith: readonly Macro[] = []

/**
 * Renders one formula, without its delimiters; never throws.
 * @param own Macros of the user: they come before our own, and are bound by what formulas are.
 */
export function renderFormula(
  katex: Katex,
  tex: string,
  display: boolean,
  own: readonly Macro[] = cachedWith
): RenderedFormula {
  if (own !== cachedWith) {
    cache = new BoundedCache(cacheSize)
    cachedWith = own
  }
  const key = `${display ? 'D' : 'I'}${tex}`
  const known = cache.get(key)
  if (known !== undefined) return known
  const [rendered, size] = rendering(katex, tex, display, own)
  cache.set(key, rendered, size + key.length)
  return rendered
}

function rendering(
  katex: Katex,
  tex: string,
  display: boolean,
  own: readonly Macro[]
): [RenderedFormula, size: number] {
  const reason = refusal(tex)
  if (reason !== null) return [{ html: null, reason }, reason.length]
  try {
    const html = katex.renderToString(prepared(tex), {
      displayMode: display,
      output: 'htmlAndMathml',
      throwOnError: true,
      trust: false,
      strict: 'ignore',
      maxSize: 20,
      maxExpand: 200,
      // KaTeX writes definitions into this object: a fresh one each time keeps one paper's out of the next.
      macros: { ...macros, ...allowed(own) }
    })
    if (html.length > mostHtml) return [{ html: null, reason: 'This formula is too large.' }, 50]
    return [{ html: trustedHtml(html), reason: null }, html.length]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ html: null, reason: message.slice(0, 300) }, 300]
  }
}

/** Commands of LaTeX that papers use and KaTeX does not know. */
const macros: Readonly<Record<string, string>> = {
  '\\mbox': '\\text{#1}',
  '\\textsc': '\\text{#1}',
  '\\emph': '\\textit{#1}',
  '\\mathds': '\\mathbb{#1}',
  '\\mathbbm': '\\mathbb{#1}',
  '\\xspace': ''
}

/**
 * A formula as KaTeX reads it right: a bare `%`, which authors mean as a sign, would hide the rest of the line, and
 * `\unicode{x2014}` is MathJax's.
 */
function prepared(tex: string): string {
  return tex
    .replace(/\\[\s\S]|%/g, (found) => (found === '%' ? '\\%' : found))
    .replace(/\\unicode\{x([\da-f]{2,5})\}/gi, (whole, hexadecimal: string) => {
      const character = String.fromCodePoint(Number.parseInt(hexadecimal, 16))
      return /^[^\p{C}\p{Z}\p{ASCII}]$/u.test(character) ? `\\text{${character}}` : whole
    })
}

/** Macros that do what no formula may are as if they were not there. */
function allowed(own: readonly Macro[]): Readonly<Record<string, string>> {
  const sound = own.filter(({ tex }) => refusal(tex) === null)
  return Object.fromEntries(sound.map(({ name, tex }) => [name, prepared(tex)]))
}

/** Why a formula or a macro cannot be rendered; null where it can. */
export function refusal(tex: string): string | null {
  if (tex.length > longestFormula) return 'This formula is too long.'
  const command = refused.exec(tex)?.[0]
  if (command !== undefined) return `${command} is not allowed in formulas.`
  return nesting(tex) > deepest ? 'This formula is nested too deep.' : null
}

/** How deep braces, `\left` and environments are nested, at most; a script that is a command counts as one. */
function nesting(tex: string): number {
  let depth = 0
  let most = 0
  for (const [token] of tex.matchAll(/\\(?:left|begin|right|end)(?![A-Za-z])|\\.|[{}]/gs)) {
    if (token === '{' || token === '\\left' || token === '\\begin') most = Math.max(most, ++depth)
    else if (token === '}' || token === '\\right' || token === '\\end') depth--
  }
  return most
}
