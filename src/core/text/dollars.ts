/** What stands between dollars. */
export interface Formula {
  /** Authors put addresses between dollars too, so that a web page shows them in a typewriter's letters. */
  readonly kind: 'math' | 'address'
  /** Index of the first character after the opening dollars. */
  readonly start: number
  /** Index after the closing dollars. */
  readonly end: number
  readonly tex: string
  readonly display: boolean
}

/** No formula of a title or an abstract is longer, in UTF-16 code units; what is, stays text. */
export const longestFormula = 2_000
/** Dollars that may stand inside a formula's braces, as in `$x \text{ for $y$}$`. */
const mostInnerDollars = 8

/**
 * Reads the formula whose `$` or `$$` stands at `at`; null where those dollars are no math. Strict enough for prices,
 * and made for authors who write `3$\sigma$`, `$ n $`, `0.64$\pm$0.10` and `$\sim$10` alike, which rules about
 * the characters next to the dollars cannot tell from prices. What lies between the dollar and the next one outside
 * braces is a formula when all of this holds:
 * 1. it holds something other than spaces, and its braces are balanced;
 * 2. it stays within its paragraph; over one line feed only with a command, `^` or `_` in it and no prose;
 * 3. it is no address: `$https://…$`, `$\href{https://…}{…}$`;
 * 4. it is no price: where it begins with a digit and the closing dollar stands before one, as in `$5-$10`, it is one
 *    number, or holds a command, `^` or `_` and no prose, as in `$10^5$3`;
 * 5. it has a sign of math (a command, `^ _ = < > + * / | &`, braces) and, beginning with a digit, no prose besides;
 *    or it has no prose at all, or stands in brackets as a whole, as in `$(speech, image)$`.
 * Prose is two words next to each other, or a word beside a space at either end. `$$…$$` may
 * hold single line feeds, and no third dollar follows it.
 */
export function formulaAt(text: string, at: number): Formula | null {
  const display = text[at + 1] === '$'
  const start = at + (display ? 2 : 1)
  const close = closingDollar(text, start, display)
  if (close === -1) return null
  const tex = text.slice(start, close)
  const end = close + (display ? 2 : 1)
  if (tex.trim() === '') return null
  if (address.test(tex)) return { kind: 'address', start, end, tex, display }
  if (display && text[end] === '$') return null
  return isMath(tex, text.charAt(end), display) ? { kind: 'math', start, end, tex, display } : null
}

/** The index of the closing dollars, or -1. Looks at no more than a bounded number of dollars and characters. */
function closingDollar(text: string, start: number, display: boolean): number {
  const limit = Math.min(text.length, start + longestFormula)
  let depth = 0
  let inner = 0
  for (let index = start; index < limit; index++) {
    switch (text.charAt(index)) {
      case '\\':
        index++
        break
      case '{':
        depth++
        break
      case '}':
        if (--depth < 0) return -1
        break
      case '\n':
        if (text[index + 1] === '\n') return -1
        break
      case '$':
        if (depth === 0) return !display || text[index + 1] === '$' ? index : -1
        if (++inner > mostInnerDollars) return -1
        break
    }
  }
  return -1
}

const sign = /[\\^_=<>+*/|&{]/
const bracketed = /^\([^()]*\)$|^\[[^[\]]*\]$/
const strongSign = /[\\^_]/
const address = /^\s*(?:https?:\/\/|\\(?:href|url)\s*\{)/i
const number = /^\s*[\d.,]+\s*$/
/** Two words of prose next to each other, or one at an end that is open. */
const prose = /\p{L}{2,}[,;:]?\s+\p{L}{2,}|^\s+\p{L}{2,}|\p{L}{2,}[,;:.]?\s+$/u

function isMath(tex: string, next: string, display: boolean): boolean {
  // Commands are no words, whatever their names.
  const bare = tex.replace(/\\(?:[A-Za-z]+|.)/gs, '\\')
  const hasProse = prose.test(bare)
  const strong = strongSign.test(tex)
  if (!display && tex.includes('\n') && (hasProse || !strong)) return false
  const startsWithDigit = /^\d/.test(tex)
  if (startsWithDigit && /^\d/.test(next) && !number.test(tex)) return strong && !hasProse
  if (sign.test(tex)) return strong || !startsWithDigit || !hasProse
  return !hasProse || bracketed.test(tex)
}
